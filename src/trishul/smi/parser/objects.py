"""OBJECT-TYPE of SMIv1 and SMIv2 (RFC 1212 §4.1, RFC 2578 §7)."""

from __future__ import annotations

from trishul.smi.parser.clauses import (
    DESCRIPTION,
    REFERENCE,
    Clause,
    Found,
    read_clauses,
    read_status,
    require,
    string_clause,
    word_clause,
)
from trishul.smi.parser.cursor import Cursor
from trishul.smi.parser.types import read_syntax_clause
from trishul.smi.parser.values import read_assigned_oid
from trishul.smi.parser.words import CLAUSES, ends_definition
from trishul.smi.syntax import ObjectType

ACCESSES = frozenset(
    (
        "read-only",
        "read-write",
        "read-create",
        "write-only",
        "not-accessible",
        "accessible-for-notify",
        "not-implemented",
    )
)
_BARE_TYPES = frozenset(("INTEGER", "Integer32", "OCTET", "OBJECT", "IpAddress", "NetworkAddress", "Unsigned32"))
_access = word_clause("ACCESS", "access", ACCESSES, "unknown-access")


def _read_old_access(cursor: Cursor, found: Found) -> None:
    found.setdefault("old_access", cursor.starts[cursor.index - 1])
    _access(cursor, found)


def _read_index(cursor: Cursor, found: Found) -> None:
    """`{ IMPLIED a, b }`; bare types, as early SMIv1 had them, are kept as their names."""
    texts = cursor.texts
    index = cursor.index
    found["list_at"] = cursor.starts[index]
    if texts[index] != "{":
        cursor.report("bad-clause", index, "INDEX has no list in braces", "Write INDEX { name }")
        return
    first = index
    index += 1
    names: list[str] = []
    while texts[index] != "}":
        word = texts[index]
        if word in {"", "::=", "END"} or (word in CLAUSES and word != "OBJECT") or ends_definition(texts, index):
            cursor.report("unexpected-text", first, "The list of INDEX does not end", "Close it with }", last=index - 1)
            break
        if word == "IMPLIED":
            found["is_implied"] = True
        elif word in _BARE_TYPES:
            cursor.report("index-type", index, f"The index {word} is a type", "Name the object that has this type")
            names.append(word)
            index += word in {"OCTET", "OBJECT"}
            index = _behind_parentheses(texts, index + 1) - 1
        elif word[0].isalpha() and texts[index + 1] != ".":
            names.append(word)
        elif word == "," and texts[index + 1] == "}":
            spare = cursor.replacement(index, "")
            cursor.report("trailing-comma", index, "A comma stands after the last index", "Remove it", spare)
        index += 1
    found.setdefault("index", tuple(names))
    cursor.index = index + (texts[index] == "}")


def _behind_parentheses(texts: list[str], index: int) -> int:
    """The index behind `( ... )`, if one stands there."""
    if texts[index] != "(":
        return index
    depth = 0
    while texts[index] not in {"", "}"}:
        depth += (texts[index] == "(") - (texts[index] == ")")
        index += 1
        if not depth:
            break
    return index


def _read_augments(cursor: Cursor, found: Found) -> None:
    found["list_at"] = cursor.starts[cursor.index]
    texts = cursor.texts
    index = cursor.index
    if texts[index] == "{" and texts[index + 2] == "}":
        found.setdefault("augments", texts[index + 1])
        cursor.index = index + 3
    else:
        cursor.report("bad-clause", index, "AUGMENTS names no row in braces", "Write AUGMENTS { entry }")


def _read_default(cursor: Cursor, found: Found) -> None:
    """DEFVAL as written, up to the brace that closes it."""
    texts = cursor.texts
    index = cursor.index
    found.setdefault("default_at", cursor.starts[index])
    if texts[index] != "{":
        cursor.report("bad-clause", index, "DEFVAL has no value in braces", "Write DEFVAL { value }")
        return
    depth = 0
    first = index
    while texts[index] not in {"", "::="}:
        depth += (texts[index] == "{") - (texts[index] == "}")
        index += 1
        if not depth:
            break
    cursor.index = index
    found.setdefault("default", " ".join(texts[first + 1 : index - 1])[:1000])


_CLAUSES = {
    "SYNTAX": Clause(1, read_syntax_clause),
    "UNITS": Clause(2, string_clause("UNITS", "units")),
    "MAX-ACCESS": Clause(3, _access),
    "ACCESS": Clause(3, _read_old_access),
    "MIN-ACCESS": Clause(3, _access),
    "STATUS": Clause(4, read_status),
    "DESCRIPTION": Clause(5, DESCRIPTION),
    "REFERENCE": Clause(6, REFERENCE),
    "INDEX": Clause(7, _read_index),
    "AUGMENTS": Clause(7, _read_augments),
    "DEFVAL": Clause(8, _read_default),
}
_DEMANDED = {"syntax": "SYNTAX", "access": "MAX-ACCESS", "status": "STATUS"}


def read_object_type(cursor: Cursor, name_index: int) -> ObjectType:
    """The definition whose name stands at an index; the cursor stands behind the macro's name."""
    found = read_clauses(cursor, _CLAUSES)
    demanded = _DEMANDED if "old_access" in found else {**_DEMANDED, "description": "DESCRIPTION"}
    if "SYNTAX" in found:
        found.setdefault("syntax", None)
    require(cursor, name_index, found, demanded)
    oid = read_assigned_oid(cursor, name_index)
    get = found.get
    at = cursor.starts[name_index]
    return ObjectType(
        cursor.texts[name_index],
        at,
        oid,
        get("status", ""),
        get("description", 0),
        get("reference", 0),
        get("syntax"),
        get("syntax_at", at),
        get("access", ""),
        get("units", ""),
        get("index", ()),
        get("is_implied", False),
        get("augments", ""),
        get("default", ""),
        get("list_at", at),
        get("old_access", 0),
        get("default_at", at),
        get("old_status", 0),
    )
