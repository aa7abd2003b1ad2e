"""SYNTAX clauses of objects and types: how numbers, labels, ranges and addresses are written (RFC 2578 §7.1, §9)."""

from __future__ import annotations

from trishul.smi.diagnostics import Edit
from trishul.smi.model import BaseType, TypeInfo
from trishul.smi.resolve.base import BASE_TYPES
from trishul.smi.resolve.checks.gathered import Gathered
from trishul.smi.resolve.checks.types import NUMBERS
from trishul.smi.syntax import Syntax

_SPECIFIC_ADDRESSES = frozenset(("InetAddressIPv4", "InetAddressIPv6", "InetAddressIPv4z", "InetAddressIPv6z"))
_LABELLED = frozenset((BaseType.INTEGER, BaseType.BITS, BaseType.UNKNOWN))
_RANGED = (NUMBERS - {BaseType.COUNTER32, BaseType.COUNTER64, BaseType.TIME_TICKS}) | {BaseType.UNKNOWN}
_SIZED = frozenset((BaseType.OCTET_STRING, BaseType.OPAQUE, BaseType.UNKNOWN))
_MAX_BITS = 128


def check_syntaxes(gathered: Gathered) -> None:
    """The syntaxes of all objects and types."""
    known = gathered.scope.types_known
    for definition in gathered.scope.types.values():
        if definition.syntax is not None:
            _check_syntax(
                gathered, definition.name, definition.syntax, definition.syntax_at, known.get(definition.name)
            )
    nodes = gathered.object_nodes
    typed = {one.oid[0] for one in gathered.objects if one.oid and _is_address_type(one.syntax)}
    for one in gathered.objects:
        syntax = one.syntax
        if syntax is None:
            continue
        node = nodes.get(one.name)
        info = node.type if node is not None else None
        _check_syntax(gathered, one.name, syntax, one.syntax_at, info)
        if gathered.is_smiv2:
            _check_address(gathered, one.name, syntax, one.syntax_at)
            if syntax.name == "InetAddress" and one.oid and one.oid[0] not in typed:
                message = f"{one.name} is an InetAddress, and no InetAddressType stands beside it"
                gathered.report("address-without-type", one.syntax_at, message, "Add one before it")
            if info is not None and info.status in {"deprecated", "obsolete"} and one.status == "current":
                message = f"{one.name} is current, its type {info.name} is {info.status}"
                gathered.report("type-status", one.syntax_at, message, "Use the type that replaces it")


def _check_syntax(gathered: Gathered, owner: str, syntax: Syntax, at: int, info: TypeInfo | None) -> None:
    """One syntax as written; `info` is what it comes to."""
    if syntax.name == "INTEGER" and gathered.is_smiv2 and not syntax.labels:
        edit = Edit(at, at + len("INTEGER"), "Integer32")
        gathered.report("integer-misuse", at, f"{owner} is an INTEGER without labels", "Write Integer32", edit=edit)
    elif syntax.name == "Opaque" and gathered.is_smiv2:
        gathered.report("opaque-type", at, f"{owner} is Opaque, which SMIv2 has for old modules only")
    if syntax.labels:
        _check_labels(gathered, owner, syntax, at)
    if syntax.ranges:
        _check_ranges(gathered, owner, syntax, at)
    if info is not None and (syntax.labels or syntax.ranges):
        fault = _narrowing_fault(syntax, info)
        if fault:
            gathered.report("bad-subtype", at, f"{owner} narrows {syntax.name} {fault}", "Leave it out")


def _narrowing_fault(syntax: Syntax, info: TypeInfo) -> str | None:
    """What a type cannot be narrowed by (RFC 2578 §9)."""
    base = info.base
    if syntax.labels:
        return None if base in _LABELLED else "by labels"
    if syntax.is_size:
        return None if base in _SIZED else "by a size"
    return None if base in _RANGED or base is BaseType.OCTET_STRING else "by a range"


def _check_labels(gathered: Gathered, owner: str, syntax: Syntax, at: int) -> None:
    """Labels and numbers are unique; SMIv2 has no hyphens in them and wants them in order (RFC 2578 §7.1.1, §7.1.4)."""
    names = [label for label, _ in syntax.labels]
    numbers = [number for _, number in syntax.labels]
    if len(set(names)) < len(names) or len(set(numbers)) < len(numbers):
        twice = next(
            label
            for place, (label, number) in enumerate(syntax.labels)
            if label in names[:place] or number in numbers[:place]
        )
        gathered.report("duplicate-enum", at, f"{twice} of {owner} has a label or number for the second time")
    elif numbers != sorted(numbers):
        gathered.report("label-order", at, f"The labels of {owner} are not in the order of their numbers")
    if gathered.is_smiv2:
        hyphened = next((label for label in names if "-" in label), None)
        if hyphened is not None:
            gathered.report("enum-hyphen", at, f"{hyphened} of {owner} has a hyphen", "Write it without")
    elif 0 in numbers and syntax.name == "INTEGER":
        gathered.report("enum-zero", at, f"{owner} has a label for zero, which SMIv1 does not allow", "Begin with 1")
    if syntax.name == "BITS":
        if 0 not in numbers:
            gathered.report("bit-zero", at, f"The first bit of {owner} has no name", "Begin with bit 0")
        if max(numbers) >= _MAX_BITS:
            gathered.report("many-bits", at, f"{owner} has bit {max(numbers)}, which few tools can show")


def _check_ranges(gathered: Gathered, owner: str, syntax: Syntax, at: int) -> None:
    """Ranges go up and stay inside those of the type they narrow."""
    ranges = syntax.ranges
    if len(ranges) > 1:
        bounds = [bound for one in ranges for bound in one if bound is not None]
        if bounds != sorted(bounds):
            gathered.report("range-order", at, f"The ranges of {owner} are not in rising order or overlap")
    parent = gathered.scope.types_known.get(syntax.name) or BASE_TYPES.get(syntax.name)
    if parent is None or not parent.ranges or None in parent.ranges[-1] or syntax.is_size != parent.is_size:
        return
    lowest = min(low for low, _ in parent.ranges)
    highest = max(high for _, high in parent.ranges if high is not None)
    if any(low < lowest or (high is not None and high > highest) for low, high in ranges):
        message = f"The range of {owner} goes beyond {lowest}..{highest} of {syntax.name}"
        gathered.report("range-beyond-type", at, message, "Narrow it, or name another type")


def _is_address_type(syntax: Syntax | None) -> bool:
    return syntax is not None and syntax.name == "InetAddressType"


def _check_address(gathered: Gathered, owner: str, syntax: Syntax, at: int) -> None:
    """Internet addresses of all kinds are InetAddress beside InetAddressType (RFC 4001 §3)."""
    if syntax.name in _SPECIFIC_ADDRESSES:
        message = f"{owner} holds one kind of address only"
        gathered.report("specific-address", at, message, "Use InetAddress with InetAddressType")
    elif syntax.name == "InetAddressType" and syntax.labels:
        message = f"{owner} takes values out of InetAddressType"
        gathered.report("narrowed-address-type", at, message, "Say so in MODULE-COMPLIANCE")
