"""Numbers that look random and are functions of a seed and a name, the same on every machine."""

from __future__ import annotations

from zlib import crc32


def fraction(seed: int, name: str) -> float:
    """A number from 0 up to but not including 1."""
    return crc32(f"{seed}/{name}".encode()) / 2**32


def between(seed: int, name: str, low: float, high: float) -> float:
    """A number from `low` up to but not including `high`."""
    return low + (high - low) * fraction(seed, name)


def whole(seed: int, name: str, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    return int(between(seed, name, low, high + 1))
