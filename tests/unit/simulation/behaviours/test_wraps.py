"""The moment when a counter begins again is found for all that count, and for nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes import ValueType
from trishul.simulation.behaviours import Flow, LiveNumber, MovingCounter, next_wrap


@given(st.integers(0, 2**40), st.floats(1.0, 1e10), st.floats(0, 1e6))
def test_a_counter_is_smaller_after_its_wrap_than_before(initial: int, per_second: float, now: float) -> None:
    counter = MovingCounter(ValueType.COUNTER32, (Flow(0.0, initial, per_second),))
    wrap = next_wrap(counter, now)
    assert wrap is not None
    assert wrap >= now
    assert counter.total_at(wrap) // counter.size == counter.total_at(now) // counter.size + 1


def test_counters_of_64_bits_wrap_at_their_own_size() -> None:
    counter = MovingCounter(ValueType.COUNTER64, (Flow(0.0, 2**64 - 100, 10.0, swing=0.0),))
    assert next_wrap(counter, 0.0) == pytest.approx(10.0, abs=0.01)


def test_what_stands_still_or_does_not_count_never_wraps() -> None:
    assert next_wrap(MovingCounter(ValueType.COUNTER32, (Flow(0.0, 5, 0.0),)), 0.0) is None
    assert next_wrap(LiveNumber(ValueType.GAUGE32, int), 0.0) is None
