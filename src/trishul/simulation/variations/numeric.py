"""`numeric`: a number that moves with the time, by a rate, a function, an offset and a little chance.

`value = f(time * rate) * scale + offset + chance + initial`, kept between `min` and `max`. With `cumulative` each
question adds to the value that the question before saw, `offset` by the time between: that is how snmpsim has it, and
the one place where a value depends on more than the time.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Self, TypeAlias

from trishul.datatypes.contents import encode_integer
from trishul.datatypes.values import NUMBER_RANGES, ValueType
from trishul.simulation.behaviours.chance import between
from trishul.simulation.recordings.findings import excerpt
from trishul.simulation.variations.options import LineOptions, split_escaped
from trishul.simulation.variations.variation import START, Origin, Reading, Variation

_TAGS = frozenset((2, 65, 66, 67, 70))
_COUNTING_TAGS = frozenset((ValueType.COUNTER32.value, ValueType.TIME_TICKS.value, ValueType.COUNTER64.value))
_KEYS = frozenset(
    (
        *(b"min", b"max", b"initial", b"rate", b"scale", b"offset", b"deviation", b"function"),
        *(b"atime", b"wrap", b"cumulative"),
    )
)
_OF_ONE = (
    *("acos", "acosh", "asin", "asinh", "atan", "atanh", "ceil", "cos", "cosh", "degrees", "erf", "erfc", "exp"),
    *("expm1", "fabs", "floor", "gamma", "lgamma", "log10", "log1p", "log2", "radians", "sin", "sinh", "sqrt", "tan"),
    *("tanh", "trunc"),
)
_OF_TWO = ("atan2", "copysign", "fmod", "pow", "remainder")
_MATH: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(_OF_ONE, (1,)),
    **dict.fromkeys(_OF_TWO, (2,)),
    "hypot": (1, 2, 3, 4),
    "log": (1, 2),
}
"""Functions of Python's `math` that take fractions, with how many they take."""

Argument: TypeAlias = float | None
"""A constant; None for the time."""


@dataclass(slots=True)
class Numeric(Variation):
    """One line; `cumulated` is the value and the time of the last question where questions add up."""

    line_tag: int
    least: float = 0.0
    most: float = 0.0
    initial: float = 0.0
    rate: float = 1.0
    scale: float = 1.0
    offset: float = 0.0
    deviation: float = 0.0
    function: str = ""
    arguments: tuple[Argument, ...] = (None,)
    is_absolute: bool = False
    wraps: bool = False
    is_cumulative: bool = False
    origin: Origin = START
    cumulated: tuple[float, float] | None = None

    @property
    def tag(self) -> int:
        """That of the line."""
        return self.line_tag

    def contents_at(self, now: float) -> bytes:
        """The number at a time."""
        return encode_integer(self._whole(self._number_at(b"", now)))

    def read(self, name: bytes, now: float) -> Reading:
        """The number at a time, remembered where questions add up."""
        number = self._number_at(name, now)
        if self.is_cumulative:
            self.cumulated = number, now
        return Reading(self.line_tag, encode_integer(self._whole(number)))

    def _number_at(self, name: bytes, now: float) -> float:
        try:
            moved = self._moved_at(name, now)
        except (ValueError, ArithmeticError):
            return self.least  # where the function is not defined, or its value too large
        if math.isnan(moved) or moved < self.least:
            return self.least
        if moved > self.most:
            return moved % self.most + self.least if self.wraps and self.most and math.isfinite(moved) else self.most
        return moved

    def _moved_at(self, name: bytes, now: float) -> float:
        base, before = self.initial, self.origin.started_at
        if self.is_cumulative and self.cumulated is not None:
            base, before = self.cumulated
        seconds = now + self.origin.unix_offset_s if self.is_absolute else now - self.origin.started_at
        passed = [seconds * self.rate if argument is None else argument for argument in self.arguments]
        function: Callable[..., float] | None = getattr(math, self.function) if self.function else None
        moved = (function(*passed) if function is not None else passed[0]) * self.scale
        moved += self.offset * (now - before) * self.rate if self.is_cumulative else self.offset
        if self.deviation:
            chance = between(self.origin.seed, f"{name.hex()}/{now}", -self.deviation, self.deviation)
            moved += math.floor(chance)
        return base + (max(moved, 0.0) if self.is_cumulative else moved)

    @property
    def is_steady(self) -> bool:
        """True when it counts by one rate alone and begins again behind its largest number."""
        return (
            self.line_tag in _COUNTING_TAGS
            and self.wraps
            and self.most >= 1
            and 0 < self.rate <= self.most
            and 0 < self.rate * self.scale <= self.most
            and not (self.function or self.deviation or self.is_cumulative)
        )

    def _whole(self, number: float) -> int:
        low, high = NUMBER_RANGES[ValueType(self.line_tag)]
        return min(max(int(number), low), high)


@dataclass(slots=True)
class SteadyNumeric(Numeric):
    """A line that is steady, as those of learned counters are: what a clock is moved close to the wrap of."""

    @classmethod
    def of(cls, line: Numeric) -> Self:
        """The line, which is steady."""
        return cls(*(getattr(line, each.name) for each in fields(line)))

    @property
    def size(self) -> int:
        """The number at which it begins again."""
        return int(self.most)

    def total_at(self, now: float) -> int:
        """The number at a time as it would be without a size; a time before the start counts as the start."""
        return int(self._moved_at(b"", max(now, self.origin.started_at)))


def parse(options: LineOptions) -> Numeric:
    """The line. Raises Unreadable."""
    if options.tag not in _TAGS:
        raise options.refuse(f"it makes numbers, the line is {ValueType(options.tag).label}")
    options.check_known(_KEYS)
    least = options.number(b"min", 0.0)
    largest = 2.0**64 - 1 if options.tag == ValueType.COUNTER64 else 2.0**32 - 1
    function, arguments = _function(options)
    is_cumulative = options.flag(b"cumulative")
    if is_cumulative:
        options.note("adds with each question, so that the value depends on how often it is asked")
    numeric = Numeric(
        options.tag,
        least=least,
        most=options.number(b"max", largest),
        initial=options.number(b"initial", least),
        rate=options.number(b"rate", 1.0),
        scale=options.number(b"scale", 1.0),
        offset=options.number(b"offset", 0.0),
        deviation=abs(options.number(b"deviation", 0.0)),
        function=function,
        arguments=arguments,
        is_absolute=options.flag(b"atime"),
        wraps=options.flag(b"wrap"),
        is_cumulative=is_cumulative,
    )
    return SteadyNumeric.of(numeric) if numeric.is_steady else numeric


def _function(options: LineOptions) -> tuple[str, tuple[Argument, ...]]:
    """The option `function`: a name and, after signs of percent, its arguments."""
    if b"function" not in options.settings:
        return "", (None,)
    name, *texts = split_escaped(options.text(b"function"), b"%")
    takes = _MATH.get(name.decode("iso-8859-1"))
    if takes is None:
        raise options.refuse(f"{excerpt(name)} is no function of fractions")
    arguments: tuple[Argument, ...] = tuple(_argument(options, text) for text in texts) or (None,)
    if len(arguments) not in takes:
        raise options.refuse(f"{excerpt(name)} does not take {len(arguments)} arguments")
    return name.decode(), arguments


def _argument(options: LineOptions, text: bytes) -> Argument:
    if text == b"<time>":
        return None
    try:
        return float(text)
    except ValueError:
        raise options.refuse(f"{excerpt(text)} is neither a number nor <time>") from None
