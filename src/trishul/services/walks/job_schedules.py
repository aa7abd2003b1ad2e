"""When a job is due: every so many seconds, or by five fields as cron has them. A pure function of a time.

Owns the reading of cron's fields and the next time. Fields are minute, hour, day of month, month, day of week, with
`*`, lists, ranges, steps and English names; also `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. As in cron, of
two days that are both restricted either will do. Times are those of the server's clock, without a zone: an hour that
the clock leaves out has no runs, one that it repeats has its runs once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

import msgspec

from trishul.errors import InvalidInput

MIN_INTERVAL_S = 5.0
MAX_INTERVAL_S = 31 * 86_400.0
_FARTHEST_DAYS = 366 * 8 + 2
"""From one 29th of February to the next there are eight years at most."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_PART = re.compile(r"(\*|[0-9]{1,2}|[a-z]{3})(?:-([0-9]{1,2}|[a-z]{3}))?(?:/([0-9]{1,2}))?", re.ASCII)
_NICKNAMES: Mapping[str, str] = MappingProxyType(
    {
        "@hourly": "0 * * * *",
        "@daily": "0 0 * * *",
        "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *",
        "@yearly": "0 0 1 1 *",
    }
)


@dataclass(frozen=True, slots=True)
class _Field:
    """One of cron's fields: its bounds, and names that stand for numbers from the lowest on."""

    name: str
    least: int
    most: int
    names: Sequence[str] = ()


_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("day of the week", 0, 7, _DAYS),
)


class Schedule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a job runs: exactly one of both is given."""

    every_s: float | None = None
    cron: str | None = None


@dataclass(frozen=True, slots=True)
class CronTimes:
    """The times that five fields mean."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    """0 is Sunday."""
    is_either_day: bool
    """Both days are restricted: one that fits is enough."""

    def next_after(self, moment: datetime) -> datetime | None:
        """The first of these times after a moment; None where there is none, as on a 31st of February."""
        start = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
        for day in range(_FARTHEST_DAYS):
            date = start.date() + timedelta(days=day)
            if not self._has_day(date.month, date.day, date.isoweekday() % 7):
                continue
            for hour in self.hours:
                for minute in self.minutes:
                    found = datetime(date.year, date.month, date.day, hour, minute)  # noqa: DTZ001 -- the server's clock
                    if found >= start:
                        return found
        return None

    def _has_day(self, month: int, day: int, weekday: int) -> bool:
        if month not in self.months:
            return False
        fits = day in self.days, weekday in self.weekdays
        return any(fits) if self.is_either_day else all(fits)


def checked_schedule(schedule: Schedule) -> Schedule:
    """The same, if it can be meant. Raises InvalidInput with the field."""
    if (schedule.every_s is None) == (schedule.cron is None):
        raise InvalidInput("A schedule has every_s or cron", field="schedule")
    if schedule.every_s is not None and not MIN_INTERVAL_S <= schedule.every_s <= MAX_INTERVAL_S:
        message = f"every_s lies between {MIN_INTERVAL_S:g} and {MAX_INTERVAL_S:,.0f} seconds"
        raise InvalidInput(message, field="schedule.every_s")
    if schedule.cron is not None:
        read_cron(schedule.cron)
    return schedule


def next_run(schedule: Schedule, after: float) -> float:
    """The first time after a moment, both in seconds since 1970; infinity where there is none."""
    if schedule.every_s is not None:
        return after + schedule.every_s
    moment = datetime.fromtimestamp(after)  # noqa: DTZ006 -- cron is in the time of the server's clock
    found = read_cron(schedule.cron or "").next_after(moment)
    return found.timestamp() if found is not None else float("inf")


def read_cron(text: str) -> CronTimes:
    """The times that a text means. Raises InvalidInput with the field that cannot be meant."""
    plain = _NICKNAMES.get(text.strip().casefold(), text).casefold().split()
    if len(plain) != len(_FIELDS):
        raise _refused("cron has five fields: minute, hour, day of the month, month, day of the week")
    values = [_values(field, part) for field, part in zip(_FIELDS, plain, strict=True)]
    minutes, hours, days, months, weekdays = values
    times = CronTimes(
        tuple(sorted(minutes)),
        tuple(sorted(hours)),
        frozenset(days),
        frozenset(months),
        frozenset(day % 7 for day in weekdays),
        is_either_day=not plain[2].startswith("*") and not plain[4].startswith("*"),
    )
    if times.next_after(datetime(2024, 1, 1)) is None:  # noqa: DTZ001 -- any day will do
        raise _refused("There is no such day in any year")
    return times


def _values(field: _Field, text: str) -> set[int]:
    found: set[int] = set()
    for part in text.split(","):
        match = _PART.fullmatch(part)
        if match is None:
            raise _refused(f"{part[:20]!r} is no {field.name}")
        first, last, step = match.groups()
        if first == "*":
            if last is not None:
                raise _refused(f"{part[:20]!r} is no {field.name}")
            low, high = field.least, field.most
        else:
            low = _number(field, first)
            high = _number(field, last) if last is not None else (field.most if step else low)
        if low > high or step == "0" * len(step or "x"):
            raise _refused(f"{part[:20]!r} is no range of the {field.name}")
        found.update(range(low, high + 1, int(step or 1)))
    return found


def _number(field: _Field, text: str) -> int:
    if text in field.names:
        return field.names.index(text) + field.least
    if text.isdigit() and field.least <= int(text) <= field.most:
        return int(text)
    raise _refused(f"{text[:20]!r} is no {field.name} ({field.least} to {field.most})")


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, field="schedule.cron")
