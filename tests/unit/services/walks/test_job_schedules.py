"""Five fields of cron and intervals: what they mean, and what cannot be meant."""

from __future__ import annotations

from datetime import datetime

import pytest

from trishul.errors import InvalidInput
from trishul.services.walks.job_schedules import Schedule, checked_schedule, next_run, read_cron


def when(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("cron", "after", "following"),
    [
        ("* * * * *", "2026-11-28 19:30:40", "2026-11-28 19:31"),
        ("*/15 * * * *", "2026-11-28 19:46", "2026-11-28 20:00"),
        ("5/20 * * * *", "2026-11-28 19:46", "2026-11-28 20:05"),
        ("0 2 * * *", "2026-11-28 02:00", "2026-11-29 02:00"),
        ("30 6 * * mon-fri", "2026-11-28 00:00", "2026-11-30 06:30"),
        ("0 0 * * 7", "2026-11-28 00:00", "2026-11-29 00:00"),
        ("0 0 13 * fri", "2026-11-28 00:00", "2026-12-04 00:00"),
        ("0 0 1 jan,jul *", "2026-11-28 00:00", "2027-01-01 00:00"),
        ("0 0 29 2 *", "2026-11-28 00:00", "2028-02-29 00:00"),
        ("0 9-17/4 * * *", "2026-11-28 13:00", "2026-11-28 17:00"),
        ("@Hourly", "2026-11-28 23:59", "2026-11-29 00:00"),
        ("@monthly", "2026-12-28 23:59", "2027-01-01 00:00"),
    ],
)
def test_the_next_time_is_the_one_that_cron_means(cron: str, after: str, following: str) -> None:
    assert read_cron(cron).next_after(when(after)) == when(following)


@pytest.mark.parametrize(
    "cron",
    [
        *(
            "",
            "* * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * 13 *",
            "* * * * 8",
            "*/0 * * * *",
            "5-1 * * * *",
        ),
        *("a * * * *", "*-5 * * * *", "1,,2 * * * *", "0 0 31 2 *", "@never", "0 0 * * monday", "² * * * *"),
    ],
)
def test_what_is_no_cron_is_refused_in_words(cron: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_cron(cron)
    assert refusal.value.field == "schedule.cron"


@pytest.mark.parametrize(
    ("schedule", "field"),
    [
        (Schedule(), "schedule"),
        (Schedule(5.0, "* * * * *"), "schedule"),
        (Schedule(4.9), "schedule.every_s"),
        (Schedule(float("nan")), "schedule.every_s"),
        (Schedule(cron="x"), "schedule.cron"),
    ],
)
def test_a_schedule_is_one_of_both_and_within_its_limits(schedule: Schedule, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked_schedule(schedule)
    assert refusal.value.field == field


def test_the_next_run_follows_an_interval_or_the_servers_clock() -> None:
    assert next_run(checked_schedule(Schedule(5.0)), 100.0) == 105.0
    due = next_run(checked_schedule(Schedule(cron="0 0 * * *")), 1_000_000.0)
    assert 1_000_000.0 < due <= 1_000_000.0 + 25 * 3600
    assert datetime.fromtimestamp(due).hour == 0  # noqa: DTZ006 -- the server's clock
