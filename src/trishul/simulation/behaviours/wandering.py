"""Gauges that go up and down: temperatures, loads, levels. They stay within their bounds at any time."""

from __future__ import annotations

from dataclasses import dataclass
from math import sin, tau

from trishul.datatypes.contents import encode_integer
from trishul.datatypes.values import ValueType

_SLOW, _QUICK = 0.7, 0.3
"""Shares of a slow swing and of a quick one, so that the curve looks like no sine."""
_QUICKER = 7.3


@dataclass(frozen=True, slots=True)
class Wandering:
    """A whole number from `low` to `high` that swings around their middle, once in about `period_s`."""

    value_type: ValueType
    low: int
    high: int
    period_s: float = 900.0
    phase: float = 0.0

    @property
    def tag(self) -> int:
        """That of the type."""
        return self.value_type.value

    def number_at(self, now: float) -> int:
        """The number at a time."""
        turn = tau * now / self.period_s
        swing = _SLOW * sin(turn + self.phase) + _QUICK * sin(_QUICKER * turn + 2 * self.phase)
        return self.low + round((self.high - self.low) * (1 + swing) / 2)

    def contents_at(self, now: float) -> bytes:
        """Contents octets at a time."""
        return encode_integer(self.number_at(now))
