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

    def hundredths_at(self, now: float) -> int:
        """The ticks at a time; a time before the start counts as the start."""
        elapsed = max(now - self.started_at, 0.0)
        return (self.hundredths_before + int(elapsed * 100)) % _WRAP

    def contents_at(self, now: float) -> bytes:
        """Contents octets at a time."""
        return encode_integer(self.hundredths_at(now))
