"""MODULE-IDENTITY, OBJECT-IDENTITY and plain OID values (RFC 2578 §3.6, §5, §6)."""

from __future__ import annotations

import re

from trishul.smi.parser.clauses import (
    DESCRIPTION,
    REFERENCE,
    Clause,
    Found,
    read_clauses,
    read_quoted,
    read_status,
    require,
    text_clause,
)
from trishul.smi.parser.cursor import Cursor
from trishul.smi.parser.values import read_assigned_oid
from trishul.smi.syntax import ModuleIdentity, ObjectIdentity, OidValue

_DATE = re.compile(r"(?:\d\d)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\dZ", re.ASCII)

_LOOSE_DATE = re.compile(r"\s*(\d{8})(\d{4})?(?:\d\d)?\s*[zZ]?\s*", re.ASCII)


def _read_date(cursor: Cursor, keyword: str) -> str:
    """The characters of a date, whatever they are."""
    index = cursor.index
    if not read_quoted(cursor, keyword):
        return ""
    date = cursor.texts[index].strip('"')
    if not _DATE.fullmatch(date):
        meant = _meant_date(date)
        edit = cursor.replacement(index, f'"{meant}"') if meant else None
        hint = f"Write it like {meant or '202601312359Z'}"
        cursor.report("bad-date", index, f"{date[:40]!r} is no date of the SMI", hint, edit)
    return date


def _meant_date(date: str) -> str | None:
    """What a date with seconds, without time or with another Z was meant to be; None for all others."""
    parts = _LOOSE_DATE.fullmatch(date)
    meant = f"{parts[1]}{parts[2] or '0000'}Z" if parts else ""
    return meant if _DATE.fullmatch(meant) else None


def _read_last_updated(cursor: Cursor, found: Found) -> None:
    found.setdefault("last_updated", _read_date(cursor, "LAST-UPDATED"))


def _read_revision(cursor: Cursor, found: Found) -> None:
    """A date and the description behind it."""
    date = _read_date(cursor, "REVISION")
    description = 0
    if cursor.texts[cursor.index] == "DESCRIPTION":
        cursor.index += 1
        description = read_quoted(cursor, "DESCRIPTION")
    found.setdefault("revisions", []).append((date, description))


_MODULE = {
    "LAST-UPDATED": Clause(1, _read_last_updated),
    "ORGANIZATION": Clause(2, text_clause("ORGANIZATION", "organization")),
    "CONTACT-INFO": Clause(3, text_clause("CONTACT-INFO", "contact")),
    "DESCRIPTION": Clause(4, DESCRIPTION),
    "REVISION": Clause(5, _read_revision),
}
_DEMANDED = {
    "last_updated": "LAST-UPDATED",
    "organization": "ORGANIZATION",
    "contact": "CONTACT-INFO",
    "description": "DESCRIPTION",
}
_IDENTITY = {
    "STATUS": Clause(1, read_status),
    "DESCRIPTION": Clause(2, DESCRIPTION),
    "REFERENCE": Clause(3, REFERENCE),
}


def read_module_identity(cursor: Cursor, name_index: int) -> ModuleIdentity:
    """The definition whose name stands at an index; the cursor stands behind the macro's name."""
    found = read_clauses(cursor, _MODULE)
    require(cursor, name_index, found, _DEMANDED)
    return ModuleIdentity(
        cursor.texts[name_index],
        cursor.starts[name_index],
        read_assigned_oid(cursor, name_index),
        "",
        found.get("description", 0),
        0,
        found.get("last_updated", ""),
        found.get("organization", 0),
        found.get("contact", 0),
        tuple(found.get("revisions", ())),
    )


def read_object_identity(cursor: Cursor, name_index: int) -> ObjectIdentity:
    """The definition whose name stands at an index; the cursor stands behind the macro's name."""
    found = read_clauses(cursor, _IDENTITY)
    require(cursor, name_index, found, {"status": "STATUS", "description": "DESCRIPTION"})
    return ObjectIdentity(
        cursor.texts[name_index],
        cursor.starts[name_index],
        read_assigned_oid(cursor, name_index),
        found.get("status", ""),
        found.get("description", 0),
        found.get("reference", 0),
    )


def read_oid_value(cursor: Cursor, name_index: int) -> OidValue:
    """`name OBJECT IDENTIFIER ::= { ... }`; the cursor stands at `::=`."""
    oid = read_assigned_oid(cursor, name_index)
    return OidValue(cursor.texts[name_index], cursor.starts[name_index], oid)
