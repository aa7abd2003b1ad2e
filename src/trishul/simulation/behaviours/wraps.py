"""When a counter or TimeTicks begins again at zero (RFC 2578 §7.1.6): what a clock is moved close to.

Whatever counts a total that never falls can be asked; the time is found by halving, so that a total needs no inverse.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

_HORIZON_S = 1e12
_RESOLUTION_S = 0.001


@runtime_checkable
class Wrapping(Protocol):
    """A behaviour whose number is a total, cut to its type's size."""

    @property
    def size(self) -> int:
        """The number at which it is zero again."""

    def total_at(self, now: float) -> int:
        """The total before it is cut; it never falls."""


def next_wrap(what: object, now: float) -> float | None:
    """The time in agent seconds, to a thousandth, when a behaviour is next zero again; None where it never is.

    Ten seconds before sysUpTime's 497 days is `clock.jumped_to(next_wrap(uptime, agent_now) - 10, now)`.
    """
    if not isinstance(what, Wrapping):
        return None
    goal = (what.total_at(now) // what.size + 1) * what.size
    reach = 1.0
    while what.total_at(now + reach) < goal:
        reach *= 2
        if reach > _HORIZON_S:
            return None
    low, high = now, now + reach
    while high - low > _RESOLUTION_S:
        middle = (low + high) / 2
        if middle in {low, high}:  # floats are coarser than the resolution out there
            break
        if what.total_at(middle) < goal:
            low = middle
        else:
            high = middle
    return high
