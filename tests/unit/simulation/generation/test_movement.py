"""What moves does so at a rate that fits its name."""

from __future__ import annotations

from tests.unit.simulation.generation.small_device import COUNTER32, NUMBER, TEXT, instance
from trishul.datatypes import ValueType
from trishul.simulation.behaviours import Uptime
from trishul.simulation.generation.movement import moving_counter, running_time, wandering
from trishul.simulation.generation.numbers import Bounds


def test_octets_run_and_errors_are_rare() -> None:
    octets = moving_counter(instance("boxOctets", COUNTER32), ValueType.COUNTER32)
    errors = moving_counter(instance("boxErrors", COUNTER32), ValueType.COUNTER32)
    assert octets.total_at(100.0) - octets.total_at(0.0) > 100
    assert errors.total_at(100.0) - errors.total_at(0.0) <= 1


def test_a_gauge_stays_within_its_bounds() -> None:
    gauge = wandering(instance("boxLoad", NUMBER), ValueType.GAUGE32, Bounds(5, 60, is_moving=True))
    assert {5 <= gauge.number_at(float(now)) <= 60 for now in range(0, 5000, 50)} == {True}
    assert len({gauge.number_at(float(now)) for now in range(0, 5000, 50)}) > 1


def test_an_uptime_ticks_and_another_span_does_not() -> None:
    assert isinstance(running_time(instance("boxUpTime", TEXT)), Uptime)
    assert running_time(instance("boxTimeout", TEXT)) is None
