"""Tokens and their places."""

from __future__ import annotations

import pytest

from trishul.errors import InvalidQuery
from trishul.search.lexer import MAX_CHARACTERS, Lexer, TokenKind
from trishul.search.syntax import Span, Term, Text


def test_every_token_knows_its_place() -> None:
    tokens = Lexer(' -(a OR "b c")').tokens()
    assert [token.kind for token in tokens] == [
        TokenKind.NOT, TokenKind.OPEN, TokenKind.LEAF, TokenKind.OR, TokenKind.LEAF, TokenKind.CLOSE, TokenKind.END,
    ]  # fmt: skip
    assert [token.span for token in tokens] == [(1, 1), (2, 1), (3, 1), (5, 2), (8, 5), (13, 1), (14, 0)]
    assert tokens[4].leaf == Text("b c", is_quoted=True)


def test_a_term_has_places_of_its_parts() -> None:
    (term, _) = Lexer('var:IF-MIB::ifDescr~"Gi0/1"').tokens()
    assert isinstance(term.leaf, Term)
    assert term.leaf == Term("var", "~", "Gi0/1", "IF-MIB::ifDescr")
    assert (term.leaf.name_span, term.leaf.value_span) == (Span(4, 15), Span(20, 7))


@pytest.mark.parametrize(
    ("query", "column", "length"),
    [
        ("a foo:b", 2, 3),
        ("trap~x", 4, 1),
        ("var=x", 3, 1),
        ("var:=x", 4, 0),
        ("src: x", 4, 0),
        ('a "b', 2, 2),
        ('src:"b', 4, 2),
        ("x" * (MAX_CHARACTERS + 3), MAX_CHARACTERS, 3),
    ],
)
def test_an_error_says_where_it_is(query: str, column: int, length: int) -> None:
    with pytest.raises(InvalidQuery) as caught:
        Lexer(query).tokens()
    assert (caught.value.column, caught.value.length) == (column, length)


def test_an_unknown_field_is_told_with_those_that_there_are() -> None:
    with pytest.raises(InvalidQuery, match=r"no field 'community'.*quotation marks") as caught:
        Lexer("community:public").tokens()
    assert "src" in caught.value.expected
