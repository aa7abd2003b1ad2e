"""Rows of the index as nodes: decodes them and knows the names of their modules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trishul.library.connection import IndexConnection, Row
from trishul.library.records import LibraryNode
from trishul.library.schema import decode_node

MAX_VARIABLES = 500
"""Rows are asked for by id in groups of at most this many."""


class NodeReader:
    """Reads nodes by what the index is sorted by: OID, name, id."""

    def __init__(self, connection: IndexConnection) -> None:
        self.connection = connection
        self._module_names: dict[int, str] = {}

    def forget(self) -> None:
        """Drops what may have changed in the index."""
        self._module_names.clear()

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
        """A node from its row: module id, details."""
        return LibraryNode(self.module_name(row[0]), decode_node(row[1]))

    def entries(self, rows: Iterable[Row]) -> list[LibraryNode]:
        """Nodes from their rows."""
        return [self.entry(row) for row in rows]

    def at(self, contents: bytes) -> LibraryNode | None:
        """The best node with exactly this OID."""
        statement = "SELECT module_id, details FROM node WHERE oid = ? ORDER BY rank LIMIT 1"
        row = self.connection.row(statement, (contents,))
        return self.entry(row) if row else None

    def all_at(self, contents: bytes) -> list[LibraryNode]:
        """All nodes with exactly this OID, best first."""
        statement = "SELECT module_id, details FROM node WHERE oid = ? ORDER BY rank"
        return self.entries(self.connection.rows(statement, (contents,)))

    def by_ids(self, ids: Sequence[int]) -> dict[int, LibraryNode]:
        """Nodes by their ids; those that are gone are left out."""
        found: dict[int, LibraryNode] = {}
        for start in range(0, len(ids), MAX_VARIABLES):
            group = ids[start : start + MAX_VARIABLES]
            marks = ",".join("?" * len(group))
            statement = f"SELECT module_id, details, id FROM node WHERE id IN ({marks})"  # noqa: S608 - marks only
            found.update({row[2]: self.entry(row) for row in self.connection.rows(statement, group)})
        return found
