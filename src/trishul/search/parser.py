"""A query's tokens as a tree: `or` binds less than writing side by side (or `and`), `-` and `not` bind most."""

from __future__ import annotations

from trishul.errors import InvalidQuery
from trishul.search.lexer import Lexer, Token, TokenKind
from trishul.search.syntax import All, Any, Not, Query

MAX_DEPTH = 40
MAX_CONDITIONS = 100
_STARTS = ("a condition", "(", "-")


def parse_query(text: str) -> Query:
    """The tree of a query; an empty text is the query that everything fits. Raises InvalidQuery."""
    return _Parser(Lexer(text).tokens()).whole()


class _Parser:
    """Walks the tokens once; `_depth` bounds what recursion may cost."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._conditions = 0

    def _kind(self) -> TokenKind:
        return self._tokens[self._at].kind

    def whole(self) -> Query:
        if self._kind() is TokenKind.END:
            return All(())
        query = self._any()
        if self._kind() is not TokenKind.END:
            raise self._unexpected("This parenthesis was never opened", (*_STARTS, "or"))
        return query

    def _any(self) -> Query:
        parts = [self._all()]
        while self._kind() is TokenKind.OR:
            self._at += 1
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _all(self) -> Query:
        parts = [self._one()]
        while self._kind() not in {TokenKind.OR, TokenKind.CLOSE, TokenKind.END}:
            if self._kind() is TokenKind.AND:
                self._at += 1
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self) -> Query:
        token = self._tokens[self._at]
        if token.leaf is not None:
            self._conditions += 1
            if self._conditions > MAX_CONDITIONS:
                raise InvalidQuery(f"A query has at most {MAX_CONDITIONS} conditions", *token.span)
            self._at += 1
            return token.leaf
        if token.kind is TokenKind.NOT:
            self._at += 1
            self._go_deeper(token)
            part = self._one()
            self._depth -= 1
            return Not(part)
        if token.kind is TokenKind.OPEN:
            return self._group(token)
        raise self._unexpected("A condition is missing here", _STARTS)

    def _group(self, opened: Token) -> Query:
        self._at += 1
        self._go_deeper(opened)
        query = self._any()
        self._depth -= 1
        if self._kind() is not TokenKind.CLOSE:
            raise InvalidQuery("This parenthesis is not closed", *opened.span, (")",))
        self._at += 1
        return query

    def _go_deeper(self, token: Token) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise InvalidQuery(f"Conditions stand at most {MAX_DEPTH} deep", *token.span)

    def _unexpected(self, message: str, expected: tuple[str, ...]) -> InvalidQuery:
        return InvalidQuery(message, *self._tokens[self._at].span, expected)
