"""ifTable and ifXTable of the demo switch (RFC 2863): a row for each port, 32-bit counters and their 64-bit twins."""

from __future__ import annotations

from trishul.datatypes.values import Value, ValueType
from trishul.simulation.behaviours import Behaviour, Flow, MovingCounter
from trishul.simulation.behaviours.chance import whole
from trishul.simulation.demo_switch.ports import OCTETS_A_SHORT_FRAME, PORTS, DirectedTraffic, Port, ports
from trishul.simulation.demo_switch.system import HUNDREDTHS_A_DAY

_INTERFACES = "1.3.6.1.2.1.2"
_IF_MIB_OBJECTS = "1.3.6.1.2.1.31.1"
_ETHERNET_CSMACD = 6
_UP, _DOWN = 1, 2
_TRUE, _FALSE = 1, 2
_TRAPS_ENABLED = 1
_DOCUMENTATION_OUI = bytes.fromhex("00005e0053")
"""RFC 7042 §2.1.2: hardware addresses for examples are 00-00-5E-00-53-00 to -FF."""
_FASTEST_IF_SPEED = 2**32 - 1
"""RFC 2863 §3.1.6: ifSpeed of anything faster; ifHighSpeed tells the truth."""

_C32, _C64 = ValueType.COUNTER32, ValueType.COUNTER64
_ZERO = Value.counter32(0)


def interface_instances(seed: int, started_at: float) -> dict[str, Value | Behaviour]:
    """Instances of ifNumber, ifTable, ifXTable and ifTableLastChange."""
    instances: dict[str, Value | Behaviour] = {
        f"{_INTERFACES}.1.0": Value.integer(PORTS),
        f"{_IF_MIB_OBJECTS}.5.0": Value.time_ticks(0),
    }
    for port in ports(seed, started_at):
        for column, what in (_identity(seed, port) | _counters(port)).items():
            instances[f"{_INTERFACES}.2.1.{column}.{port.index}"] = what
        for column, what in (_extension(port) | _extension_counters(port)).items():
            instances[f"{_IF_MIB_OBJECTS}.1.1.{column}.{port.index}"] = what
    return instances


def _identity(seed: int, port: Port) -> dict[int, Value | Behaviour]:
    """Columns ifIndex to ifLastChange."""
    changed = 1_000 + port.index if port.is_up else whole(seed, f"{port.index}/changed", 0, 19 * HUNDREDTHS_A_DAY)
    return {
        1: Value.integer(port.index),
        2: Value.octet_string(port.description),
        3: Value.integer(_ETHERNET_CSMACD),
        4: Value.integer(9_000 if port.is_uplink else 1_500),
        5: Value.gauge32(min(port.megabits_per_second * 1_000_000, _FASTEST_IF_SPEED)),
        6: Value.octet_string(_DOCUMENTATION_OUI + bytes((port.index,))),
        7: Value.integer(_UP if port.is_enabled else _DOWN),
        8: Value.integer(_UP if port.is_up else _DOWN),
        9: Value.time_ticks(changed),
    }


def _counters(port: Port) -> dict[int, Value | Behaviour]:
    """Columns ifInOctets to ifSpecific; the deprecated columns are there because old managers ask for them."""
    received, sent = port.received, port.sent
    return {
        10: _counter(_C32, received.octets),
        11: _unicast(_C32, received),
        12: _counter(_C32, (received.multicast_octets, received.broadcast_octets), OCTETS_A_SHORT_FRAME),
        13: Value.counter32(port.index % 3 if port.is_up else 0),
        14: Value.counter32(port.index % 2 if port.is_up else 0),
        15: _ZERO,
        16: _counter(_C32, sent.octets),
        17: _unicast(_C32, sent),
        18: _counter(_C32, (sent.multicast_octets, sent.broadcast_octets), OCTETS_A_SHORT_FRAME),
        19: Value.counter32(port.index % 5 if port.is_up else 0),
        20: _ZERO,
        21: Value.gauge32(0),
        22: Value.object_identifier("0.0"),
    }


def _extension(port: Port) -> dict[int, Value | Behaviour]:
    """The columns of ifXTable that are no counters."""
    return {
        1: Value.octet_string(port.name),
        14: Value.integer(_TRAPS_ENABLED),
        15: Value.gauge32(port.megabits_per_second),
        16: Value.integer(_FALSE),
        17: Value.integer(_TRUE),
        18: Value.octet_string(port.alias),
        19: Value.time_ticks(0),
    }


def _extension_counters(port: Port) -> dict[int, Value | Behaviour]:
    """Multicast and broadcast counters, and the 64-bit twins of all."""
    instances: dict[int, Value | Behaviour] = {}
    for column, high_column, traffic in ((2, 6, port.received), (4, 10, port.sent)):
        instances[column] = _counter(_C32, (traffic.multicast_octets,), OCTETS_A_SHORT_FRAME)
        instances[column + 1] = _counter(_C32, (traffic.broadcast_octets,), OCTETS_A_SHORT_FRAME)
        instances[high_column] = _counter(_C64, traffic.octets)
        instances[high_column + 1] = _unicast(_C64, traffic)
        instances[high_column + 2] = _counter(_C64, (traffic.multicast_octets,), OCTETS_A_SHORT_FRAME)
        instances[high_column + 3] = _counter(_C64, (traffic.broadcast_octets,), OCTETS_A_SHORT_FRAME)
    return instances


def _unicast(value_type: ValueType, traffic: DirectedTraffic) -> MovingCounter:
    return _counter(value_type, (traffic.unicast_octets,), traffic.octets_a_packet)


def _counter(value_type: ValueType, flows: tuple[Flow, ...], units_each: int = 1) -> MovingCounter:
    return MovingCounter(value_type, flows, units_each)
