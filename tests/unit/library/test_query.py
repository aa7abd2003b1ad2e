"""What somebody means who types into a search box."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.library.query import MAX_QUERY_CHARACTERS, MAX_QUERY_WORDS, read_query


@pytest.mark.parametrize("text", ["1.3.6.1", ".1.3.6.1", " 1.3.6.1 "])
def test_an_oid_is_read_with_and_without_its_leading_dot(text: str) -> None:
    assert read_query(text).arcs == (1, 3, 6, 1)
    assert not read_query(text).is_below_only


def test_a_half_oid_ends_with_a_dot_and_means_what_is_below() -> None:
    query = read_query("1.3.6.1.4.1.9.")
    assert (query.arcs, query.is_below_only) == ((1, 3, 6, 1, 4, 1, 9), True)


@pytest.mark.parametrize("text", ["3.1", "1.40", "1.3.99999999999", "1..3", "9999"])
def test_numbers_that_are_no_oid_are_words(text: str) -> None:
    assert read_query(text).arcs == ()
    assert read_query(text).words


def test_a_name_may_have_its_module_and_an_instance() -> None:
    query = read_query("IF-MIB::ifDescr.3")
    assert (query.module, query.name, query.words) == ("IF-MIB", "ifDescr", ("ifdescr",))


def test_a_syntax_is_asked_for_by_its_name() -> None:
    assert read_query("syntax: OCTET STRING").syntax == "octetstring"


@given(st.text(max_size=600))
def test_any_text_is_a_query_within_bounds(text: str) -> None:
    query = read_query(text)
    assert len(query.words) <= MAX_QUERY_WORDS
    assert len(query.name) <= MAX_QUERY_CHARACTERS
    assert "\0" not in query.name
    query.name.encode()
