"""Canonical values of .snmprec lines, encoded once and remembered.

Recordings repeat themselves: prefixes, arcs, numbers and types come back on every other line. Each table is a
dictionary from a field's text to its octets that fills itself; a field that is not in canonical form raises KeyError
and goes the slow way through `snmprec_repair`. Hot path: measured by `bench/`.
"""

from __future__ import annotations

from trishul.datatypes.contents import encode_integer
from trishul.datatypes.values import NUMBER_RANGES, ValueType
from trishul.simulation.recordings.lenient import MAX_OCTETS
from trishul.simulation.recordings.oid_tables import MAX_REMEMBERED, ArcTable, OidTable


class _NumberTable(dict[bytes, bytes]):
    """A decimal number to its contents octets."""

    def __init__(self, value_type: ValueType) -> None:
        super().__init__()
        self._low, self._high = NUMBER_RANGES[value_type]

    def __missing__(self, text: bytes) -> bytes:
        digits = text[1:] if text[:1] == b"-" else text
        if not digits.isdigit() or len(digits) > 20:
            raise KeyError(text)
        number = int(text)
        if not self._low <= number <= self._high or b"%d" % number != text:
            raise KeyError(text)
        octets = encode_integer(number)
        if len(self) < MAX_REMEMBERED:
            self[text] = octets
        return octets


class _AddressTable(dict[bytes, bytes]):
    """A dotted IPv4 address to its octets."""

    def __missing__(self, text: bytes) -> bytes:
        try:
            octets = bytes(map(int, text.split(b".")))
        except ValueError:
            raise KeyError(text) from None
        if len(octets) != 4 or b"%d.%d.%d.%d" % tuple(octets) != text:
            raise KeyError(text)
        return octets


class _TextTable(dict[bytes, bytes]):
    """Text to itself."""

    def __missing__(self, text: bytes) -> bytes:
        if len(text) > MAX_OCTETS:
            raise KeyError(text)
        return text


class _HexTable(dict[bytes, bytes]):
    """Hexadecimal digits without separators to octets."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__()
        self._least, self._most = least, most

    def __missing__(self, text: bytes) -> bytes:
        try:
            octets = bytes.fromhex(text.decode("ascii"))
        except ValueError:
            raise KeyError(text) from None
        size = len(octets)
        if 2 * size != len(text) or not self._least <= size <= self._most:
            raise KeyError(text)
        return octets


def value_tables(arcs: ArcTable) -> dict[bytes, tuple[int, dict[bytes, bytes]]]:
    """The text of a canonical TAG to the identifier octet and the table for its values.

    Escapes, Opaque in words and variation modules are not here: they are rare and go the slow way.
    """
    tables: dict[bytes, tuple[int, dict[bytes, bytes]]] = {
        b"%d" % value_type: (int(value_type), _NumberTable(value_type))
        for value_type in NUMBER_RANGES
        if value_type is not ValueType.UINTEGER32
    }
    tables[b"4"] = (ValueType.OCTET_STRING.value, _TextTable())
    tables[b"4x"] = (ValueType.OCTET_STRING.value, _HexTable(0, MAX_OCTETS))
    tables[b"5"] = (ValueType.NULL.value, {b"": b""})
    tables[b"6"] = (ValueType.OBJECT_IDENTIFIER.value, OidTable(arcs))
    tables[b"64"] = (ValueType.IP_ADDRESS.value, _AddressTable())
    tables[b"64x"] = (ValueType.IP_ADDRESS.value, _HexTable(4, 4))
    tables[b"68x"] = (ValueType.OPAQUE.value, _HexTable(0, MAX_OCTETS))
    return tables
