"""Beginnings of definitions that are written in another way: `OBJECT TYPE`, `Object-Identifier`, no macro at all.

What a name is followed by tells what was meant. Letters alone are compared, so that blanks, underscores, dashes of
other alphabets and case make no difference.
"""

from __future__ import annotations

from difflib import get_close_matches

from trishul.smi.parser.cursor import Cursor
from trishul.smi.parser.words import CLAUSES, MACROS, RESERVED, is_assignment

OBJECT_IDENTIFIER = "OBJECT IDENTIFIER"
CONVENTION = "TEXTUAL-CONVENTION"
_MAX_WORDS = 4
_MIN_LETTERS = 8
_LIKENESS = 0.85


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text)).upper()


_MEANT = {_letters(name): name for name in (*sorted(MACROS), OBJECT_IDENTIFIER, CONVENTION)}
_BY_CLAUSE = {
    "SYNTAX": "OBJECT-TYPE",
    "LAST-UPDATED": "MODULE-IDENTITY",
    "ENTERPRISE": "TRAP-TYPE",
    "NOTIFICATIONS": "NOTIFICATION-GROUP",
    "PRODUCT-RELEASE": "AGENT-CAPABILITIES",
    "DISPLAY-HINT": CONVENTION,
}
"""Macros that are known by their first clause."""


def meant_beginning(cursor: Cursor, index: int) -> tuple[str, int] | None:
    """The macro that stands, badly written, behind a name, and the index behind it; None where there is none."""
    texts = cursor.texts
    if texts[index] in RESERVED:
        return None
    letters = ""
    for last in range(index + 1, min(index + 1 + _MAX_WORDS, len(texts))):
        if texts[last] in CLAUSES - {"OBJECT", "MODULE"} or texts[last][:1] in {'"', "{", "}"} or not texts[last]:
            break
        letters += _letters(texts[last])
        meant = _MEANT.get(letters)
        if meant is None and len(letters) >= _MIN_LETTERS:
            meant = _MEANT.get(next(iter(get_close_matches(letters, _MEANT, 1, _LIKENESS)), ""))
        if meant is not None and _is_followed_well(texts, meant, last + 1):
            return meant, last + 1
    by_clause = _BY_CLAUSE.get(texts[index + 1])
    return (by_clause, index + 1) if by_clause else None


def _is_followed_well(texts: list[str], meant: str, index: int) -> bool:
    """True where a definition goes on behind its macro."""
    if meant == OBJECT_IDENTIFIER:
        return is_assignment(texts[index]) or texts[index] == "{"
    return texts[index] in CLAUSES or (is_assignment(texts[index]) and texts[index + 1] in CLAUSES)


def report_beginning(cursor: Cursor, index: int, meant: str, end: int) -> None:
    """Says how a macro is written."""
    name = cursor.texts[index][:40]
    if end == index + 1:
        edit = cursor.insertion(index, f" {meant}")
        cursor.report("unexpected-text", index, f"{name} has no macro", f"Write {meant} behind it", edit)
    else:
        message = f"{' '.join(cursor.texts[index + 1 : end])[:60]} is written {meant}"
        cursor.report("misspelled-clause", index + 1, message, f"Write {meant}", last=end - 1)
