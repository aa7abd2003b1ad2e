"""Chains of conventions end at a base type (RFC 2579 §3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from trishul.smi.model import BaseType, Module

CONVENTION = 'TEXTUAL-CONVENTION DISPLAY-HINT "{}" STATUS current DESCRIPTION "x" SYNTAX {}'


def test_what_a_chain_does_not_narrow_is_inherited(module: Callable[[str], Module]) -> None:
    one = CONVENTION.format("d-1", "INTEGER (0..9)")
    two = CONVENTION.format("d-2", "One")
    found = module(f"One ::= {one} Two ::= {two} Three ::= Two (1..2)")
    types = {info.name: info for info in found.types}
    assert (types["Two"].display_hint, types["Two"].ranges) == ("d-2", ((0, 9),))
    assert (types["Three"].base, types["Three"].ranges) == (BaseType.INTEGER, ((1, 2),))
    assert types["Three"].display_hint == "d-2"


def test_an_object_has_the_type_it_names(module: Callable[[str], Module]) -> None:
    text = 'a OBJECT-TYPE SYNTAX DisplayString (SIZE (0..9)) MAX-ACCESS read-only STATUS current DESCRIPTION "" '
    node: Any = module(f"{text} ::= {{ root 1 }}").find_node("a")
    assert (node.type.base, node.type.name) == (BaseType.OCTET_STRING, "DisplayString")
    assert (node.type.ranges, node.type.display_hint) == (((0, 9),), "255a")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("One ::= Nowhere", ["unknown-type"]),
        ("One ::= COUNTER32", ["misspelled-type"]),
        ("One ::= STRING", ["misspelled-type"]),
        ("One ::= Two Two ::= One", ["type-loop"]),
        ("One ::= Counter32", ["missing-import"]),
        ("One ::= MacAddress", ["missing-import"]),
        ("One ::= DisplayString", []),
    ],
)
def test_what_has_no_base_is_named_once(warnings: Callable[[str], list[str]], body: str, found: list[str]) -> None:
    assert warnings(body) == found


def test_a_type_nobody_knows_shows_its_base_by_what_narrows_it(module: Callable[[str], Module]) -> None:
    found = module("One ::= Nowhere (SIZE (1..2)) Two ::= Nowhere { up(1) }")
    assert [info.base for info in found.types] == [BaseType.OCTET_STRING, BaseType.INTEGER]
