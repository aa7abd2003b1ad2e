"""Names and values as people read them, both ways: `IF-MIB::ifDescr.3`, `up(1)`, and what they stand for.

Owns the choice of a name for an OID, its index, and the reading of names; what MIBs say comes from a `Library`, what
indexes and values look like from `smi`. Without a library everything is numeric and nothing fails.

Hot path: a walk asks for a hundred thousand names a second, nearly always below the same few columns. A place found
once (a column, a scalar, or a branch below which nothing is known) is kept with the way its suffix and values are
shown; `bench/` measures it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trishul.datatypes.contents import encode_oid_contents
from trishul.datatypes.oid import Oid, oid_text
from trishul.datatypes.values import Value
from trishul.errors import DecodeError
from trishul.library.instances import InstanceIndexes
from trishul.library.library import Library
from trishul.library.name_reading import NameReader
from trishul.library.places import Place, arc_end, arcs_of
from trishul.library.records import LibraryNode
from trishul.smi.model import Node, NodeKind, ObjectNode, TypeInfo
from trishul.smi.rendering import Rendered, ValueRenderer

if TYPE_CHECKING:
    from trishul.smi.value_reading import Plain

MAX_PLACES = 20_000
"""Columns, scalars and unknown branches kept; a corpus has more objects, a device a few hundred."""
MAX_TEXTS = 50_000
"""Whole names kept, about 300 octets each, for OIDs that are not met in walks: nodes, and what is asked for once."""
MAX_MET = 65_536
"""Branches noted as met once."""

_ENTERPRISES = encode_oid_contents((1, 3, 6, 1, 4, 1))
_NO_TYPE = ValueRenderer(None, "", oid_text)


class ShownName(NamedTuple):
    """What a row shows of a name. `is_known` as in InstanceName."""

    text: str
    module: str
    is_known: bool


class InstanceName(NamedTuple):
    """An OID as the best name that is known for it."""

    module: str
    label: str
    suffix: str
    """What follows the label, with its full stop: `.3`, `."abc".4`, or empty."""
    kind: NodeKind
    is_known: bool
    """True for a node itself, the instance of a scalar, and a column with a whole index; False for any other rest."""
    indexes: tuple[tuple[str, str], ...]
    """Pairs of index column and text."""
    vendor: str
    """Name of the enterprise for OIDs below `enterprises`, else empty."""
    node: Node

    def __str__(self) -> str:
        return f"{self.module}::{self.label}{self.suffix}"


class Names:
    """Names of OIDs, OIDs of names, and values by what the MIB says. One thread at a time, as its library."""

    def __init__(self, library: Library | None) -> None:
        self._library = library
        self._generation = -1
        self._places: dict[bytes, Place] = {}
        self._lengths: list[int] = []
        self._texts: dict[bytes, ShownName] = {}
        self._met: set[bytes] = set()
        self._vendors: dict[bytes, str] = {}
        self._indexes = InstanceIndexes(library) if library is not None else None
        self._last: tuple[bytes, Place] | None = None

    # --- OID to name -------------------------------------------------------------------------------------------------

    def text_of(self, oid_contents: bytes) -> str:
        """`IF-MIB::ifDescr.3`, `MIB::x."text".4`, `SNMPv2-SMI::enterprises.9999.1`, else the dotted number."""
        return self.shown(oid_contents).text

    def shown(self, oid_contents: bytes) -> ShownName:
        """The name with its module and whether it is a whole one, in one call."""
        library = self._library
        if library is None:
            return ShownName(oid_text(oid_contents), "", is_known=False)
        if library.generation != self._generation:
            self._forget()
        last = self._last
        if last is None or not oid_contents.startswith(last[0]):
            known = self._texts.get(oid_contents)
            if known is not None:
                return known
            last = self._find(oid_contents)
            if last is None:
                return ShownName(oid_text(oid_contents), "", is_known=False)
        place = last[1]
        try:
            suffix, is_known = place.suffix(oid_contents[place.start :])
        except DecodeError:
            return ShownName(oid_text(oid_contents), "", is_known=False)
        shown = ShownName(place.text + suffix, place.module, is_known)
        if not last[0]:
            if len(self._texts) >= MAX_TEXTS:
                self._texts.clear()
            self._texts[oid_contents] = shown
        return shown

    def name_of(self, oid_contents: bytes) -> InstanceName | None:
        """The name in its parts; None where nothing at all is known."""
        place = self._place_of(oid_contents)
        if place is None:
            return None
        rest = oid_contents[place.start :]
        try:
            suffix, is_known = place.suffix(rest)
            parts = place.decode(rest)[0] if place.is_leaf else []
        except DecodeError:
            return None
        indexes = tuple((part.column, part.shown) for part in parts)
        node = place.node
        return InstanceName(
            place.module, node.name, suffix, node.kind, is_known, indexes, self._vendor(oid_contents), node
        )

    def type_of(self, oid_contents: bytes) -> TypeInfo | None:
        """The type of a scalar or column, or of any instance of it."""
        place = self._place_of(oid_contents)
        return place.object.type if place is not None and place.object is not None else None

    def units_of(self, oid_contents: bytes) -> str:
        """The units of a scalar or column, or of any instance of it; empty where it has none."""
        place = self._place_of(oid_contents)
        return place.object.units if place is not None and place.object is not None else ""

    def _forget(self) -> None:
        """The library changed: nothing that was found holds any more."""
        self._generation = self._library.generation if self._library is not None else -1
        self._places.clear()
        self._lengths.clear()
        self._texts.clear()
        self._met.clear()
        self._vendors.clear()
        self._indexes = InstanceIndexes(self._library) if self._library is not None else None
        self._last = None

    def _place_of(self, oid_contents: bytes) -> Place | None:
        if self._library is None:
            return None
        if self._library.generation != self._generation:
            self._forget()
        found = self._find(oid_contents)
        return None if found is None else found[1]

    def _find(self, oid_contents: bytes) -> tuple[bytes, Place] | None:
        """The place of an OID and the octets below which it holds; none when it holds for this OID only."""
        for length in self._lengths:
            prefix = oid_contents[:length]
            place = self._places.get(prefix)
            if place is not None:
                self._last = prefix, place
                return self._last
        library = self._library
        found = library.find_by_oid(oid_contents) if library is not None else None
        if library is None or found is None or self._indexes is None:
            return None
        place = Place(_unless_instance(library, found[0]), self._indexes, self.text_of)
        if place.start == len(oid_contents):
            return b"", place
        prefix = _first_unknown(oid_contents, place)
        if not self._is_met_again(prefix) or library.has_children(prefix):
            return b"", place
        self._keep(prefix, place)
        self._last = prefix, place
        return self._last

    def _is_met_again(self, prefix: bytes) -> bool:
        """True from the second time on: most OIDs that do not come from walks are met once."""
        if prefix in self._met:
            return True
        if len(self._met) >= MAX_MET:
            self._met.clear()
        self._met.add(prefix)
        return False

    def _keep(self, prefix: bytes, place: Place) -> None:
        if len(self._places) >= MAX_PLACES:
            self._places.clear()
            self._lengths.clear()
        self._places[prefix] = place
        if len(prefix) not in self._lengths:
            self._lengths.append(len(prefix))

    def _vendor(self, oid_contents: bytes) -> str:
        if self._library is None or not oid_contents.startswith(_ENTERPRISES) or oid_contents == _ENTERPRISES:
            return ""
        branch = oid_contents[: arc_end(oid_contents, len(_ENTERPRISES))]
        vendor = self._vendors.get(branch)
        if vendor is None:
            found = self._library.find_by_oid(branch)
            is_named = found is not None and found[1] == len(branch)
            number = arcs_of(branch[len(_ENTERPRISES) :])[0]
            vendor = found[0].node.name if found is not None and is_named else f"enterprise {number}"
            self._vendors[branch] = vendor
        return vendor

    # --- values ------------------------------------------------------------------------------------------------------

    def display(self, oid_contents: bytes, tag: int, contents: bytes) -> str:
        """A value as snmpwalk shows it behind its type word: `up(1)`, `300 seconds`, `"text"`, an OID's name.

        One octet in hexadecimal is `0x10`, because `10` without `Hex-STRING:` would be read as a text.
        """
        word, text = self._rendered(oid_contents, tag, contents)
        return f"0x{text}" if len(contents) == 1 and word == "Hex-STRING: " else text

    def line_value(self, oid_contents: bytes, tag: int, contents: bytes) -> str:
        """A value as snmpwalk shows it with its type word: `INTEGER: up(1)`, `STRING: eth0`."""
        word, text = self._rendered(oid_contents, tag, contents)
        return word + text

    def _rendered(self, oid_contents: bytes, tag: int, contents: bytes) -> Rendered:
        last = self._last
        library = self._library
        if library is None:
            return _NO_TYPE.render(tag, contents)
        if last is not None and library.generation == self._generation and oid_contents.startswith(last[0]):
            return last[1].renderer.render(tag, contents)
        place = self._place_of(oid_contents)
        if place is not None:
            return place.renderer.render(tag, contents)
        return ValueRenderer(None, "", self.text_of).render(tag, contents)

    def value_of(self, oid_contents: bytes, plain: Plain) -> Value:
        """The value that a text or number means for this object. Raises InvalidInput with what is allowed."""
        from trishul.smi.value_reading import parse_rendered  # only who writes values needs it

        place = self._place_of(oid_contents)
        if place is None:
            return parse_rendered(None, "", plain, self.oid_of)
        node = place.object or place.node
        info, units = (node.type, node.units) if isinstance(node, ObjectNode) else (None, "")
        return parse_rendered(info, units, plain, self.oid_of)

    def oid_of(self, text: str) -> Oid:
        """The OID of a name: `IF-MIB::ifDescr.3`, `ifDescr.3`, `x."abc"`, `enterprises.9`, `.iso.org.dod`, `1.3.6.1`.

        Raises UnknownName with a few names that look like it, InvalidInput for an index that cannot be meant.
        """
        return NameReader(self._library, self._place_of).read(text)


def _first_unknown(contents: bytes, place: Place) -> bytes:
    """The node itself where it can have instances, else the first branch below it that nothing is known of."""
    return contents[: place.start] if place.is_leaf else contents[: arc_end(contents, place.start)]


def _unless_instance(library: Library, found: LibraryNode) -> LibraryNode:
    """The node, or its scalar where it is only a name for the scalar's instance.

    DISMAN-EVENT-MIB calls sysUpTime.0 sysUpTimeInstance; everybody else knows it as SNMPv2-MIB::sysUpTime.0.
    """
    contents = found.node.oid_contents
    if found.node.kind is NodeKind.OID and contents[-1] == 0:
        above = library.find_by_oid(contents[:-1])
        if above is not None and above[1] == len(contents) - 1 and above[0].node.kind is NodeKind.SCALAR:
            return above[0]
    return found
