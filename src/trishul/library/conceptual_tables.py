"""Conceptual tables as a MIB defines them, found by the OIDs of their instances (RFC 2578 §7.1.12, §7.7, §7.8).

Owns the facts of a table: its name, the index of its rows, its columns, and that rows which augment others belong to
the table of those others. What a device has in its tables is for others to gather. Hot where walks are gathered: the
column met last is remembered, since neighbours share it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from trishul.library.instances import (
    MAX_AUGMENTS,
    InstanceIndexes,
    NamedIndex,
    find_named_object,
    index_objects,
    parent_contents,
    row_at,
)
from trishul.library.library import Library
from trishul.library.records import LibraryNode
from trishul.smi.index_codec import IndexCodec
from trishul.smi.model import NodeKind, ObjectNode

NO_INDEX = IndexCodec(())


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """A table by the row that all its columns share the index of; what augments that row belongs to it."""

    name: str
    module: str
    contents: bytes
    """OID of the table, or of the row where the table has no name."""
    row_contents: bytes
    index: tuple[NamedIndex, ...]
    codec: IndexCodec

    @property
    def full_name(self) -> str:
        """`IF-MIB::ifTable`."""
        return f"{self.module}::{self.name}"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column with the table that it is shown in, and the table that defines it where that augments the other."""

    contents: bytes
    module: str
    node: ObjectNode
    table: TableDefinition
    augmenting: str = ""
    """Name of the table, such as `ifXTable`, whose rows augment those of `table`."""


@dataclass(slots=True)
class TableFinder:
    """Finds columns and their tables; one thread at a time, as its library."""

    library: Library
    _columns: dict[bytes, TableColumn] = field(default_factory=dict)
    _rows: dict[bytes, tuple[TableDefinition, str] | None] = field(default_factory=dict)
    _lengths: list[int] = field(default_factory=list)
    _last: TableColumn | None = None
    _indexes: InstanceIndexes = field(init=False)

    def __post_init__(self) -> None:
        self._indexes = InstanceIndexes(self.library)

    def column_of(self, oid_contents: bytes) -> TableColumn | None:
        """The column that an instance belongs to; None for scalars and what no MIB is known of."""
        last = self._last
        if last is not None and oid_contents.startswith(last.contents):
            return last
        for length in self._lengths:
            known = self._columns.get(oid_contents[:length])
            if known is not None:
                self._last = known
                return known
        found = self.library.find_by_oid(oid_contents)
        if found is None or found[0].node.kind is not NodeKind.COLUMN:
            return None
        self._last = self._keep(found[0])
        return self._last

    def find_table(self, name: str) -> TableDefinition | None:
        """The table of a table, row or column by its name, `ifTable` or `IF-MIB::ifTable`."""
        module, _, label = name.rpartition("::")
        for found in self.library.find_by_name(label, module or None):
            node, row = found.node, found
            if node.kind is NodeKind.COLUMN:
                column = self._keep(found)
                return None if column is None else column.table
            if node.kind is NodeKind.TABLE:
                rows = self.library.children_of(node.oid_contents)
                row = next((one for one in rows if one.node.kind is NodeKind.ROW), found)
            if row.node.kind is NodeKind.ROW:
                shared = self._table_of(row.node.oid_contents)
                return None if shared is None else shared[0]
        return None

    def columns_of(self, table: TableDefinition) -> list[TableColumn]:
        """The columns that the table's own row defines, in the order of their numbers."""
        children = self.library.children_of(table.row_contents)
        kept = [self._keep(child) for child in children if child.node.kind is NodeKind.COLUMN]
        return [column for column in kept if column is not None]

    def _keep(self, found: LibraryNode) -> TableColumn | None:
        node = found.node
        shared = self._table_of(parent_contents(node.oid_contents))
        if shared is None or not isinstance(node, ObjectNode):
            return None
        column = TableColumn(node.oid_contents, found.module, node, *shared)
        self._columns[column.contents] = column
        if len(column.contents) not in self._lengths:
            self._lengths.append(len(column.contents))
        return column

    def _table_of(self, row_contents: bytes) -> tuple[TableDefinition, str] | None:
        """The table of a row, and the name of its own table where it augments."""
        if row_contents not in self._rows:
            row = row_at(self.library, row_contents)
            self._rows[row_contents] = None if row is None else self._define(row)
        return self._rows[row_contents]

    def _define(self, row: LibraryNode) -> tuple[TableDefinition, str]:
        base = _base_of(self.library, row)
        if base.node.oid_contents != row.node.oid_contents:
            shared = self._table_of(base.node.oid_contents)
            if shared is not None:
                return shared[0], self._above(row).node.name
        table = self._above(base)
        index = tuple(index_objects(self.library, base) or ())
        codec = self._indexes.codec_of(base) or NO_INDEX
        contents = base.node.oid_contents
        return TableDefinition(table.node.name, table.module, table.node.oid_contents, contents, index, codec), ""

    def _above(self, row: LibraryNode) -> LibraryNode:
        """The table that a row belongs to, else the row itself."""
        contents = parent_contents(row.node.oid_contents)
        found = self.library.find_by_oid(contents)
        is_table = found is not None and found[1] == len(contents) and found[0].node.kind is NodeKind.TABLE
        return found[0] if found is not None and is_table else row


def _base_of(library: Library, row: LibraryNode) -> LibraryNode:
    """The row that a row augments in the end, or the row itself."""
    base = row
    for _ in range(MAX_AUGMENTS):
        node = base.node
        if not isinstance(node, ObjectNode) or node.index or not node.augments:
            return base
        found = find_named_object(library, base.module, node.augments)
        if found is None or found.node.kind is not NodeKind.ROW:
            return base
        base = found
    return row
