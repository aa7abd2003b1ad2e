"""An agent's clock is a pure mapping that goes on from where it stood, whatever is done to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes import ValueType
from trishul.errors import InvalidInput
from trishul.simulation.behaviours import Flow, MovingCounter, Uptime, next_wrap
from trishul.simulation.clock import MAX_AGENT_TIME_S, MAX_SPEED, AgentClock

SPEEDS = st.sampled_from((0.0, 0.5, 1.0, 1000.0, MAX_SPEED))


def test_the_plain_clock_shows_the_real_time() -> None:
    assert AgentClock().agent_time(1234.5) == 1234.5


def test_a_frozen_clock_stands_still_and_goes_on_from_there() -> None:
    frozen = AgentClock().frozen(10.0)
    assert frozen.is_frozen
    assert frozen.agent_time(5_000.0) == 10.0
    assert frozen.at_speed(1, 5_000.0).agent_time(5_001.0) == 11.0


def test_a_frozen_clock_is_stepped_by_hand() -> None:
    stepped = AgentClock().frozen(10.0).stepped(2.5, 20.0)
    assert stepped.agent_time(20.0) == stepped.agent_time(99.0) == 12.5


def test_a_thousand_seconds_pass_in_one() -> None:
    assert AgentClock().at_speed(1000, 50.0).agent_time(51.0) == 1050.0


def test_a_jump_keeps_the_speed() -> None:
    assert AgentClock().at_speed(2, 0.0).jumped_to(1_000.0, 1.0).agent_time(2.0) == 1_002.0


@given(st.floats(0, 1e6), SPEEDS, st.floats(0, 1e6), SPEEDS, st.floats(0, 1e6))
def test_time_never_runs_backwards(first: float, fast: float, later: float, slow: float, last: float) -> None:
    clock = AgentClock().at_speed(fast, first)
    changed = clock.at_speed(slow, first + later)
    assert changed.agent_time(first + later) == clock.agent_time(first + later)
    assert changed.agent_time(first + later + last) >= changed.agent_time(first + later) >= first


@pytest.mark.parametrize("factor", [-1, MAX_SPEED * 2, float("nan"), float("inf")])
def test_a_speed_that_no_clock_has_is_refused(factor: float) -> None:
    with pytest.raises(InvalidInput, match="as fast as time"):
        AgentClock().at_speed(factor, 0.0)


@pytest.mark.parametrize("agent_s", [9.0, MAX_AGENT_TIME_S * 2, float("nan"), float("inf")])
def test_a_clock_goes_ahead_only(agent_s: float) -> None:
    with pytest.raises(InvalidInput, match="ahead only"):
        AgentClock().jumped_to(agent_s, 10.0)


def test_a_clock_jumps_to_ten_seconds_before_497_days() -> None:
    uptime = Uptime(started_at=100.0, hundredths_before=5_000)
    wrap = next_wrap(uptime, 200.0)
    assert wrap is not None
    clock = AgentClock().jumped_to(wrap - 10, 200.0)
    assert uptime.hundredths_at(clock.agent_time(209.0)) > 2**32 - 200
    assert uptime.hundredths_at(clock.agent_time(211.0)) < 200


def test_a_clock_jumps_to_ten_seconds_before_a_counter_wraps() -> None:
    counter = MovingCounter(ValueType.COUNTER32, (Flow(0.0, 7, 1e6),), units_each=3)
    wrap = next_wrap(counter, 50.0)
    assert wrap is not None
    clock = AgentClock().jumped_to(wrap - 10, 50.0)
    assert counter.count_at(clock.agent_time(50.0)) > 2**32 - 10_000_000
    assert counter.count_at(clock.agent_time(59.9)) > counter.count_at(clock.agent_time(50.0))
    assert counter.count_at(clock.agent_time(60.1)) < 1_000_000
