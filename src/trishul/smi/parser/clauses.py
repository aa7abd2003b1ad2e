"""Clauses of macros: one loop reads them for all macros, in any order, and recovers at the next one.

Each macro gives a table from keyword to reader. A reader starts behind its keyword, stores what it read under a name
and stops; what nobody understands is reported once and skipped up to the next clause, `::=` or definition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from sys import intern
from typing import Any, NamedTuple

from trishul.smi.parser.cursor import Cursor
from trishul.smi.parser.words import AFTER_STRING, CLAUSES, RESERVED, ends_definition, is_assignment, is_bare_oid
from trishul.smi.syntax import Span

Found = dict[str, Any]
Reader = Callable[[Cursor, Found], None]
REPEATED = frozenset(("REVISION",))
"""Clauses with a rank that stand more than once."""
MAX_WORDS_BETWEEN_QUOTES = 400
"""How far the real end of a text with quotes inside is looked for."""


class Clause(NamedTuple):
    """A row of a macro's table."""

    rank: int
    """Place in the macro's order; 0 for clauses that may stand anywhere."""
    read: Reader


def read_clauses(cursor: Cursor, clauses: Mapping[str, Clause], *, last: str = "") -> Found:
    """Everything up to `::=`, or, for macros that have none, behind the clause named `last`."""
    texts = cursor.texts
    found: Found = {}
    rank = 0
    former = ""
    while True:
        index = cursor.index
        word = texts[index]
        clause = clauses.get(word)
        if clause is not None:
            if clause.rank:
                if word == former and word not in REPEATED and cursor.reported_at < index - 1:
                    cursor.report("unexpected-text", index, f"{word} stands twice", "The first one is used")
                former = word
                if clause.rank < rank and "order" not in found:
                    found["order"] = True
                    cursor.report("clause-order", index, f"{word} stands too late", "Put it where the macro has it")
                rank = max(rank, clause.rank)
            cursor.index = index + 1
            clause.read(cursor, found)
        elif word == "::=" or (last in found and last) or ends_definition(texts, index) or is_bare_oid(texts, index):
            return found
        else:
            _recover(cursor, clauses)


def _recover(cursor: Cursor, clauses: Mapping[str, Clause]) -> None:
    """Mends a misspelled word, or skips what nobody understands. Always moves on or mends."""
    texts = cursor.texts
    index = cursor.index
    word = texts[index]
    if is_assignment(word) and (texts[index + 1] == "{" or texts[index + 1].isdigit()):
        cursor.report("wrong-assignment", index, "The assignment sign is ::=", "", cursor.replacement(index, "::="))
        texts[index] = "::="
        return
    meant = _meant_clause(word, clauses)
    if meant:
        edit = cursor.replacement(index, meant)
        cursor.report("misspelled-clause", index, f"{word} is written {meant}", "", edit)
        texts[index] = meant
        return
    quiet = cursor.reported_at >= index - 1
    first = index
    while True:
        index += 1
        word = texts[index]
        if word in clauses or word == "::=" or ends_definition(texts, index):
            break
        if is_assignment(word) and texts[index + 1] == "{":
            break
    cursor.index = index
    if quiet:
        cursor.reported_at = index - 1
    else:
        unknown = f"{texts[first][:40]} is not expected here"
        cursor.report("unexpected-text", first, unknown, "It was left out", last=index - 1)


def _meant_clause(word: str, clauses: Mapping[str, Clause]) -> str | None:
    """The clause that a word was meant to be."""
    normal = word.upper().replace("_", "-")
    if normal in clauses and (word not in RESERVED) and len(word) > 4:
        return normal
    if word.isupper() and len(word) > 4 and word not in RESERVED:
        return next(iter(get_close_matches(word, [name for name in clauses if len(name) > 4], 1, 0.82)), None)
    return None


def read_quoted(cursor: Cursor, keyword: str) -> Span:
    """A quoted text, also one with quotes inside; 0 where there is none."""
    texts = cursor.texts
    first = cursor.index
    if texts[first][:1] != '"':
        cursor.report("bad-clause", first, f"{keyword} has no quoted text", 'Write it between " and "')
        return 0
    cursor.index = first + 1
    following = texts[first + 1]
    if following not in AFTER_STRING and not ends_definition(texts, first + 1):
        last = _end_of_quotes(texts, first + 1)
        if last:
            hint = 'Write "" for a quote inside a text'
            cursor.report("inner-quotes", first, "Quotes stand inside this text", hint, last=last)
            cursor.index = last + 1
            return cursor.text_span(first, last)
    return cursor.text_span(first, first)


def _end_of_quotes(texts: list[str], first: int) -> int:
    """The string token that really ends a text with quotes inside; 0 where none does."""
    for index in range(first, min(first + MAX_WORDS_BETWEEN_QUOTES, len(texts) - 1)):
        token = texts[index]
        if token in {"::=", ""} or (token in CLAUSES and texts[index + 1][:1] == '"'):
            return 0
        if token[:1] == '"' and texts[index + 1] in AFTER_STRING:
            return index
    return 0


def read_string(cursor: Cursor, keyword: str) -> str:
    """The characters of a short quoted text such as UNITS or DISPLAY-HINT."""
    first = cursor.index
    if not read_quoted(cursor, keyword):
        return ""
    return cursor.texts[first].strip('"')


def text_clause(keyword: str, key: str) -> Reader:
    """A reader of a long text."""

    def read(cursor: Cursor, found: Found) -> None:
        found.setdefault(key, read_quoted(cursor, keyword))

    return read


def string_clause(keyword: str, key: str) -> Reader:
    """A reader of a short text."""

    def read(cursor: Cursor, found: Found) -> None:
        found.setdefault(key, read_string(cursor, keyword))

    return read


def word_clause(keyword: str, key: str, allowed: frozenset[str], code: str) -> Reader:
    """A reader of one word out of a few; another word is reported and kept."""

    def read(cursor: Cursor, found: Found) -> None:
        word = cursor.texts[cursor.index]
        if word in allowed:
            found.setdefault(key, intern(word))  # one string for a million clauses
            cursor.index += 1
        elif word in CLAUSES or word == "::=" or not word[:1].isalpha():
            cursor.report("bad-clause", cursor.index, f"{keyword} has no value")
        else:
            edit = cursor.replacement(cursor.index, word.lower()) if word.lower() in allowed else None
            message = f"{word} is no {keyword.lower()} of the SMI"
            cursor.report(code, cursor.index, message, _close(word, allowed), edit)
            found.setdefault(key, intern(word))
            cursor.index += 1

    return read


def _close(word: str, allowed: frozenset[str]) -> str:
    """A hint that names the nearest allowed word."""
    near = get_close_matches(word.lower(), sorted(allowed), 1, 0.6)
    return f"Did you mean {near[0]}?" if near else f"One of {', '.join(sorted(allowed))}"


STATUSES = frozenset(("current", "deprecated", "obsolete", "mandatory", "optional"))
OLD_STATUSES = frozenset(("mandatory", "optional"))
"""Words of SMIv1 alone."""
_status = word_clause("STATUS", "status", STATUSES, "unknown-status")
DESCRIPTION = text_clause("DESCRIPTION", "description")
REFERENCE = text_clause("REFERENCE", "reference")


def read_status(cursor: Cursor, found: Found) -> None:
    """The STATUS clause; where a word of SMIv1 stands is kept, because SMIv2 has another for it."""
    if cursor.texts[cursor.index] in OLD_STATUSES:
        found.setdefault("old_status", cursor.starts[cursor.index])
    _status(cursor, found)


def require(cursor: Cursor, name_index: int, found: Found, keys: Mapping[str, str]) -> None:
    """Reports clauses that the macro demands and the definition lacks; once for each definition."""
    missing = [keyword for key, keyword in keys.items() if key not in found]
    if missing and not (cursor.reported_at >= name_index):
        what = " and ".join(missing)
        cursor.report("missing-clause", name_index, f"{cursor.texts[name_index]} has no {what}", f"Add {what}")
