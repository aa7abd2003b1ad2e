"""Many modules are resolved together, whatever their order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

REVISED = (
    "A DEFINITIONS ::= BEGIN IMPORTS MODULE-IDENTITY FROM SNMPv2-SMI;"
    ' a MODULE-IDENTITY LAST-UPDATED "{}" ORGANIZATION "" CONTACT-INFO "" DESCRIPTION "" ::= {{ iso {} }} END'
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
