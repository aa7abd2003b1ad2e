"""Names and OIDs: used once, in one writing, and not taken from a module that is imported from (RFC 2578 §3.1)."""

from __future__ import annotations

from trishul.smi.model import Node
from trishul.smi.resolve.checks.gathered import Gathered
from trishul.smi.syntax import Definition, NotificationType, ObjectType


def check_names(gathered: Gathered) -> None:
    """All names of a module."""
    _check_oids(gathered)
    _check_case(gathered)
    _check_clashes(gathered)
    for definition in gathered.scope.parsed.definitions:
        span = definition.description
        if span and (span >> 32) == (span & 0xFFFFFFFF):
            gathered.report("empty-text", definition.at, f"The DESCRIPTION of {definition.name} is empty")
    if gathered.is_smiv2:
        for name, value in gathered.scope.values.items():
            if "-" in name and name[-1:] != "-":
                gathered.report("hyphen-in-name", value.at, f"{name} has a hyphen", "Write SMIv2 names without")


def _check_oids(gathered: Gathered) -> None:
    """Two names for one OID in the same module, and numbers that are zero (RFC 2578 §7.10)."""
    seen: dict[bytes, Node] = {}
    values = gathered.scope.values
    for node in gathered.nodes:
        contents = node.oid_contents
        first = seen.setdefault(contents, node)
        if first is not node:
            message = f"{node.name} has the same OID as {first.name}"
            gathered.report("duplicate-oid", node.at, message, "Give it a number of its own")
        if contents[-1] == 0 and isinstance(values[node.name], ObjectType | NotificationType):
            gathered.report("zero-number", node.at, f"The OID of {node.name} ends with 0", "Begin with 1")


def _check_case(gathered: Gathered) -> None:
    """Names of values and types that differ in case alone."""
    scope = gathered.scope
    lower: dict[str, Definition] = {}
    types = [one for one in scope.types.values() if not (one.syntax and one.syntax.columns)]  # a row's is like the row
    for definition in (*types, *scope.values.values()):
        name = definition.name
        other = lower.setdefault(name.lower(), definition)
        if other is not definition and other.name != name:
            later = max(definition, other, key=lambda one: one.at)
            message = f"{definition.name} and {other.name} differ in case alone"
            gathered.report("case-clash", later.at, message, "Choose another name")


def _check_clashes(gathered: Gathered) -> None:
    """Names that a module defines again, though it imports from a module that has them."""
    scope = gathered.scope
    for module in dict.fromkeys(scope.imports.values()):
        for other in gathered.scopes.find_module(module)[:1]:
            if other is scope:
                continue
            for own, foreign in ((scope.values, other.values), (scope.types, other.types)):
                for name in own.keys() & foreign.keys():
                    message = f"{name} is also defined in {other.name}, which is imported from"
                    gathered.report("name-clash", own[name].at, message, "Import it, or choose another name")
