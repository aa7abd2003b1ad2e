"""Where definitions and modules begin."""

from __future__ import annotations

import pytest

from trishul.smi.parser.words import begins_definition, begins_module, ends_definition


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("a OBJECT-TYPE", True),
        ("SYNTAX OBJECT-TYPE", False),
        ("a OBJECT IDENTIFIER ::=", True),
        ("SYNTAX OBJECT IDENTIFIER ACCESS", False),
        ("Type ::= INTEGER", True),
        ("IDENTIFIER ::= {", False),
        ("a MACRO ::=", True),
        ("a b c", False),
    ],
)
def test_a_definition_begins_with_a_name_and_a_macro(text: str, *, begins: bool) -> None:
    words = [*text.split(), "", "", "", ""]
    assert begins_definition(words, 0) is begins
    assert ends_definition(words, 0) is begins


@pytest.mark.parametrize("text", ["A DEFINITIONS ::=", "A { iso 3 } DEFINITIONS ::="])
def test_a_module_begins_with_its_name_and_perhaps_an_oid(text: str) -> None:
    assert begins_module([*text.split(), "", ""], 0)


def test_the_end_of_the_text_ends_every_definition() -> None:
    assert ends_definition([""] * 6, 0)
    assert ends_definition(["END", "", "", ""], 0)
