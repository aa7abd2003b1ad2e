"""The order of joining, and every way to get it wrong."""

from __future__ import annotations

import pytest

from trishul.errors import InvalidQuery
from trishul.search.parser import MAX_CONDITIONS, MAX_DEPTH, parse_query
from trishul.search.syntax import All, Any, Not, Text

A, B, C = Text("a"), Text("b"), Text("c")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", All(())),
        ("  ", All(())),
        ("a", A),
        ("a b", All((A, B))),
        ("a AND b", All((A, B))),
        ("a b or c", Any((All((A, B)), C))),
        ("a (b or c)", All((A, Any((B, C))))),
        ("-a b", All((Not(A), B))),
        ("not not a", Not(Not(A))),
        ("-(a b)", Not(All((A, B)))),
    ],
)
def test_conditions_are_joined_as_people_expect(text: str, query: object) -> None:
    assert parse_query(text) == query


@pytest.mark.parametrize(
    ("text", "column", "length"),
    [
        ("a or", 4, 0),
        ("or a", 0, 2),
        ("a and", 5, 0),
        ("(a", 0, 1),
        ("a)", 1, 1),
        ("()", 1, 1),
        ("-", 1, 0),
        ("(" * (MAX_DEPTH + 1), MAX_DEPTH, 1),
        ("-" * (MAX_DEPTH + 1) + "a", MAX_DEPTH, 1),
        ("a " * (MAX_CONDITIONS + 1), 2 * MAX_CONDITIONS, 1),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_column(text: str, column: int, length: int) -> None:
    with pytest.raises(InvalidQuery) as caught:
        parse_query(text)
    assert (caught.value.column, caught.value.length) == (column, length)
    assert f"at character {column + 1}" in str(caught.value)
