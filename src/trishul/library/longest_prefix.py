"""The node that names an OID best: the one at its longest known prefix.

Byte order does it: all known prefixes of an OID are not above it, so its predecessor in the index either is the longest
of them, or shares all of them. An answer holds for the whole gap between two known OIDs, and walks ask for
neighbours: gaps asked for twice are kept, and the prefixes of their lower end where they are needed. Hot path, measured
by `bench/`.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right

from trishul.library.connection import Row
from trishul.library.nodes import NodeReader
from trishul.library.records import LibraryNode, LibraryUnavailable

MAX_GAPS = 8192
"""Gaps kept; about 1 kB each."""
MAX_NOTED = 65_536
"""Lower ends noted as asked for once."""
_BEHIND_ALL = b"\xff"
"""No OID begins like this: its first number would be larger than any."""
_PREDECESSOR = "SELECT module_id, details, oid FROM node WHERE oid <= ? ORDER BY oid DESC, rank LIMIT 1"

Found = tuple[LibraryNode, int]
"""A node, and how many octets of the OID are its own."""


class LongestPrefix:
    """Finds nodes by OID; keeps what walks need again."""

    __slots__ = ("_above", "_cursor", "_ends", "_found", "_noted", "_reader", "_starts")

    def __init__(self, reader: NodeReader) -> None:
        self._reader = reader
        self.forget()

    def forget(self) -> None:
        """Drops everything that was kept."""
        self._cursor = self._reader.connection.cursor
        self._noted: set[bytes] = set()
        self._drop_gaps()

    def _drop_gaps(self) -> None:
        self._starts: list[bytes] = []
        self._ends: list[bytes] = []
        self._found: list[Found] = []
        self._above: list[tuple[tuple[bytes, Found], ...] | None] = []

    def find(self, contents: bytes) -> Found | None:
        """The best node at the longest known prefix of an OID's contents octets."""
        place = bisect_right(self._starts, contents) - 1
        if place >= 0 and contents < self._ends[place]:
            found = self._found[place]
            if contents.startswith(self._starts[place]):
                return found
            above = self._above[place]
            if above is None:
                above = self._above[place] = self._known_prefixes(self._starts[place])
            for prefix, found in above:
                if contents.startswith(prefix):
                    return found
            return None
        return self._search(contents)

    def _search(self, contents: bytes) -> Found | None:
        try:
            row = self._cursor.execute(_PREDECESSOR, (contents,)).fetchone()
            if row is None:
                return None
            oid = row[2]
            if oid in self._noted:
                self._keep_gap(oid, row)
            else:
                if len(self._noted) >= MAX_NOTED:
                    self._noted.clear()
                self._noted.add(oid)
            while not contents.startswith(oid):
                prefix = shared_arcs(contents, oid)
                row = self._cursor.execute(_PREDECESSOR, (prefix,)).fetchone() if prefix else None
                if row is None:
                    return None
                oid = row[2]
        except sqlite3.Error as error:
            raise LibraryUnavailable(str(error)) from error
        return self._reader.entry(row), len(oid)

    def _keep_gap(self, start: bytes, row: Row) -> None:
        """Keeps a known OID's node for all OIDs that lie between it and the next known one."""
        if len(self._starts) >= MAX_GAPS:
            self._drop_gaps()
        following = self._cursor.execute("SELECT min(oid) FROM node WHERE oid > ?", (start,)).fetchone()
        place = bisect_right(self._starts, start)
        self._starts.insert(place, start)
        self._ends.insert(place, following[0] or _BEHIND_ALL)
        self._found.insert(place, (self._reader.entry(row), len(start)))
        self._above.insert(place, None)

    def _known_prefixes(self, contents: bytes) -> tuple[tuple[bytes, Found], ...]:
        """Known OIDs above a known one, the longest first."""
        known = ((prefix, self._reader.at(prefix)) for prefix in proper_prefixes(contents))
        return tuple((prefix, (node, len(prefix))) for prefix, node in known if node)


def proper_prefixes(contents: bytes) -> list[bytes]:
    """All shorter OIDs that this one begins with, the longest first."""
    return [contents[:end] for end in range(len(contents) - 1, 0, -1) if contents[end - 1] < 128]


def shared_arcs(one: bytes, other: bytes) -> bytes:
    """The octets of the sub-identifiers with which both begin."""
    length = 0
    for place, (left, right) in enumerate(zip(one, other, strict=False), 1):
        if left != right:
            break
        if left < 128:
            length = place
    return one[:length]
