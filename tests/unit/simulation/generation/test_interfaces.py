"""Interfaces: one flow in each direction, whatever counts it (RFC 2863 §3.1.6)."""

from __future__ import annotations

import pytest

from tests.unit.simulation.generation.small_device import plan_of
from trishul.datatypes import Value, ValueType
from trishul.simulation.generation.interfaces import make_interfaces

LOW, HIGH = ValueType.COUNTER32, ValueType.COUNTER64


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [("ifInOctets", "ifHCInOctets"), ("ifOutUcastPkts", "ifHCOutUcastPkts"), ("ifInOctets", "vendorPortRxBytes64")],
)
@pytest.mark.parametrize("now", [0.0, 1.5, 1e7])
def test_twins_agree_also_a_vendors(narrow: str, wide: str, now: float) -> None:
    one = plan_of().interfaces[0]
    low, high = one.counter(narrow, LOW), one.counter(wide, HIGH)
    assert low is not None
    assert high is not None
    assert low.count_at(now) == high.count_at(now) % 2**32


def test_packets_go_with_octets_and_neither_is_faster_than_the_wire() -> None:
    for one in make_interfaces(3, 8, 0.0, 1000.0):
        octets, packets = one.counter("ifHCInOctets", HIGH), one.counter("ifHCInUcastPkts", HIGH)
        assert octets is not None
        assert packets is not None
        passed = octets.total_at(1000.0) - octets.total_at(900.0)
        assert passed <= one.megabits_per_second * 125_000 * 100
        assert packets.total_at(1000.0) * one.octets_a_packet <= octets.total_at(1000.0)


def test_an_interface_that_is_down_counts_nothing() -> None:
    down = [one for seed in range(20) for one in make_interfaces(seed, 8, 0.0, 10.0) if not one.is_up]
    counter = down[0].counter("ifInOctets", LOW)
    assert counter is not None
    assert counter.count_at(0.0) == counter.count_at(1e6)
    assert down[0].column("ifOperStatus") == Value.integer(2)


def test_speeds_agree() -> None:
    for one in make_interfaces(5, 20, 0.0, 10.0):
        assert one.column("ifHighSpeed") == Value.gauge32(one.megabits_per_second)
        assert one.column("ifSpeed") == Value.gauge32(min(one.megabits_per_second * 1_000_000, 2**32 - 1))


def test_what_does_not_say_what_it_counts_is_left_to_others() -> None:
    assert plan_of().interfaces[0].counter("ifInUnknownProtos", LOW) is None
    assert plan_of().interfaces[0].column("ifRcvAddressType") is None
