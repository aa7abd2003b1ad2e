"""`error`: an error-status instead of an answer, for questions, for SETs, or for certain values that are set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from trishul.engine.instances import InstanceError
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.variations.conditions import Conditions, comparable, value_conditions
from trishul.simulation.variations.options import LineOptions
from trishul.simulation.variations.statuses import read_operation, read_status
from trishul.simulation.variations.variation import START, Origin, Reading, SetTrial, Variation

_KEYS = frozenset((b"op", b"value", b"hexvalue", b"status", b"vlist"))


@dataclass(frozen=True, slots=True)
class Refusing(Variation):
    """A line that refuses some requests; what it takes by SET it keeps. `writecache` lines are the same."""

    keeps_set_values: ClassVar[bool] = True

    line_tag: int
    value: bytes
    get_status: ErrorStatus = ErrorStatus.NO_ERROR
    set_status: ErrorStatus = ErrorStatus.NO_ERROR
    by_value: Conditions[ErrorStatus] | None = None
    origin: Origin = START

    @property
    def tag(self) -> int:
        """That of the line."""
        return self.line_tag

    def contents_at(self, now: float) -> bytes:
        """The value, refused or not."""
        del now
        return self.value

    def read(self, name: bytes, now: float) -> Reading:
        """The value. Raises InstanceError."""
        del name, now
        if self.get_status is not ErrorStatus.NO_ERROR:
            raise InstanceError(self.get_status)
        return Reading(self.line_tag, self.value)

    def try_set(self, name: bytes, tag: int, contents: bytes, now: float) -> SetTrial:
        """Values of the line's type are kept, but those that are refused."""
        del name, now
        if tag != self.line_tag:
            return SetTrial(ErrorStatus.WRONG_TYPE)
        if self.by_value is None:
            return SetTrial(self.set_status)
        return SetTrial(self.by_value.outcome(comparable(tag, contents), self.set_status))

    def with_value(self, contents: bytes) -> Self:
        """The same line with another value."""
        return replace(self, value=contents)


def parse(options: LineOptions) -> Refusing:
    """A line of the module `error`, whose `vlist` takes the place of `status` for SETs. Raises Unreadable."""
    line = parse_refusing(options)
    return line if line.by_value is None else replace(line, set_status=ErrorStatus.NO_ERROR)


def parse_refusing(options: LineOptions) -> Refusing:
    """A line with a value, a status for some requests, and statuses for some values. Raises Unreadable."""
    options.check_known(_KEYS)
    operation = read_operation(options, b"any")
    get_status = set_status = ErrorStatus.NO_ERROR
    if b"status" in options.settings:
        text = options.text(b"status")
        get_status = read_status(options, text) if operation != b"set" else get_status
        set_status = read_status(options, text, is_set=True) if operation != b"get" else set_status
    value = options.value()
    if value is None and get_status is ErrorStatus.NO_ERROR:
        raise options.refuse("the line has no value to answer")
    return Refusing(
        options.tag,
        value or b"",
        get_status,
        set_status,
        value_conditions(options, lambda text: _read_listed_status(options, text)),
    )


def _read_listed_status(options: LineOptions, text: bytes) -> ErrorStatus:
    status = read_status(options, text, is_set=True)
    if not text.islower():
        options.differ("takes a status in 'vlist' in upper case too")
    return status
