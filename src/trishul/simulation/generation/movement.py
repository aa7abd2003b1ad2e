"""Values that move: counters at rates that fit their names, gauges within bounds, time since the start.

Twins share a key, therefore a flow: a Counter64 is always its 32-bit twin with the octets that the twin has lost.
"""

from __future__ import annotations

import re
from functools import lru_cache

from trishul.datatypes.values import ValueType
from trishul.simulation.behaviours import Behaviour, Flow, MovingCounter, Uptime
from trishul.simulation.behaviours.chance import between
from trishul.simulation.behaviours.wandering import Wandering
from trishul.simulation.generation.instance import Instance
from trishul.simulation.generation.numbers import Bounds
from trishul.simulation.generation.octets import words_of

_TICKS_PER_S = 100
_KNOWN_NAMES = 4096
_RATES: tuple[tuple[str, float, float], ...] = (
    (r"\b(err(or)?s?|drops?|dropped|discards?|fail\w*|bad|invalid|unknown|crc|collisions?|reject\w*)\b", 1e-6, 1e-3),
    (r"\b(timeouts?|transitions?|changes?|exceeded|lost)\b", 1e-6, 1e-3),
    (r"\b(octets?|bytes?)\b", 2_000, 400_000),
    (r"\b(pkts?|packets?|frames?|cells?|segs?|datagrams?)\b", 5, 900),
    (r"\b(seconds?|secs?)\b", 1, 1),
)
_ANY_RATE = 0.01, 5.0


def moving_counter(instance: Instance, value_type: ValueType) -> MovingCounter:
    """A counter: of the row's interface where it counts its traffic, else one that moves by itself."""
    row, name = instance.row, instance.object.name
    if row.interface is not None and len(row.values) == 1:
        counter = row.interface.counter(name, value_type)
        if counter is not None:
            return counter
    low, high = _rates_of(name)
    plan, key = instance.plan, instance.key
    rate = between(plan.seed, f"{key}/rate", low, high)
    initial = int(rate * plan.age_ticks / _TICKS_PER_S)
    phase = between(plan.seed, f"{key}/phase", 0, 6)
    return MovingCounter(value_type, (Flow(plan.started_at, initial, rate, 0.5, 600.0, phase),))


@lru_cache(_KNOWN_NAMES)
def _rates_of(name: str) -> tuple[float, float]:
    words = " ".join(words_of(name))
    return next(((low, high) for pattern, low, high in _RATES if re.search(pattern, words)), _ANY_RATE)


def wandering(instance: Instance, value_type: ValueType, bounds: Bounds) -> Wandering:
    """A gauge that swings within a part of its bounds that is its own."""
    plan, key = instance.plan, instance.key
    span = bounds.high - bounds.low
    low = bounds.low + int(span * between(plan.seed, f"{key}/low", 0, 0.5))
    high = low + max(int(span * between(plan.seed, f"{key}/span", 0.1, 0.5)), 1)
    period = between(plan.seed, f"{key}/period", 300, 3600)
    return Wandering(value_type, low, min(high, bounds.high), period, between(plan.seed, f"{key}/phase", 0, 6))


def running_time(instance: Instance) -> Behaviour | None:
    """TimeTicks that count on since the device started; None where the name means a moment or a span."""
    name = instance.object.name.lower()
    if not instance.object.is_writable and re.search(r"up.?time$|sysuptime|age$|elapsed", name):
        return Uptime(instance.plan.started_at, instance.plan.age_ticks)
    return None
