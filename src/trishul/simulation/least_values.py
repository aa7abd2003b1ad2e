"""The value of a column that nobody named, when its row must be active all the same (RFC 2579, RowStatus).

The MIB's DEFVAL, else the least legal value: zero or the lowest bound, the first label, the shortest string. What the
index of the row says, its columns say too; that belongs to `row_index`.
"""

from __future__ import annotations

from trishul.datatypes.contents import encode_integer
from trishul.datatypes.values import NUMBER_RANGES, Value
from trishul.simulation.object_rules import ObjectRule
from trishul.simulation.value_checks import TAGS, is_within
from trishul.smi.model import BaseType, TypeInfo

_NON_VOLATILE = 3
_CONSTANTS: dict[BaseType, bytes] = {
    BaseType.OBJECT_IDENTIFIER: b"\0",  # zeroDotZero
    BaseType.IP_ADDRESS: bytes(4),
    BaseType.OPAQUE: b"\x05\x00",  # it has to hold a value: NULL
    BaseType.BITS: b"",
}


def least_value(rule: ObjectRule) -> Value | None:
    """DEFVAL or the least legal value; None for a type that nothing is known of."""
    if rule.default is not None:
        return rule.default
    info = rule.info
    tag = TAGS.get(info.base)
    if tag is None:
        return None
    if rule.is_a("StorageType"):
        return Value(tag, encode_integer(_NON_VOLATILE))
    if tag in NUMBER_RANGES:
        return Value(tag, encode_integer(_least_number(info)))
    contents = _CONSTANTS.get(info.base)
    return Value(tag, _shortest(info) if contents is None else contents)


def _least_number(info: TypeInfo) -> int:
    if info.labels:
        return min(number for _, number in info.labels)
    return 0 if is_within(info, 0) else min(low for low, _ in info.ranges)


def _shortest(info: TypeInfo) -> bytes:
    return bytes(min(low for low, _ in info.ranges)) if info.is_size and info.ranges else b""
