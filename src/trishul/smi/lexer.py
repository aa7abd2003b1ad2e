"""Text to tokens: one compiled regular expression, no object per token.

Owns words, numbers, strings and both readings of comments. ASN.1 ends a comment at the next `--` or at the line's end;
vendors write `-----` and mean the whole line. So a comment that begins a line takes the line; one that follows a token
ends at `--` only where the rest of the line goes on like a definition. A string that swallowed definitions because its
closing quote is missing is cut before the first of them.

This is the hot path of compiling: `bench/` measures it.
"""

from __future__ import annotations

import re
from itertools import accumulate, chain

from trishul.smi.diagnostics import Edit, Finding

_COMMENT_BEHIND = r"--(?:(?:[^\n-]|-(?!-))*+--(?=[ \t]*(?:::=|[{},;)(|]|[a-z][\w-]*[ \t]*\(|[0-9]+[ \t]*\}))|[^\n]*+)"
_BLOCK = r"/\*(?:[^*]|\*(?!/))*+\*/"
_SKIPPED = rf"(?:[ \t\f\v\x00\x1a\xa0\ufeff]++|\n[ \t]*+(?:--[^\n]*+)?+|{_COMMENT_BEHIND}|{_BLOCK})*+"
_WORD = r"""
    [A-Za-z](?:[A-Za-z0-9_]|-(?!-))*+
  | "[^"]*+(?:""[^"]*+)*+(?:"|\Z)
  | [{}(),;|]
  | ::=(?!=)
  | \.\.
  | -?[0-9](?:[A-Za-z0-9_]|-(?=[A-Za-z0-9]))*+
  | '[^'\n]*+'[A-Za-z]?
  | (?::[ \t]*){1,3}(?:=+|-(?!-)) | :: | =+
  | \S
  | \Z
"""
_PAIRS = re.compile(rf"({_SKIPPED})({_WORD})", re.VERBOSE)

_SWALLOWED = re.compile(
    r"\n[ \t]*(?:::=[ \t]*[{0-9]|[a-zA-Z][\w-]*\s+(?:OBJECT-TYPE|NOTIFICATION-TYPE|TRAP-TYPE|OBJECT-GROUP|"
    r"NOTIFICATION-GROUP|OBJECT-IDENTITY|MODULE-COMPLIANCE|OBJECT\s+IDENTIFIER\s*::=)|"
    r"(?:STATUS|MAX-ACCESS|ACCESS|SYNTAX|REVISION)\s|"
    r"(?:DESCRIPTION|REFERENCE|ORGANIZATION|CONTACT-INFO|DISPLAY-HINT)\s+\")"
)
_CLAUSE_AT_END = re.compile(
    r"\n[ \t]*(?:DESCRIPTION|REFERENCE|ORGANIZATION|CONTACT-INFO|REVISION|LAST-UPDATED|UNITS|DISPLAY-HINT|"
    r"PRODUCT-RELEASE)\s+\"\Z"
)
"""The quote that ends such a text opens another."""
_MAX_CUT_STRINGS = 20
"""Each cut reads the rest of the text again, so there is a limit; a file with more is beyond repair."""

SENTINELS = 6
"""Empty tokens after the last one, so that looking ahead needs no check of bounds."""


class Tokens:
    """Texts and offsets of all tokens, side by side."""

    __slots__ = ("starts", "texts")

    def __init__(self, texts: list[str], starts: list[int]) -> None:
        self.texts = texts
        self.starts = starts


def tokenize(text: str, after_string: frozenset[str]) -> tuple[Tokens, list[Finding]]:
    """All tokens of a text. `after_string` are the tokens that may follow a string; they tell a missing quote."""
    findings: list[Finding] = []
    texts, starts = _scan(text, 0)
    first = 0
    while len(findings) < _MAX_CUT_STRINGS:
        broken = _broken_string(texts, first, after_string)
        if broken is None:
            break
        cut = _cut_of(texts[broken])
        start = starts[broken]
        offset = start + cut
        findings.append(
            Finding(
                "unterminated-string",
                start,
                start + 1,
                "This text has no closing quote",
                'Close it with "',
                Edit(offset, offset, '"'),
            )
        )
        more_texts, more_starts = _scan(text, offset)
        del texts[broken + 1 :], starts[broken + 1 :]
        texts[broken] = texts[broken][:cut] + '"'
        texts += more_texts
        starts += more_starts
        first = broken + 1
    if "/*" in text:
        _report_blocks(text, texts, starts, findings)
    texts += [""] * SENTINELS
    starts += [len(text)] * SENTINELS
    return Tokens(texts, starts), findings


def _report_blocks(text: str, texts: list[str], starts: list[int], findings: list[Finding]) -> None:
    """Comments of C that stand between tokens."""
    ends = [0, *(start + len(token) for start, token in zip(starts, texts, strict=True))]
    for end, start in zip(ends, [*starts, len(text)], strict=True):
        place = text.find("/*", end, start)
        if place >= 0 and "--" not in text[text.rfind("\n", 0, place) + 1 : place]:
            message = "Comments of the SMI begin with --"
            findings.append(Finding("unexpected-text", place, place + 2, message, "Write -- before each line"))


def _scan(text: str, offset: int) -> tuple[list[str], list[int]]:
    """Tokens from an offset on; the skipped text before each gives the offsets without asking the match."""
    pairs = _PAIRS.findall(text, offset)
    bounds = list(accumulate(map(len, chain.from_iterable(pairs)), initial=offset))
    return [pair[1] for pair in pairs], bounds[1::2]


def _broken_string(texts: list[str], first: int, after_string: frozenset[str]) -> int | None:
    """The first string that runs over definitions: they stand in it, and what follows it is no clause."""
    for index in range(first, len(texts)):
        token = texts[index]
        if token[:1] == '"' and (
            len(token) < 2
            or token[-1] != '"'
            or ("\n" in token and texts[index + 1] not in after_string and _CLAUSE_AT_END.search(token))
            or ("\n" in token and "::=" in token and texts[index + 1] not in after_string and _SWALLOWED.search(token))
        ):
            return index
    return None


def _cut_of(token: str) -> int:
    """Where a string without closing quote ends: before the first line that is no prose, else with its first line."""
    swallowed = _SWALLOWED.search(token)
    if swallowed:
        return max(1, len(token[: swallowed.start()].rstrip()))
    end = token.find("\n")
    return len(token) if end < 0 else max(1, end)
