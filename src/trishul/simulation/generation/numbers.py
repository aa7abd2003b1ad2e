"""Whole numbers that fit their object's name and units: temperatures in degrees, shares up to 100, an MTU of 1500.

Rules are a table, the first that matches counts; whatever they say is brought into the ranges of the type. A read-only
gauge moves within the rule's bounds, everything else is one number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from trishul.simulation.behaviours.chance import fraction, whole
from trishul.simulation.generation.octets import words_of
from trishul.simulation.value_checks import is_within
from trishul.smi.model import BaseType, TypeInfo

_MAX = 2**31 - 1
_KNOWN_OBJECTS = 4096


@dataclass(frozen=True, slots=True)
class Bounds:
    """Numbers that an object may show; it moves between them where `is_moving`."""

    low: int
    high: int
    is_moving: bool = False
    is_physical: bool = False
    """A measure whose units may be tenths or thousandths."""


_RULES: tuple[tuple[str, Bounds], ...] = (
    (r"\bmtu\b", Bounds(1500, 1500)),
    (r"humidity", Bounds(35, 55, is_moving=True)),
    (r"fahrenheit", Bounds(85, 105, is_moving=True, is_physical=True)),
    (
        r"(?=.*(temp|celsius|degree))(?!.*(template|temporary|attempt|thresh|limit|max|min|high|low|crit|warn))",
        Bounds(24, 42, is_moving=True, is_physical=True),
    ),
    (r"(temperature|celsius|degrees).*", Bounds(70, 90, is_physical=True)),
    (r"percent|%|utili[sz]|\bcpu (load|usage)\b", Bounds(5, 60, is_moving=True)),
    (r"\brpm\b|fan speed|revolutions", Bounds(3000, 5600, is_moving=True)),
    (r"\b(rssi|snr|dbm|signal)\b", Bounds(-70, -45, is_moving=True, is_physical=True)),
    (r"volt", Bounds(12, 12, is_physical=True)),
    (r"\b(amps?|amperes?|amperage|milliamps?)\b", Bounds(1, 6, is_moving=True, is_physical=True)),
    (r"\bwatts?\b|power (usage|consumption|draw)", Bounds(90, 240, is_moving=True, is_physical=True)),
    (r"\b(hertz|hz)\b|frequency", Bounds(50, 50, is_physical=True)),
    (r"\bspeed\b", Bounds(1_000_000_000, 1_000_000_000)),
    (r"\bvlan\b|\bvid\b|pvid", Bounds(1, 1)),
    (r"\bttl\b|hop limit", Bounds(64, 64)),
    (r"\b(udp|tcp) port\b", Bounds(161, 161)),
    (r"prefix length", Bounds(24, 24)),
    (r"\b(free|avail|available|used|usage)\b", Bounds(20_000, 60_000, is_moving=True)),
    (r"\b(size|total|capacity|memory)\b", Bounds(65_536, 65_536)),
    (r"\b(interval|timeout|timer|period|seconds?)\b", Bounds(30, 60)),
    (r"\b(retries|retry|priority|version|level|cost|weight)\b", Bounds(1, 10)),
    (r"\b(index|id|slot|unit|port|chassis|module)\b", Bounds(1, 8)),
    (r"\b(load|sessions?|connections?|clients?|users?|current|active|queue)\b", Bounds(2, 40, is_moving=True)),
    (r"\b(max|maximum|limit|threshold)\b", Bounds(80, 100)),
)
_ANYTHING = Bounds(1, 100)
_SCALES: tuple[tuple[str, int], ...] = (
    (r"tenth|deci|0\.1\b|/10\b", 10),
    (r"hundredth|centi|0\.01\b|/100\b", 100),
    (r"thousandth|milli|0\.001\b|/1000\b", 1000),
    (r"micro", 1_000_000),
)
_DECIMALS = re.compile(r"d-(\d)")

_GOOD = (
    "up",
    "ok",
    "normal",
    "active",
    "enabled",
    "enable",
    "online",
    "on",
    "running",
    "ready",
    "good",
    "present",
    "operational",
    "true",
    "yes",
    "success",
    "successful",
    "valid",
    "connected",
    "established",
    "permanent",
    "full",
    "inservice",
    "healthy",
    "noerror",
    "noalarm",
    "master",
    "learned",
    "idle",
)
_BAD = frozenset(
    (
        "unknown",
        "other",
        "invalid",
        "none",
        "notapplicable",
        "na",
        "unspecified",
        "undefined",
        "reset",
        "reboot",
        "destroy",
        "delete",
        "clear",
        "failed",
        "fault",
        "critical",
        "error",
        "unsupported",
    )
)
_MOSTLY = 0.85


def label_number(info: TypeInfo, seed: int, key: str) -> int:
    """The number of a label: one that means all is well in most cases, else any that is no trouble."""
    by_label = {label.lower().replace("-", ""): number for label, number in info.labels}
    good = [by_label[word] for word in _GOOD if word in by_label]
    if good and fraction(seed, f"{key}/good") < _MOSTLY:
        return good[0]
    numbers = [number for label, number in by_label.items() if label not in _BAD] or list(by_label.values())
    return numbers[whole(seed, f"{key}/label", 0, len(numbers) - 1)]


@lru_cache(_KNOWN_OBJECTS)
def bounds_of(name: str, units: str, info: TypeInfo) -> Bounds:
    """The bounds for an object, within the ranges of its type."""
    text = f"{' '.join(words_of(name))} {units.lower()}"
    bounds = next((bounds for pattern, bounds in _RULES if re.search(pattern, text)), _ANYTHING)
    factor = _scale(units, info) if bounds.is_physical else 1
    low, high = within_ranges(info, bounds.low * factor, bounds.high * factor)
    return Bounds(low, high, bounds.is_moving and low < high)


def _scale(units: str, info: TypeInfo) -> int:
    decimals = _DECIMALS.fullmatch(info.display_hint)
    if decimals is not None:
        return int("1" + "0" * int(decimals[1]))
    return next((factor for pattern, factor in _SCALES if re.search(pattern, units, re.IGNORECASE)), 1)


def within_ranges(info: TypeInfo, low: int, high: int) -> tuple[int, int]:
    """Bounds inside one of the ranges of a type: what they share with one, else the near end of one."""
    if not info.ranges:
        return (low, high) if info.base is BaseType.INTEGER else (max(low, 0), max(high, 0))
    ranges = [(least, _MAX if most is None else most) for least, most in info.ranges]
    for least, most in ranges:
        if max(least, low) <= min(most, high):
            return max(least, low), min(most, high)
    least, most = min(ranges, key=lambda one: min(abs(one[0] - low), abs(one[1] - low)))
    number = least if low < least else most
    return number, number


def successive(info: TypeInfo, count: int, first: int = 1) -> list[int]:
    """Different legal numbers that can stand in an index, upwards from `first` where the ranges allow it."""
    if info.labels:
        return [number for _, number in sorted(info.labels, key=lambda one: one[1]) if number >= 0][:count]
    found = [number for number in range(first, first + count) if is_within(info, number)]
    for least, most in info.ranges:
        if len(found) >= count:
            break
        start = max(least, 0)
        stop = min(start + count + len(found), (_MAX if most is None else most) + 1)
        found += [number for number in range(start, stop) if number not in found]
    return sorted(found[:count])
