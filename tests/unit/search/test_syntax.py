"""Trees and their text: what is written reads as the same query."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trishul.search.fields import FIELDS, ValueKind
from trishul.search.parser import parse_query
from trishul.search.syntax import All, Any, Not, Query, Term, Text, as_value, to_text

TEXTS = st.text(min_size=1, max_size=8)
TERMS = st.sampled_from([field for field in FIELDS.values() if field.kind is not ValueKind.VARIABLE]).flatmap(
    lambda field: st.builds(Term, st.just(field.name), st.sampled_from(field.operators), st.text(max_size=8))
)
VARIABLES = st.builds(
    lambda name, operator, value: Term("var", operator, value if operator else "", name),
    TEXTS,
    st.sampled_from(["", "=", "!=", "<", "<=", ">", ">=", "~", "!~"]),
    st.text(max_size=8),
)
LEAVES = st.one_of(
    st.builds(Text, TEXTS, st.just(value=True)),
    st.builds(Text, st.sampled_from(["a", "10.1", "x-y"])),
    TERMS,
    VARIABLES,
)
QUERIES: st.SearchStrategy[Query] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Any, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)


@given(QUERIES)
@example(Term("var", "<", "=", "0"))
def test_a_query_that_is_written_and_read_again_is_the_same(query: Query) -> None:
    assert parse_query(to_text(query)) == query


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("a b", '"a b"'),
        ('"', '"\\""'),
        ("", '""'),
        ("a(b", '"a(b"'),
        ("=1", '"=1"'),
        ("a=1", "a=1"),
    ],
)
def test_a_value_is_quoted_where_it_must_be(value: str, written: str) -> None:
    assert as_value(value) == written


@pytest.mark.parametrize("text", ["or", "NOT", "-x", "!x", "src:x", "a b", ""])
def test_a_text_that_would_mean_more_is_quoted(text: str) -> None:
    assert to_text(Text(text)).startswith('"')
