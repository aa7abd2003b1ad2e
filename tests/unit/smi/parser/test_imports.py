"""IMPORTS and what vendors make of them (RFC 2578 §3.2)."""

from __future__ import annotations

import pytest

from trishul.smi.parser import parse_source
from trishul.smi.source import decode_source


@pytest.mark.parametrize(
    ("imports", "found"),
    [
        ("a, b FROM X c FROM Y;", []),
        ("a, b FROM X c FROM Y", ["missing-semicolon"]),
        ("a, b, FROM X c FROM Y;", ["trailing-comma"]),
        ("a b FROM X c FROM Y;", ["missing-comma"]),
        ("a, b FROM X, c FROM Y;", ["trailing-comma"]),
        ("a, b FROM X { iso 3 } c FROM Y;", []),
        ("a, b FROM X c FROM Y d;", ["bad-clause"]),
        ("a, b FROM X ! c FROM Y;", ["unexpected-text"]),
    ],
)
def test_one_fault_is_one_finding(imports: str, found: list[str]) -> None:
    text = f"M DEFINITIONS ::= BEGIN IMPORTS {imports}\ne OBJECT IDENTIFIER ::= {{ iso 3 }} END"
    (module,) = parse_source(decode_source("m", text.encode())).modules
    assert [one.code for one in module.diagnostics] == found
    assert [(one.name, one.module) for one in module.imports] == [("a", "X"), ("b", "X"), ("c", "Y")]
    assert [one.name for one in module.definitions] == ["e"]


def test_places_where_imports_can_be_mended_are_known() -> None:
    text = "M DEFINITIONS ::= BEGIN IMPORTS a, b FROM X { iso 3 } c FROM Y;\ne OBJECT IDENTIFIER ::= { iso 3 } END"
    (module,) = parse_source(decode_source("m", text.encode())).modules
    assert text[: module.body_at].endswith("BEGIN")
    assert text[module.imports_at] == ";"
    assert [text[one.at : one.end] for one in module.imports] == [
        "a, b FROM X { iso 3 }",
        "b FROM X { iso 3 }",
        "c FROM Y",
    ]
