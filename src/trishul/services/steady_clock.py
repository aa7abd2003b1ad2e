"""Clocks for what must end neither early nor never when somebody sets the clock of the machine.

Owns two readings of the time, both in Unix seconds. `SteadyClock` is read once and counted on by the time that the
machine is up, sleep included: for what lasts so long after something happened (a session, a pause, a retry).
`PatientClock` follows a clock that was set once that has stood for an hour: for what is deleted when it is old, since
a wrong clock is mostly set right again and what is deleted does not come back. What is only shown is not read here.
"""

from __future__ import annotations

import time
from collections.abc import Callable

BELIEVED_AFTER_S = 3600.0
SLIGHT_S = 60.0
"""A clock that is led to the right time moves by less between two readings; what moves more was set."""

_BOOT_TIME: int | None = getattr(time, "CLOCK_BOOTTIME", None)


def uptime_s() -> float:
    """Seconds that only go forward; where the system tells, those of sleep among them."""
    return time.monotonic() if _BOOT_TIME is None else time.clock_gettime(_BOOT_TIME)


class SteadyClock:
    """The time as it would be if nobody had set the clock since this was made."""

    def __init__(self, wall: Callable[[], float] = time.time, uptime: Callable[[], float] = uptime_s) -> None:
        self._uptime = uptime
        self._ahead_s = wall() - uptime()

    def __call__(self) -> float:
        """Unix seconds."""
        return self._uptime() + self._ahead_s


class PatientClock:
    """The time of the machine, but for a step that has not stood for `BELIEVED_AFTER_S` yet; ask it now and then."""

    def __init__(self, wall: Callable[[], float] = time.time, uptime: Callable[[], float] = uptime_s) -> None:
        self._wall = wall
        self._uptime = uptime
        self._ahead_s = self._doubted_ahead_s = wall() - uptime()
        self._doubted_since = 0.0

    def __call__(self) -> float:
        """Unix seconds."""
        uptime = self._uptime()
        ahead_s = self._wall() - uptime
        if abs(ahead_s - self._ahead_s) <= SLIGHT_S:
            self._ahead_s = self._doubted_ahead_s = ahead_s
        elif abs(ahead_s - self._doubted_ahead_s) > SLIGHT_S:
            self._doubted_ahead_s, self._doubted_since = ahead_s, uptime
        elif uptime - self._doubted_since >= BELIEVED_AFTER_S:
            self._ahead_s = ahead_s
        return uptime + self._ahead_s
