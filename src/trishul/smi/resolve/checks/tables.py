"""Tables, rows and columns: what belongs together agrees (RFC 2578 §7.1.12, §7.7, §7.8)."""

from __future__ import annotations

from trishul.smi.model import BaseType, NodeKind, ObjectNode
from trishul.smi.resolve.checks.gathered import Gathered
from trishul.smi.syntax import ObjectType, TypeDefinition

_SAME_TYPE = {"INTEGER": "Integer32", "Counter": "Counter32", "Gauge": "Gauge32", "BIT STRING": "BITS"}
_COUNTERS = frozenset((BaseType.COUNTER32, BaseType.COUNTER64))
_WRITABLE = frozenset(("read-write", "read-create", "write-only"))


def check_tables(gathered: Gathered) -> None:
    """All tables, rows, columns and scalars."""
    nodes = gathered.object_nodes
    types = gathered.scope.types
    for one in gathered.objects:
        node = nodes.get(one.name)
        if node is None:
            continue
        if one.access in _WRITABLE:
            _check_access(gathered, one, node)
        if node.kind is NodeKind.TABLE:
            _check_table(gathered, one, node)
        elif node.kind is NodeKind.ROW:
            _check_row(gathered, one, node)
            definition = types.get(one.syntax.name) if one.syntax is not None else None
            columns = gathered.children.get(one.name)
            if columns and definition is not None and definition.syntax is not None and definition.syntax.columns:
                _check_sequence(gathered, one, definition, columns)


def _check_access(gathered: Gathered, one: ObjectType, node: ObjectNode) -> None:
    """What may be written or made (RFC 2578 §7.3, RFC 2579 §2)."""
    access = one.access
    if node.type.base in _COUNTERS:
        gathered.report("counter-access", one.at, f"The counter {one.name} is {access}", "Write read-only")
    if access == "read-create" and node.kind is NodeKind.SCALAR:
        gathered.report("scalar-access", one.at, f"The scalar {one.name} is read-create", "Write read-write")
    elif access == "read-write" and node.type.name == "RowStatus":
        gathered.report("row-status-access", one.at, f"The RowStatus {one.name} is read-write", "Write read-create")
    elif access == "write-only" and gathered.is_smiv2:
        gathered.report(
            "write-only", one.at, f"{one.name} is write-only, which SMIv2 does not have", "Write read-write"
        )


def _check_table(gathered: Gathered, one: ObjectType, node: ObjectNode) -> None:
    if one.access not in {"not-accessible", ""}:
        gathered.report("table-access", one.at, f"The table {one.name} is {one.access}", "Write not-accessible")
    if not one.name.endswith("Table"):
        gathered.report("table-name", one.at, f"The table {one.name} has a name that does not end with Table")
    row = next(iter(gathered.children.get(one.name, ())), None)
    if row is not None and row.syntax is not None and node.type.row_type not in {"", row.syntax.name}:
        message = f"{one.name} is a SEQUENCE OF {node.type.row_type}, its row {row.name} is {row.syntax.name}"
        gathered.report("table-type", one.syntax_at, message, "Write the same name")


def _check_row(gathered: Gathered, one: ObjectType, node: ObjectNode) -> None:
    name = one.name
    if one.access not in {"not-accessible", ""}:
        gathered.report("row-access", one.at, f"The row {name} is {one.access}", "Write not-accessible")
    table = str(one.oid[0]) if one.oid else ""
    if not name.endswith("Entry"):
        gathered.report("row-name", one.at, f"The row {name} has a name that does not end with Entry")
    elif table.endswith("Table") and name.removesuffix("Entry") != table.removesuffix("Table"):
        gathered.report("row-table-name", one.at, f"The row {name} and its table {table} have different names")
    if len(one.oid) == len(("table", 1)) and one.oid[1] != 1:
        gathered.report("row-number", one.at, f"The row {name} has the number {one.oid[1]}", "Give it the number 1")
    if one.augments:
        augmented = gathered.find_object(one.augments)
        if augmented is not None and not augmented.index:
            what = "is no row" if not augmented.augments else "augments another row itself"
            message = f"{name} augments {one.augments}, which {what}"
            gathered.report("bad-augments", one.list_at, message, "Name a row that has an INDEX")
    elif not one.index and node.type.base is BaseType.ROW:
        gathered.report("missing-index", one.at, f"The row {name} has no INDEX", "Add INDEX or AUGMENTS")


def _check_sequence(gathered: Gathered, row: ObjectType, definition: TypeDefinition, columns: list[ObjectType]) -> None:
    """The SEQUENCE names the columns of its row, all of them, in their order, with their types."""
    assert definition.syntax is not None
    listed = definition.syntax.columns
    types = dict(zip(listed, definition.syntax.column_types, strict=False))
    present = {column.name: column for column in columns}
    stray = next((name for name in listed if name not in present), None)
    if stray is not None and stray not in gathered.scope.imports:
        message = f"{definition.name} names {stray}, which is no column of {row.name}"
        gathered.report("sequence-stray", definition.syntax_at, message, "Correct the name")
    missing = next((column for column in columns if column.name not in types), None)
    if missing is not None:
        message = f"The column {missing.name} is not in the SEQUENCE {definition.name}"
        gathered.report("sequence-missing", missing.at, message, "Add it")
    if stray is None and missing is None and listed != tuple(present):
        ranked = sorted(columns, key=lambda column: column.oid[-1] if isinstance(column.oid[-1], int) else 0)
        if tuple(column.name for column in ranked) != listed:
            message = f"The SEQUENCE {definition.name} is not in the order of its columns"
            gathered.report("sequence-order", definition.syntax_at, message, "Sort it by their numbers")
    for column in columns:
        listed_type = types.get(column.name)
        if listed_type and column.syntax is not None and not _is_same(listed_type, column.syntax.name):
            message = f"{column.name} is {column.syntax.name}, in {definition.name} it is {listed_type}"
            gathered.report("sequence-type", column.syntax_at, message, "Write the same type in both places")


def _is_same(one: str, other: str) -> bool:
    """True for two writings of a type."""
    return one == other or _SAME_TYPE.get(one, one) == _SAME_TYPE.get(other, other)
