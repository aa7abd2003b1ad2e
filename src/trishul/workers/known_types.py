"""Object types as the MIB library knows them, for a worker that has to tell noSuchObject from noSuchInstance.

Owns that nothing is opened before the first name is missed, and that a worker goes on without a library. The library is
read-only here and its import is late: a simulator that is asked only for what it has needs neither.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trishul.datatypes.oid import decode_oid_contents, encode_oid_contents

if TYPE_CHECKING:
    from trishul.library.library import Library
    from trishul.library.records import LibraryNode


class KnownTypes:
    """Opens the index when it is first needed, and again after `refresh`."""

    def __init__(self, index: Path) -> None:
        self._index = index
        self._library: Library | None = None
        self._has_tried = False

    def refresh(self) -> None:
        """Another index may be there; it is looked at when the next name is missed."""
        self._has_tried = False

    def find(self, oid_contents: bytes) -> bytes | None:
        """The scalar or column that an OID belongs to; None where the library does not know, or is not there."""
        from trishul.library.records import LibraryUnavailable

        try:
            if not self._has_tried:
                self._has_tried = True
                self._open()
            return None if self._library is None else _type_above(self._library, oid_contents)
        except LibraryUnavailable:
            self._library = None
            return None

    def close(self) -> None:
        """Closes the index."""
        if self._library is not None:
            self._library.close()
            self._library = None

    def _open(self) -> None:
        from trishul.library.library import Library

        if self._library is None:
            self._library = Library.open(self._index)
        else:
            self._library.refresh()


def _type_above(library: Library, oid_contents: bytes) -> bytes | None:
    found = library.find_by_oid(oid_contents)
    if found is None:
        return None
    contents = found[0].node.oid_contents
    if _is_object_type(found[0]):
        return contents
    arcs = decode_oid_contents(contents)
    if len(arcs) < 3:
        return None
    above = library.find_by_oid(encode_oid_contents(arcs[:-1]))  # some modules name the instance of a scalar
    return above[0].node.oid_contents if above is not None and _is_object_type(above[0]) else None


def _is_object_type(entry: LibraryNode) -> bool:
    return str(entry.node.kind) in {"scalar", "column"}
