"""The tree below an OID as one flat list, depth first: what a page needs to unfold everything at once.

Owns order and depth. A row is an id, an OID and a depth, so that half a million nodes are a few dozen
megabytes; what the nodes are is read piece by piece, by their ids. The order comes from the index of OIDs alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from trishul.datatypes.contents import decode_oid_contents, oid_sort_key
from trishul.errors import DecodeError
from trishul.library.nodes import NodeReader
from trishul.library.tree import MAX_CHILDREN, after

MAX_OUTLINED = 1_000_000
"""Nodes in one outline; thousands of vendors' modules together have half of them."""

Bounds = tuple[bytes, bytes]


class OutlineRow(NamedTuple):
    """A node by its id, and how many nodes of the outline are above it."""

    node_id: int
    contents: bytes
    depth: int
    above: int
    """How many of the contents octets are those of the row above it; 0 where there is none."""

    @property
    def arcs(self) -> tuple[int, ...]:
        """The arcs that lead here from the row above."""
        if not self.above:
            return decode_oid_contents(self.contents)
        return decode_oid_contents(b"\x2b" + self.contents[self.above :])[2:]


class OutlineReader:
    """Reads outlines from the index."""

    def __init__(self, reader: NodeReader) -> None:
        self._reader = reader
        self._connection = reader.connection

    def within(self, bounds: Bounds, above: int) -> list[OutlineRow]:
        """One row for each OID within bounds, the best of the nodes that have it, below an OID of `above` octets."""
        found = self._connection.rows(
            "SELECT oid, id FROM node WHERE oid >= ? AND oid < ? ORDER BY oid, rank DESC LIMIT ?",
            (*bounds, MAX_OUTLINED),
        )
        return outlined(dict(found).items(), above)

    def children_within(self, bounds: Bounds, above: int) -> list[OutlineRow]:
        """The same for the nearest known nodes only."""
        found: dict[bytes, int] = {}
        start, end = bounds
        while len(found) < MAX_CHILDREN:
            row = self._connection.row(
                "SELECT oid, id FROM node WHERE oid = (SELECT min(oid) FROM node WHERE oid >= ? AND oid < ?)"
                " ORDER BY rank LIMIT 1",
                (start, end),
            )
            if row is None:
                break
            found[row[0]] = row[1]
            start = after(row[0])
        return outlined(found.items(), above)

    def of_module(self, module: str) -> list[OutlineRow]:
        """The nodes of one module, each below the nearest of them that is above it."""
        module_id = self._reader.module_id(module)
        return outlined(self._connection.rows("SELECT oid, id FROM node WHERE module_id = ?", (module_id,)), 0)


def outlined(nodes: Iterable[tuple[bytes, int]], above: int) -> list[OutlineRow]:
    """Rows for pairs of contents octets and id, in the order in which people count."""
    rows: list[OutlineRow] = []
    path: list[bytes] = []
    for contents, node_id in sorted(nodes, key=_by_arcs):
        while path and not (contents.startswith(path[-1]) and contents != path[-1]):
            path.pop()
        rows.append(OutlineRow(node_id, contents, len(path), len(path[-1]) if path else above))
        path.append(contents)
    return rows


def _by_arcs(row: tuple[bytes, int]) -> bytes:
    try:
        return oid_sort_key(row[0])
    except DecodeError:
        return b"\xff" + row[0]
