"""A simulated device: instances in lexicographic order, encoded once and answered by copy.

The table that `trishul.engine.instances.InstanceTable` asks for: a dictionary from encoded OID to position, the whole
encoded binding of each position, None where a behaviour computes the value from the time. A device never changes;
overrides make another one, which shares what is the same. `find_type` may be set by whoever has a MIB library; only
names that are not there are looked up with it.

Hot path: lookups of unknown OIDs bisect over sort keys of every sixteenth instance and then among sixteen, because a
key is made in microseconds while keys of all instances of a large recording would fill memory; measured by `bench/`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from trishul.datatypes.contents import MAX_ARCS
from trishul.datatypes.oid import Oid, oid_sort_key
from trishul.datatypes.values import Value, ValueType
from trishul.protocol.ber import decode_varbinds, encode_varbind
from trishul.simulation.behaviours import Behaviour
from trishul.simulation.object_types import FindType, is_known_object
from trishul.simulation.recordings.recording import Recording

TICKS_PER_S = 100
"""Computed values move in hundredths of a second, the resolution of TimeTicks (RFC 2578 §7.1.8)."""
_STRIDE = 16
_BELOW = b"\xff" * (4 * MAX_ARCS + 1)
"""Behind a sort key: greater than every OID below it, smaller than its next sibling."""


class Device:
    """Instances of one device. Made by `from_recording` or `from_instances`."""

    __slots__ = (
        "_behaviours",
        "_computed",
        "_landmarks",
        "_tick",
        "changes",
        "counter64_positions",
        "find_type",
        "names",
        "positions",
        "varbinds",
    )

    def __init__(
        self,
        names: list[bytes],
        varbinds: list[bytes | None],
        behaviours: Mapping[int, Behaviour],
    ) -> None:
        """`names` ascending and unique; `varbinds` beside them, None exactly at the positions of `behaviours`."""
        self.names = names
        self.varbinds = varbinds
        self.positions = dict(zip(names, range(len(names)), strict=True))
        self.find_type: FindType | None = None
        self.changes = 0
        self._behaviours = behaviours
        self._tick = -1
        self._computed: dict[int, bytes] = {}
        self._landmarks = [oid_sort_key(name) for name in names[::_STRIDE]]
        self.counter64_positions = frozenset(
            position for position in range(len(names)) if self.tag_at(position) == ValueType.COUNTER64
        )

    @classmethod
    def from_recording(cls, recording: Recording) -> Device:
        """A device that answers what was recorded."""
        return cls(recording.names, list(recording.varbinds), {})

    @classmethod
    def from_instances(cls, instances: Mapping[Oid, Value | Behaviour]) -> Device:
        """A device from values, constant or moving, by OID in any order."""
        encoded: list[tuple[bytes, bytes | None]] = []
        behaviours: dict[int, Behaviour] = {}
        for position, oid in enumerate(sorted(instances)):
            what = instances[oid]
            name = oid.contents
            if isinstance(what, Value):
                encoded.append((name, encode_varbind(name, what.tag, what.contents)))
            else:
                encoded.append((name, None))
                behaviours[position] = what
        return cls([name for name, _ in encoded], [varbind for _, varbind in encoded], behaviours)

    def __len__(self) -> int:
        return len(self.names)

    def tag_at(self, position: int) -> int:
        """The identifier octet of the value at a position."""
        varbind = self.varbinds[position]
        if varbind is None:
            return self._behaviours[position].tag
        name_size = len(self.names[position])
        if len(varbind) < 128 + 2:
            return varbind[4 + name_size]
        return decode_varbinds(varbind, 0, len(varbind))[0].tag

    def value_at(self, position: int, now: float) -> Value:
        """The value at a position."""
        varbind = self.varbinds[position] or self.varbind_at(position, now)
        return decode_varbinds(varbind, 0, len(varbind))[0].value

    def varbind_at(self, position: int, now: float) -> bytes:
        """The encoded binding at a position, computed where it depends on the time.

        Time passes in ticks of TimeTicks' size, so that what was computed within one is a dictionary hit: still a
        pure function of the time, remembered.
        """
        varbind = self.varbinds[position]
        if varbind is not None:
            return varbind
        tick = int(now * TICKS_PER_S)
        if tick != self._tick:
            self._tick = tick
            self._computed = {}
        varbind = self._computed.get(position)
        if varbind is None:
            behaviour = self._behaviours[position]
            contents = behaviour.contents_at(tick / TICKS_PER_S)
            varbind = self._computed[position] = encode_varbind(self.names[position], behaviour.tag, contents)
        return varbind

    def position_after(self, oid_contents: bytes) -> int:
        """Position of the first instance after an OID, `len(device)` at the end. Raises DecodeError."""
        return self._first_above(oid_sort_key(oid_contents))

    def position_behind(self, oid_contents: bytes) -> int:
        """Position of the first instance after an OID and everything below it. Raises DecodeError."""
        return self._first_above(oid_sort_key(oid_contents) + _BELOW)

    def _first_above(self, key: bytes) -> int:
        blocks = bisect_right(self._landmarks, key)
        if not blocks:
            return 0
        low = (blocks - 1) * _STRIDE
        high = min(low + _STRIDE, len(self.names))
        return bisect_right(self.names, key, low + 1, high, key=oid_sort_key)

    def is_object(self, oid_contents: bytes) -> bool:
        """True when the object type exists and only the instance does not (RFC 3416 §4.2.1). Raises DecodeError."""
        return is_known_object(self, oid_contents, self.find_type)

    def with_overrides(self, overrides: Mapping[Oid, Value]) -> Device:
        """A device with values replaced and instances added; all others stay as they are."""
        kept = [
            (name, varbind, self._behaviours.get(position))
            for position, (name, varbind) in enumerate(zip(self.names, self.varbinds, strict=True))
        ]
        added = 0
        for oid in sorted(overrides):
            name, value = oid.contents, overrides[oid]
            replacement = name, encode_varbind(name, value.tag, value.contents), None
            position = self.positions.get(name)
            if position is None:
                kept.insert(self.position_after(name) + added, replacement)
                added += 1
            else:
                kept[position + added] = replacement
        return Device(
            [name for name, _, _ in kept],
            [varbind for _, varbind, _ in kept],
            {position: behaviour for position, (_, _, behaviour) in enumerate(kept) if behaviour is not None},
        )
