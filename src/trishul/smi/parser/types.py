"""Types: base types, labels, ranges and sizes, SEQUENCE and CHOICE, TEXTUAL-CONVENTION (RFC 2578 §7.1, RFC 2579 §3)."""

from __future__ import annotations

import re
from sys import intern

from trishul.smi.diagnostics import Edit
from trishul.smi.parser.clauses import (
    DESCRIPTION,
    REFERENCE,
    Clause,
    Found,
    read_clauses,
    read_status,
    require,
    string_clause,
)
from trishul.smi.parser.cursor import Cursor
from trishul.smi.parser.values import read_number
from trishul.smi.parser.words import CLAUSES, MACROS, ends_definition
from trishul.smi.syntax import Syntax, TypeDefinition

_LABEL = re.compile(r"[a-z][A-Za-z0-9-]*")
_TWO_WORD_TYPES = {("OCTET", "STRING"), ("OBJECT", "IDENTIFIER"), ("BIT", "STRING")}
_TAGGING = frozenset(("IMPLICIT", "EXPLICIT"))

MAX_RANGE_DEPTH = 4
"""`(SIZE (0..10))` has two levels; what is nested deeper is no range of any MIB."""
NUMBERS = range(-(2**63), 2**64)
"""In labels and ranges: a Counter64 has no greater ones, and an index keeps none."""

Labels = list[tuple[str, int]]
Ranges = list[tuple[int, int | None]]


def read_syntax(cursor: Cursor) -> Syntax | None:
    """A type with what narrows it; None, and reported, where none stands."""
    texts = cursor.texts
    _skip_tag(cursor)
    index = cursor.index
    word = texts[index]
    name = word
    if (word, texts[index + 1]) in _TWO_WORD_TYPES:
        name = f"{word} {texts[index + 1]}"
        index += 1
    elif word == "SEQUENCE" and texts[index + 1][:1].isalpha():
        return _read_table_type(cursor, index)
    elif word in {"SEQUENCE", "CHOICE"}:
        cursor.index = index + 1
        columns, column_types = _read_columns(cursor)
        return Syntax(word, columns=columns, column_types=column_types)
    elif not word[:1].isalpha() or word in CLAUSES or ends_definition(texts, index):
        cursor.report("bad-clause", index, "A type is missing here")
        return None
    elif texts[index + 1] == "." and texts[index + 2][:1].isalpha():
        index += 2
        name = texts[index]
    cursor.index = index + 1
    if texts[index + 1] in {"{", "("}:
        return _read_narrowed(cursor, name, index)
    if name == "BITS":
        cursor.report("bits-without-names", index, "BITS without names of bits", "Write BITS { name(0) }")
    elif name == "BIT STRING":
        _report_bit_string(cursor, index)
        name = "BITS"
    plain = cursor.plain_types.get(name)
    if plain is None:
        plain = cursor.plain_types[name] = Syntax(name)
    return plain


def _read_table_type(cursor: Cursor, index: int) -> Syntax:
    """`SEQUENCE OF Row`, also with OF in another case or without it."""
    texts = cursor.texts
    behind = index + 1 + (texts[index + 1].upper() == "OF" and texts[index + 2] != "{")
    if texts[index + 1] != "OF":
        message = "The type of a table is written SEQUENCE OF"
        cursor.report("misspelled-clause", index, message, f"Write SEQUENCE OF {texts[behind][:40]}", last=behind - 1)
    elif texts[behind] in CLAUSES or not texts[behind][:1].isalpha():
        cursor.report("bad-clause", index, "SEQUENCE OF names no row", "Write the type of its row", last=behind - 1)
        cursor.index = behind
        return Syntax("SEQUENCE OF")
    cursor.index = behind + 1
    return Syntax("SEQUENCE OF", row_type=texts[behind])


def _skip_tag(cursor: Cursor) -> None:
    """Steps over `[APPLICATION 1] IMPLICIT`."""
    texts = cursor.texts
    index = cursor.index
    if texts[index] == "[":
        while texts[index] not in {"]", ""}:
            index += 1
        index += 1
    if texts[index] in _TAGGING:
        index += 1
    cursor.index = min(index, len(texts) - 6)


def _report_bit_string(cursor: Cursor, index: int) -> None:
    edit = cursor.replacement(index - 1, "BITS")
    cursor.report("bit-string", index - 1, "BIT STRING is written BITS", "", edit, last=index)


def _read_narrowed(cursor: Cursor, name: str, index: int) -> Syntax:
    """Labels and ranges behind a type's name."""
    texts = cursor.texts
    if name == "BIT STRING":
        _report_bit_string(cursor, index)
        name = "BITS"
    labels: Labels = []
    ranges: Ranges = []
    is_size = False
    while True:
        opening = texts[cursor.index]
        if opening == "{":
            _read_labels(cursor, labels)
        elif opening == "(":
            is_size = _read_ranges(cursor, ranges, name) or is_size
        else:
            return Syntax(name, tuple(labels), tuple(ranges), is_size)


def _read_labels(cursor: Cursor, labels: Labels) -> None:
    """`{ up(1), down(2) }`: what is usual in one step, everything else in `_read_odd_label`."""
    texts = cursor.texts
    first = cursor.index
    index = first + 1
    while texts[index] != "}":
        if texts[index + 1] == "(" and texts[index + 3] == ")" and _LABEL.fullmatch(texts[index]):
            number = _bounded_number(texts[index + 2])
            if number is not None:
                if not texts[index + 2].lstrip("-").isdigit():
                    decimal = cursor.replacement(index + 2, str(number))
                    cursor.report("enum-value", index + 2, "Numbers of labels are decimal", f"Write {number}", decimal)
                labels.append((texts[index], number))
                index = _behind_label(cursor, index + 4)
                continue
        if texts[index] in {"", "::=", "END"} or texts[index] in CLAUSES:
            cursor.report(
                "unexpected-text", first, "The list of labels does not end", "Close it with }", last=index - 1
            )
            cursor.index = index
            return
        index = _read_odd_label(cursor, index, labels, first)
    cursor.index = index + 1
    if not labels:
        cursor.report("empty-list", first, "The list of labels is empty", "", last=index)


def _report_label(cursor: Cursor, index: int, last: int, label: str, first: int) -> None:
    """One finding for all odd labels of a list: they are one habit."""
    before = cursor.findings[-1] if cursor.findings else None
    if before is None or before.code != "enum-label" or before.start < cursor.starts[first]:
        hint = "Begin with a lower-case letter, go on with letters and digits"
        cursor.report("enum-label", index, f"{label[:64]} is no label", hint, last=last)


def _bounded_number(word: str) -> int | None:
    """The number of a label or a bound; None for other words, and for numbers that neither can have."""
    number = read_number(word)
    return number if number is not None and number in NUMBERS else None


def _read_odd_label(cursor: Cursor, index: int, labels: Labels, first: int) -> int:
    """A label that is no SMI name, is several words, or has no number; the index behind it."""
    texts = cursor.texts
    end = index
    while texts[end] not in {"(", ",", "}", "", "::="} and texts[end] not in CLAUSES:
        end += 1
    label = "-".join(texts[index:end])
    number = _bounded_number(texts[end + 1]) if texts[end] == "(" else None
    if texts[end] == "(" and number is None and texts[end + 1] == "-":
        number = _bounded_number(texts[end + 2])
        number = -number if number is not None else None
    if label and number is not None:
        labels.append((label, number))
        _report_label(cursor, index, end - 1, label, first)
    elif cursor.reported_at < index - 1 or not label:
        cursor.report("unexpected-text", index, "Here a label and its number should stand", last=max(index, end - 1))
    if texts[end] == "(":
        while texts[end] not in {")", "}", "", "::="} and texts[end] not in CLAUSES:
            end += 1
        end += texts[end] == ")"
    return _behind_label(cursor, end) if end > index else index + 1


def _behind_label(cursor: Cursor, index: int) -> int:
    """Steps over the comma behind a label, and reports it where it is missing or spare."""
    following = cursor.texts[index]
    if following == ",":
        if cursor.texts[index + 1] == "}":
            spare = cursor.replacement(index, "")
            cursor.report("trailing-comma", index, "A comma stands after the last label", "Remove it", spare)
        return index + 1
    if following[:1].isalnum() and following not in CLAUSES:
        cursor.report("missing-comma", index, "A comma is missing before this", "", cursor.insertion(index - 1, ","))
    return index


def _read_ranges(cursor: Cursor, ranges: Ranges, name: str) -> bool:
    """`(0..10 | 20)` or `(SIZE (0..255))`; true for a size."""
    texts = cursor.texts
    first = cursor.index
    index = first + 1
    is_size = texts[index] == "SIZE"
    depth = 1
    while depth:
        word = texts[index]
        if word in {"", "::=", "{", "}"} or word in CLAUSES:
            cursor.report("unexpected-text", first, "The range does not end", "Close it with )", last=index - 1)
            break
        if word == "(":
            depth += 1
            if depth == MAX_RANGE_DEPTH + 1:
                message = "The parentheses of a range are nested too deep"
                cursor.report("unexpected-text", index, message, "Write (0..10) or (SIZE (0..10))")
        elif word == ")":
            depth -= 1
        elif word not in {"|", "SIZE", ","}:
            index = _read_range(cursor, index, ranges)
            continue
        index += 1
    cursor.index = index
    if name == "OCTET STRING" and not is_size:
        sized = f"(SIZE ({''.join(texts[first + 1 : index - 1])}))"
        edit = Edit(cursor.starts[first], cursor.end_of(index - 1), sized) if not depth else None
        cursor.report("missing-size", first, "The length of a string is written with SIZE", "Write (SIZE (...))", edit)
        return True
    return is_size


def _read_range(cursor: Cursor, index: int, ranges: Ranges) -> int:
    """One number or `low..high`; the index behind it."""
    texts = cursor.texts
    low = _bounded_number(texts[index])
    is_open = texts[index] in {"MIN", "MAX"}
    if low is None and not is_open:
        cursor.report("unexpected-text", index, f"{texts[index][:40]} is no bound of a range")
        return index + 1
    last = index
    high = low
    if texts[index + 1] == ".." or (texts[index + 1] == "." and texts[index + 2] == "."):
        last = index + 2
        high = _bounded_number(texts[last])
        is_open = is_open or texts[last] in {"MIN", "MAX"}
    if is_open:
        cursor.report("open-range", index, "Bounds of ranges are numbers", "Write the number", last=last)
    elif high is not None and low is not None and low > high:
        edit = Edit(cursor.starts[index], cursor.end_of(last), f"{texts[last]}..{texts[index]}")
        cursor.report("bad-range", index, f"{low} is above {high}", "Exchange the bounds", edit, last=last)
        low, high = high, low
    ranges.append((low or 0, high))
    return last + 1


def _read_columns(cursor: Cursor) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and types in the braces of SEQUENCE or CHOICE (RFC 2578 §7.1.12)."""
    texts = cursor.texts
    index = cursor.index
    if texts[index] != "{":
        cursor.report("bad-clause", index, "SEQUENCE has no list in braces")
        return (), ()
    depth = 0
    columns: list[str] = []
    types: list[str] = []
    at_name = False
    while True:
        if texts[index] in {"", "::=", "END"} or texts[index + 1] in MACROS:
            cursor.report("unexpected-text", index - 1, "The list of columns does not end", "Close it with }")
            break
        word = texts[index]
        if word in {"{", "("}:
            depth += 1
            at_name = depth == 1
        elif word in {"}", ")"}:
            depth -= 1
            if depth == 0:
                index += 1
                break
        elif word == "," and depth == 1:
            at_name = True
            if texts[index + 1] == "}":
                spare = cursor.replacement(index, "")
                cursor.report("trailing-comma", index, "A comma stands after the last column", "Remove it", spare)
        elif at_name:
            columns.append(word)
            types.append(_type_words(texts, index + 1))
            at_name = False
        index += 1
    cursor.index = index
    return tuple(columns), tuple(types)


def _type_words(texts: list[str], index: int) -> str:
    """The name of a column's type, of one word or two; one string for all columns of a type."""
    word = texts[index]
    two_words = word in {"OCTET", "OBJECT", "BIT"} and texts[index + 1] in {"STRING", "IDENTIFIER"}
    return intern(f"{word} {texts[index + 1]}" if two_words else word)


def read_syntax_clause(cursor: Cursor, found: Found) -> None:
    """The SYNTAX clause of any macro."""
    at = cursor.starts[cursor.index]
    syntax = read_syntax(cursor)
    if syntax is not None:
        found.setdefault("syntax", syntax)
        found.setdefault("syntax_at", at)
    found["SYNTAX"] = True


_CONVENTION = {
    "DISPLAY-HINT": Clause(1, string_clause("DISPLAY-HINT", "display_hint")),
    "STATUS": Clause(2, read_status),
    "DESCRIPTION": Clause(3, DESCRIPTION),
    "REFERENCE": Clause(4, REFERENCE),
    "SYNTAX": Clause(5, read_syntax_clause),
}


def read_type(cursor: Cursor, name_index: int) -> TypeDefinition:
    """`Name ::= type` or `Name ::= TEXTUAL-CONVENTION ...`; the cursor stands behind `::=`."""
    texts = cursor.texts
    name = texts[name_index]
    at = cursor.starts[name_index]
    if name[0].islower():
        capital = name[0].upper() + name[1:]
        cursor.report("type-name-case", name_index, f"The type {name} begins in lower case", f"Call it {capital}")
    if texts[cursor.index] != "TEXTUAL-CONVENTION":
        syntax_at = cursor.starts[cursor.index]
        return TypeDefinition(name, at, syntax=read_syntax(cursor), syntax_at=syntax_at)
    cursor.index += 1
    return read_convention(cursor, name_index)


def read_convention(cursor: Cursor, name_index: int) -> TypeDefinition:
    """A TEXTUAL-CONVENTION; the cursor stands behind the macro's name."""
    name = cursor.texts[name_index]
    at = cursor.starts[name_index]
    found = read_clauses(cursor, _CONVENTION, last="SYNTAX")
    require(cursor, name_index, found, {"status": "STATUS", "description": "DESCRIPTION", "syntax": "SYNTAX"})
    return TypeDefinition(
        name,
        at,
        (),
        found.get("status", ""),
        found.get("description", 0),
        found.get("reference", 0),
        found.get("syntax"),
        found.get("syntax_at", at),
        found.get("display_hint", ""),
        is_convention=True,
    )
