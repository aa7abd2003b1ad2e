"""Whether a value may be held by a variable: its type, its length, its encoding, the value itself (RFC 3416 §4.2.5).

Validations 3 to 6 in their order, against the type that a MIB gives or only against the type of the value that is
there. A number that does not fit its tag is no encoding of it: wrongEncoding. Ranges, labels and named bits that the
MIB does not list are wrongValue. Owns also the one form in which values are kept.
"""

from __future__ import annotations

from trishul.datatypes.contents import decode_integer, decode_oid_contents, decode_unsigned, encode_integer
from trishul.datatypes.values import NUMBER_RANGES, Value, ValueType
from trishul.errors import DecodeError
from trishul.protocol.pdu import ErrorStatus
from trishul.smi.model import BaseType, TypeInfo

TAGS: dict[BaseType, ValueType] = {
    BaseType.INTEGER: ValueType.INTEGER,
    BaseType.OCTET_STRING: ValueType.OCTET_STRING,
    BaseType.OBJECT_IDENTIFIER: ValueType.OBJECT_IDENTIFIER,
    BaseType.BITS: ValueType.OCTET_STRING,
    BaseType.IP_ADDRESS: ValueType.IP_ADDRESS,
    BaseType.COUNTER32: ValueType.COUNTER32,
    BaseType.GAUGE32: ValueType.GAUGE32,
    BaseType.UNSIGNED32: ValueType.GAUGE32,
    BaseType.TIME_TICKS: ValueType.TIME_TICKS,
    BaseType.OPAQUE: ValueType.OPAQUE,
    BaseType.COUNTER64: ValueType.COUNTER64,
}
"""The tag that a value of each base type carries."""

_LONGEST_STRING = 65535
_IP_ADDRESS_OCTETS = 4


def check_value(info: TypeInfo, tag: int, contents: bytes) -> ErrorStatus:
    """noError, or why no variable of this type can ever hold the value."""
    if tag != TAGS.get(info.base, tag):
        return ErrorStatus.WRONG_TYPE
    if info.is_size and info.ranges and not is_within(info, len(contents)):
        return ErrorStatus.WRONG_LENGTH
    status = check_encoding(tag, contents)
    if status is not ErrorStatus.NO_ERROR:
        return status
    is_listed = True
    if info.base is BaseType.BITS:
        is_listed = _has_only_named_bits(info, contents)
    elif tag in NUMBER_RANGES:
        number = number_of(tag, contents)
        is_listed = any(number == known for _, known in info.labels) if info.labels else is_within(info, number)
    return ErrorStatus.NO_ERROR if is_listed else ErrorStatus.WRONG_VALUE


def check_encoding(tag: int, contents: bytes) -> ErrorStatus:
    """noError, or what is wrong with the octets of a value whatever the variable: its length or its encoding."""
    if tag == ValueType.IP_ADDRESS:
        return ErrorStatus.NO_ERROR if len(contents) == _IP_ADDRESS_OCTETS else ErrorStatus.WRONG_LENGTH
    if len(contents) > _LONGEST_STRING:
        return ErrorStatus.WRONG_LENGTH
    try:
        if tag == ValueType.OBJECT_IDENTIFIER:
            decode_oid_contents(contents)
            return ErrorStatus.NO_ERROR if contents else ErrorStatus.WRONG_ENCODING
        if tag not in NUMBER_RANGES:
            return ErrorStatus.NO_ERROR
        low, high = NUMBER_RANGES[ValueType(tag)]
        return ErrorStatus.NO_ERROR if low <= decode_integer(contents) <= high else ErrorStatus.WRONG_ENCODING
    except DecodeError:
        return ErrorStatus.WRONG_ENCODING


def kept(tag: int, contents: bytes) -> Value:
    """A checked value in its shortest form, so that what a manager wrote at length is answered as all else is."""
    return Value(tag, encode_integer(decode_integer(contents)) if tag in NUMBER_RANGES else contents)


def number_of(tag: int, contents: bytes) -> int:
    """The number in a numeric value. Raises DecodeError."""
    return decode_integer(contents) if tag == ValueType.INTEGER else decode_unsigned(contents)


def is_within(info: TypeInfo, number: int) -> bool:
    """True inside the ranges, or sizes, of a type that lists some."""
    return not info.ranges or any(low <= number and (high is None or number <= high) for low, high in info.ranges)


def _has_only_named_bits(info: TypeInfo, contents: bytes) -> bool:
    """True when every bit that is set has a name (RFC 2578 §7.1.4); a type without names allows all."""
    named = {bit for _, bit in info.labels}
    return not named or all(
        at * 8 + bit in named for at, octet in enumerate(contents) for bit in range(8) if octet & 0x80 >> bit
    )
