"""Types as RFC 2578 §7.1 has them, and as vendors write them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from trishul.smi.syntax import Syntax

TypeCase = tuple[str, Syntax, list[str]]
CASES: list[TypeCase] = [
    ("Integer32", Syntax("Integer32"), []),
    ("OCTET STRING (SIZE (0..255))", Syntax("OCTET STRING", (), ((0, 255),), True), []),
    ("OCTET STRING (0..30)", Syntax("OCTET STRING", (), ((0, 30),), True), ["missing-size"]),
    ("INTEGER (-1 | 1..'FF'H)", Syntax("INTEGER", (), ((-1, -1), (1, 255))), []),
    ("INTEGER (0..MAX)", Syntax("INTEGER", (), ((0, None),)), ["open-range"]),
    ("INTEGER (9..1)", Syntax("INTEGER", (), ((1, 9),)), ["bad-range"]),
    (f"INTEGER {'(' * 50_000}1{')' * 50_000}", Syntax("INTEGER", (), ((1, 1),)), ["unexpected-text"]),
    ("INTEGER { up(1), down(2) }", Syntax("INTEGER", (("up", 1), ("down", 2))), []),
    ("INTEGER { up(1) down(2), }", Syntax("INTEGER", (("up", 1), ("down", 2))), ["missing-comma", "trailing-comma"]),
    ("INTEGER { Up(1), a_b(2) }", Syntax("INTEGER", (("Up", 1), ("a_b", 2))), ["enum-label"]),
    ("INTEGER { up fault(1) }", Syntax("INTEGER", (("up-fault", 1),)), ["enum-label"]),
    ("INTEGER { up('0A'H) }", Syntax("INTEGER", (("up", 10),)), ["enum-value"]),
    (f"INTEGER {{ up(1), down('{'F' * 6000}'H) }}", Syntax("INTEGER", (("up", 1),)), ["unexpected-text"]),
    (f"INTEGER {{ up down({2**64}) }}", Syntax("INTEGER"), ["empty-list", "unexpected-text"]),
    (f"INTEGER (0..{2**64} | 9)", Syntax("INTEGER", (), ((0, None), (9, 9))), []),
    (f"INTEGER ({-(2**63) - 1} | {2**64 - 1})", Syntax("INTEGER", (), ((2**64 - 1, 2**64 - 1),)), ["unexpected-text"]),
    ("INTEGER { }", Syntax("INTEGER"), ["empty-list"]),
    ("BITS { a(0) }", Syntax("BITS", (("a", 0),)), []),
    ("BITS", Syntax("BITS"), ["bits-without-names"]),
    ("BIT STRING { a(0) }", Syntax("BITS", (("a", 0),)), ["bit-string"]),
    ("[APPLICATION 2] IMPLICIT INTEGER (0..9)", Syntax("INTEGER", (), ((0, 9),)), []),
    ("SEQUENCE OF Row", Syntax("SEQUENCE OF", row_type="Row"), []),
    (
        "SEQUENCE { a INTEGER (0..1), b OBJECT IDENTIFIER }",
        Syntax("SEQUENCE", columns=("a", "b"), column_types=("INTEGER", "OBJECT IDENTIFIER")),
        [],
    ),
    ("SEQUENCE { a INTEGER, }", Syntax("SEQUENCE", columns=("a",), column_types=("INTEGER",)), ["trailing-comma"]),
]


@pytest.mark.parametrize(("text", "syntax", "found"), CASES)
def test_types(parse: Callable[[str], Any], text: str, syntax: Syntax, found: list[str]) -> None:
    module = parse(f"Type ::= {text}\nb OBJECT IDENTIFIER ::= {{ root 2 }}")
    assert module.definitions[-2].syntax == syntax
    assert module.definitions[-1].name == "b"
    assert [one.code for one in module.diagnostics] == found


def test_a_convention_keeps_its_hint(definition: Callable[[str], Any]) -> None:
    text = 'Type ::= TEXTUAL-CONVENTION DISPLAY-HINT "d-2" STATUS current DESCRIPTION "x" SYNTAX Integer32'
    found = definition(text)
    assert (found.display_hint, found.status, found.is_convention) == ("d-2", "current", True)


@pytest.mark.parametrize("text", ["{ up(1", "{ up(", "(1..", "(SIZE (0..", "{ (1) }", "{ 1, 2 }"])
def test_what_is_cut_off_costs_one_definition(parse: Callable[[str], Any], text: str) -> None:
    module = parse(
        f"a OBJECT-TYPE SYNTAX INTEGER {text} STATUS current ::= {{ root 1 }}\nb OBJECT IDENTIFIER ::= {{ root 2 }}"
    )
    assert [(one.name, one.oid) for one in module.definitions[-2:]] == [("a", ("root", 1)), ("b", ("root", 2))]
    assert module.diagnostics
