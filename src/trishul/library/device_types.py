"""The objects of chosen modules as `simulation.generation` takes them: read from the index, with what they depend on.

Owns which tables are needed besides: those whose index objects a chosen table borrows, or whose rows it augments. What
becomes of them is up to the simulation.
"""

from __future__ import annotations

from collections.abc import Sequence

from trishul.errors import InvalidInput
from trishul.library.instances import find_named_object, index_objects, parent_contents, row_at
from trishul.library.library import Library
from trishul.library.object_rules import default_value
from trishul.library.records import LibraryNode
from trishul.simulation.generation import DeviceTypes, IndexObject, ObjectType, TableType
from trishul.smi.model import NodeKind, ObjectNode

_ENTERPRISES = bytes((0x2B, 6, 1, 4, 1))
_ANY_DEVICE = _ENTERPRISES + b"\x81\xfd\x59\x01"
"""1.3.6.1.4.1.32473.1: the enterprise number for documentation (RFC 5612)."""


def read_device_types(library: Library, modules: Sequence[str]) -> DeviceTypes:
    """The scalars and tables of some modules. Raises InvalidInput for a module that is not there or has no objects."""
    reader = _Reader(library)
    for module in dict.fromkeys(modules):
        if library.find_module(module) is None:
            raise InvalidInput(f"There is no module {module[:80]!r} in the MIB library", field="modules")
        reader.read(module)
    if not reader.scalars and not reader.tables:
        raise InvalidInput(f"{', '.join(modules)}: no objects are defined there", field="modules")
    reader.read_borrowed()
    return DeviceTypes(
        tuple(dict.fromkeys(modules)),
        tuple(reader.scalars.values()),
        tuple(reader.tables[contents] for contents in sorted(reader.tables)),
        reader.identity or _ANY_DEVICE,
    )


class _Reader:
    """Gathers objects by their OIDs: several modules may define one."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.scalars: dict[bytes, ObjectType] = {}
        self.tables: dict[bytes, TableType] = {}
        self.identity = b""

    def read(self, module: str) -> None:
        """Takes all objects of a module."""
        nodes = self._library.nodes_of(module)
        columns: dict[bytes, list[ObjectType]] = {}
        for found in nodes:
            node = found.node
            if not self.identity and node.oid_contents.startswith(_ENTERPRISES) and node.oid_contents != _ENTERPRISES:
                self.identity = node.oid_contents
            if node.kind is NodeKind.SCALAR:
                self.scalars.setdefault(node.oid_contents, self._object(found))
            elif node.kind is NodeKind.COLUMN:
                columns.setdefault(parent_contents(node.oid_contents), []).append(self._object(found))
        for found in nodes:
            contents = found.node.oid_contents
            if found.node.kind is NodeKind.ROW and contents not in self.tables:
                self.tables[contents] = self._table(found, columns.get(contents, ()), is_served=True)

    def read_borrowed(self) -> None:
        """Takes the tables that others take their rows from, and theirs."""
        waiting = list(self.tables.values())
        while waiting:
            table = waiting.pop()
            wanted = [parent_contents(one.contents) for one in table.index if one.contents]
            for contents in (*wanted, table.augments):
                row = row_at(self._library, contents) if contents and contents not in self.tables else None
                if row is not None:
                    children = self._library.children_of(contents)
                    columns = [self._object(child) for child in children if child.node.kind is NodeKind.COLUMN]
                    self.tables[contents] = borrowed = self._table(row, columns, is_served=False)
                    waiting.append(borrowed)

    def _table(self, row: LibraryNode, columns: Sequence[ObjectType], *, is_served: bool) -> TableType:
        assert isinstance(row.node, ObjectNode)  # rows are
        base = find_named_object(self._library, row.module, row.node.augments) if row.node.augments else None
        return TableType(
            row.node.oid_contents,
            row.node.name,
            tuple(
                IndexObject(found.node.oid_contents if found is not None else b"", name, info, is_implied)
                for name, info, is_implied, found in index_objects(self._library, row) or ()
            ),
            tuple(columns),
            base.node.oid_contents if base is not None else b"",
            is_served,
        )

    def _object(self, found: LibraryNode) -> ObjectType:
        node = found.node
        assert isinstance(node, ObjectNode)  # scalars and columns are
        default = default_value(self._library, found.module, node) if node.default else None
        return ObjectType(node.oid_contents, node.name, node.type, node.access, default, node.units)
