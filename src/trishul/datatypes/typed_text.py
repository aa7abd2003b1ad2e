"""Values from a type name and text, as command lines and forms give them.

Owns the type names: net-snmp's letters, where case counts, and words in any case. Names of enumerations and display
hints need a MIB and are not understood here.
"""

from __future__ import annotations

from collections.abc import Callable

from trishul.datatypes.values import NUMBER_RANGES, Value, ValueType
from trishul.errors import InvalidInput

LONGEST_NUMBER = 100
"""Characters of a number: what is longer fits no type, and is no number to be repeated in words either."""


def _hex_octets(text: str) -> bytes:
    digits = text.strip().removeprefix("0x").removeprefix("0X").replace(":", "").replace("-", "")
    try:
        return bytes.fromhex(digits)
    except ValueError:
        raise InvalidInput(f"{text[:80]!r} is not hexadecimal") from None


def _decimal_octets(text: str) -> bytes:
    try:
        return bytes(int(part) for part in text.replace(".", " ").split())
    except ValueError:
        raise InvalidInput(f"{text[:80]!r} is not a list of numbers from 0 to 255") from None


def _named_bits(text: str) -> bytes:
    """BITS from bit numbers: bit 0 is the highest bit of the first octet (RFC 2578 §7.1.4)."""
    try:
        numbers = [int(part) for part in text.replace(",", " ").split()]
    except ValueError:
        raise InvalidInput(f"{text[:80]!r} is not a list of bit numbers") from None
    if any(not 0 <= number < 8 * 128 for number in numbers):
        raise InvalidInput("Bit numbers lie between 0 and 1023")
    octets = bytearray(max(numbers, default=-1) // 8 + 1)
    for number in numbers:
        octets[number // 8] |= 0x80 >> (number % 8)
    return bytes(octets)


def _integer_of(text: str) -> int:
    written = text.strip()
    try:
        if len(written) > LONGEST_NUMBER:
            raise ValueError(written)
        return int(written, 0) if written.lower().startswith("0x") else int(written)
    except ValueError:
        raise InvalidInput(f"{text[:80]!r} is not a whole number") from None


def _float_of(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InvalidInput(f"{text[:80]!r} is not a number") from None


def _number_parser(value_type: ValueType) -> Callable[[str], Value]:
    return lambda text: Value.number(value_type, _integer_of(text))


_PARSERS: dict[ValueType | str, Callable[[str], Value]] = {
    **{value_type: _number_parser(value_type) for value_type in NUMBER_RANGES},
    ValueType.OCTET_STRING: Value.octet_string,
    ValueType.OBJECT_IDENTIFIER: Value.object_identifier,
    ValueType.IP_ADDRESS: Value.ip_address,
    ValueType.NULL: lambda _text: Value.null(),
    ValueType.OPAQUE: lambda text: Value.opaque(_hex_octets(text)),
    "hex": lambda text: Value.octet_string(_hex_octets(text)),
    "decimal": lambda text: Value.octet_string(_decimal_octets(text)),
    "bits": lambda text: Value.octet_string(_named_bits(text)),
    "float": lambda text: Value.opaque_float(_float_of(text)),
    "double": lambda text: Value.opaque_double(_float_of(text)),
    "int64": lambda text: Value.opaque_int64(_integer_of(text)),
    "uint64": lambda text: Value.opaque_uint64(_integer_of(text)),
}

_LETTERS: dict[str, ValueType | str] = {
    "i": ValueType.INTEGER,
    "u": ValueType.GAUGE32,
    "c": ValueType.COUNTER32,
    "C": ValueType.COUNTER64,
    "t": ValueType.TIME_TICKS,
    "a": ValueType.IP_ADDRESS,
    "o": ValueType.OBJECT_IDENTIFIER,
    "s": ValueType.OCTET_STRING,
    "x": "hex",
    "d": "decimal",
    "b": "bits",
    "n": ValueType.NULL,
    "F": "float",
    "D": "double",
    "I": "int64",
    "U": "uint64",
}
"""The type letters of net-snmp's snmpset and snmptrap, where case counts."""

_WORDS: dict[str, ValueType | str] = {
    **{
        value_type.label.lower().replace(" ", ""): value_type
        for value_type in _PARSERS
        if isinstance(value_type, ValueType)
    },
    "integer32": ValueType.INTEGER,
    "int": ValueType.INTEGER,
    "string": ValueType.OCTET_STRING,
    "octets": ValueType.OCTET_STRING,
    "displaystring": ValueType.OCTET_STRING,
    "oid": ValueType.OBJECT_IDENTIFIER,
    "objectid": ValueType.OBJECT_IDENTIFIER,
    "counter": ValueType.COUNTER32,
    "gauge": ValueType.GAUGE32,
    "unsigned": ValueType.GAUGE32,
    "unsigned32": ValueType.GAUGE32,
    "ip": ValueType.IP_ADDRESS,
    "ipaddr": ValueType.IP_ADDRESS,
    "networkaddress": ValueType.IP_ADDRESS,
    "timetick": ValueType.TIME_TICKS,
    "hex": "hex",
    "hexstring": "hex",
    "bits": "bits",
    "float": "float",
    "double": "double",
    "int64": "int64",
    "uint64": "uint64",
}


def parse_value(type_name: str, text: str) -> Value:
    """A value from a type name and its text, as command lines and forms give it.

    The name is one of net-snmp's letters (`i u c C t a o s x d b n F D I U`) or a word such as `Integer`,
    `OctetString`, `Counter64`, `TimeTicks` in any case. Raises InvalidInput.
    """
    key = _key_of(type_name)
    if key is None:
        raise InvalidInput(
            f"{type_name[:40]!r} is not a value type; use one of {', '.join(_LETTERS)} or Integer, String …"
        )
    return _PARSERS[key](text)


def find_value_type(type_name: str) -> ValueType | None:
    """The type on the wire that a letter or a word means; None for one that is not known."""
    key = _key_of(type_name)
    return key if key is None or isinstance(key, ValueType) else _WIRE_TYPES[key]


def _key_of(type_name: str) -> ValueType | str | None:
    word = type_name.lower().replace(" ", "").replace("-", "").replace("_", "")
    return _LETTERS.get(type_name) or _WORDS.get(word)


_WIRE_TYPES = {
    "hex": ValueType.OCTET_STRING,
    "decimal": ValueType.OCTET_STRING,
    "bits": ValueType.OCTET_STRING,
    "float": ValueType.OPAQUE,
    "double": ValueType.OPAQUE,
    "int64": ValueType.OPAQUE,
    "uint64": ValueType.OPAQUE,
}
