"""Moving counters: totals that grow at a rate which swings slowly, as traffic does.

A `Flow` says how much has passed at a time, in closed form, so that nothing is remembered and any time can be asked. A
`MovingCounter` shows one flow as Counter32 or Counter64: twins of one flow agree in every answer, because both are the
same total, cut to their size.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, tau

from trishul.datatypes.contents import encode_integer
from trishul.datatypes.values import ValueType


@dataclass(frozen=True, slots=True)
class Flow:
    """`initial` units at the time `started_at` and `per_second` more each second, on average.

    The rate swings as a sine between `1 - swing` and `1 + swing` times its average; `swing` below 1 keeps the total
    from ever falling.
    """

    started_at: float
    initial: int
    per_second: float
    swing: float = 0.5
    period_s: float = 600.0
    phase: float = 0.0

    def total_at(self, now: float) -> int:
        """Units that have passed until a time; a time before the start counts as the start."""
        if not self.per_second:
            return self.initial
        elapsed = max(now - self.started_at, 0.0)
        speed = tau / self.period_s
        swung = self.swing / speed * (cos(self.phase) - cos(speed * elapsed + self.phase))
        return self.initial + max(int(self.per_second * (elapsed + swung)), 0)


@dataclass(frozen=True, slots=True)
class MovingCounter:
    """The sum of flows as a counter; `units_each` flow units make one count, as octets make a packet."""

    value_type: ValueType
    flows: tuple[Flow, ...]
    units_each: int = 1

    @property
    def tag(self) -> int:
        """Counter32 or Counter64."""
        return self.value_type.value

    @property
    def size(self) -> int:
        """The count at which it is zero again (RFC 2578 §7.1.6, §7.1.10)."""
        return 2**64 if self.value_type is ValueType.COUNTER64 else 2**32

    def total_at(self, now: float) -> int:
        """The count at a time as it would be without a size."""
        return sum([flow.total_at(now) for flow in self.flows]) // self.units_each

    def count_at(self, now: float) -> int:
        """The count at a time, wrapped at the type's size."""
        return self.total_at(now) % self.size

    def contents_at(self, now: float) -> bytes:
        """Contents octets at a time."""
        return encode_integer(self.count_at(now))
