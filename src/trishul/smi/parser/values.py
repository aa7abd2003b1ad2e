"""Values: OIDs in braces, lists of names, numbers in all writings (RFC 2578 §3, §7.1)."""

from __future__ import annotations

from trishul.datatypes.contents import MAX_ARCS
from trishul.smi.diagnostics import Edit
from trishul.smi.parser.cursor import Cursor
from trishul.smi.parser.words import CLAUSES, ends_definition, is_assignment
from trishul.smi.syntax import OidPart

MAX_ARC_DIGITS = 10
"""Digits of 4294967295, the largest arc (RFC 2578 §3.5)."""
_STOPS = frozenset(("::=", ":=", "", "END"))
_CLOSINGS = frozenset(("}", ")", "]"))
_TREES = frozenset(("iso", "ccitt", "itu-t", "joint-iso-ccitt", "joint-iso-itu-t"))
"""The names that stand for their number alone (X.660); all others are defined somewhere, with all that is above."""


def read_assigned_oid(cursor: Cursor, name_index: int) -> tuple[OidPart, ...]:
    """`::= { parent 1 }`; empty, and reported, where it is missing or has no meaning."""
    texts = cursor.texts
    index = cursor.index
    if texts[index] != "::=" and is_assignment(texts[index]):
        cursor.report("wrong-assignment", index, "The assignment sign is ::=", "", cursor.replacement(index, "::="))
    elif texts[index] == "{":
        edit = cursor.insertion(index - 1, " ::=")
        cursor.report("wrong-assignment", index, "::= is missing before the OID", "", edit)
        return read_oid(cursor)
    elif texts[index] != "::=":
        cursor.report("missing-oid", name_index, f"{texts[name_index]} has no OID", "End it with ::= { parent number }")
        return ()
    index += 1
    if texts[index] == "{" and texts[index + 3] == "}" and is_arc(texts[index + 2]) and texts[index + 1][0].isalpha():
        cursor.index = index + 4
        return (texts[index + 1], int(texts[index + 2]))
    if is_assignment(texts[index]):
        spare = cursor.replacement(index, "")
        cursor.report("unexpected-text", index, "The assignment sign stands twice", "Remove one", spare)
        index += 1
    cursor.index = index
    return read_oid(cursor)


def is_arc(word: str) -> bool:
    """True for a number that may be part of an OID."""
    return word.isdigit() and word.isascii() and len(word) <= MAX_ARC_DIGITS


def read_oid(cursor: Cursor) -> tuple[OidPart, ...]:
    """An OID in braces: names, numbers, and names with numbers."""
    texts = cursor.texts
    index = _behind_opening(cursor)
    first = cursor.index
    if not index:
        cursor.report("missing-oid", first, "An OID in braces is missing here", "Write { parent number }")
        return ()
    parts: list[OidPart] = []
    is_whole = True
    while texts[index] not in _CLOSINGS:
        word = texts[index]
        if word in _STOPS or ends_definition(texts, index):
            if texts[first] == "{":
                cursor.report("unexpected-text", first, "The OID does not end", "Close it with }", last=index - 1)
            cursor.index = index
            return tuple(parts) if is_whole else ()
        if texts[index + 1] == "(" and is_arc(texts[index + 2]):
            is_parent = not parts and word not in _TREES
            parts.append(word if is_parent else int(texts[index + 2]))
            index += 4 if texts[index + 3] == ")" else 3
            continue
        is_whole = _read_part(cursor, index, parts) and is_whole
        index += 1
    cursor.index = index + 1
    if len(parts) > MAX_ARCS:
        cursor.report("bad-oid", first, f"The OID has {len(parts)} parts", f"At most {MAX_ARCS}", last=index)
        return ()
    if not parts:
        cursor.report("missing-oid", first, "The OID is empty", "Write { parent number }", last=index)
    return tuple(parts) if is_whole else ()


def _behind_opening(cursor: Cursor) -> int:
    """The index of an OID's first part; 0 where no OID stands. What stands in place of the brace is reported."""
    texts = cursor.texts
    index = cursor.index
    if texts[index] == "{":
        if texts[index + 1] != "{":
            return index + 1
        cursor.report("unexpected-text", index + 1, "The brace stands twice", "Remove one")
        return index + 2
    is_bracket = texts[index] in {"(", "["}
    if not is_bracket and not (texts[index][:1].isalpha() and is_arc(texts[index + 1])):
        return 0
    cursor.report("unexpected-text", index, "An OID stands in braces", "Write { parent number }")
    return index + is_bracket


def _read_part(cursor: Cursor, index: int, parts: list[OidPart]) -> bool:
    """One name or number; false for a number that no OID can have, because without it the OID is another."""
    word = cursor.texts[index]
    if word == "." and parts:
        if cursor.texts[index + 1][:1].isalpha():
            parts.pop()  # `Module.name`: the name alone is looked up
        elif cursor.reported_at < index - 2 * len(parts):
            cursor.report("unexpected-text", index, "Parts of an OID stand apart, without dots", "Write blanks")
    elif is_arc(word):
        parts.append(int(word))
    elif word[0].isalpha():
        parts.append(word)
    else:
        cursor.report("unexpected-text", index, f"{word[:40]} has no place in an OID", "Write a number or a name")
        number = read_number(word.strip('"'))
        if number is not None and number >= 0:
            parts.append(number)
        return number is None or number >= 0
    return True


def read_number(word: str) -> int | None:
    """A number in decimal, hexadecimal ('1F'H, 0x1F) or binary ('101'B) writing; None for other words."""
    try:
        if word[:1] == "'":
            digits = "".join(word[1 : word.rindex("'")].split())
            return int(digits or "0", 2 if word[-1] in "bB" else 16)
        return int(word, 16) if word[:2] in {"0x", "0X"} else int(word)
    except ValueError:
        return None


def read_names(cursor: Cursor, keyword: str, *, is_optional: bool = False) -> tuple[str, ...]:
    """`{ a, b }`: names between commas, behind the keyword of their clause. Missing and spare commas are reported."""
    texts = cursor.texts
    index = cursor.index
    if texts[index] != "{":
        cursor.report("bad-clause", index, f"{keyword} has no list in braces", "Write { name, name }")
        return ()
    first = index
    index += 1
    names: list[str] = []
    while True:
        word = texts[index]
        if word == "}":
            break
        if word in _STOPS or word in CLAUSES or word == "{":
            cursor.report(
                "unexpected-text", first, f"The list of {keyword} does not end", "Close it with }", last=index - 1
            )
            cursor.index = index
            return tuple(names)
        if word[0].isalnum():
            names.append(word)
            index = _behind_separator(cursor, index + 1)
            continue
        if word != ".":
            cursor.report("unexpected-text", index, f"{word[:40]} has no place in a list of names")
        elif names:
            names.pop()  # `Module.name`
        index += 1
    cursor.index = index + 1
    if not names:
        edit = Edit(cursor.starts[first - 1], cursor.end_of(index), "") if is_optional else None
        cursor.report("empty-list", first, f"The list of {keyword} is empty", "Leave the clause out", edit, last=index)
    return tuple(names)


def _behind_separator(cursor: Cursor, index: int) -> int:
    """Steps over the comma between two elements, and reports it where it is missing or spare."""
    following = cursor.texts[index]
    if following == ",":
        if cursor.texts[index + 1] == "}":
            spare = cursor.replacement(index, "")
            cursor.report("trailing-comma", index, "A comma stands after the last element", "Remove it", spare)
        return index + 1
    if following[:1].isalnum() and following not in CLAUSES and following != "END":
        cursor.report("missing-comma", index, "A comma is missing before this", "", cursor.insertion(index - 1, ","))
    return index
