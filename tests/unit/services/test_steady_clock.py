"""A clock that is set moves neither what lasts nor, before an hour has passed, what is deleted for its age."""

from __future__ import annotations

import time

import pytest

from tests.unit.services.conftest import Clock
from trishul.services.steady_clock import BELIEVED_AFTER_S, PatientClock, SteadyClock, uptime_s

DAY_S = 86_400.0


@pytest.fixture
def uptime() -> Clock:
    made = Clock()
    made.now = 50.0
    return made


def test_a_steady_clock_begins_with_the_time_and_goes_on_whatever_is_set(clock: Clock, uptime: Clock) -> None:
    steady = SteadyClock(clock, uptime)
    began_at = steady()
    assert began_at == clock.now
    clock.now += 400 * DAY_S
    uptime.now += 10
    assert steady() == began_at + 10
    clock.now = 0.0
    assert steady() == began_at + 10


def test_a_patient_clock_follows_the_small_corrections_of_a_good_one(clock: Clock, uptime: Clock) -> None:
    patient = PatientClock(clock, uptime)
    for _ in range(10):
        clock.now += 60.5
        uptime.now += 60
        assert patient() == clock.now


@pytest.mark.parametrize("step_s", [30 * DAY_S, -30 * DAY_S])
def test_a_step_is_believed_once_it_has_stood_for_an_hour(clock: Clock, uptime: Clock, step_s: float) -> None:
    patient = PatientClock(clock, uptime)
    began_at = clock.now
    clock.now += step_s
    for _ in range(6):
        assert patient() == began_at + uptime.now - 50
        clock.now += BELIEVED_AFTER_S / 6
        uptime.now += BELIEVED_AFTER_S / 6
    assert patient() == clock.now


def test_a_clock_that_jumps_there_and_back_again_and_again_is_never_believed(clock: Clock, uptime: Clock) -> None:
    patient = PatientClock(clock, uptime)
    right = clock.now
    for minute in range(300):
        clock.now = right + (DAY_S if minute % 2 else 0.0)
        assert patient() == right
        right += 60
        uptime.now += 60


def test_the_uptime_goes_forward_with_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    before = uptime_s()
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert uptime_s() >= before > 0
