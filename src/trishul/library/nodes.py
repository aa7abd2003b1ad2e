"""Rows of the index as nodes: decodes them and knows the names of their modules."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from trishul.library.connection import IndexConnection, Row
from trishul.library.records import LibraryNode, LibraryUnavailable
from trishul.library.schema import PACK_BITS, PACK_SIZE, decode_node, unpack

MAX_VARIABLES = 500
"""Rows are asked for by id in groups of at most this many."""
MAX_PACKS = 128
"""Packs of details that are kept open, with some 10 kB each."""


class NodeReader:
    """Reads nodes by what the index is sorted by: OID, name, id."""

    def __init__(self, connection: IndexConnection) -> None:
        self.connection = connection
        self._module_names: dict[int, str] = {}
        self._packs: OrderedDict[int, list[bytes]] = OrderedDict()

    def forget(self) -> None:
        """Drops what may have changed in the index."""
        self._module_names.clear()
        self._packs.clear()

    def module_name(self, module_id: int) -> str:
        """Name of a module that the index has just named."""
        name = self._module_names.get(module_id)
        if name is None:
            self._module_names.update(self.connection.rows("SELECT id, name FROM module"))
            name = self._module_names.get(module_id, "")
        return name

    def module_id(self, name: str) -> int | None:
        """Id of a module; None where there is none of this name."""
        row = self.connection.row("SELECT id FROM module WHERE name = ?", (name,))
        return row[0] if row else None

    def entry(self, row: Row) -> LibraryNode:
        """A node from its row: module id, id."""
        return LibraryNode(self.module_name(row[0]), decode_node(self._details(row[1])))

    def _details(self, node_id: int) -> bytes:
        """The details of a node; those of its neighbours are kept too."""
        number = node_id >> PACK_BITS
        pack = self._packs.get(number)
        if pack is None:
            row = self.connection.row("SELECT octets FROM node_details WHERE id = ?", (number,))
            if row is None:
                raise LibraryUnavailable("a row of the index is missing")
            while len(self._packs) >= MAX_PACKS:
                self._packs.popitem(last=False)
            pack = self._packs[number] = unpack(row[0])
        else:
            self._packs.move_to_end(number)
        return pack[node_id & (PACK_SIZE - 1)]

    def entries(self, rows: Iterable[Row]) -> list[LibraryNode]:
        """Nodes from their rows."""
        return [self.entry(row) for row in rows]

    def at(self, contents: bytes) -> LibraryNode | None:
        """The best node with exactly this OID."""
        statement = "SELECT module_id, id FROM node WHERE oid = ? ORDER BY rank LIMIT 1"
        row = self.connection.row(statement, (contents,))
        return self.entry(row) if row else None

    def all_at(self, contents: bytes) -> list[LibraryNode]:
        """All nodes with exactly this OID, best first."""
        statement = "SELECT module_id, id FROM node WHERE oid = ? ORDER BY rank"
        return self.entries(self.connection.rows(statement, (contents,)))

    def by_ids(self, ids: Sequence[int]) -> dict[int, LibraryNode]:
        """Nodes by their ids; those that are gone are left out."""
        found: dict[int, LibraryNode] = {}
        for start in range(0, len(ids), MAX_VARIABLES):
            group = ids[start : start + MAX_VARIABLES]
            marks = ",".join("?" * len(group))
            statement = f"SELECT module_id, id FROM node WHERE id IN ({marks})"  # noqa: S608 - marks only
            found.update({row[1]: self.entry(row) for row in self.connection.rows(statement, group)})
        return found
