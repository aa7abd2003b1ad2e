"""INDEX: elements are columns that can be part of an OID, and together they fit into one (RFC 2578 §3.5, §7.7)."""

from __future__ import annotations

from trishul.smi.model import BaseType, NodeKind, ObjectNode, TypeInfo
from trishul.smi.resolve.checks.gathered import Gathered
from trishul.smi.syntax import ObjectType

MAX_SUBIDS = 128
_INTEGER32 = ((-(2**31), 2**31 - 1),)
_NO_INDEX = frozenset((BaseType.COUNTER64, BaseType.NULL, BaseType.CHOICE, BaseType.TABLE, BaseType.ROW))


def check_indexes(gathered: Gathered) -> None:
    """The indexes of all rows; an element that several rows share is judged once."""
    judged: set[str] = set()
    for row in gathered.objects:
        if not row.index:
            continue
        nodes = [gathered.object_nodes.get(name) for name in row.index]
        for node in nodes:
            if node is not None and node.name not in judged:
                judged.add(node.name)
                _check_element(gathered, row, node)
        _check_accessible(gathered, row, nodes)
        own = gathered.object_nodes.get(row.name)
        if own is not None:
            _check_length(gathered, row, own, nodes)


def _check_element(gathered: Gathered, row: ObjectType, node: ObjectNode) -> None:
    """One element: a column whose values are bounded and not negative."""
    definition = gathered.find_object(node.name)
    if definition is None:
        return
    at = definition.syntax_at
    name = node.name
    info = node.type
    if node.kind is not NodeKind.COLUMN:
        message = f"The index {name} of {row.name} is a {node.kind.value}"
        gathered.report("index-no-column", row.list_at, message, "Name a column")
    if node.default:
        message = f"The index {name} has a DEFVAL, which nothing can use"
        gathered.report("index-default", definition.default_at, message, "Leave it out")
    if info.base in _NO_INDEX:
        message = f"The index {name} is a {info.base.value}, which has no place in an OID"
        gathered.report("index-base-type", at, message, "Use a number, a text or an OID")
    elif info.base is BaseType.INTEGER:
        _check_number(gathered, name, info, at)
    elif info.base is BaseType.OCTET_STRING and not info.ranges:
        message = f"The index {name} may have any length"
        gathered.report("index-size", at, message, "Add a SIZE that keeps OIDs below 128 numbers")


def _check_number(gathered: Gathered, name: str, info: TypeInfo, at: int) -> None:
    """Parts of an OID are not negative."""
    if info.labels:
        if min(number for _, number in info.labels) < 0:
            gathered.report("index-negative", at, f"The index {name} has a negative label")
    elif not info.ranges or info.ranges == _INTEGER32:
        message = f"The index {name} has no range"
        gathered.report("index-range", at, message, "Add one without negative numbers, or use Unsigned32")
    elif min(low for low, _ in info.ranges) < 0:
        gathered.report("index-negative", at, f"The range of the index {name} begins below zero", "Begin it with 0")


def _check_accessible(gathered: Gathered, row: ObjectType, nodes: list[ObjectNode | None]) -> None:
    """Index objects are not-accessible in SMIv2, unless the row has no other columns (RFC 2578 §7.7)."""
    if not gathered.is_smiv2:
        return
    for node in nodes:
        if node is None or node.access in {"not-accessible", "accessible-for-notify"}:
            continue
        definition = gathered.find_object(node.name)
        if definition is None or definition.oid[:1] != (row.name,) or (len(nodes) == 1 and _is_alone(gathered, row)):
            continue
        message = f"The index {node.name} is {node.access}"
        gathered.report("index-access", definition.at, message, "Write not-accessible", subject=node.name)


def _is_alone(gathered: Gathered, row: ObjectType) -> bool:
    """True where the row has no column beside its index."""
    return len(gathered.children.get(row.name, ())) <= len(row.index)


def _check_length(gathered: Gathered, row: ObjectType, own: ObjectNode, nodes: list[ObjectNode | None]) -> None:
    """The longest OID of an instance has at most 128 numbers; judged where all elements are bounded."""
    length = 0
    for node in nodes:
        most = _longest(node.type) if node is not None else None
        if most is None:
            return
        length += most
    last = nodes[-1]
    if row.is_implied and last is not None and last.type.base is BaseType.OCTET_STRING:
        length -= 1
    length += sum(octet < 0x80 for octet in own.oid_contents) + 2
    if length > MAX_SUBIDS:
        message = f"OIDs in {row.name} can have {length} numbers, {length - MAX_SUBIDS} too many"
        gathered.report("index-too-long", row.list_at, message, "Shorten the SIZE of its elements")


def _longest(info: TypeInfo) -> int | None:
    """How many numbers an element may take in an OID; None for what has no bound."""
    if info.base is BaseType.OCTET_STRING or info.base is BaseType.BITS:
        highs = [high for _, high in info.ranges if high is not None]
        if not highs:
            return None
        is_fixed = len(info.ranges) == 1 and info.ranges[0][0] == info.ranges[0][1]
        return max(highs) + (not is_fixed)
    if info.base is BaseType.OBJECT_IDENTIFIER or info.base is BaseType.UNKNOWN:
        return None
    return 4 if info.base is BaseType.IP_ADDRESS else 1
