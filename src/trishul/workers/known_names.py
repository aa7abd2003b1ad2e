"""What devices of one worker have in common, kept once: names of instances, and the index of devices with equal names.

A thousand agents do not fit the processor's cache, and devices of one kind are mostly names: shared, they cost a third
of the memory, and a request finds the index of another agent like this one in the cache. Owns the bounds of what is
kept for devices that are still to come.
"""

from __future__ import annotations

from typing import NamedTuple

MAX_KNOWN_NAMES = 100_000
"""Names kept for devices that are still to come, which takes some 10 MB."""
MAX_INDEXED_NAMES = 100_000
"""Names in the indexes that are kept, another 10 MB."""


class NameIndex(NamedTuple):
    """The names of a device in order, and the position of each; neither is ever changed."""

    names: list[bytes]
    positions: dict[bytes, int]


class KnownNames:
    """Names and indexes of earlier devices."""

    def __init__(self) -> None:
        self._names: dict[bytes, bytes] = {}
        self._indexes: dict[int, NameIndex] = {}
        self._indexed = 0

    def shared(self, names: list[bytes]) -> list[bytes]:
        """The same names, those that are known as the objects that they are elsewhere."""
        known = self._names
        if len(known) >= MAX_KNOWN_NAMES:
            return [known.get(name, name) for name in names]
        return [known.setdefault(name, name) for name in names]

    def shared_index(self, index: NameIndex) -> NameIndex:
        """The index of an earlier device with the same names, or this one for devices to come."""
        key = hash(tuple(index.names))
        known = self._indexes.get(key)
        if known is not None and known.names == index.names:
            return known
        if known is None and self._indexed + len(index.names) <= MAX_INDEXED_NAMES:
            self._indexes[key] = index
            self._indexed += len(index.names)
        return index
