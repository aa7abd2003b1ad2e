"""The 24 ports of the demo switch: which are up, how fast they are, and what flows through them."""

from __future__ import annotations

from dataclasses import dataclass
from math import tau

from trishul.simulation.behaviours import Flow
from trishul.simulation.behaviours.chance import between, whole

PORTS = 24
FIRST_UPLINK = 21

_DISABLED = frozenset((16, 20))
_UNPLUGGED = frozenset((7, 12, 19, 24))
_NAMED = {
    1: "Reception desk",
    2: "Meeting room 2.01",
    3: "Printer, floor 2",
    8: "Access point 2-west",
    9: "Access point 2-east",
    13: "Door controller",
    16: "Spare, disabled",
    20: "Spare, disabled",
    21: "Uplink to core-1",
    22: "Uplink to core-2",
    23: "Server lab-1",
}
_SECONDS_OF_TRAFFIC_BEFORE = 1_000_000
OCTETS_A_SHORT_FRAME = 64
"""Broadcast and multicast frames."""


@dataclass(frozen=True, slots=True)
class DirectedTraffic:
    """What flows in one direction of a port."""

    unicast_octets: Flow
    octets_a_packet: int
    multicast_octets: Flow
    broadcast_octets: Flow

    @property
    def octets(self) -> tuple[Flow, Flow, Flow]:
        """All octets, of which the packets of each kind are counted too."""
        return self.unicast_octets, self.multicast_octets, self.broadcast_octets


@dataclass(frozen=True, slots=True)
class Port:
    """One port as IF-MIB describes it."""

    index: int
    is_enabled: bool
    is_up: bool
    megabits_per_second: int
    alias: str
    received: DirectedTraffic
    sent: DirectedTraffic

    @property
    def is_uplink(self) -> bool:
        """True for the 10 Gb/s ports."""
        return self.index >= FIRST_UPLINK

    @property
    def description(self) -> str:
        """The ifDescr."""
        return f"{'TenGigabitEthernet' if self.is_uplink else 'GigabitEthernet'} 1/{self.index}"

    @property
    def name(self) -> str:
        """The ifName."""
        return f"{'te' if self.is_uplink else 'ge'}1/{self.index}"


def ports(seed: int, started_at: float) -> list[Port]:
    """The ports in order."""
    return [_port(seed, index, started_at) for index in range(1, PORTS + 1)]


def _port(seed: int, index: int, started_at: float) -> Port:
    is_enabled = index not in _DISABLED
    is_up = is_enabled and index not in _UNPLUGGED
    megabits = (10_000 if index >= FIRST_UPLINK else 100 if index in {3, 13} else 1_000) if is_up else 0
    return Port(
        index,
        is_enabled,
        is_up,
        megabits,
        _NAMED.get(index, f"Desk 2.{index:02}" if is_enabled else ""),
        _traffic(seed, f"{index}/received", megabits, started_at),
        _traffic(seed, f"{index}/sent", megabits, started_at),
    )


def _traffic(seed: int, name: str, megabits: int, started_at: float) -> DirectedTraffic:
    """A busy port uses up to a fifth of its speed on average; a port that is down carried something once."""
    load = between(seed, f"{name}/load", 0.002, 0.2)
    octets_per_second = megabits * 125_000 * load
    frames_per_second = between(seed, f"{name}/chatter", 0.2, 6.0) if megabits else 0.0
    return DirectedTraffic(
        _flow(seed, f"{name}/unicast", octets_per_second, started_at),
        whole(seed, f"{name}/size", 300, 1100),
        _flow(seed, f"{name}/multicast", frames_per_second * OCTETS_A_SHORT_FRAME, started_at),
        _flow(seed, f"{name}/broadcast", frames_per_second * OCTETS_A_SHORT_FRAME / 3, started_at),
    )


def _flow(seed: int, name: str, per_second: float, started_at: float) -> Flow:
    return Flow(
        started_at=started_at,
        initial=int((per_second or 30.0) * _SECONDS_OF_TRAFFIC_BEFORE),
        per_second=per_second,
        swing=between(seed, f"{name}/swing", 0.2, 0.8),
        period_s=between(seed, f"{name}/period", 120.0, 1800.0),
        phase=between(seed, f"{name}/phase", 0.0, tau),
    )
