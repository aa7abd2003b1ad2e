"""Names are found where the module means them, else anywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

A = "A DEFINITIONS ::= BEGIN IMPORTS b FROM B; x OBJECT IDENTIFIER ::= { b 1 } END"
B = "B DEFINITIONS ::= BEGIN IMPORTS b FROM C; END"
C = "C DEFINITIONS ::= BEGIN b OBJECT IDENTIFIER ::= { iso 3 } END"


def oid(compiled: Any, module: str, name: str) -> str:
    return str(compiled.modules[module].find_node(name).oid)


def test_a_name_is_followed_through_modules_that_only_import_it(compiled: Callable[..., Any]) -> None:
    assert oid(compiled(A, B, C), "A", "x") == "1.3.1"


def test_a_parent_that_is_not_imported_is_found_anywhere_and_reported(compiled: Callable[..., Any]) -> None:
    found = compiled("A DEFINITIONS ::= BEGIN x OBJECT IDENTIFIER ::= { b 1 } END", C)
    assert oid(found, "A", "x") == "1.3.1"
    assert [(one.code, one.hint) for one in found.diagnostics] == [("missing-import", "Import it from C")]


def test_the_first_definition_of_a_name_wins(compiled: Callable[..., Any]) -> None:
    text = "A DEFINITIONS ::= BEGIN x OBJECT IDENTIFIER ::= { iso 1 } x OBJECT IDENTIFIER ::= { iso 2 } END"
    found = compiled(text)
    assert oid(found, "A", "x") == "1.1"
    assert [one.code for one in found.diagnostics] == ["duplicate-name"]


def test_modules_go_by_several_names(compiled: Callable[..., Any]) -> None:
    user = "A DEFINITIONS ::= BEGIN IMPORTS b FROM RFC-1213; x OBJECT IDENTIFIER ::= { b 1 } END"
    found = compiled(user, C.replace("C DEF", "RFC1213-MIB DEF"))
    assert oid(found, "A", "x") == "1.3.1"
    assert [one.code for one in found.diagnostics] == ["other-name"]


def test_of_several_homes_the_one_with_the_nearest_name_is_meant(compiled: Callable[..., Any]) -> None:
    user = "ACME-BOX-MIB DEFINITIONS ::= BEGIN x OBJECT IDENTIFIER ::= { b 1 } END"
    homes = [C.replace("C DEF", f"{name} DEF").replace("3", arc) for name, arc in (("ABC", "1"), ("ACME-SMI", "2"))]
    for texts in ((user, *homes), (*reversed(homes), user)):
        assert oid(compiled(*texts), "ACME-BOX-MIB", "x") == "1.2.1"
