"""Values for textual conventions that everybody knows: what RFC 2579 and its successors say about their meaning.

A table from a convention's name to the maker of its value. What a maker gives is checked afterwards: a module may
narrow a convention, or have another of the same name.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TypeAlias

from trishul.datatypes.values import NUMBER_RANGES, Value
from trishul.simulation.behaviours.chance import between, fraction, whole
from trishul.simulation.generation.addresses import IPV4, address_octets
from trishul.simulation.generation.instance import Instance
from trishul.simulation.generation.octets import mac_address
from trishul.simulation.value_checks import TAGS

Maker: TypeAlias = Callable[[Instance], Value | None]

_ACTIVE, _NON_VOLATILE, _ETHERNET = 1, 3, 6
_TRUE, _FALSE = 1, 2
_SNMP_UDP = "1.3.6.1.6.1.1"
_TRANSPORT_UDP_IPV4 = "1.3.6.1.2.1.100.1.1"
_ENGINE_ID = bytes.fromhex("80007ed904")
"""RFC 3411 §5: enterprise 32473 (RFC 5612), then text."""
_MINUTE = 6_000


def conventional_value(instance: Instance) -> Value | None:
    """The value by the name of the type, None for types that mean nothing in particular."""
    maker = _MAKERS.get(instance.object.info.name)
    return None if maker is None else maker(instance)


def number(instance: Instance, what: int) -> Value | None:
    """A number of the object's own base type; None where that holds no numbers, or not this one."""
    tag = TAGS[instance.object.info.base]
    low, high = NUMBER_RANGES.get(tag, (0, -1))
    return Value.number(tag, what) if low <= what <= high else None


def _truth(instance: Instance) -> Value:
    return Value.integer(_TRUE if fraction(instance.plan.seed, f"{instance.key}/true") < 0.7 else _FALSE)


def _date(instance: Instance) -> Value:
    def chance(unit: str, low: int, high: int) -> int:
        return whole(instance.plan.seed, f"{instance.key}/{unit}", low, high)

    day = (chance("month", 1, 12), chance("day", 1, 28), chance("hour", 0, 23), chance("minute", 0, 59))
    return Value.octet_string(struct.pack(">H6B", 2025, *day, chance("second", 0, 59), 0))


def _time_stamp(instance: Instance) -> Value | None:
    """A sysUpTime in the past (RFC 2579, TimeStamp)."""
    return number(instance, whole(instance.plan.seed, f"{instance.key}/stamp", 0, max(instance.plan.age_ticks // 2, 1)))


def _pointer(instance: Instance) -> Value:
    return Value(TAGS[instance.object.info.base], instance.plan.pointed_at)


def _identity(instance: Instance) -> Value:
    return Value(TAGS[instance.object.info.base], instance.plan.identity)


def _float(instance: Instance) -> Value:
    return Value.octet_string(struct.pack(">f", between(instance.plan.seed, f"{instance.key}/float", 1, 100)))


def _udp(instance: Instance) -> Value:
    return Value.octet_string(address_octets(instance.object.info, IPV4, instance.row.number))


_MAKERS: dict[str, Maker] = {
    "TruthValue": _truth,
    "RowStatus": lambda one: number(one, _ACTIVE),
    "StorageType": lambda one: number(one, _NON_VOLATILE),
    "TestAndIncr": lambda one: number(one, 0),
    "TimeInterval": lambda one: number(one, 10 * _MINUTE),
    "TimeStamp": _time_stamp,
    "DateAndTime": _date,
    "MacAddress": lambda one: Value.octet_string(mac_address(64 + one.row.number)),
    "PhysAddress": lambda one: Value.octet_string(mac_address(64 + one.row.number)),
    "BridgeId": lambda _: Value.octet_string(b"\x80\x00" + mac_address(0)),
    "RowPointer": _pointer,
    "VariablePointer": _pointer,
    "InstancePointer": _pointer,
    "AutonomousType": _identity,
    "TDomain": lambda _: Value.object_identifier(_SNMP_UDP),
    "TransportDomain": lambda _: Value.object_identifier(_TRANSPORT_UDP_IPV4),
    "TAddress": _udp,
    "SnmpUDPAddress": _udp,
    "TransportAddressIPv4": _udp,
    "InetAddressIPv4": _udp,
    "InetAddressIPv6": _udp,
    "Ipv6Address": _udp,
    "InetAddressPrefixLength": lambda one: number(one, 24 if one.address_type == IPV4 else 64),
    "InetPortNumber": lambda one: number(one, 161),
    "InetVersion": lambda one: number(one, IPV4),
    "SnmpEngineID": lambda _: Value.octet_string(_ENGINE_ID + b"simulated"),
    "SnmpTagValue": lambda _: Value.octet_string("tag1"),
    "SnmpTagList": lambda _: Value.octet_string("tag1 tag2"),
    "SnmpSecurityModel": lambda one: number(one, 3),
    "SnmpMessageProcessingModel": lambda one: number(one, 3),
    "IANAifType": lambda one: number(one, _ETHERNET),
    "VlanId": lambda one: number(one, 1 + one.row.number),
    "VlanIndex": lambda one: number(one, 1 + one.row.number),
    "Float32TC": _float,
}
