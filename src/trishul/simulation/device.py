"""A simulated device: instances in lexicographic order, encoded once and answered by copy.

The table that `trishul.engine.instances.InstanceTable` asks for: a dictionary from encoded OID to position, the whole
encoded binding of each position, None where a behaviour computes the value from the time. A device changes by SET
alone: another value in place of one is an assignment, instances that come or go move those behind them. Overrides make
another device, whose `overridden` names they are. `clock` is the time it lives in, None the real one; whoever owns the
device may change it at any time. `order_notification` hears of the notifications that lines of a recording want to be
sent. `find_type` and `find_rule` may be set by whoever has a MIB library; only names that are not there, or are set,
are looked up with them.

Hot path: lookups of unknown OIDs bisect over sort keys of every sixteenth instance and then among sixteen, because a
key is made in microseconds while keys of all instances of a large recording would fill memory; measured by `bench/`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import count

from trishul.datatypes.contents import MAX_ARCS
from trishul.datatypes.oid import Oid, oid_sort_key
from trishul.datatypes.values import Value, ValueType
from trishul.datatypes.varbind import VarBind
from trishul.engine.instances import SetTransaction
from trishul.protocol.ber import decode_varbinds, encode_varbind
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.behaviours import Behaviour, LiveNumber
from trishul.simulation.clock import AgentClock
from trishul.simulation.object_rules import FindRule
from trishul.simulation.object_types import FindType, is_known_object
from trishul.simulation.recordings.recording import Recording
from trishul.simulation.set_transaction import DeviceSet
from trishul.simulation.set_values import Changes, Held, SetValues
from trishul.simulation.variations.notification_order import NotificationOrder
from trishul.simulation.variations.variation import Origin, Variation

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
        "clock",
        "counter64_positions",
        "delay_s",
        "find_rule",
        "find_type",
        "names",
        "order_notification",
        "overridden",
        "positions",
        "set_values",
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
        self.clock: AgentClock | None = None
        self.overridden: frozenset[bytes] = frozenset()
        self.delay_s = 0.0
        self.order_notification: Callable[[NotificationOrder], None] | None = None
        self.find_rule: FindRule | None = None
        self.set_values = SetValues()
        self._behaviours = dict(behaviours)
        self._tick = -1
        self._computed: dict[int, bytes] = {}
        self._landmarks = [oid_sort_key(name) for name in names[::_STRIDE]]
        self.counter64_positions = {
            position for position in range(len(names)) if self.tag_at(position) == ValueType.COUNTER64
        }

    @classmethod
    def from_recording(cls, recording: Recording) -> Device:
        """A device that answers what was recorded; `start` says from when on its lines vary."""
        device = cls(recording.names, list(recording.varbinds), {})
        for name, variation in recording.variations.items():
            device._put(device.positions[name], variation)
        return device

    @classmethod
    def from_instances(cls, instances: Mapping[Oid, Value | Behaviour]) -> Device:
        """A device from values, constant or moving, by OID in any order."""
        return cls.from_contents({oid.contents: what for oid, what in instances.items()})

    @classmethod
    def from_contents(cls, instances: Mapping[bytes, Value | Behaviour]) -> Device:
        """As `from_instances`, by the OIDs' contents octets. Raises DecodeError."""
        names = sorted(instances, key=oid_sort_key)
        varbinds: list[bytes | None] = []
        behaviours: dict[int, Behaviour] = {}
        for position, name in enumerate(names):
            what = instances[name]
            if isinstance(what, Value):
                varbinds.append(encode_varbind(name, what.tag, what.contents))
            else:
                varbinds.append(None)
                behaviours[position] = what
        return cls(names, varbinds, behaviours)

    def start(self, origin: Origin) -> None:
        """Lets lines with variation modules take their times and their chance from an origin."""
        for position, behaviour in self._behaviours.items():
            if isinstance(behaviour, Variation):
                self._behaviours[position] = behaviour.with_origin(origin)

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
        behaviour = self._behaviours.get(position)
        if isinstance(behaviour, Variation):  # looking is not asking: nothing waits or refuses
            return Value(behaviour.tag, behaviour.contents_at(self._agent_time(now)))
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
        real, now = now, self._agent_time(now)
        tick = int(now * TICKS_PER_S)
        if tick != self._tick:
            self._tick = tick
            self._computed = {}
        varbind = self._computed.get(position)
        if varbind is None:
            behaviour = self._behaviours[position]
            if isinstance(behaviour, LiveNumber):  # what has happened within a hundredth of a second counts as well
                return encode_varbind(self.names[position], behaviour.tag, behaviour.contents_at(real))
            if isinstance(behaviour, Variation):
                reading = behaviour.read(self.names[position], now)
                self.delay_s += reading.delay_s
                self._order(reading.order)
                return encode_varbind(self.names[position], reading.tag, reading.contents)
            contents = behaviour.contents_at(tick / TICKS_PER_S)
            varbind = self._computed[position] = encode_varbind(self.names[position], behaviour.tag, contents)
        return varbind

    def _agent_time(self, now: float) -> float:
        return now if self.clock is None else self.clock.agent_time(now)

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

    def find_value(self, name: bytes, now: float) -> Value | None:
        """The value of an instance, None where there is none."""
        position = self.positions.get(name)
        return None if position is None else self.value_at(position, now)

    def find_behaviour(self, name: bytes) -> Behaviour | None:
        """What computes the value of an instance, None where the value is constant or the instance is not there."""
        position = self.positions.get(name)
        return None if position is None else self._behaviours.get(position)

    def is_computed(self, name: bytes) -> bool:
        """True for an instance whose value depends on the time."""
        return self.positions.get(name) in self._behaviours

    def is_varied(self, name: bytes) -> bool:
        """True for an instance for which a variation module answers."""
        return isinstance(self.find_behaviour(name), Variation)

    def try_varied(self, name: bytes, value: Value, now: float) -> ErrorStatus:
        """Whether the variation module of an instance takes a value, and how long that takes. Raises Withheld."""
        variation = self.find_behaviour(name)
        if not isinstance(variation, Variation):
            return ErrorStatus.NOT_WRITABLE
        trial = variation.try_set(name, value.tag, value.contents, self._agent_time(now))
        self.delay_s += trial.delay_s
        return trial.status

    def note_varied(self, name: bytes, value: Value) -> None:
        """Lets the variation module of an instance know that a value was set."""
        variation = self.find_behaviour(name)
        if isinstance(variation, Variation):
            self._order(variation.order_when_set(value.tag, value.contents))

    def _order(self, order: NotificationOrder | None) -> None:
        if order is not None and self.order_notification is not None:
            self.order_notification(order)

    def keeps_set_value(self, name: bytes) -> bool:
        """False for an instance whose variation module takes values without keeping them."""
        variation = self.find_behaviour(name)
        return not isinstance(variation, Variation) or variation.keeps_set_values

    def has_instances_of(self, object_contents: bytes) -> bool:
        """True when anything is there at or below an OID. Raises DecodeError."""
        at = self.position_after(object_contents)
        return object_contents in self.positions or (
            at < len(self.names) and self.names[at].startswith(object_contents)
        )

    def begin_set(self, varbinds: Sequence[VarBind], now: float) -> SetTransaction:
        """A SET of these bindings together (RFC 3416 §4.2.5). Raises DecodeError."""
        return DeviceSet(self, varbinds, now)

    def restore(self, values: Changes) -> None:
        """Brings back what managers had set on an earlier device like this one."""
        self.set_values.note(values, self.hold(dict(values)))

    def forget_set_values(self, names: Sequence[bytes] | None = None) -> None:
        """Takes back what managers have set: these instances, or all."""
        self.hold(self.set_values.take_back(names))

    def hold(self, held: dict[bytes, Held]) -> dict[bytes, Held]:
        """Replaces, adds and removes instances; gives what was there before. Raises DecodeError.

        Replacing costs the same whatever the device's size; what comes or goes moves everything behind it once.
        """
        self.changes += 1
        before = {name: self._held(name) for name in held}
        moves = {name: what for name, what in held.items() if (what is None) != (before[name] is None)}
        if moves:
            self._move(moves)
        for name, what in held.items():
            if what is not None:
                self._put(self.positions[name], what)
        return before

    def _held(self, name: bytes) -> Held:
        position = self.positions.get(name)
        return None if position is None else self.varbinds[position] or self._behaviours[position]

    def _put(self, position: int, what: bytes | Behaviour) -> None:
        varied = self._behaviours.get(position)
        if isinstance(what, bytes) and isinstance(varied, Variation) and varied.keeps_set_values:
            what = varied.with_value(decode_varbinds(what, 0, len(what))[0].contents)
        if isinstance(what, bytes):
            self.varbinds[position] = what
            self._behaviours.pop(position, None)
        else:
            self.varbinds[position] = None
            self._behaviours[position] = what
        self._computed.pop(position, None)
        if self.tag_at(position) == ValueType.COUNTER64:
            self.counter64_positions.add(position)
        else:
            self.counter64_positions.discard(position)

    def _move(self, moves: Mapping[bytes, Held]) -> None:
        """Makes room for instances that come and closes the gaps of those that go; values are put in later."""
        names: list[bytes] = []
        varbinds: list[bytes | None] = []
        self.positions = dict(self.positions)  # names and positions may be those of other devices as well
        first = at = None
        for name in sorted(moves, key=oid_sort_key):
            position = self.positions.get(name)
            end = self.position_after(name) if position is None else position
            first = end if first is None else first
            start = end if at is None else at
            names += self.names[start:end]
            varbinds += self.varbinds[start:end]
            at = end
            if position is None:
                names.append(name)
                varbinds.append(None)
            else:
                at += 1
                del self.positions[name]
        self._renumber(first or 0, names + self.names[at:], varbinds + self.varbinds[at:])

    def _renumber(self, first: int, names: list[bytes], varbinds: list[bytes | None]) -> None:
        """Takes what follows a position anew."""
        behaviours = {self.names[at]: what for at, what in self._behaviours.items() if at >= first}
        counters = [self.names[at] for at in self.counter64_positions if at >= first]
        self.names = self.names[:first] + names
        self.varbinds[first:] = varbinds
        positions = self.positions
        positions.update(zip(names, count(first)))
        kept = {at: what for at, what in self._behaviours.items() if at < first}
        self._behaviours = kept | {positions[name]: what for name, what in behaviours.items() if name in positions}
        below = {at for at in self.counter64_positions if at < first}
        self.counter64_positions = below | {positions[name] for name in counters if name in positions}
        self._computed = {}
        block = -(-first // _STRIDE)
        self._landmarks[block:] = [oid_sort_key(name) for name in self.names[block * _STRIDE :: _STRIDE]]

    def with_overrides(self, overrides: Mapping[Oid, Value], hidden: Sequence[Oid] = ()) -> Device:
        """A device with values replaced and instances added; others stay, but for those at and below `hidden` OIDs."""
        kept: list[tuple[bytes, bytes | None, Behaviour | None]] = [
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
        if hidden:
            prefixes, shown = tuple(oid.contents for oid in hidden), {oid.contents for oid in overrides}
            kept = [entry for entry in kept if entry[0] in shown or not entry[0].startswith(prefixes)]
        device = Device(
            [name for name, _, _ in kept],
            [varbind for _, varbind, _ in kept],
            {position: behaviour for position, (_, _, behaviour) in enumerate(kept) if behaviour is not None},
        )
        device.clock = self.clock
        device.overridden = self.overridden | {oid.contents for oid in overrides}
        return device
