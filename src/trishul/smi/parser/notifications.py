"""NOTIFICATION-TYPE (RFC 2578 §8) and TRAP-TYPE (RFC 1215 §2)."""

from __future__ import annotations

from trishul.smi.parser.clauses import DESCRIPTION, REFERENCE, Clause, Found, read_clauses, read_status, require
from trishul.smi.parser.cursor import Cursor
from trishul.smi.parser.values import read_assigned_oid, read_names, read_number, read_oid
from trishul.smi.parser.words import CLAUSES
from trishul.smi.syntax import NotificationType


def _read_objects(cursor: Cursor, found: Found) -> None:
    keyword = cursor.texts[cursor.index - 1]
    found.setdefault("objects_at", cursor.starts[cursor.index])
    found.setdefault("objects", read_names(cursor, keyword, is_optional=True))


def _read_enterprise(cursor: Cursor, found: Found) -> None:
    """A name, in braces or not; of `{ parent 1 }` the parent is taken."""
    texts = cursor.texts
    index = cursor.index
    if texts[index] == "{":
        if texts[index + 2] != "}":
            found.setdefault("enterprise_oid", read_oid(cursor))
            return
        found.setdefault("enterprise", texts[index + 1])
        while texts[index] not in {"}", "", "::="}:
            index += 1
        cursor.index = index + (texts[index] == "}")
    elif texts[index][:1].isalpha() and texts[index] not in CLAUSES:
        found.setdefault("enterprise", texts[index])
        cursor.index = index + 1
    else:
        cursor.report("bad-clause", index, "ENTERPRISE names no object")


_NOTIFICATION = {
    "OBJECTS": Clause(1, _read_objects),
    "STATUS": Clause(2, read_status),
    "DESCRIPTION": Clause(3, DESCRIPTION),
    "REFERENCE": Clause(4, REFERENCE),
}
_TRAP = {
    "ENTERPRISE": Clause(1, _read_enterprise),
    "VARIABLES": Clause(2, _read_objects),
    "DESCRIPTION": Clause(3, DESCRIPTION),
    "REFERENCE": Clause(4, REFERENCE),
    "STATUS": Clause(0, read_status),
}


def read_notification_type(cursor: Cursor, name_index: int) -> NotificationType:
    """The definition whose name stands at an index; the cursor stands behind the macro's name."""
    found = read_clauses(cursor, _NOTIFICATION)
    require(cursor, name_index, found, {"status": "STATUS", "description": "DESCRIPTION"})
    return _notification(cursor, name_index, found, oid=read_assigned_oid(cursor, name_index))


def read_trap_type(cursor: Cursor, name_index: int) -> NotificationType:
    """A trap of SMIv1: its value is a number, its OID follows from ENTERPRISE (RFC 3584 §3.1)."""
    found = read_clauses(cursor, _TRAP)
    if "enterprise_oid" in found:
        found["enterprise"] = ""
    require(cursor, name_index, found, {"enterprise": "ENTERPRISE"})
    index = cursor.index
    texts = cursor.texts
    is_braced = texts[index] == "::=" and texts[index + 1] in {"{", "("}
    if is_braced:
        index += 1 + (texts[index + 2] == found.get("enterprise"))
        if texts[index + 2] in {"}", ")"} and read_number(texts[index + 1]) is not None:
            cursor.report("unexpected-text", index + 1, "The number of a trap has no braces", "Write ::= number")
            cursor.index = index + 3
            return _notification(cursor, name_index, found, number=read_number(texts[index + 1]) or 0)
        index = cursor.index
    number = read_number(texts[index + 1]) if texts[index] == "::=" else None
    if number is None:
        if texts[index] == "::=" and texts[index + 1] == "{":
            return _notification(cursor, name_index, found, oid=read_assigned_oid(cursor, name_index))
        cursor.report("missing-oid", name_index, f"{texts[name_index]} has no number", "End it with ::= number")
        found.pop("enterprise", None)
    else:
        cursor.index = index + 2
        if found.get("enterprise_oid"):
            return _notification(cursor, name_index, found, oid=(*found["enterprise_oid"], 0, number))
    return _notification(cursor, name_index, found, number=number or 0)


def _notification(
    cursor: Cursor, name_index: int, found: Found, *, oid: tuple[str | int, ...] = (), number: int = 0
) -> NotificationType:
    at = cursor.starts[name_index]
    return NotificationType(
        cursor.texts[name_index],
        at,
        oid,
        found.get("status", ""),
        found.get("description", 0),
        found.get("reference", 0),
        found.get("objects", ()),
        found.get("objects_at", at),
        "" if oid else found.get("enterprise", ""),
        number,
        found.get("old_status", 0),
    )
