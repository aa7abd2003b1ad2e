"""A wandering gauge stays within its bounds and comes near to both."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes import Value, ValueType
from trishul.simulation.behaviours.wandering import Wandering


@given(st.integers(-1000, 1000), st.integers(0, 1000), st.floats(0, 1e9), st.floats(0, 6))
def test_a_gauge_never_leaves_its_bounds(low: int, span: int, now: float, phase: float) -> None:
    assert low <= Wandering(ValueType.INTEGER, low, low + span, 600.0, phase).number_at(now) <= low + span


def test_a_gauge_uses_most_of_its_room() -> None:
    gauge = Wandering(ValueType.GAUGE32, 0, 100)
    numbers = [gauge.number_at(float(now)) for now in range(0, 900, 10)]
    assert min(numbers) < 15
    assert max(numbers) > 85
    assert Value(gauge.tag, gauge.contents_at(0.0)) == Value.gauge32(50)
