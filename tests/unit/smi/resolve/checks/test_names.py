"""Names and OIDs are used once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("a OBJECT IDENTIFIER ::= { root 1 } b OBJECT IDENTIFIER ::= { root 1 }", ["duplicate-oid"]),
        ("aB OBJECT IDENTIFIER ::= { root 1 } ab OBJECT IDENTIFIER ::= { root 2 }", ["case-clash"]),
        ("a-b OBJECT IDENTIFIER ::= { root 1 }", ["hyphen-in-name"]),
        ('a OBJECT-IDENTITY STATUS current DESCRIPTION "" ::= { root 1 }', ["empty-text"]),
        ('a NOTIFICATION-TYPE STATUS current DESCRIPTION "x" ::= { root 0 0 }', ["zero-number"]),
    ],
)
def test_a_name_is_checked(findings: Callable[[str], list[str]], body: str, found: list[str]) -> None:
    assert findings(body) == found


def test_a_name_that_an_imported_module_has_is_a_clash(compiled: Callable[..., Any]) -> None:
    other = "O-MIB DEFINITIONS ::= BEGIN a OBJECT IDENTIFIER ::= { iso 3 } b OBJECT IDENTIFIER ::= { iso 4 } END"
    text = "T-MIB DEFINITIONS ::= BEGIN IMPORTS b FROM O-MIB; a OBJECT IDENTIFIER ::= { b 1 } END"
    assert [(one.module, one.code) for one in compiled(other, text).diagnostics] == [("T-MIB", "name-clash")]
