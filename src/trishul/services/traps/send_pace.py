"""When the notifications of a run leave: at a steady rate, on a ramp, in bursts. A pure function of their number.

Owns that function and what a pace may be. The area under the rate is how many are due; its inverse is when one is due.
"""

from __future__ import annotations

import math

import msgspec

from trishul.errors import InvalidInput

MAX_COUNT = 1_000_000
MAX_PER_S = 10_000.0
MAX_RAMP_S = 86_400.0
MAX_BURST = 10_000
_LONGEST_S = 7 * 86_400.0


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """`count` notifications, `per_s` of them a second; a ramp begins with another rate, a burst leaves together."""

    count: int = 1
    per_s: float = 10.0
    from_per_s: float | None = None
    """The rate at the beginning of a ramp that ends with `per_s` after `ramp_s`; None without a ramp."""
    ramp_s: float = 0.0
    burst: int = 1
    """So many leave at once, and then nobody until so many more are due."""

    def check(self) -> None:
        """Raises InvalidInput with the field that is out of bounds."""
        bounds = {
            "count": (self.count, 1, MAX_COUNT),
            "per_s": (self.per_s, 0.001, MAX_PER_S),
            "from_per_s": (self.from_per_s or 0.0, 0.0, MAX_PER_S),
            "ramp_s": (self.ramp_s, 0.0, MAX_RAMP_S),
            "burst": (self.burst, 1, MAX_BURST),
        }
        for name, (value, low, high) in bounds.items():
            if not low <= value <= high:
                raise InvalidInput(f"It lies between {low:g} and {high:,g}", field=f"pace.{name}")
        if self.from_per_s is not None and self.ramp_s == 0:
            raise InvalidInput("A ramp needs the seconds that it takes", field="pace.ramp_s")
        if self.due_s(self.count - 1) > _LONGEST_S:
            raise InvalidInput("At this pace the run takes more than a week", field="pace.per_s")

    def due_s(self, number: int) -> float:
        """Seconds from the start until a notification, counted from 0, leaves."""
        before = number // self.burst * self.burst
        if self.from_per_s is None or self.ramp_s == 0:
            return before / self.per_s
        on_ramp = (self.from_per_s + self.per_s) / 2 * self.ramp_s
        if before >= on_ramp:
            return self.ramp_s + (before - on_ramp) / self.per_s
        growth = (self.per_s - self.from_per_s) / self.ramp_s
        if growth == 0:
            return before / self.per_s
        # before = from·t + growth·t²/2, solved for t in the form that does not cancel for small growth
        return 2 * before / (self.from_per_s + math.sqrt(self.from_per_s**2 + 2 * growth * before)) if before else 0.0
