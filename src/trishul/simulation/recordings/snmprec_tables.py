"""Canonical fields of .snmprec lines, encoded once and remembered.

Recordings repeat themselves: prefixes, arcs, numbers and types come back on every other line. Each table is a
dictionary from a field's text to its octets that fills itself; a field that is not in canonical form raises KeyError
and goes the slow way through `snmprec_repair`. Hot path: measured by `bench/`.
"""

from __future__ import annotations

from trishul.datatypes.contents import MAX_ARC, MAX_ARCS, encode_arc, encode_integer
from trishul.datatypes.values import NUMBER_RANGES, ValueType
from trishul.simulation.recordings.lenient import MAX_OCTETS

_MAX_REMEMBERED = 50_000
"""Entries of one table; a file with more distinct fields is read correctly, only without the gain."""


class ArcTable(dict[bytes, bytes]):
    """One number of an OID to its octets."""

    def __missing__(self, text: bytes) -> bytes:
        if not text.isdigit() or (text[0] == 0x30 and len(text) > 1) or len(text) > 10:
            raise KeyError(text)
        arc = int(text)
        if arc > MAX_ARC:
            raise KeyError(text)
        octets = encode_arc(arc)
        if len(self) < _MAX_REMEMBERED:
            self[text] = octets
        return octets


class OidTable(dict[bytes, bytes]):
    """An OID of at least two numbers to its contents octets."""

    def __init__(self, arcs: ArcTable, max_arcs: int = MAX_ARCS) -> None:
        super().__init__()
        self._arcs = arcs
        self._max_arcs = max_arcs

    def __missing__(self, text: bytes) -> bytes:
        parts = text.split(b".")
        if not 2 <= len(parts) <= self._max_arcs or parts[0] not in (b"0", b"1", b"2"):
            raise KeyError(text)
        second = parts[1]
        if not second.isdigit() or (second[0] == 0x30 and len(second) > 1):
            raise KeyError(text)
        if len(second) > 2 or int(second) > 39:
            raise KeyError(text)
        head = b"%d" % (int(parts[0]) * 40 + int(second))
        arcs = self._arcs
        octets = arcs[head] + b"".join(map(arcs.__getitem__, parts[2:]))
        if len(self) < _MAX_REMEMBERED:
            self[text] = octets
        return octets


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
        if len(self) < _MAX_REMEMBERED:
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
