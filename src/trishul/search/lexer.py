"""A query's text as tokens, each with its place: parentheses, words that join, terms, texts.

Owns where a token ends, quotation marks, and the parts of a term. Which field takes which operator is in `fields`, the
order of tokens in `parser`. Every error says at which character, and what could stand there.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from trishul.errors import InvalidQuery
from trishul.search.fields import FIELDS, SearchField, ValueKind
from trishul.search.syntax import KEYWORDS, Span, Term, Text

MAX_CHARACTERS = 2_000
"""Of a query: pages of conditions, and bounded work for whoever reads it."""


class TokenKind(StrEnum):
    """What a token is; the values of the first are how they are written."""

    OPEN = "("
    CLOSE = ")"
    NOT = "not"
    AND = "and"
    OR = "or"
    LEAF = "a condition"
    END = "the end"


class Token(NamedTuple):
    """A token and its place; a leaf carries its term or text."""

    kind: TokenKind
    span: Span
    leaf: Term | Text | None = None


_SPACE = re.compile(r"\s*")
_FIELD = re.compile(r"([A-Za-z_]+)(!=|!~|<=|>=|[:=<>~])")
_OPERATOR = re.compile(r"!=|!~|<=|>=|[=<>~]")
_BARE = re.compile(r"[^\s()\"]+")
_BARE_NAME = re.compile(r"[^\s()\"<>=~!]+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class Lexer:
    """Reads one query."""

    def __init__(self, text: str) -> None:
        """Raises InvalidQuery for a text that is too long."""
        if len(text) > MAX_CHARACTERS:
            raise InvalidQuery(
                f"A query has at most {MAX_CHARACTERS:,} characters", MAX_CHARACTERS, len(text) - MAX_CHARACTERS
            )
        self._text = text
        self._at = 0

    def tokens(self) -> list[Token]:
        """All tokens, the end as well. Raises InvalidQuery."""
        tokens = [self._next()]
        while tokens[-1].kind is not TokenKind.END:
            tokens.append(self._next())
        return tokens

    def _next(self) -> Token:
        space = _SPACE.match(self._text, self._at)
        self._at = start = space.end() if space else self._at
        if start == len(self._text):
            return Token(TokenKind.END, Span(start, 0))
        character = self._text[start]
        if character in "()":
            self._at += 1
            return Token(TokenKind(character), Span(start, 1))
        if character in "-!":
            self._at += 1
            return Token(TokenKind.NOT, Span(start, 1))
        if character == '"':
            text = self._quoted()
            span = self._since(start)
            return Token(TokenKind.LEAF, span, Text(text, is_quoted=True, span=span))
        field = _FIELD.match(self._text, start)
        if field is not None:
            return self._term(field)
        return self._word(start)

    def _word(self, start: int) -> Token:
        word = self._bare(_BARE)
        span = self._since(start)
        if word.lower() in KEYWORDS:
            return Token(TokenKind(word.lower()), span)
        return Token(TokenKind.LEAF, span, Text(word, span=span))

    def _term(self, found: re.Match[str]) -> Token:
        start, name, operator = found.start(), found[1].lower(), found[2]
        field = FIELDS.get(name)
        if field is None:
            raise InvalidQuery(
                f"There is no field {found[1][:40]!r}; a text with {operator!r} in it stands in quotation marks",
                start,
                len(found[1]),
                tuple(FIELDS),
            )
        at_operator = Span(found.start(2), len(operator))
        self._at = found.end()
        if field.kind is ValueKind.VARIABLE:
            return self._variable(field, operator, at_operator, start)
        _check_operator(field, operator, at_operator)
        value_at = self._at
        value = self._value(field)
        term = Term(name, operator, value, span=self._since(start), value_span=self._since(value_at))
        return Token(TokenKind.LEAF, term.span, term)

    def _variable(self, field: SearchField, operator: str, at_operator: Span, start: int) -> Token:
        """`var:NAME`, or `var:NAME` with an operator and a value."""
        if operator != ":":
            raise InvalidQuery("A variable is written var:NAME, or var:NAME=VALUE", *at_operator, (":",))
        name_at = self._at
        name = self._quoted() if self._text[name_at : name_at + 1] == '"' else self._bare(_BARE_NAME)
        name_span = self._since(name_at)
        if not name:
            raise InvalidQuery("The name of a variable is missing", name_at, 0, ("the name of an object",))
        compared = _OPERATOR.match(self._text, self._at)
        if compared is None:
            term = Term(field.name, "", "", name, self._since(start), name_span, self._since(self._at))
        else:
            self._at = value_at = compared.end()
            value = self._value(field)
            term = Term(field.name, compared[0], value, name, self._since(start), name_span, self._since(value_at))
        return Token(TokenKind.LEAF, term.span, term)

    def _value(self, field: SearchField) -> str:
        if self._text[self._at : self._at + 1] == '"':
            return self._quoted()
        value = self._bare(_BARE)
        if not value:
            expected = tuple(field.choices) or (field.kind.value,)
            raise InvalidQuery(f"A value for {field.name!r} is missing", self._at, 0, expected)
        return value

    def _bare(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            return ""
        self._at = found.end()
        return found[0]

    def _quoted(self) -> str:
        found = _QUOTED.match(self._text, self._at)
        if found is None:
            raise InvalidQuery("The quotation mark is not closed", self._at, len(self._text) - self._at, ('"',))
        self._at = found.end()
        return _ESCAPE.sub(r"\1", found[1])

    def _since(self, start: int) -> Span:
        return Span(start, self._at - start)


def _check_operator(field: SearchField, operator: str, span: Span) -> None:
    if operator not in field.operators:
        allowed = " ".join(field.operators)
        raise InvalidQuery(f"{field.name!r} is compared with {allowed}", *span, field.operators)
