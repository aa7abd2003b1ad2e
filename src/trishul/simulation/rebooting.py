"""A device that has just started again: counters at zero, sysUpTime from zero on (RFC 3418, RFC 2578 §7.1.6).

Owns what a reboot does to values; the time at which it happened comes in, so that a device that is made anew can be
brought to the same state. What people have overridden or managers have set stays. Lines with variation modules begin
again with their times, but those that count steadily at zero, as counters do; gauges, names and tables stay, since the
device is still the same one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Protocol, runtime_checkable

from trishul.datatypes.contents import encode_integer
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import ValueType
from trishul.protocol.ber import encode_varbind
from trishul.simulation.behaviours import Behaviour
from trishul.simulation.behaviours.uptime import Uptime
from trishul.simulation.behaviours.wraps import Wrapping
from trishul.simulation.device import Device
from trishul.simulation.set_values import Held
from trishul.simulation.variations.variation import Variation

_COUNTERS = frozenset((ValueType.COUNTER32.value, ValueType.COUNTER64.value))
_TIME_TICKS = ValueType.TIME_TICKS.value
SYS_UP_TIME = Oid("1.3.6.1.2.1.1.3.0")
_UPTIMES = frozenset(
    (
        SYS_UP_TIME.contents,
        Oid("1.3.6.1.2.1.25.1.1.0").contents,  # hrSystemUptime
    )
)
_TIME_STAMPS = tuple(
    Oid(name).contents
    for name in (
        "1.3.6.1.2.1.1.8",  # sysORLastChange
        "1.3.6.1.2.1.1.9.1.4",  # sysORUpTime
        "1.3.6.1.2.1.2.2.1.9",  # ifLastChange
        "1.3.6.1.2.1.31.1.5",  # ifTableLastChange
    )
)
"""sysUpTime at a change: zero for what was so when the device started."""
_ZERO = encode_integer(0)


@runtime_checkable
class Counting(Behaviour, Wrapping, Protocol):
    """A behaviour that counts a total."""


@dataclass(frozen=True, slots=True)
class CountedAnew:
    """What another behaviour counts, less what it had counted `before`."""

    counting: Counting
    before: int

    @property
    def tag(self) -> int:
        """That of the other."""
        return self.counting.tag

    @property
    def size(self) -> int:
        """The number at which it is zero again."""
        return self.counting.size

    def total_at(self, now: float) -> int:
        """The total since the reboot."""
        return max(self.counting.total_at(now) - self.before, 0)

    def contents_at(self, now: float) -> bytes:
        """Contents octets at a time."""
        return encode_integer(self.total_at(now) % self.size)


def reboot(device: Device, started_at: float) -> None:
    """Lets a device be as if it had started at a time, in agent seconds; it answers on meanwhile."""
    kept = device.overridden | device.set_values.current.keys()
    changes: dict[bytes, Held] = {}
    begins = partial(_begun, device, started_at)
    for position, name in enumerate(device.names):
        if name not in kept and (begun := begins(position, name)) is not None:
            changes[name] = begun
    device.hold(changes)


def _begun(device: Device, started_at: float, position: int, name: bytes) -> Held:
    """What an instance is at the start; None where it stays what it is."""
    behaviour = device.find_behaviour(name)
    tag = device.tag_at(position)
    counts = tag in _COUNTERS or tag == _TIME_TICKS
    counting: object = behaviour.counting if isinstance(behaviour, CountedAnew) else behaviour
    if counts and isinstance(counting, Counting):
        return CountedAnew(counting, counting.total_at(started_at))
    if isinstance(behaviour, Variation):
        return behaviour.with_origin(behaviour.origin._replace(started_at=started_at))
    if behaviour is not None or not counts:
        return None
    if name in _UPTIMES:
        return Uptime(started_at)
    if tag in _COUNTERS or name.startswith(_TIME_STAMPS):
        return encode_varbind(name, tag, _ZERO)
    return None
