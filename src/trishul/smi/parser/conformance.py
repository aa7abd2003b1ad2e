"""Groups, MODULE-COMPLIANCE and AGENT-CAPABILITIES (RFC 2580)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trishul.smi.parser.clauses import (
    DESCRIPTION,
    REFERENCE,
    Clause,
    Found,
    Reader,
    read_clauses,
    read_quoted,
    read_status,
    require,
    text_clause,
    word_clause,
)
from trishul.smi.parser.cursor import Cursor
from trishul.smi.parser.objects import ACCESSES
from trishul.smi.parser.types import read_syntax
from trishul.smi.parser.values import read_assigned_oid, read_names
from trishul.smi.syntax import Capabilities, Compliance, Group, ModulePart, Refinement


def _read_members(cursor: Cursor, found: Found) -> None:
    keyword = cursor.texts[cursor.index - 1]
    found["members_at"] = cursor.starts[cursor.index]
    found.setdefault("members", read_names(cursor, keyword))


def _group_clauses(keyword: str) -> dict[str, Clause]:
    return {
        keyword: Clause(1, _read_members),
        "STATUS": Clause(2, read_status),
        "DESCRIPTION": Clause(3, DESCRIPTION),
        "REFERENCE": Clause(4, REFERENCE),
    }


_OBJECT_GROUP = _group_clauses("OBJECTS")
_NOTIFICATION_GROUP = _group_clauses("NOTIFICATIONS")


def read_object_group(cursor: Cursor, name_index: int) -> Group:
    """A group of objects; the cursor stands behind the macro's name."""
    return _read_group(cursor, name_index, _OBJECT_GROUP, "OBJECTS")


def read_notification_group(cursor: Cursor, name_index: int) -> Group:
    """A group of notifications; the cursor stands behind the macro's name."""
    return _read_group(cursor, name_index, _NOTIFICATION_GROUP, "NOTIFICATIONS")


def _read_group(cursor: Cursor, name_index: int, clauses: Mapping[str, Clause], keyword: str) -> Group:
    found = read_clauses(cursor, clauses)
    require(cursor, name_index, found, {"members": keyword, "status": "STATUS", "description": "DESCRIPTION"})
    at = cursor.starts[name_index]
    return Group(
        cursor.texts[name_index],
        at,
        read_assigned_oid(cursor, name_index),
        found.get("status", ""),
        found.get("description", 0),
        found.get("reference", 0),
        found.get("members", ()),
        found.get("members_at", at),
        keyword == "NOTIFICATIONS",
    )


def _begin_part(cursor: Cursor, found: Found) -> None:
    """MODULE or SUPPORTS: a module's name, or none for the module itself."""
    word = cursor.texts[cursor.index]
    name = ""
    if word[:1].isupper() and word not in _COMPLIANCE and word not in _CAPABILITIES:
        name = word
        cursor.index += 1
        if cursor.texts[cursor.index] == "{":
            read_names(cursor, "MODULE")
    found.setdefault("parts", []).append({"module": name, "groups": (), "refinements": []})


def _part(found: Found) -> dict[str, Any]:
    """The part that clauses belong to; one without a name where none was begun."""
    parts: list[dict[str, Any]] = found.setdefault("parts", [])
    if not parts:
        parts.append({"module": "", "groups": (), "refinements": []})
    return parts[-1]


def _read_groups(cursor: Cursor, found: Found) -> None:
    _part(found)["groups"] = read_names(cursor, cursor.texts[cursor.index - 1])


def _begin_refinement(cursor: Cursor, found: Found) -> None:
    """GROUP, OBJECT or VARIATION and the name it is about."""
    kind = cursor.texts[cursor.index - 1]
    name = cursor.texts[cursor.index]
    if name[:1].isalpha() and name not in _COMPLIANCE:
        cursor.index += 1
        _part(found)["refinements"].append({"kind": kind, "name": name, "at": cursor.starts[cursor.index - 1]})
    else:
        cursor.report("bad-clause", cursor.index, f"{kind} has no name")


def _refining(read: Reader) -> Reader:
    """A reader whose clause belongs to the last refinement, if one was begun."""

    def read_inside(cursor: Cursor, found: Found) -> None:
        refinements = found["parts"][-1]["refinements"] if found.get("parts") else ()
        read(cursor, refinements[-1] if refinements else found)

    return read_inside


def _read_types(key: str) -> Reader:
    def read(cursor: Cursor, found: Found) -> None:
        found[key] = read_syntax(cursor)

    return read


def _skip_creation(cursor: Cursor, found: Found) -> None:
    """CREATION-REQUIRES lists columns; nothing is derived from them."""
    found["creation"] = read_names(cursor, "CREATION-REQUIRES")


def _skip_default(cursor: Cursor, found: Found) -> None:
    """DEFVAL of a variation: any value in braces."""
    index = cursor.index
    depth = 0
    texts = cursor.texts
    while texts[index] not in {"", "::="}:
        depth += (texts[index] == "{") - (texts[index] == "}")
        index += 1
        if not depth:
            break
    found["default"] = True
    cursor.index = index


def _read_release(cursor: Cursor, found: Found) -> None:
    found["release"] = read_quoted(cursor, "PRODUCT-RELEASE")


_ACCESS = _refining(word_clause("ACCESS", "access", ACCESSES, "unknown-access"))
_SHARED = {
    "STATUS": Clause(0, read_status),
    "DESCRIPTION": Clause(0, _refining(text_clause("DESCRIPTION", "description"))),
    "REFERENCE": Clause(0, REFERENCE),
    "SYNTAX": Clause(0, _refining(_read_types("syntax"))),
    "WRITE-SYNTAX": Clause(0, _refining(_read_types("write_syntax"))),
}
_COMPLIANCE = {
    **_SHARED,
    "MODULE": Clause(0, _begin_part),
    "MANDATORY-GROUPS": Clause(0, _read_groups),
    "GROUP": Clause(0, _begin_refinement),
    "OBJECT": Clause(0, _begin_refinement),
    "MIN-ACCESS": Clause(0, _ACCESS),
    "MAX-ACCESS": Clause(0, _ACCESS),
    "ACCESS": Clause(0, _ACCESS),
}
_CAPABILITIES = {
    **_SHARED,
    "PRODUCT-RELEASE": Clause(0, _read_release),
    "SUPPORTS": Clause(0, _begin_part),
    "INCLUDES": Clause(0, _read_groups),
    "VARIATION": Clause(0, _begin_refinement),
    "ACCESS": Clause(0, _ACCESS),
    "MIN-ACCESS": Clause(0, _ACCESS),
    "MAX-ACCESS": Clause(0, _ACCESS),
    "CREATION-REQUIRES": Clause(0, _refining(_skip_creation)),
    "DEFVAL": Clause(0, _refining(_skip_default)),
}


def _module_parts(found: Found) -> tuple[ModulePart, ...]:
    return tuple(
        ModulePart(
            part["module"],
            part["groups"],
            tuple(
                Refinement(
                    item["kind"],
                    item["name"],
                    item.get("syntax"),
                    item.get("write_syntax"),
                    item.get("access", ""),
                    item.get("description", 0),
                    item["at"],
                )
                for item in part["refinements"]
            ),
        )
        for part in found.get("parts", ())
    )


def read_compliance(cursor: Cursor, name_index: int) -> Compliance:
    """A MODULE-COMPLIANCE statement; the cursor stands behind the macro's name."""
    found = read_clauses(cursor, _COMPLIANCE)
    require(cursor, name_index, found, {"status": "STATUS"})
    return Compliance(
        cursor.texts[name_index],
        cursor.starts[name_index],
        read_assigned_oid(cursor, name_index),
        found.get("status", ""),
        found.get("description", 0),
        found.get("reference", 0),
        _module_parts(found),
    )


def read_capabilities(cursor: Cursor, name_index: int) -> Capabilities:
    """An AGENT-CAPABILITIES statement; the cursor stands behind the macro's name."""
    found = read_clauses(cursor, _CAPABILITIES)
    require(cursor, name_index, found, {"release": "PRODUCT-RELEASE", "status": "STATUS"})
    return Capabilities(
        cursor.texts[name_index],
        cursor.starts[name_index],
        read_assigned_oid(cursor, name_index),
        found.get("status", ""),
        found.get("description", 0),
        found.get("reference", 0),
        found.get("release", 0),
        _module_parts(found),
    )
