"""A node of the library with all that is needed to show the OIDs below it.

Owns the text of a suffix; the choice of the node belongs to `names`. Hot path of names in walks.
"""

from __future__ import annotations

from typing import Literal

from trishul.datatypes.contents import decode_oid_contents
from trishul.library.instances import InstanceIndexes
from trishul.library.records import LibraryNode
from trishul.smi.index_codec import IndexCodec, IndexPart
from trishul.smi.model import NodeKind, ObjectNode
from trishul.smi.rendering import OidText, ValueRenderer

LEAVES = frozenset((NodeKind.SCALAR, NodeKind.COLUMN))
"""Kinds whose nodes have instances."""

_DOTTED_OCTETS = tuple(f".{number}" for number in range(128))


class Place:
    """A node and all that is needed to show OIDs below it."""

    __slots__ = ("_arcs", "_codec", "_indexes", "_oid_text", "_renderer", "is_leaf", "module", "node", "start", "text")

    def __init__(self, found: LibraryNode, indexes: InstanceIndexes, oid_text: OidText) -> None:
        self.node = found.node
        self.module = found.module
        self.text = f"{found.module}::{found.node.name}"
        self.start = len(found.node.oid_contents)
        self.is_leaf = found.node.kind in LEAVES
        self._arcs = self.node.index_arcs if isinstance(self.node, ObjectNode) else 0
        self._indexes = indexes
        self._oid_text = oid_text
        self._codec: IndexCodec | Literal[False] | None = False
        self._renderer: ValueRenderer | None = None

    @property
    def codec(self) -> IndexCodec | None:
        """How instances are named; looked for when it is first needed."""
        if self._codec is False:
            self._codec = self._indexes.codec_of(LibraryNode(self.module, self.node))
        return self._codec

    @property
    def object(self) -> ObjectNode | None:
        """The scalar or column that says of which type values are."""
        return self.node if self.is_leaf and isinstance(self.node, ObjectNode) else None

    @property
    def renderer(self) -> ValueRenderer:
        """How values are shown."""
        if self._renderer is None:
            info, units = (self.object.type, self.object.units) if self.object is not None else (None, "")
            self._renderer = ValueRenderer(info, units, self._oid_text)
        return self._renderer

    def suffix(self, rest: bytes) -> tuple[str, bool]:
        """What follows the label, and whether that is a whole instance. Raises DecodeError."""
        if not rest:
            return "", True
        if self._arcs:
            text = dotted(rest)
            return text, text.count(".") == self._arcs
        codec = self.codec
        if codec is None or codec.is_plain:
            text = dotted(rest)
            if not self.is_leaf:
                return text, False
            return text, rest == b"\0" if codec is None else text.count(".") == len(codec.columns)
        parts, arcs = self.decode(rest)
        text = "".join([f".{part.text}" for part in parts])
        if self.node.kind is NodeKind.ROW:
            text = f".{arcs_of(rest)[0]}{text}"
        text += "".join([f".{arc}" for arc in arcs])
        return text, self.is_leaf and not arcs and len(parts) == len(codec.columns)

    def decode(self, rest: bytes) -> tuple[list[IndexPart], tuple[int, ...]]:
        """The indexes in the octets behind the column; below a row the unknown column comes first."""
        arcs = arcs_of(rest)
        if self.codec is None or not arcs:
            return [], arcs
        return self.codec.decode(arcs[1:] if self.node.kind is NodeKind.ROW else arcs)


def arcs_of(rest: bytes) -> tuple[int, ...]:
    """Arcs in octets from inside an OID. Raises DecodeError."""
    return decode_oid_contents(b"\0" + rest)[2:] if rest else ()


def dotted(rest: bytes) -> str:
    """Octets from inside an OID as `.3.4`. Raises DecodeError."""
    if len(rest) == 1 and rest[0] < 128:
        return _DOTTED_OCTETS[rest[0]]
    if rest and max(rest) < 128:
        return "".join([_DOTTED_OCTETS[octet] for octet in rest])
    return "".join([f".{arc}" for arc in arcs_of(rest)])


def arc_end(contents: bytes, start: int) -> int:
    """Where the arc that begins at an offset ends."""
    while start < len(contents) and contents[start] >= 128:
        start += 1
    return min(start + 1, len(contents))
