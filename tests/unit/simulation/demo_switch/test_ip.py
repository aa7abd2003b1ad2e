"""Addresses of the demo switch are those for documentation, and its tables hang together (RFC 5737)."""

from __future__ import annotations

from trishul.datatypes import Value
from trishul.simulation.demo_switch.ip import ip_instances

IP = ip_instances(1, 0.0)


def test_the_address_is_its_own_index() -> None:
    assert IP["1.3.6.1.2.1.4.20.1.1.192.0.2.10"] == Value.ip_address("192.0.2.10")
    assert IP["1.3.6.1.2.1.4.20.1.2.192.0.2.10"] == Value.integer(21)


def test_neighbours_repeat_their_index() -> None:
    for name, value in IP.items():
        if name.startswith("1.3.6.1.2.1.4.22.1.3.21."):
            assert value == Value.ip_address(name.removeprefix("1.3.6.1.2.1.4.22.1.3.21."))
