"""The value types of SNMP and what they mean in Python (RFC 2578 §7.1, RFC 3416 §3).

Owns the tags, range checks and the plain MIB-free text of a value. Values from typed text live in `typed_text`, numbers
inside Opaque in `opaque`; names, enumerations and display hints need a MIB and live with the library.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from ipaddress import IPv4Address
from typing import NamedTuple, TypeAlias

from trishul.datatypes import opaque
from trishul.datatypes.contents import (
    decode_integer,
    decode_oid_contents,
    decode_unsigned,
    encode_integer,
)
from trishul.datatypes.oid import Oid
from trishul.errors import DecodeError, InvalidInput

NativeValue: TypeAlias = int | float | bytes | str | Oid | None


class ValueType(IntEnum):
    """Value types by their BER identifier octet."""

    INTEGER = 0x02
    OCTET_STRING = 0x04
    NULL = 0x05
    OBJECT_IDENTIFIER = 0x06
    IP_ADDRESS = 0x40
    COUNTER32 = 0x41
    GAUGE32 = 0x42
    TIME_TICKS = 0x43
    OPAQUE = 0x44
    NSAP_ADDRESS = 0x45
    COUNTER64 = 0x46
    UINTEGER32 = 0x47
    NO_SUCH_OBJECT = 0x80
    NO_SUCH_INSTANCE = 0x81
    END_OF_MIB_VIEW = 0x82

    @property
    def label(self) -> str:
        """The type's name as the RFCs write it."""
        return _LABELS[self]


_LABELS = {
    ValueType.INTEGER: "INTEGER",
    ValueType.OCTET_STRING: "OCTET STRING",
    ValueType.NULL: "NULL",
    ValueType.OBJECT_IDENTIFIER: "OBJECT IDENTIFIER",
    ValueType.IP_ADDRESS: "IpAddress",
    ValueType.COUNTER32: "Counter32",
    ValueType.GAUGE32: "Gauge32",
    ValueType.TIME_TICKS: "TimeTicks",
    ValueType.OPAQUE: "Opaque",
    ValueType.NSAP_ADDRESS: "NsapAddress",
    ValueType.COUNTER64: "Counter64",
    ValueType.UINTEGER32: "UInteger32",
    ValueType.NO_SUCH_OBJECT: "noSuchObject",
    ValueType.NO_SUCH_INSTANCE: "noSuchInstance",
    ValueType.END_OF_MIB_VIEW: "endOfMibView",
}

NUMBER_RANGES = {
    ValueType.INTEGER: (-(2**31), 2**31 - 1),
    ValueType.COUNTER32: (0, 2**32 - 1),
    ValueType.GAUGE32: (0, 2**32 - 1),
    ValueType.TIME_TICKS: (0, 2**32 - 1),
    ValueType.UINTEGER32: (0, 2**32 - 1),
    ValueType.COUNTER64: (0, 2**64 - 1),
}


class Value(NamedTuple):
    """A typed value: BER identifier octet and contents octets, decoded only when looked at."""

    tag: int
    contents: bytes

    @property
    def type(self) -> ValueType:
        """The value's type. Raises DecodeError for a tag SNMP does not know."""
        try:
            return ValueType(self.tag)
        except ValueError:
            raise DecodeError(f"unknown value type 0x{self.tag:02x}", 0) from None

    @property
    def is_exception(self) -> bool:
        """True for noSuchObject, noSuchInstance and endOfMibView (RFC 3416 §3)."""
        return 0x80 <= self.tag <= 0x82

    @property
    def native(self) -> NativeValue:
        """The value in Python: int, bytes, Oid, dotted str for IpAddress, float or int for Opaque numbers, else None.

        Raises DecodeError when the contents do not fit the type.
        """
        decode = _NATIVE.get(self.tag) or _NATIVE[self.type]
        return decode(self.contents)

    def __str__(self) -> str:
        try:
            return _text(self.type, self.native)
        except DecodeError:
            return f"0x{self.contents.hex()}"

    @classmethod
    def of(cls, plain: PlainValue) -> Value:
        """What a plain Python value means: an int an INTEGER, str and bytes an OCTET STRING. Raises InvalidInput."""
        if isinstance(plain, Value):
            return plain
        if isinstance(plain, Oid):
            return cls.object_identifier(plain)
        if isinstance(plain, str | bytes):
            return cls.octet_string(plain)
        return cls.integer(plain)

    @classmethod
    def number(cls, value_type: ValueType, number: int) -> Value:
        """A number of a numeric type. Raises InvalidInput outside the type's range."""
        low, high = NUMBER_RANGES[value_type]
        if not low <= number <= high:
            raise InvalidInput(f"{number} does not fit {value_type.label} ({low}..{high})")
        return cls(int(value_type), encode_integer(number))

    @classmethod
    def integer(cls, number: int) -> Value:
        """INTEGER / Integer32."""
        return cls.number(ValueType.INTEGER, number)

    @classmethod
    def counter32(cls, number: int) -> Value:
        """Counter32."""
        return cls.number(ValueType.COUNTER32, number)

    @classmethod
    def gauge32(cls, number: int) -> Value:
        """Gauge32, which shares its tag with Unsigned32."""
        return cls.number(ValueType.GAUGE32, number)

    @classmethod
    def time_ticks(cls, hundredths: int) -> Value:
        """TimeTicks, in hundredths of a second."""
        return cls.number(ValueType.TIME_TICKS, hundredths)

    @classmethod
    def counter64(cls, number: int) -> Value:
        """Counter64."""
        return cls.number(ValueType.COUNTER64, number)

    @classmethod
    def octet_string(cls, octets: bytes | str) -> Value:
        """OCTET STRING; text is written as UTF-8. Raises InvalidInput beyond 65,535 octets (RFC 2578 §7.1.2)."""
        contents = octets.encode() if isinstance(octets, str) else bytes(octets)
        if len(contents) > 65535:
            raise InvalidInput(f"An OCTET STRING has at most 65535 octets, this one has {len(contents)}")
        return cls(ValueType.OCTET_STRING.value, contents)

    @classmethod
    def object_identifier(cls, oid: Oid | str) -> Value:
        """OBJECT IDENTIFIER. Raises InvalidInput."""
        return cls(ValueType.OBJECT_IDENTIFIER.value, Oid(oid).contents)

    @classmethod
    def ip_address(cls, address: str | bytes) -> Value:
        """IpAddress from dotted text or four octets. Raises InvalidInput."""
        try:
            return cls(ValueType.IP_ADDRESS.value, IPv4Address(address).packed)
        except ValueError:
            raise InvalidInput(f"{str(address)[:80]!r} is not an IPv4 address") from None

    @classmethod
    def null(cls) -> Value:
        """NULL, the place holder in requests."""
        return cls(ValueType.NULL.value, b"")

    @classmethod
    def opaque(cls, octets: bytes) -> Value:
        """Opaque with the inner BER as it is."""
        return cls(ValueType.OPAQUE.value, bytes(octets))

    @classmethod
    def opaque_float(cls, number: float) -> Value:
        """Opaque holding a single precision float. Raises InvalidInput when it does not fit."""
        return cls.opaque(opaque.encode_float(number))

    @classmethod
    def opaque_double(cls, number: float) -> Value:
        """Opaque holding a double precision float."""
        return cls.opaque(opaque.encode_double(number))

    @classmethod
    def opaque_int64(cls, number: int) -> Value:
        """Opaque holding a signed 64-bit integer. Raises InvalidInput."""
        return cls.opaque(opaque.encode_int64(number))

    @classmethod
    def opaque_uint64(cls, number: int) -> Value:
        """Opaque holding an unsigned 64-bit integer. Raises InvalidInput."""
        return cls.opaque(opaque.encode_uint64(number))


PlainValue: TypeAlias = Value | int | str | bytes | Oid
"""What stands for a value where people write one in Python; see `Value.of`."""


def _ip_text(contents: bytes) -> str:
    if len(contents) != 4:
        raise DecodeError(f"an IpAddress of {len(contents)} octets", 0)
    return ".".join(map(str, contents))


def _oid(contents: bytes) -> Oid:
    return tuple.__new__(Oid, decode_oid_contents(contents))


def _nothing(contents: bytes) -> None:
    del contents


_NATIVE: dict[int, Callable[[bytes], NativeValue]] = {
    ValueType.INTEGER: decode_integer,
    ValueType.OCTET_STRING: bytes,
    ValueType.NULL: _nothing,
    ValueType.OBJECT_IDENTIFIER: _oid,
    ValueType.IP_ADDRESS: _ip_text,
    ValueType.COUNTER32: decode_unsigned,
    ValueType.GAUGE32: decode_unsigned,
    ValueType.TIME_TICKS: decode_unsigned,
    ValueType.OPAQUE: opaque.decode,
    ValueType.NSAP_ADDRESS: bytes,
    ValueType.COUNTER64: decode_unsigned,
    ValueType.UINTEGER32: decode_unsigned,
    ValueType.NO_SUCH_OBJECT: _nothing,
    ValueType.NO_SUCH_INSTANCE: _nothing,
    ValueType.END_OF_MIB_VIEW: _nothing,
}


def time_ticks_text(hundredths: int) -> str:
    """Days, hours, minutes, seconds and hundredths: `1 day, 2:03:04.05`."""
    seconds, hundredth = divmod(hundredths, 100)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    clock = f"{hour}:{minute:02}:{second:02}.{hundredth:02}"
    return clock if not days else f"{days} day{'s' if days != 1 else ''}, {clock}"


def is_printable(octets: bytes) -> bool:
    """True when the octets read as text: printable ASCII with tabs and line ends."""
    return octets.isascii() and all(octet >= 32 or octet in (9, 10, 13) for octet in octets) and 127 not in octets


def _text(value_type: ValueType, native: NativeValue) -> str:
    if native is None:
        return value_type.label if value_type != ValueType.NULL else ""
    if isinstance(native, bytes):
        return native.decode("ascii") if is_printable(native) else native.hex(" ").upper()
    if value_type is ValueType.TIME_TICKS and isinstance(native, int):
        return time_ticks_text(native)
    return str(native)
