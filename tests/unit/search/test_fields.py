"""The table of fields is the language: its examples are read by it."""

from __future__ import annotations

from trishul.search.fields import EXAMPLES, FIELDS
from trishul.search.parser import parse_query
from trishul.search.syntax import Term


def test_each_field_has_an_example_that_uses_it() -> None:
    for name, field in FIELDS.items():
        query = parse_query(field.example)
        assert isinstance(query, Term)
        assert query.field == name
        assert field.meaning.endswith(".")


def test_every_example_is_a_query() -> None:
    for query, _ in EXAMPLES:
        parse_query(query)
