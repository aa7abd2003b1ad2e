"""OIDs from names as people and net-snmp's tools write them.

Reads `MODULE::label.suffix`, `label.suffix`, labels from the root (`.iso.org.dod`) or any node (`system.sysDescr`),
numbers, and numbers that end in an index in words. Owns the way down through labels; suffixes belong to
`smi.index_codec`. Well-known roots are known without a library.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from trishul.datatypes.contents import decode_oid_contents, encode_oid_contents
from trishul.datatypes.oid import Oid
from trishul.errors import InvalidInput, UnknownName
from trishul.library.library import Library
from trishul.library.near_names import near_modules, near_names
from trishul.library.places import Place
from trishul.smi.index_codec import Arcs, numbers_of
from trishul.smi.model import NodeKind
from trishul.smi.resolve.base import ROOTS

_NUMERIC = re.compile(r"\.?[0-9]{1,10}(?:\.[0-9]{1,10})*", re.ASCII)
_MODULE = re.compile(r"([A-Za-z][\w-]*)::", re.ASCII)
_LABEL = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


class NameReader:
    """Reads names by what a library knows; `place_of` finds the place of an OID's contents octets."""

    __slots__ = ("_library", "_place_of")

    def __init__(self, library: Library | None, place_of: Callable[[bytes], Place | None]) -> None:
        self._library = library
        self._place_of = place_of

    def read(self, text: str) -> Oid:
        """The OID of a name. Raises UnknownName, or InvalidInput for what is no name or no index."""
        text = text.strip()
        numeric = _NUMERIC.match(text)
        if numeric is not None:
            return Oid(text) if numeric.end() == len(text) else self._below_numbers(text, numeric.end())
        match = _MODULE.match(text)
        module = match[1] if match else None
        path = text[match.end() :] if match else text.removeprefix(".")
        label = _LABEL.match(path)
        if label is None:
            raise _no_name(text)
        return self._descend(self._arcs_of(label[0], module), path, label.end())

    def _descend(self, arcs: Arcs, path: str, at: int) -> Oid:
        """Follows labels down from a node, then reads the rest as an index."""
        while at < len(path):
            if path[at] != ".":
                raise _no_name(path)
            place = self._exact_place(arcs)
            if place is not None and (place.is_leaf or place.codec is not None):
                return Oid(arcs + self._suffix(place, path[at + 1 :]))
            label = _LABEL.match(path, at + 1)
            if label is None:
                return Oid(arcs + numbers_of(path[at + 1 :]))
            child = self._child_of(arcs, label[0])
            if child is None:
                raise UnknownName(path[: label.end()])
            arcs, at = child, label.end()
        return Oid(arcs)

    def _exact_place(self, arcs: Arcs) -> Place | None:
        if len(arcs) == 1:
            return None  # one arc has no contents octets of its own
        contents = encode_oid_contents(arcs)
        place = self._place_of(contents)
        return place if place is not None and place.start == len(contents) else None

    def _below_numbers(self, text: str, end: int) -> Oid:
        """Numbers up to a column or beyond, then the index in words: `.1.3.6.1.2.1.4.34.1.3.ipv4."127.0.0.1"`."""
        if text[end] != ".":
            raise InvalidInput(f"{text[:80]!r} is not an OID such as 1.3.6.1.2.1.1.1.0")
        arcs = Oid(text[:end])
        place = self._place_of(arcs.contents)
        if place is None or place.codec is None:
            raise InvalidInput(f"{text[end + 1 : end + 81]!r} does not continue {text[:end]}")
        node = place.node.oid
        numbers = "".join([f"{arc}." for arc in arcs[len(node) :]])
        return Oid(node + self._suffix(place, numbers + text[end + 1 :]))

    def _suffix(self, place: Place, text: str) -> Arcs:
        if place.codec is None:
            return numbers_of(text)
        if place.node.kind is not NodeKind.ROW:
            return place.codec.encode(text)
        column, _, rest = text.partition(".")
        child = self._child_of(place.node.oid, column)
        head = numbers_of(column) if child is None else child[-1:]
        return head + (place.codec.encode(rest) if rest else ())

    def _arcs_of(self, label: str, module: str | None) -> Arcs:
        library = self._library
        found = library.find_by_name(label, module) if library is not None else []
        if found:
            return found[0].node.oid
        root = ROOTS.get(label)
        if root is not None and module in {None, "SNMPv2-SMI"}:
            return root
        full = label if module is None else f"{module}::{label}"
        if library is None:
            raise UnknownName(full)
        if module is not None and library.find_module(module) is None:
            raise UnknownName(full, near_modules(library, module))
        raise UnknownName(full, near_names(library, label, module))

    def _child_of(self, parent: Arcs, label: str) -> Arcs | None:
        """The child with a name."""
        found = self._library.find_by_name(label) if self._library is not None else []
        candidates = [decode_oid_contents(one.node.oid_contents) for one in found]
        if label in ROOTS:
            candidates.append(ROOTS[label])
        return next((child for child in candidates if child[:-1] == parent), None)


def _no_name(text: str) -> InvalidInput:
    return InvalidInput(f"{text[:80]!r} is no name such as IF-MIB::ifDescr.3 or sysDescr.0")
