"""Lists of conditions in options, `op:constant:outcome`: what a value, or a time, that compares so leads to.

`eq` comes first, then `lt`, then `gt`; of several `lt` or `gt` the last one counts, as in snmpsim.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

from trishul.datatypes.contents import decode_integer
from trishul.datatypes.oid import oid_sort_key
from trishul.datatypes.values import NUMBER_RANGES, ValueType
from trishul.simulation.variations.options import LineOptions, split_escaped

OutcomeT = TypeVar("OutcomeT")
Comparable: TypeAlias = int | bytes
MAX_CONDITIONS = 10_000

_NUMBERS = frozenset(map(int, NUMBER_RANGES))


def comparable(tag: int, contents: bytes) -> Comparable:
    """A value as it compares with others of its type: by number, by arcs, or by octets."""
    if tag in _NUMBERS:
        return decode_integer(contents)
    return oid_sort_key(contents) if tag == ValueType.OBJECT_IDENTIFIER else contents


@dataclass(frozen=True, slots=True)
class Conditions(Generic[OutcomeT]):
    """Outcomes by what they are for."""

    equal: dict[Comparable, OutcomeT] = field(default_factory=dict)
    below: tuple[Comparable, OutcomeT] | None = None
    above: tuple[Comparable, OutcomeT] | None = None

    def outcome(self, value: Comparable, otherwise: OutcomeT) -> OutcomeT:
        """What a value leads to; the constants are of its type."""
        if value in self.equal:
            return self.equal[value]
        if self.below is not None and value < self.below[0]:  # type: ignore[operator]
            return self.below[1]
        if self.above is not None and value > self.above[0]:  # type: ignore[operator]
            return self.above[1]
        return otherwise


def parse_conditions(
    options: LineOptions,
    key: bytes,
    read_constant: Callable[[bytes], Comparable],
    read_outcome: Callable[[bytes], OutcomeT],
) -> Conditions[OutcomeT] | None:
    """The conditions of an option; None without it. Raises Unreadable."""
    text = options.settings.get(key)
    if text is None:
        return None
    fields = split_escaped(text, b":")
    if len(fields) % 3 or len(fields) > 3 * MAX_CONDITIONS:
        raise options.refuse(f"{key.decode()!r} is not op:constant:outcome, repeated")
    equal: dict[Comparable, OutcomeT] = {}
    bounds: dict[bytes, tuple[Comparable, OutcomeT]] = {}
    for at in range(0, len(fields), 3):
        operator, constant, outcome = fields[at : at + 3]
        if operator == b"eq":
            equal[read_constant(constant)] = read_outcome(outcome)
        elif operator in (b"lt", b"gt"):
            bounds[operator] = read_constant(constant), read_outcome(outcome)
        else:
            raise options.refuse(f"{key.decode()!r} knows eq, lt and gt only")
    return Conditions(equal, bounds.get(b"lt"), bounds.get(b"gt"))


def value_conditions(options: LineOptions, read_outcome: Callable[[bytes], OutcomeT]) -> Conditions[OutcomeT] | None:
    """The option `vlist`, whose constants are values of the line's type. Raises Unreadable."""

    def constant(text: bytes) -> Comparable:
        return comparable(options.tag, options.read_value(text))

    return parse_conditions(options, b"vlist", constant, read_outcome)
