"""Macros in other writings are understood where the rest of the definition fits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from trishul.smi.syntax import ParsedModule

OBJECT = 'SYNTAX Integer32 MAX-ACCESS read-only STATUS current DESCRIPTION "x" ::= { root 1 }'


@pytest.mark.parametrize(
    "macro",
    [
        "OBJECT TYPE",
        "OBJECT_TYPE",
        "Object-Type",
        "OBJECTTYPE",
        "OBJECT- TYPE",
        "OBJECT\u2013TYPE",
        ": OBJECT-TYPE",
        "",
    ],
)
def test_an_object_type_in_another_writing(parse: Callable[[str], ParsedModule], macro: str) -> None:
    module = parse(f"a {macro} {OBJECT}")
    assert [one.name for one in module.definitions] == ["root", "a"]
    assert module.definitions[-1].oid == ("root", 1)
    kinds = {one.code for one in module.diagnostics} - {"non-ascii"}
    assert kinds == {"misspelled-clause" if macro else "unexpected-text"}


@pytest.mark.parametrize("words", ["OBJECT-IDENTIFIER", "Object Identifier", "OBJECT INDENTIFIER", "OBJECTIDENTIFIER"])
@pytest.mark.parametrize("sign", ["::=", ":=", "=", ": :=", "::"])
def test_an_oid_value_in_another_writing(parse: Callable[[str], ParsedModule], words: str, sign: str) -> None:
    module = parse(f"a {words} {sign} {{ root 1 }}")
    assert [(one.name, one.oid) for one in module.definitions[1:]] == [("a", ("root", 1))]


@pytest.mark.parametrize("text", ["a b c", "SYNTAX Integer32", 'OBJECT-TYPE STATUS current DESCRIPTION "x"', "a"])
def test_what_is_no_definition_stays_none(parse: Callable[[str], ParsedModule], text: str) -> None:
    assert [one.name for one in parse(text).definitions] == ["root"]
