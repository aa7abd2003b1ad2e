"""IMPORTS are checked against what is loaded (RFC 2578 §3.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

HOME = "HOME-MIB DEFINITIONS ::= BEGIN IMPORTS other FROM OTHER-MIB; here OBJECT IDENTIFIER ::= { iso 1 } END"
OTHER = "OTHER-MIB DEFINITIONS ::= BEGIN other OBJECT IDENTIFIER ::= { iso 2 } END"


def importing(names: str, body: str = "") -> str:
    return f"A-MIB DEFINITIONS ::= BEGIN IMPORTS {names}; {body} END"


def found(compiled: Any, module: str = "A-MIB") -> list[tuple[str, str]]:
    return [(one.code, one.hint) for one in compiled.diagnostics if one.module == module]


def test_an_absent_module_is_one_finding_with_all_unmet_names(compiled: Callable[..., Any]) -> None:
    result = compiled(importing("a, b FROM ABSENT-MIB", "x OBJECT IDENTIFIER ::= { a 1 b 2 }"))
    assert result.modules["A-MIB"].unmet == (("ABSENT-MIB", "a"), ("ABSENT-MIB", "b"))
    assert [one.message for one in result.diagnostics if one.code == "unknown-module"] == [
        "ABSENT-MIB is not loaded: a, b"
    ]


def test_a_name_that_moved_or_does_not_exist_is_told_apart(compiled: Callable[..., Any]) -> None:
    body = "x OBJECT IDENTIFIER ::= { other 1 } y OBJECT IDENTIFIER ::= { here 1 } z OBJECT IDENTIFIER ::= { gone 1 }"
    result = found(compiled(importing("here, other, gone FROM HOME-MIB", body), HOME, OTHER))
    assert ("moved-import", "Import it from OTHER-MIB") in result
    assert ("unknown-import", "Correct the name, or load another revision") in result


def test_an_import_that_is_not_used_is_a_matter_of_style(compiled: Callable[..., Any]) -> None:
    assert found(compiled(importing("here FROM HOME-MIB"), HOME, OTHER)) == [("unused-import", "Leave it out")]


def test_a_macro_that_is_not_imported_is_reported_once(compiled: Callable[..., Any]) -> None:
    identity = '{} OBJECT-IDENTITY STATUS current DESCRIPTION "x" ::= {{ iso {} }}'
    body = " ".join(identity.format(f"x{number}", number) for number in range(3))
    result = compiled(f"A-MIB DEFINITIONS ::= BEGIN {body} END")
    assert found(result) == [("missing-import", "Import it from SNMPv2-SMI")]
