"""What stands behind a column in the name of an instance: the values of the row's INDEX (RFC 2578 §7.7).

Owns the way from octets to values, exact and checked: an instance whose index does not fit can never exist. Names for
people are `smi.index_codec`, which shows what does not fit as well.
"""

from __future__ import annotations

from trishul.datatypes.contents import decode_oid_contents, encode_integer, encode_oid_contents
from trishul.datatypes.values import NUMBER_RANGES, Value, ValueType
from trishul.errors import InvalidInput
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.object_rules import IndexRule, RowRule
from trishul.simulation.value_checks import TAGS, check_value
from trishul.smi.model import TypeInfo

_MAX_OCTET = 255
_ADDRESS_OCTETS = 4


def index_values(row: RowRule, suffix: bytes) -> dict[str, Value] | None:
    """The values of the index by name; None where the octets behind the column are no index. Raises DecodeError."""
    arcs = decode_oid_contents(b"\0" + suffix)[2:] if suffix else ()
    values: dict[str, Value] = {}
    for rule in row.index:
        taken = _take(rule, arcs)
        if taken is None or check_value(rule.info, *taken[0]) is not ErrorStatus.NO_ERROR:
            return None
        values[rule.name], length = taken
        arcs = arcs[length:]
    return None if arcs or not values else values


def _take(rule: IndexRule, arcs: tuple[int, ...]) -> tuple[Value, int] | None:
    """The value at the beginning of the arcs and how many it takes; None where it does not fit."""
    tag = TAGS.get(rule.info.base)
    if tag is None or not arcs:
        return None
    if tag in NUMBER_RANGES:
        return Value(tag, encode_integer(arcs[0])), 1
    start, length = _extent(rule, tag, arcs)
    part = arcs[start : start + length]
    if len(part) < length:
        return None
    contents = _contents(tag, part)
    return None if contents is None else (Value(tag, contents), start + length)


def _extent(rule: IndexRule, tag: ValueType, arcs: tuple[int, ...]) -> tuple[int, int]:
    """Where the value starts, and its length in arcs."""
    if tag is ValueType.IP_ADDRESS:
        return 0, _ADDRESS_OCTETS
    if rule.is_implied:
        return 0, len(arcs)
    fixed = fixed_size(rule.info) if tag is ValueType.OCTET_STRING else None
    return (1, arcs[0]) if fixed is None else (0, fixed)


def fixed_size(info: TypeInfo) -> int | None:
    """The one size that a string type allows; None where it allows several. Such strings have no length in a name."""
    if info.is_size and len(info.ranges) == 1 and info.ranges[0][0] == info.ranges[0][1]:
        return info.ranges[0][0]
    return None


def _contents(tag: ValueType, part: tuple[int, ...]) -> bytes | None:
    if tag is ValueType.OBJECT_IDENTIFIER:
        try:
            return encode_oid_contents(part)
        except InvalidInput:
            return None
    return bytes(part) if max(part, default=0) <= _MAX_OCTET else None
