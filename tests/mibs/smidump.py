"""What libsmi's smidump says about a module, in the same words as our own model."""

from __future__ import annotations

import ast
import os
import subprocess
import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from trishul.smi.model import (
    BaseType,
    GroupNode,
    Module,
    Node,
    NodeKind,
    NotificationNode,
    ObjectNode,
    TypeInfo,
)

Facts = dict[str, str]
SECTIONS = ("nodes", "notifications", "groups", "compliances", "capabilities")
KINDS = {
    NodeKind.OID: "node",
    NodeKind.MODULE_IDENTITY: "node",
    NodeKind.OBJECT_IDENTITY: "node",
    NodeKind.OBJECT_GROUP: "group",
    NodeKind.NOTIFICATION_GROUP: "group",
}
ACCESSES = {
    "not-accessible": "noaccess",
    "accessible-for-notify": "notifyonly",
    "read-only": "readonly",
    "read-write": "readwrite",
    "read-create": "readwrite",
    "write-only": "readwrite",
}
BASES = {
    "OctetString": "OCTET STRING",
    "ObjectIdentifier": "OBJECT IDENTIFIER",
    "Enumeration": "INTEGER",
    "Integer32": "INTEGER",
    "Unsigned32": "Unsigned32",
    "Unsigned64": "Counter64",
    "Bits": "BITS",
}
"""smidump's base types are ours, but for those that it derives from others."""
DERIVED = {
    BaseType.COUNTER32: "Unsigned32",
    BaseType.GAUGE32: "Unsigned32",
    BaseType.TIME_TICKS: "Unsigned32",
    BaseType.IP_ADDRESS: "OCTET STRING",
    BaseType.OPAQUE: "OCTET STRING",
}
WHOLE = {(-(2**31), 2**31 - 1), (0, 2**32 - 1), (0, 2**64 - 1), (0, 65535)}
NO_TYPE = {BaseType.TABLE, BaseType.ROW}


def read_with_smidump(smidump: str, folder: Path, module: str) -> dict[str, Any] | None:
    """smidump's own dictionary of a module; None where it gives up or writes what no Python reads."""
    environment = {**os.environ, "SMIPATH": str(folder)}
    command = [smidump, "-q", "-k", "-f", "python", str(folder / module)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60, env=environment)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it escapes nothing in its strings
            tree = ast.parse(done.stdout.decode("latin-1"))
        assignment = next(one for one in tree.body if isinstance(one, ast.Assign) and "MIB" in ast.unparse(one.targets))
        told = ast.literal_eval(assignment.value)
    except (SyntaxError, ValueError, StopIteration):
        return None
    return told if isinstance(told, dict) else None


def their_facts(told: Mapping[str, Any]) -> Iterator[tuple[str, Facts]]:
    """Each name and what smidump says about it."""
    for section in SECTIONS:
        for name, entry in told.get(section, {}).items():
            facts = {
                "oid": entry.get("oid", ""),
                "kind": entry["nodetype"],
                "status": entry.get("status", ""),
                "access": entry.get("access", ""),
                "units": entry.get("units", ""),
                "index": _index_of(entry),
                "objects": " ".join(entry.get("objects", ())),
                "members": " ".join(sorted(entry.get("members", ()))),
            }
            if "syntax" in entry:
                facts |= _type_facts(entry["syntax"]["type"])
            yield name, facts
    for name, entry in told.get("typedefs", {}).items():
        facts = _type_facts(entry)
        facts["type"] = name
        facts["hint"] = entry.get("format", "")
        yield name, {**facts, "kind": "type", "status": entry.get("status", "")}


def _index_of(entry: Mapping[str, Any]) -> str:
    words: list[str] = []
    for link in entry.get("linkage", ()):
        if isinstance(link, str):
            words.append(link)
        else:
            words += [f"{one['indexkind']} {one['relatedNode']}" for one in link.values()]
    return " ".join(words) + (" implied" if entry.get("implied") == "true" else "")


def _type_facts(entry: Mapping[str, Any]) -> Facts:
    """A named type by its name, a type of its own with all that narrows it."""
    if "basetype" not in entry:
        return {"type": entry["name"] if entry["module"] else BASES.get(entry["name"], entry["name"])}
    labels = [(label, one["number"]) for label, one in entry.items() if isinstance(one, dict) and "number" in one]
    base = BASES.get(entry["basetype"], entry["basetype"])
    parent = entry.get("parent module", {}).get("type", base)
    return {
        "type": BASES.get(parent, parent),
        "base": base,
        "labels": _label_words(labels),
        "ranges": _range_words((one["min"], one["max"]) for one in entry.get("ranges", ())),
    }


def _label_words(labels: Iterable[tuple[str, Any]]) -> str:
    """Labels by their numbers: smidump sorts them, we keep them as written."""
    return " ".join(f"{label}({number})" for number, label in sorted((int(number), label) for label, number in labels))


def _range_words(ranges: Iterable[tuple[Any, Any]]) -> str:
    """Ranges with those joined that touch, as smidump does; nothing for what the base type has anyway."""
    joined: list[list[int]] = []
    for low, high in ranges:
        if joined and int(low) <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], int(high))
        else:
            joined.append([int(low), int(high)])
    return " ".join(f"{low}..{high}" for low, high in joined if (low, high) not in WHOLE)


def our_facts(module: Module) -> Iterator[tuple[str, Facts]]:
    """Each name and what our model says about it, in smidump's words."""
    for node in module.nodes:
        yield node.name, _facts_of(node)
    for info in module.types:
        if info.base not in {BaseType.ROW, BaseType.CHOICE}:
            yield (
                info.name,
                {**_own_type(info), "kind": "type", "status": _status(info.status), "hint": info.display_hint},
            )


def _facts_of(node: Node) -> Facts:
    facts = {"oid": str(node.oid), "kind": KINDS.get(node.kind, node.kind.value), "status": _status(node.status)}
    if node.kind in {NodeKind.MODULE_IDENTITY, NodeKind.NOTIFICATION}:
        facts["status"] = facts["status"] or "current"  # neither MODULE-IDENTITY nor TRAP-TYPE has a STATUS
    if isinstance(node, ObjectNode):
        index = f"augments {node.augments}" if node.augments else " ".join(node.index)
        facts |= {
            "access": ACCESSES.get(node.access, node.access),
            "units": node.units,
            "index": f"{index}{' implied' if node.is_implied else ''}",
        }
        if node.type.base not in NO_TYPE:
            facts |= _own_type(node.type)
        else:
            facts["access"] = ""
    elif isinstance(node, NotificationNode):
        facts["objects"] = " ".join(dict.fromkeys(node.objects))
    elif isinstance(node, GroupNode):
        facts["members"] = " ".join(sorted(set(node.members)))
    return facts


def _own_type(info: TypeInfo) -> Facts:
    base = DERIVED.get(info.base, info.base.value)
    return {
        "type": "INTEGER" if info.name == "Integer32" else info.name or base,
        "base": base,
        "labels": _label_words(info.labels),
        "ranges": _range_words((low, 2**64 if high is None else high) for low, high in info.ranges),
    }


def _status(status: str) -> str:
    return "current" if status in {"mandatory", "optional"} else status
