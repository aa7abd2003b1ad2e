"""sysUpTime: hundredths of a second since the device started, back at zero after 497 days (RFC 3418)."""

from __future__ import annotations

from dataclasses import dataclass

from trishul.datatypes.contents import encode_integer
from trishul.datatypes.values import ValueType

_WRAP = 2**32


@dataclass(frozen=True, slots=True)
class Uptime:
    """TimeTicks that were `hundredths_before` at the time `started_at` and tick since."""

    started_at: float
    hundredths_before: int = 0

    @property
    def tag(self) -> int:
        """TimeTicks."""
        return ValueType.TIME_TICKS.value

    @property
    def size(self) -> int:
        """The ticks at which it is zero again."""
        return _WRAP

    def total_at(self, now: float) -> int:
        """The ticks at a time as they would be without a size; a time before the start counts as the start."""
        return self.hundredths_before + int(max(now - self.started_at, 0.0) * 100)

    def hundredths_at(self, now: float) -> int:
        """The ticks at a time."""
        return self.total_at(now) % _WRAP

    def contents_at(self, now: float) -> bytes:
        """Contents octets at a time."""
        return encode_integer(self.hundredths_at(now))
