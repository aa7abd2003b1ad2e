"""What changed between two revisions of a module, by meaning, and whether RFC 2578 §10 allows it.

Definitions are matched by name, then by OID. Each change names the rule that allows or forbids it; types follow the
rules of objects (RFC 2579 §5). Pure: two resolved modules in, changes out. Wording (DESCRIPTION, REFERENCE, contacts)
may always be clarified and is not compared, nor are the members of conformance groups (RFC 2580).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from trishul.datatypes.oid import Oid
from trishul.smi.model import Module, Node, NodeKind, NotificationNode, ObjectNode, TypeInfo
from trishul.smi.type_text import ranges_text, type_text

_OBJECTS, _NOTIFICATIONS, _TYPES = "RFC 2578 §10.2", "RFC 2578 §10.3", "RFC 2579 §5"
_MODULE = "RFC 2578 §10"
_AGES = {"current": 0, "mandatory": 0, "optional": 0, "deprecated": 1, "obsolete": 2}
"""A status may only grow older; SMIv1's words mean current."""


class Change(msgspec.Struct, frozen=True):
    """One difference: `kind` is added, removed, renamed, moved, type, labels, range, access, status and so on."""

    kind: str
    name: str
    oid: str
    """Empty for types."""
    before: str
    after: str
    is_legal: bool
    rule: str
    """The rule that allows it, or that none of the listed ones does."""


def differences(old: Module, new: Module) -> list[Change]:
    """All changes, those of the module itself first, then by OID, then types by name."""
    return [*_module_changes(old, new), *_node_changes(old, new), *_type_changes(old, new)]


def _module_changes(old: Module, new: Module) -> Iterator[Change]:
    if old.name != new.name:
        yield Change("renamed", new.name, "", old.name, new.name, is_legal=False, rule=_MODULE)
    before, after = _last_updated(old), _last_updated(new)
    is_changed = any(True for _ in _node_changes(old, new)) or any(True for _ in _type_changes(old, new))
    if before != after or is_changed:
        yield Change("revision", new.name, "", before, after, is_legal=after > before, rule=_MODULE)


def _last_updated(module: Module) -> str:
    """With four digits of the year, so that dates compare as texts."""
    written = module.identity.last_updated if module.identity else ""
    return f"19{written}" if len(written) == len("YYMMDDHHMMZ") else written


def _node_changes(old: Module, new: Module) -> Iterator[Change]:
    former = {node.name: node for node in old.nodes}
    present = {node.name: node for node in new.nodes}
    gone = {node.oid_contents: node for node in old.nodes if node.name not in present}
    ends = _last_columns(old)
    tables = {node.oid_contents for node in old.nodes if node.kind is NodeKind.ROW}
    for node in sorted(new.nodes, key=lambda one: one.oid):
        before = former.get(node.name)
        if before is not None:
            yield from _changes_of(before, node)
        elif (renamed := gone.pop(node.oid_contents, None)) is not None:
            yield _change("renamed", node, renamed.name, node.name, is_legal=False, rule=_rules_of(node))
            yield from _changes_of(renamed, node)
        else:
            yield _added(node, ends, tables)
    for node in sorted(gone.values(), key=lambda one: one.oid):
        yield _change("removed", node, str(node.kind), "", is_legal=False, rule=_MODULE)


def _last_columns(module: Module) -> dict[bytes, int]:
    """By row: the number of its last column."""
    ends: dict[bytes, int] = {}
    for node in module.nodes:
        if node.kind is NodeKind.COLUMN:
            row = _above(node)
            ends[row] = max(ends.get(row, 0), node.oid[-1])
    return ends


def _above(node: Node) -> bytes:
    return Oid(tuple(node.oid)[:-1]).contents


def _added(node: Node, ends: dict[bytes, int], rows: set[bytes]) -> Change:
    """A new definition; a column of a known row only behind the last one."""
    if node.kind is NodeKind.COLUMN and (row := _above(node)) in rows:
        is_last = node.oid[-1] > ends.get(row, 0)
        return _change("added", node, "", str(node.kind), is_legal=is_last, rule=f"{_OBJECTS} (7)")
    rule = f"{_OBJECTS} (9)" if isinstance(node, ObjectNode) else _MODULE
    return _change("added", node, "", str(node.kind), is_legal=True, rule=rule)


def _changes_of(old: Node, new: Node) -> Iterator[Change]:
    rules = _rules_of(new)
    if old.oid_contents != new.oid_contents:
        yield _change("moved", new, str(old.oid), str(new.oid), is_legal=False, rule=rules)
    if old.kind is not new.kind:
        yield _change("kind", new, str(old.kind), str(new.kind), is_legal=False, rule=rules)
        return
    before, after = (_AGES.get(node.status, 0) for node in (old, new))
    if before != after:
        number = "(2)" if rules == _NOTIFICATIONS else "(3)"
        yield _change("status", new, old.status, new.status, is_legal=after > before, rule=f"{rules} {number}")
    if isinstance(old, NotificationNode) and isinstance(new, NotificationNode) and old.objects != new.objects:
        objects = ", ".join(old.objects), ", ".join(new.objects)
        yield _change("objects", new, *objects, is_legal=False, rule=_NOTIFICATIONS)
    if isinstance(old, ObjectNode) and isinstance(new, ObjectNode):
        yield from _object_changes(old, new)


def _object_changes(old: ObjectNode, new: ObjectNode) -> Iterator[Change]:
    if old.kind in {NodeKind.SCALAR, NodeKind.COLUMN}:
        for kind, before, after, is_legal, rule in _syntax_changes(old.type, new.type, _OBJECTS):
            yield _change(kind, new, before, after, is_legal=is_legal, rule=rule)
    if old.access != new.access:
        yield _change("access", new, old.access, new.access, is_legal=False, rule=_OBJECTS)
    if old.units != new.units:
        yield _change("units", new, old.units, new.units, is_legal=not old.units, rule=f"{_OBJECTS} (6)")
    if old.default != new.default:
        yield _change("default", new, old.default, new.default, is_legal=bool(new.default), rule=f"{_OBJECTS} (4)")
    if _index_of(old) != _index_of(new):
        yield _change("index", new, _index_of(old), _index_of(new), is_legal=False, rule=_OBJECTS)


def _index_of(node: ObjectNode) -> str:
    if node.augments:
        return f"AUGMENTS {node.augments}"
    names = [*node.index[:-1], f"IMPLIED {node.index[-1]}"] if node.is_implied and node.index else node.index
    return ", ".join(names)


def _syntax_changes(old: TypeInfo, new: TypeInfo, rules: str) -> Iterator[tuple[str, str, str, bool, str]]:
    """Kind, before, after, legal, rule of each change of a SYNTAX."""
    if old.base is not new.base:
        yield "type", type_text(old), type_text(new), False, rules
        return
    before, after = ({number: label for label, number in info.labels} for info in (old, new))
    lost = [f"{label}({number})" for number, label in before.items() if number not in after]
    fresh = [f"{label}({number})" for number, label in after.items() if number not in before]
    if lost or (fresh and not before):
        yield "labels", ", ".join(lost), ", ".join(fresh), False, rules
    elif fresh:
        yield "labels", "", ", ".join(fresh), True, f"{rules} (1)" if rules == _OBJECTS else rules
    for number in before.keys() & after.keys():
        if before[number] != after[number]:
            legal = f"{rules} (1)" if rules == _OBJECTS else rules
            yield "label", f"{before[number]}({number})", f"{after[number]}({number})", True, legal
    ranges = [ranges_text(info.ranges, is_size=info.is_size) for info in (old, new)]
    if ranges[0] != ranges[1]:
        yield "range", ranges[0], ranges[1], False, rules
    elif old.name != new.name and rules == _OBJECTS and not lost:
        # A convention in place of the base says the same; one in place of another may say something else.
        yield "convention", old.name or str(old.base), new.name or str(new.base), _is_plain(old), f"{rules} (2)"
    if old.display_hint != new.display_hint and rules == _TYPES:
        yield "hint", old.display_hint, new.display_hint, not old.display_hint, rules


def _is_plain(info: TypeInfo) -> bool:
    """True for the SMI's own types, which are no conventions."""
    return info.module in {"", "SNMPv2-SMI"}


def _type_changes(old: Module, new: Module) -> Iterator[Change]:
    for info in old.types:
        after = new.find_type(info.name)
        if after is None:
            yield Change("removed", info.name, "", type_text(info), "", is_legal=False, rule=_MODULE)
            continue
        for kind, before, later, is_legal, rule in _syntax_changes(info, after, _TYPES):
            yield Change(kind, info.name, "", before, later, is_legal=is_legal, rule=rule)
    for info in new.types:
        if old.find_type(info.name) is None:
            yield Change("added", info.name, "", "", type_text(info), is_legal=True, rule=_TYPES)


def _rules_of(node: Node) -> str:
    if isinstance(node, NotificationNode):
        return _NOTIFICATIONS
    return _OBJECTS if isinstance(node, ObjectNode) else "RFC 2578 §10.1"


def _change(kind: str, node: Node, before: str, after: str, *, is_legal: bool, rule: str) -> Change:
    return Change(kind, node.name, str(node.oid), before, after, is_legal=is_legal, rule=rule)
