"""Moving counters never fall, keep their average rate, and twins agree in every answer (RFC 2863 §3.1.6)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes import Value, ValueType
from trishul.simulation.behaviours import Flow, MovingCounter

TIMES = st.floats(0, 10_000_000)
FLOWS = st.builds(
    Flow,
    started_at=st.just(0.0),
    initial=st.integers(0, 2**62),
    per_second=st.floats(0, 1.25e9),
    swing=st.floats(0, 0.9),
    period_s=st.floats(60, 3600),
    phase=st.floats(0, 6),
)


@given(FLOWS, TIMES, st.floats(0.01, 1000))
def test_a_total_never_falls(flow: Flow, now: float, later: float) -> None:
    assert flow.total_at(now) <= flow.total_at(now + later)


def test_the_rate_is_the_average_over_whole_periods() -> None:
    flow = Flow(started_at=0.0, initial=1000, per_second=100.0, swing=0.8, period_s=600.0, phase=1.0)
    assert abs(flow.total_at(6000.0) - (1000 + 600_000)) <= 1


def test_before_its_start_nothing_has_moved() -> None:
    flow = Flow(started_at=100.0, initial=5, per_second=1000.0, phase=2.0)
    assert flow.total_at(0.0) == flow.total_at(100.0) == 5


def test_a_flow_without_a_rate_stands_still() -> None:
    assert Flow(0.0, 7, 0.0).total_at(1e9) == 7


@given(FLOWS, TIMES, st.integers(1, 1500))
def test_twins_of_one_flow_agree(flow: Flow, now: float, units_each: int) -> None:
    narrow = MovingCounter(ValueType.COUNTER32, (flow,), units_each)
    wide = MovingCounter(ValueType.COUNTER64, (flow,), units_each)
    assert narrow.count_at(now) == wide.count_at(now) % 2**32


def test_a_counter_is_written_as_its_type() -> None:
    counter = MovingCounter(ValueType.COUNTER64, (Flow(0.0, 2**63, 0.0), Flow(0.0, 2**63, 0.0)))
    assert Value(counter.tag, counter.contents_at(0.0)) == Value.counter64(0)
