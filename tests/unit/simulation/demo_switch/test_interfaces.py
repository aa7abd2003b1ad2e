"""Values of ifTable that managers compare: speeds, hardware addresses, MTU (RFC 2863)."""

from __future__ import annotations

from trishul.datatypes import Value
from trishul.simulation.demo_switch.interfaces import interface_instances

INTERFACES = interface_instances(1, 0.0)


def test_a_port_faster_than_if_speed_can_say_shows_its_largest_value() -> None:
    """RFC 2863 §3.1.6."""
    assert INTERFACES["1.3.6.1.2.1.2.2.1.5.21"] == Value.gauge32(2**32 - 1)
    assert INTERFACES["1.3.6.1.2.1.31.1.1.1.15.21"] == Value.gauge32(10_000)


def test_hardware_addresses_are_those_for_documentation() -> None:
    assert INTERFACES["1.3.6.1.2.1.2.2.1.6.10"] == Value.octet_string(bytes.fromhex("00005e00530a"))
