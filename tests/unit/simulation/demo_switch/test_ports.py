"""The ports of the demo switch: what they are called and which are down."""

from __future__ import annotations

from trishul.simulation.demo_switch.ports import ports

PORTS = ports(1, 0.0)


def test_there_are_24_ports_and_the_last_four_are_uplinks() -> None:
    assert [port.index for port in PORTS] == list(range(1, 25))
    assert [port.index for port in PORTS if port.is_uplink] == [21, 22, 23, 24]


def test_names_are_unique() -> None:
    assert len({port.description for port in PORTS}) == 24
    assert len({port.name for port in PORTS}) == 24


def test_a_disabled_port_is_down() -> None:
    assert all(port.is_enabled for port in PORTS if port.is_up)
    assert any(not port.is_enabled for port in PORTS)
