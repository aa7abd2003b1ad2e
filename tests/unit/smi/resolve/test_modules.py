"""Many modules are resolved together, whatever their order."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

from trishul.smi.parser import parse_source
from trishul.smi.resolve.modules import resolve_module
from trishul.smi.resolve.scopes import LoadedModules
from trishul.smi.source import decode_source

REVISED = (
    "A DEFINITIONS ::= BEGIN IMPORTS MODULE-IDENTITY FROM SNMPv2-SMI;"
    ' a MODULE-IDENTITY LAST-UPDATED "{}" ORGANIZATION "x" CONTACT-INFO "x" DESCRIPTION "x" ::= {{ iso {} }} END'
)


def test_the_newest_text_of_a_module_wins_and_the_others_are_listed(compiled: Callable[..., Any]) -> None:
    texts = [REVISED.format("200001010000Z", 2), REVISED.format("202601010000Z", 3), REVISED.format("9901010000Z", 1)]
    found = compiled(*texts)
    assert str(found.modules["A"].find_node("a").oid) == "1.3"
    assert sorted(found.superseded) == [("A", "file-0"), ("A", "file-2")]
    assert [one.code for one in found.diagnostics] == ["duplicate-module"] * 2


def test_cycles_of_imports_are_ordinary(compiled: Callable[..., Any]) -> None:
    one = "A DEFINITIONS ::= BEGIN IMPORTS T FROM B; a OBJECT IDENTIFIER ::= { iso 3 } U ::= T END"
    two = "B DEFINITIONS ::= BEGIN IMPORTS a FROM A; T ::= INTEGER b OBJECT IDENTIFIER ::= { a 1 } END"
    for texts in ((one, two), (two, one)):
        found = compiled(*texts)
        assert str(found.modules["B"].find_node("b").oid) == "1.3.1"
        assert found.modules["A"].find_type("U") is not None
        assert found.diagnostics == ()


def test_the_module_knows_itself(compiled: Callable[..., Any]) -> None:
    module = compiled(REVISED.format("200001010000Z", 2)).modules["A"]
    assert module.is_smiv2
    assert module.identity.last_updated == "200001010000Z"
    assert module.source == "file-0"


def test_a_module_is_the_same_whatever_came_before(compiled: Callable[..., Any]) -> None:
    texts = [
        "A DEFINITIONS ::= BEGIN IMPORTS b, T FROM B; a OBJECT IDENTIFIER ::= { b 1 } U ::= T END",
        "B DEFINITIONS ::= BEGIN IMPORTS a FROM A; T ::= V b OBJECT IDENTIFIER ::= { a 1 } V ::= Nowhere END",
        "C DEFINITIONS ::= BEGIN c OBJECT IDENTIFIER ::= { b 1 } W ::= V END",
    ]
    results = []
    for order in permutations(range(len(texts))):
        found = compiled(*(texts[place] for place in order))
        findings = sorted((one.module, one.code, one.start, one.message) for one in found.diagnostics)
        results.append((findings, [found.modules[name].types for name in "ABC"]))
    assert all(result == results[0] for result in results)
    assert [(module, code) for module, code, *_ in results[0][0] if code == "oid-loop"] == [
        ("A", "oid-loop"),
        ("B", "oid-loop"),
    ]


def test_a_module_says_what_it_depends_on() -> None:
    user = (
        "A DEFINITIONS ::= BEGIN IMPORTS b FROM B n FROM N;"
        " x OBJECT IDENTIFIER ::= { b 1 } y OBJECT IDENTIFIER ::= { z 1 } END"
    )
    other = "B DEFINITIONS ::= BEGIN IMPORTS c FROM C; b OBJECT IDENTIFIER ::= { c 1 } END"
    parsed = [module for text in (user, other) for module in parse_source(decode_source("f", text.encode())).modules]
    resolved = resolve_module(LoadedModules(parsed), "A")
    assert resolved.modules_read == {"B", "C", "N"}
    assert resolved.names_sought == {"c", "n", "z"}
