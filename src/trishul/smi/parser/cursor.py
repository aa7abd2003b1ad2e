"""A place in the tokens of one text, and the findings made there.

Owns reporting by token; knows no grammar. Parsers read `texts` and move `index` themselves, because a method call for
each token would cost more than the parsing.
"""

from __future__ import annotations

from trishul.smi.diagnostics import Edit, Finding
from trishul.smi.lexer import Tokens
from trishul.smi.syntax import Span, Syntax, make_span


class Cursor:
    """The tokens of a text and the index of the one that is next."""

    __slots__ = ("findings", "index", "plain_types", "reported_at", "starts", "texts")

    def __init__(self, tokens: Tokens) -> None:
        self.texts = tokens.texts
        self.starts = tokens.starts
        self.index = 0
        self.findings: list[Finding] = []
        self.reported_at = -2
        self.plain_types: dict[str, Syntax] = {}

    def report(
        self, code: str, index: int, message: str, hint: str = "", edit: Edit | None = None, *, last: int | None = None
    ) -> None:
        """Notes a finding about the tokens from `index` to `last`; the parser recovers quietly right behind it."""
        end = self.end_of(index if last is None else last)
        self.findings.append(Finding(code, self.starts[index], end, message, hint, edit))
        self.reported_at = index if last is None else last

    def end_of(self, index: int) -> int:
        """The offset behind a token."""
        return self.starts[index] + len(self.texts[index])

    def insertion(self, index: int, text: str) -> Edit:
        """An edit that puts text behind a token."""
        end = self.end_of(index)
        return Edit(end, end, text)

    def replacement(self, index: int, text: str) -> Edit:
        """An edit that writes a token anew."""
        return Edit(self.starts[index], self.end_of(index), text)

    def text_span(self, first: int, last: int) -> Span:
        """The span between the opening quote of a token and the closing quote of another."""
        return make_span(self.starts[first] + 1, max(self.starts[first] + 1, self.end_of(last) - 1))
