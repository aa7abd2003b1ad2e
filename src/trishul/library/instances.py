"""How the instances of a column are named: the INDEX of its row, with the types of the index columns.

Owns the way from a column to its row, from an augmenting row to its base row, and from the names in an INDEX to types
(RFC 2578 §7.7, §7.8); the layout of arcs belongs to `smi.index_codec`.
"""

from __future__ import annotations

from typing import NamedTuple

from trishul.library.library import Library
from trishul.library.records import LibraryNode
from trishul.smi.index_codec import IndexCodec, IndexColumn
from trishul.smi.model import BaseType, NodeKind, ObjectNode, TypeInfo
from trishul.smi.resolve.base import BASE_TYPES

MAX_AUGMENTS = 8
"""Rows that augment rows: more are a loop."""
MAX_ROWS = 20_000
"""Rows whose index is kept."""
_UNKNOWN = TypeInfo(BaseType.UNKNOWN)


class NamedIndex(NamedTuple):
    """One object of an INDEX; `found` is None where a module names a type, or what is not there."""

    name: str
    info: TypeInfo
    is_implied: bool
    found: LibraryNode | None


class InstanceIndexes:
    """Finds how instances are named; keeps it for each row, as its columns share it."""

    __slots__ = ("_codecs", "_library")

    def __init__(self, library: Library) -> None:
        self._library = library
        self._codecs: dict[bytes, IndexCodec | None] = {}

    def codec_of(self, found: LibraryNode) -> IndexCodec | None:
        """The index of a column's or row's instances; None for anything else, and for a row that says none."""
        node = found.node
        if node.kind is NodeKind.COLUMN:
            row_contents = parent_contents(node.oid_contents)
        elif node.kind is NodeKind.ROW:
            row_contents = node.oid_contents
        else:
            return None
        if row_contents in self._codecs:
            return self._codecs[row_contents]
        if len(self._codecs) >= MAX_ROWS:
            self._codecs.clear()
        codec = self._codecs[row_contents] = _codec(self._library, found, row_contents)
        return codec


def _codec(library: Library, found: LibraryNode, row_contents: bytes) -> IndexCodec | None:
    row = found if found.node.kind is NodeKind.ROW else row_at(library, row_contents)
    types = None if row is None else index_types(library, row)
    if types is None:
        return None
    return IndexCodec([IndexColumn(name, info, is_implied=is_implied) for name, info, is_implied in types])


def index_types(library: Library, found: LibraryNode) -> list[tuple[str, TypeInfo, bool]] | None:
    """Name and type of each index of a row, and whether it is IMPLIED; None for a row that says none."""
    objects = index_objects(library, found)
    return None if objects is None else [(name, info, is_implied) for name, info, is_implied, _ in objects]


def index_objects(library: Library, found: LibraryNode) -> list[NamedIndex] | None:
    """Each index of a row, or of the row that it augments, with the object that it names; None where none is said."""
    row: LibraryNode | None = found
    for _ in range(MAX_AUGMENTS):
        if row is None or not isinstance(row.node, ObjectNode):
            return None
        if row.node.index:
            return _named(library, row.module, row.node)
        if not row.node.augments:
            return None
        row = find_named_object(library, row.module, row.node.augments)
    return None


def row_at(library: Library, contents: bytes) -> LibraryNode | None:
    """The row with exactly this OID."""
    best = library.find_by_oid(contents)
    if best is None or best[1] != len(contents) or best[0].node.kind is not NodeKind.ROW:
        return None
    return best[0]


def _named(library: Library, module: str, row: ObjectNode) -> list[NamedIndex]:
    objects = []
    for number, name in enumerate(row.index, 1):
        found = find_named_object(library, module, name)
        info = BASE_TYPES.get(name, _UNKNOWN)
        if found is not None and isinstance(found.node, ObjectNode):
            info = found.node.type
        objects.append(NamedIndex(name, info, row.is_implied and number == len(row.index), found))
    return objects


def find_named_object(library: Library, module: str, name: str) -> LibraryNode | None:
    """The object that a module means by a name: its own, one of a module that it imports from, else the best one."""
    found = [one for one in library.find_by_name(name) if isinstance(one.node, ObjectNode)]
    own = next((one for one in found if one.module == module), None)
    if own is not None or len(found) < 2:
        return own or next(iter(found), None)
    record = library.find_module(module)
    imported = record.imports if record is not None else ()
    return next((one for one in found if one.module in imported), found[0])


def parent_contents(contents: bytes) -> bytes:
    """Contents octets of an OID without its last arc."""
    end = len(contents) - 1
    while end > 0 and contents[end - 1] >= 128:
        end -= 1
    return contents[:end]
