"""Definitions as `snmptranslate -Td` prints them."""

from __future__ import annotations

import pytest

from trishul.cli.mib_definition import definition_of
from trishul.library.object_facts import ObjectFacts, PathStep, TypeFacts

PATH = (PathStep(1, "iso"), PathStep(3, "org"), PathStep(99, ""), PathStep(7, "thing"))


def defined(kind: str, **facts: object) -> list[str]:
    return definition_of(ObjectFacts("thing", "A-MIB", kind, "1.3.99.7", PATH, **facts)).splitlines()  # type: ignore[arg-type]


def test_every_name_on_the_way_has_its_number() -> None:
    assert defined("oid") == [
        "A-MIB::thing",
        "thing OBJECT IDENTIFIER",
        "  -- FROM\tA-MIB",
        "::= { iso(1) org(3) 99 7 }",
    ]


def test_a_column_has_its_base_type_and_not_its_rows_index() -> None:
    info = TypeFacts("INTEGER", "TC-MIB::Mode", {"on": 1, "off": 2})
    lines = defined("column", type=info, access="read-only", index=("a",), default="on")
    assert "  -- TEXTUAL CONVENTION Mode" in lines
    assert "  SYNTAX\tINTEGER { on(1), off(2) }" in lines
    assert "  DEFVAL\t{ on }" in lines
    assert not any("INDEX" in line for line in lines)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"index": ("a", "b"), "is_implied": True}, "  INDEX\t{ a, IMPLIED b }"),
        ({"index": ("a",), "augments": "baseEntry"}, "  AUGMENTS\t{ baseEntry }"),
    ],
)
def test_a_row_says_how_it_is_indexed(facts: dict[str, object], expected: str) -> None:
    assert expected in defined("row", syntax="ThingEntry", **facts)


def test_quotes_in_texts_are_doubled_and_control_characters_replaced() -> None:
    assert '  DESCRIPTION\t"a ""b"" \ufffd"' in defined("notification", description='a "b" \x1b')
