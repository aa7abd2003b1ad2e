"""The interfaces of a generated device: what ifTable, ifXTable and each vendor's table about interfaces agree on.

An interface has one flow of octets in each direction. Every counter of it, standard or a vendor's, 32 or 64 bits wide,
is one of them counted in other units, so that twins agree in every answer and packets go with octets (RFC 2863 §3.1.6).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from trishul.datatypes.values import Value, ValueType
from trishul.simulation.behaviours import Flow, MovingCounter
from trishul.simulation.behaviours.chance import between, fraction, whole
from trishul.simulation.generation.octets import mac_address, words_of

_MEGABITS = (100, 1_000, 1_000, 1_000, 10_000)
_FASTEST_IF_SPEED = 2**32 - 1
"""RFC 2863 §3.1.6: ifSpeed of anything faster; ifHighSpeed tells the truth."""
_BUSIEST = 0.3
"""Of the speed, on average; swings stay below the speed."""
_SWING = 0.5

_IN = frozenset(("in", "rx", "received", "receive", "rcv", "rcvd", "recv", "input", "ingress", "inbound"))
_OUT = frozenset(("out", "tx", "sent", "transmitted", "transmit", "xmit", "output", "egress", "outbound"))
_OCTETS = frozenset(("octets", "octet", "bytes", "byte"))
_PACKETS = frozenset(("pkts", "pkt", "packets", "packet", "frames", "frame", "ucast", "unicast"))
_RARE: tuple[tuple[frozenset[str], int], ...] = (
    (frozenset(("errors", "error", "err", "errs", "crc", "fcs")), 4_000_000_000),
    (frozenset(("discards", "discard", "drops", "dropped", "drop")), 1_500_000_000),
    (frozenset(("broadcast", "bcast")), 40_000),
    (frozenset(("multicast", "mcast")), 15_000),
    (frozenset(("n",)), 10_909),
)
"""Octets that pass for one; the first that fits counts. `n` stands in NUcast: multicast and broadcast together."""


@dataclass(frozen=True, slots=True)
class Interface:
    """One interface; `index` is its ifIndex."""

    index: int
    megabits_per_second: int
    is_up: bool
    received: Flow
    sent: Flow
    octets_a_packet: int

    @property
    def name(self) -> str:
        """IfName and ifDescr."""
        kind = {100: "Fa", 1_000: "Gi", 10_000: "Te"}[self.megabits_per_second]
        return f"{kind}0/{self.index}"

    def counter(self, name: str, value_type: ValueType) -> MovingCounter | None:
        """The counter of this name; None where the name does not say what is counted."""
        words = frozenset(words_of(name))
        units = _units_of(words, self.octets_a_packet)
        if units is None:
            return None
        flows: tuple[Flow, ...] = (self.received, self.sent)
        if words & _IN and not words & _OUT:
            flows = (self.received,)
        elif words & _OUT and not words & _IN:
            flows = (self.sent,)
        return MovingCounter(value_type, flows, units)

    def column(self, name: str) -> Value | None:
        """The columns of ifTable and ifXTable that are no counters; None for all others."""
        made = _COLUMNS.get(name)
        return None if made is None else made(self)


def _units_of(words: Collection[str], octets_a_packet: int) -> int | None:
    if _OCTETS.intersection(words):
        return 1
    for known, units in _RARE:
        if known.intersection(words):
            return units
    return octets_a_packet if _PACKETS.intersection(words) else None


def make_interfaces(seed: int, count: int, started_at: float, age_s: float) -> tuple[Interface, ...]:
    """Interfaces 1 to `count`; the first two are up. `age_s` is how long they had been counting at the start."""
    return tuple(_interface(seed, index, started_at, age_s) for index in range(1, count + 1))


def _interface(seed: int, index: int, started_at: float, age_s: float) -> Interface:
    key = f"interface/{index}"
    megabits = _MEGABITS[whole(seed, f"{key}/speed", 0, len(_MEGABITS) - 1)]
    is_up = index < 3 or fraction(seed, f"{key}/up") < 0.8
    received, sent = (_flow(seed, f"{key}/{way}", megabits, started_at, age_s, is_up=is_up) for way in ("in", "out"))
    return Interface(index, megabits, is_up, received, sent, whole(seed, f"{key}/packet", 200, 900))


def _flow(seed: int, key: str, megabits: int, started_at: float, age_s: float, *, is_up: bool) -> Flow:
    per_second = between(seed, f"{key}/load", 0.001, _BUSIEST) * megabits * 125_000
    return Flow(
        started_at,
        int(per_second * age_s),
        per_second if is_up else 0.0,
        _SWING,
        between(seed, f"{key}/period", 300, 1800),
        between(seed, f"{key}/phase", 0, 6),
    )


_UP, _DOWN, _TRUE, _FALSE, _ETHERNET = 1, 2, 1, 2, 6
_COLUMNS: dict[str, Callable[[Interface], Value]] = {
    "ifIndex": lambda one: Value.integer(one.index),
    "ifDescr": lambda one: Value.octet_string(f"Ethernet interface {one.name}"),
    "ifName": lambda one: Value.octet_string(one.name),
    "ifAlias": lambda one: Value.octet_string(f"Port {one.index}"),
    "ifType": lambda _: Value.integer(_ETHERNET),
    "ifMtu": lambda _: Value.integer(1500),
    "ifSpeed": lambda one: Value.gauge32(min(one.megabits_per_second * 1_000_000, _FASTEST_IF_SPEED)),
    "ifHighSpeed": lambda one: Value.gauge32(one.megabits_per_second),
    "ifPhysAddress": lambda one: Value.octet_string(mac_address(one.index)),
    "ifAdminStatus": lambda _: Value.integer(_UP),
    "ifOperStatus": lambda one: Value.integer(_UP if one.is_up else _DOWN),
    "ifLastChange": lambda one: Value.time_ticks(1_000 + one.index),
    "ifOutQLen": lambda _: Value.gauge32(0),
    "ifSpecific": lambda _: Value.object_identifier("0.0"),
    "ifPromiscuousMode": lambda _: Value.integer(_FALSE),
    "ifConnectorPresent": lambda _: Value.integer(_TRUE),
    "ifLinkUpDownTrapEnable": lambda _: Value.integer(1),
    "ifCounterDiscontinuityTime": lambda _: Value.time_ticks(0),
}
