"""OIDs as recordings write them, encoded once and remembered.

Neighbouring records share all but the last number of their OIDs, so an OID is looked up as what stands before its last
dot and what stands behind it. The tables are dictionaries from text to octets that fill themselves; text that is not
canonical raises KeyError and goes the slow way through `lenient`. Hot path: measured by `bench/`.
"""

from __future__ import annotations

from trishul.datatypes.contents import MAX_ARC, MAX_ARCS, encode_arc

MAX_REMEMBERED = 50_000
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
        if len(self) < MAX_REMEMBERED:
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
        if len(self) < MAX_REMEMBERED:
            self[text] = octets
        return octets


class NameReader:
    """Reads the names of records one after the other and sees whether each follows the one before."""

    def __init__(self) -> None:
        self._arcs = ArcTable()
        self._heads = OidTable(self._arcs, MAX_ARCS - 1)
        self._head = self._last = b""

    def forget(self) -> None:
        """The name read last was not kept: the next one is not known to follow."""
        self._head = b""

    def read(self, text: bytes) -> tuple[bytes, bool]:
        """Contents octets of a name, and True when it certainly is greater than the name read before.

        Raises KeyError for text that is not canonical; the name after that is not known to follow.
        """
        head, _, last = text.rpartition(b".")
        previous_head, previous_last = self._head, self._last
        self._head = b""
        name = self._heads[head] + self._arcs[last]
        self._head, self._last = head, last
        follows = head == previous_head and (
            len(last) > len(previous_last) or (last > previous_last and len(last) == len(previous_last))
        )
        return name, follows
