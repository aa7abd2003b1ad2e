"""The rows of a walk as conceptual tables: columns as columns, the decoded index in front, augmenting tables joined.

Owns the gathering of instances into rows, the view of one table, and the list of tables that a walk has something of.
What a table is says `library.conceptual_tables`; how a value looks, `value_texts`. Takes time that grows with the walk:
run it in a thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from trishul.datatypes.oid import oid_sort_key, oid_text
from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError, TrishulError
from trishul.library.conceptual_tables import TableColumn, TableDefinition, TableFinder
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.library.places import arcs_of
from trishul.services.value_texts import RowMaker
from trishul.smi.index_codec import IndexPart
from trishul.smi.model import ObjectNode

_ROW_STATUSES = frozenset(("RowStatus", "EntryStatus"))
"""RFC 2579 §2, RFC 1757 §4."""


class NoSuchTable(TrishulError):
    """The walk has nothing of such a table."""

    code = "no_such_table"

    def __init__(self, name: str) -> None:
        super().__init__(f"The walk has nothing of a table {name[:80]}")


class TableSummary(msgspec.Struct, frozen=True):
    """A table that a walk has something of."""

    name: str
    module: str
    oid: str
    rows: int
    columns: int
    cells: int
    joined: list[str]
    """Tables whose rows augment those of this one and are shown with them."""


class TableList(msgspec.Struct, frozen=True):
    """What a walk has of tables, in its own order, and how many rows belong to none."""

    tables: list[TableSummary]
    scalars: int
    unnamed: int
    """Rows that no loaded MIB names, or whose name is no whole instance."""


class ColumnFacts(msgspec.Struct, frozen=True):
    """A column, or an object of the index, as its MIB defines it."""

    name: str
    module: str
    oid: str
    """Of the column: an instance is this, a full stop and the row's `instance`."""
    syntax: str
    """The type by its MIB, such as DisplayString."""
    units: str
    access: str
    labels: dict[str, int]
    is_row_status: bool = False
    table: str = ""
    """Where rows of another table augment these: its name."""


class TableCell(msgspec.Struct, frozen=True, gc=False):
    """One value: for machines, for people, and its type."""

    value: str
    display: str
    type: str


class TableRow(msgspec.Struct, frozen=True, gc=False):
    """One row; `index` has as many texts as the table has index objects, where its numbers can be read."""

    instance: str
    """The arcs behind a column: `3`, `10.0.0.1.5`."""
    index: list[str]
    cells: list[TableCell | None]
    """One for each column; null where the device has none."""
    is_whole: bool
    """False where the instance does not fit the index."""
    status: str | None = None
    """What the column that is a RowStatus says: active, notInService, notReady."""


class TableView(msgspec.Struct, frozen=True):
    """A table, or some of its rows."""

    name: str
    module: str
    oid: str
    index: list[ColumnFacts]
    columns: list[ColumnFacts]
    """Those that the device has, without those in the index."""
    rows: list[TableRow]
    total: int
    """Rows that fit the search."""
    joined: list[str]


@dataclass(slots=True)
class GatheredTable:
    """What a walk has of one table: its columns, and its values by row and column."""

    definition: TableDefinition
    columns: dict[bytes, TableColumn] = field(default_factory=dict)
    rows: dict[bytes, dict[bytes, VarBind]] = field(default_factory=dict)
    """By the octets behind the column, then by the column's."""
    cells: int = 0

    @property
    def joined(self) -> list[str]:
        """Tables whose rows augment those of this one."""
        return list(dict.fromkeys(column.augmenting for column in self.columns.values() if column.augmenting))

    def instances(self) -> list[bytes]:
        """The rows in the order of their index."""
        return sorted(self.rows, key=_row_order)


@dataclass(slots=True)
class GatheredWalk:
    """The rows of a walk, sorted into tables and what belongs to none."""

    tables: dict[bytes, GatheredTable] = field(default_factory=dict)
    """By the OID of the row, in the order of the walk."""
    others: list[VarBind] = field(default_factory=list)
    """Scalars, and all that no table is known of."""


def gather(varbinds: Iterable[VarBind], finder: TableFinder, only: TableDefinition | None = None) -> GatheredWalk:
    """Sorts rows into tables; with `only` it looks at nothing but that one."""
    walk = GatheredWalk()
    tables, others = walk.tables, walk.others
    column: TableColumn | None = None
    row_of: dict[bytes, dict[bytes, VarBind]] = {}
    table: GatheredTable | None = None
    for varbind in varbinds:
        name = varbind.name
        if column is None or table is None or not name.startswith(column.contents):
            column = finder.column_of(name)
            if column is None or (only is not None and column.table.row_contents != only.row_contents):
                others.append(varbind)
                column = None
                continue
            table = tables.setdefault(column.table.row_contents, GatheredTable(column.table))
            table.columns[column.contents] = column
            row_of = table.rows
        row_of.setdefault(name[len(column.contents) :], {})[column.contents] = varbind
        table.cells += 1
    return walk


def list_tables(varbinds: Iterable[VarBind], library: Library | None) -> TableList:
    """The tables that a walk has something of."""
    if library is None:
        return TableList([], 0, sum(1 for _ in varbinds))
    walk = gather(varbinds, TableFinder(library))
    names = Names(library)
    scalars = sum(names.shown(varbind.name).is_known for varbind in walk.others)
    return TableList([_summary(table) for table in walk.tables.values()], scalars, len(walk.others) - scalars)


def view_table(varbinds: Iterable[VarBind], library: Library | None, name: str, part: slice | None = None) -> TableView:
    """The view of a table by its name, or that of a row or column; all rows, or those of a part. Raises NoSuchTable."""
    finder = None if library is None else TableFinder(library)
    definition = None if finder is None else finder.find_table(name)
    if finder is None or definition is None:
        raise NoSuchTable(name)
    table = gather(varbinds, finder, definition).tables.get(definition.row_contents)
    if table is None:
        raise NoSuchTable(name)
    return TableViewer(finder.library).view(table, part)


class TableViewer:
    """Makes views of gathered tables."""

    def __init__(self, library: Library) -> None:
        self._show = RowMaker(Names(library)).show

    def view(self, table: GatheredTable, part: slice | None = None) -> TableView:
        """A table with all its rows, or with those of a part, in the order of the index."""
        definition = table.definition
        in_index = {one.found.node.oid_contents for one in definition.index if one.found is not None}
        columns = [
            table.columns[contents] for contents in sorted(table.columns, key=_oid_order) if contents not in in_index
        ]
        instances = table.instances()
        rows = [self._row(table, instance, columns) for instance in instances[part or slice(None)]]
        return TableView(
            name=definition.name,
            module=definition.module,
            oid=oid_text(definition.contents),
            index=[_index_facts(table, number) for number in range(len(definition.index))],
            columns=[facts_of_column(column) for column in columns],
            rows=rows,
            total=len(instances),
            joined=table.joined,
        )

    def _row(self, table: GatheredTable, instance: bytes, columns: Sequence[TableColumn]) -> TableRow:
        parts, is_whole = decode_instance(table.definition, instance)
        values = table.rows[instance]
        cells: list[TableCell | None] = []
        status = None
        for column in columns:
            varbind = values.get(column.contents)
            if varbind is None:
                cells.append(None)
                continue
            shown = self._show(varbind)
            cells.append(TableCell(shown.value, shown.display, shown.type))
            if status is None and is_row_status(column.node):
                status = shown.display.partition("(")[0]
        return TableRow(instance_text(instance), [part.shown for part in parts], cells, is_whole, status)


def decode_instance(definition: TableDefinition, instance: bytes) -> tuple[list[IndexPart], bool]:
    """The index in the octets behind a column, and whether it is a whole one."""
    try:
        parts, rest = definition.codec.decode(arcs_of(instance))
    except DecodeError:
        return [], False
    return parts, not rest and bool(parts) and len(parts) == len(definition.codec.columns)


def instance_text(instance: bytes) -> str:
    """The arcs behind a column as dotted numbers."""
    try:
        return ".".join(map(str, arcs_of(instance)))
    except DecodeError:
        return f"0x{instance.hex()}"


def is_row_status(node: ObjectNode) -> bool:
    """True for the column that says whether a row counts."""
    return node.type.name in _ROW_STATUSES


def facts_of_column(column: TableColumn) -> ColumnFacts:
    """What its MIB says of a column."""
    return _facts(column.node, column.module, column.augmenting)


def _summary(table: GatheredTable) -> TableSummary:
    definition = table.definition
    oid = oid_text(definition.contents)
    return TableSummary(
        definition.name, definition.module, oid, len(table.rows), len(table.columns), table.cells, table.joined
    )


def _index_facts(table: GatheredTable, number: int) -> ColumnFacts:
    name, info, _, found = table.definition.index[number]
    if found is not None and isinstance(found.node, ObjectNode):
        return _facts(found.node, found.module)
    return ColumnFacts(name, "", "", info.name or str(info.base), "", "", dict(info.labels))


def _facts(node: ObjectNode, module: str, augmenting: str = "") -> ColumnFacts:
    return ColumnFacts(
        name=node.name,
        module=module,
        oid=oid_text(node.oid_contents),
        syntax=node.type.name or str(node.type.base),
        units=node.units,
        access=node.access,
        labels=dict(node.type.labels),
        is_row_status=is_row_status(node),
        table=augmenting,
    )


def _oid_order(contents: bytes) -> bytes:
    try:
        return oid_sort_key(contents)
    except DecodeError:
        return contents


def _row_order(instance: bytes) -> tuple[int, ...]:
    try:
        return arcs_of(instance)
    except DecodeError:
        return ()


def tables_of(varbinds: Iterable[VarBind], library: Library | None) -> Iterator[TableView]:
    """The views of all tables of a walk."""
    if library is not None:
        viewer = TableViewer(library)
        for table in gather(varbinds, TableFinder(library)).tables.values():
            yield viewer.view(table)
