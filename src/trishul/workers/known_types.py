"""Object types as the MIB library knows them, for a worker that answers and is written to.

Owns that nothing is opened before the first name is missed or set, and that a worker goes on without a library. The
library is read-only here and its import is late: a simulator that is asked only for what it has needs neither. Rules
for writing are kept, because a SET of many rows asks for the same few again and again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trishul.library.library import Library
    from trishul.library.records import LibraryNode
    from trishul.simulation.object_rules import ObjectRule

MAX_RULES = 20_000
"""Objects whose rules are kept."""


class KnownTypes:
    """Opens the index when it is first needed, and again after `refresh`."""

    def __init__(self, index: Path) -> None:
        self._index = index
        self._library: Library | None = None
        self._has_tried = False
        self._rules: dict[bytes, ObjectRule | None] = {}

    def refresh(self) -> None:
        """Another index may be there; it is looked at when the next name is missed or set."""
        self._has_tried = False
        self._rules.clear()

    def find(self, oid_contents: bytes) -> bytes | None:
        """The scalar or column that an OID belongs to; None where the library does not know, or is not there."""
        found = self._find(oid_contents)
        return None if found is None else found.node.oid_contents

    def find_rule(self, oid_contents: bytes) -> ObjectRule | None:
        """What the MIB says about the writing of an instance; None as `find`."""
        from trishul.library.object_rules import object_rule
        from trishul.library.records import LibraryUnavailable

        found = self._find(oid_contents)
        if found is None or self._library is None:
            return None
        contents = found.node.oid_contents
        if contents not in self._rules:
            if len(self._rules) >= MAX_RULES:
                self._rules.clear()
            try:
                self._rules[contents] = object_rule(self._library, found)
            except LibraryUnavailable:
                return None
        return self._rules[contents]

    def close(self) -> None:
        """Closes the index."""
        if self._library is not None:
            self._library.close()
            self._library = None

    def _find(self, oid_contents: bytes) -> LibraryNode | None:
        from trishul.library.object_rules import find_object
        from trishul.library.records import LibraryUnavailable

        try:
            if not self._has_tried:
                self._has_tried = True
                self._open()
            return None if self._library is None else find_object(self._library, oid_contents)
        except LibraryUnavailable:
            self._library = None
            return None

    def _open(self) -> None:
        from trishul.library.library import Library

        if self._library is None:
            self._library = Library.open(self._index)
        else:
            self._library.refresh()
