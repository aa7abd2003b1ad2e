"""OIDs: follows parents across modules to the roots, gives traps of SMIv1 their OIDs, names loops (RFC 3584 §3.1)."""

from __future__ import annotations

from collections.abc import Sequence

from trishul.datatypes.contents import MAX_ARC, MAX_ARCS
from trishul.smi.resolve.base import GENERIC_TRAPS, NEVER_IMPORTED_ROOTS, ROOTS
from trishul.smi.resolve.scopes import Scope, Scopes
from trishul.smi.syntax import Definition, NotificationType, OidPart

Arcs = tuple[int, ...]
_PENDING: Arcs = (-1,)
"""Marks a name whose OID is being looked for; meeting it again is a loop."""
_GENERIC_TRAP_COUNT = 6


def resolve_oid(scopes: Scopes, scope: Scope, definition: Definition) -> Arcs | None:
    """The OID of a definition; None, and reported once, where it cannot be known. Does not recurse: chains are long."""
    chain: list[tuple[Scope, Definition]] = []
    current: Arcs | None
    while True:
        if definition.name in scope.oids and scope.values.get(definition.name) is definition:
            current = scope.oids[definition.name]
            if current == _PENDING:
                message = f"The OID of {definition.name} is defined by itself"
                scopes.report(scope, "oid-loop", definition.at, message, "Name another parent")
                current = None
            break
        chain.append((scope, definition))
        scope.oids[definition.name] = _PENDING
        head = _parent_of(definition)
        if not isinstance(head, str):
            current = () if head is not None else None
            break
        found = scopes.find_value(scope, head, definition.at)
        if found is None:
            current = _root(scopes, scope, head, definition)
            break
        scope, definition = found
    for owner, member in reversed(chain):
        current = _extended(scopes, owner, member, current)
        owner.oids[member.name] = current
    return current


def _parent_of(definition: Definition) -> OidPart | None:
    """The name an OID begins with, or the number; None where the definition has no OID."""
    if isinstance(definition, NotificationType) and definition.enterprise:
        return definition.enterprise
    return definition.oid[0] if definition.oid else None


def _root(scopes: Scopes, scope: Scope, name: str, definition: Definition) -> Arcs | None:
    """The OID of a root of the SMI."""
    arcs = ROOTS.get(name)
    if arcs is None:
        module = scope.imports.get(name)
        hint = f"Load {module}" if module and not scopes.find_module(module) else "Import it, or correct the name"
        message = f"The parent {name} of {definition.name} is not defined anywhere"
        scopes.report(scope, "unknown-parent", definition.at, message, hint, subject=name)
    elif name not in scope.imports and name not in NEVER_IMPORTED_ROOTS:
        scopes.report_missing_import(scope, name, definition.at)
    return arcs


def _extended(scopes: Scopes, scope: Scope, definition: Definition, parent: Arcs | None) -> Arcs | None:
    """A parent's OID with the definition's own numbers behind it."""
    if parent is None:
        return None
    if isinstance(definition, NotificationType) and definition.enterprise:
        number = definition.number
        if definition.enterprise == "snmp" and 0 <= number < _GENERIC_TRAP_COUNT:
            return (*GENERIC_TRAPS, number + 1)
        arcs: Arcs | None = (*parent, 0, number)
    else:
        rest: Sequence[OidPart] = definition.oid[1:] if parent else definition.oid
        arcs = _with_parts(scopes, scope, parent, rest)
    if arcs is None:
        message = f"A part of the OID of {definition.name} is not defined anywhere"
        scopes.report(scope, "unknown-parent", definition.at, message, "Write its number", subject=definition.name)
    elif len(arcs) > MAX_ARCS or not _are_arcs(arcs[len(parent) :]) or not _begins_well(arcs):
        message = f"The OID of {definition.name} has arcs that no OID can have"
        scopes.report(scope, "bad-oid", definition.at, message, "At most 128 numbers below 4294967296")
        return None
    return arcs


def _are_arcs(numbers: Arcs) -> bool:
    return not numbers or (max(numbers) <= MAX_ARC and min(numbers) >= 0)


def _begins_well(arcs: Arcs) -> bool:
    return arcs[0] < 2 and (len(arcs) < 2 or arcs[1] < 40) if arcs[0] != 2 else True


def _with_parts(scopes: Scopes, scope: Scope, arcs: Arcs, parts: Sequence[OidPart]) -> Arcs | None:
    """Numbers are appended; a bare name must be a child of what stands before it."""
    for part in parts:
        if isinstance(part, int):
            arcs = (*arcs, part)
            continue
        child = ROOTS.get(part)
        if child is None or child[:-1] != arcs:
            found = scopes.find_value(scope, part)
            known = found[0].oids.get(part) if found else None
            child = known if known and known[:-1] == arcs else None
        if child is None:
            return None
        arcs = child
    return arcs
