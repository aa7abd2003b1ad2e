"""A device as a read view shows it: an instance table with what the view holds (RFC 3416 §4.2).

What is outside the view is not there: GET finds no such instance, GETNEXT and GETBULK step over it. A table is made
once for a device and a view and kept until the device changes, so that answering looks at no view; where all is visible
the device itself is the table. Owns those tables; which view counts is `access`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from trishul.datatypes.varbind import VarBind
from trishul.engine.instances import InstanceTable, SetTransaction
from trishul.engine.views import View

MAX_KEPT_INSTANCES = 2_000_000
"""Instances in all kept tables together; the oldest tables go first."""


class VisibleInstances:
    """The instances of a device that are in a view, as it is now."""

    __slots__ = ("_device", "_names", "_places", "_view", "counter64_positions", "positions", "varbinds")

    def __init__(self, device: InstanceTable, view: View) -> None:
        self._device = device
        self._view = view
        visible = sorted((place, name) for name, place in device.positions.items() if view.includes(name))
        self._places = [place for place, _ in visible]
        """Position here to position at the device."""
        self._names = [name for _, name in visible]
        self.positions = {name: position for position, name in enumerate(self._names)}
        self.varbinds = [device.varbinds[place] for place in self._places]
        self.counter64_positions = frozenset(
            position for position, place in enumerate(self._places) if place in device.counter64_positions
        )

    @property
    def changes(self) -> int:
        """None happen here: another table is made when the device changes."""
        return 0

    @property
    def delay_s(self) -> float:
        """That of the device, for the answer under way."""
        return self._device.delay_s

    @delay_s.setter
    def delay_s(self, delay_s: float) -> None:
        self._device.delay_s = delay_s

    def varbind_at(self, position: int, now: float) -> bytes:
        """The encoded binding at a position whose value depends on the time. Raises InstanceError, Withheld."""
        return self._device.varbind_at(self._places[position], now)

    def position_after(self, oid_contents: bytes) -> int:
        """Position of the first visible instance after an OID. Raises DecodeError."""
        return bisect_left(self._places, self._device.position_after(oid_contents))

    def is_object(self, oid_contents: bytes) -> bool:
        """True when the object type exists and could have instances here (RFC 3416 §4.2.1). Raises DecodeError.

        An instance out of view counts as missing, and its type as missing too unless one of its instances is visible:
        the nearest ones then share more with the asked name than the type.
        """
        if not self._device.is_object(oid_contents):
            return False
        if self._view.includes(oid_contents):
            return True
        after = self.position_after(oid_contents)
        return any(
            self._device.is_object(shared)
            for neighbour in (after - 1, after)
            if 0 <= neighbour < len(self._places) and (shared := _shared_arcs(oid_contents, self._names[neighbour]))
        )

    def begin_set(self, varbinds: Sequence[VarBind], now: float) -> SetTransaction:
        """A SET on the device; what may be written is another view's affair. Raises DecodeError."""
        return self._device.begin_set(varbinds, now)


class _Kept(NamedTuple):
    device: InstanceTable
    changes: int
    table: InstanceTable


class VisibleTables:
    """The tables in use, by device and view."""

    def __init__(self, max_instances: int = MAX_KEPT_INSTANCES) -> None:
        self._kept: dict[tuple[int, View], _Kept] = {}
        self.forgotten = 0
        """How many tables were let go, so that nobody else keeps them."""
        self._instances = 0
        self._max_instances = max_instances

    def table(self, device: InstanceTable, view: View) -> InstanceTable:
        """The device through a view, made anew when the device has changed since."""
        key = id(device), view
        kept = self._kept.get(key)
        if kept is not None:
            if kept.device is device and kept.changes == device.changes:
                return kept.table
            self._forget(key)
        visible = VisibleInstances(device, view)
        is_whole = len(visible.varbinds) == len(device.varbinds)
        kept = self._kept[key] = _Kept(device, device.changes, device if is_whole else visible)
        self._instances += _size(kept)
        while self._instances > self._max_instances and len(self._kept) > 1:
            self._forget(next(iter(self._kept)))
        return kept.table

    def _forget(self, key: tuple[int, View]) -> None:
        self.forgotten += 1
        self._instances -= _size(self._kept.pop(key))


def _size(kept: _Kept) -> int:
    """Instances that a kept table costs; one that is the device itself costs its place only."""
    return 1 if kept.table is kept.device else len(kept.table.varbinds) + 1


def _shared_arcs(one: bytes, other: bytes) -> bytes:
    """The octets of the arcs with which both OIDs begin."""
    end = 0
    for at, (octet, theirs) in enumerate(zip(one, other, strict=False)):
        if octet != theirs:
            break
        if octet < 128:
            end = at + 1
    return one[:end]
