"""Two walks compared: what was added, what is gone, what changed, by the rows of tables.

Owns the comparison; how it is shown is `comparison_pages`. Strategy: both sides are gathered into tables, so that
a row that came is one difference and not twenty; nothing is rendered. A cell of a counter or of time that went on is
`counted`, not `changed`: on a device that lives they all move. Takes time that grows with the walks: run it in a
thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from trishul.datatypes.contents import decode_integer, decode_unsigned, encode_oid_contents
from trishul.datatypes.values import ValueType
from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError
from trishul.library.conceptual_tables import TableDefinition, TableFinder
from trishul.library.library import Library
from trishul.services.walks.tables import GatheredTable, GatheredWalk, gather

Kind = Literal["added", "removed", "changed", "counted"]
KINDS: tuple[Kind, ...] = ("added", "removed", "changed", "counted")

_SYS_UP_TIME = encode_oid_contents((1, 3, 6, 1, 2, 1, 1, 3, 0))
_TICKS_A_SECOND = 100
_COUNTER_SIZES = {ValueType.COUNTER32.value: 1 << 32, ValueType.COUNTER64.value: 1 << 64}
_COUNTED = frozenset((*_COUNTER_SIZES, ValueType.TIME_TICKS.value))
_UNSIGNED = frozenset((*_COUNTED, ValueType.GAUGE32.value, ValueType.UINTEGER32.value))

CellPair = tuple[bytes, VarBind | None, VarBind | None]
"""Name of the instance, and what it was before and after."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that differs."""

    definition: TableDefinition | None
    """None outside tables."""
    instance: bytes
    """The octets behind a column."""
    kind: Kind
    cells: tuple[CellPair, ...]


@dataclass(slots=True)
class Compared:
    """Everything that differs between two walks, not rendered yet."""

    rows_before: int
    rows_after: int
    same: int = 0
    counts: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    elapsed_s: float | None = None
    is_restarted: bool = False
    differences: list[Difference] = field(default_factory=list, repr=False)


def compare_walks(
    before: Sequence[VarBind], after: Sequence[VarBind], library: Library | None, elapsed_s: float | None = None
) -> Compared:
    """What differs; `elapsed_s` is the time between both by our clock."""
    compared = Compared(len(before), len(after))
    compared.elapsed_s, compared.is_restarted = _time_between(before, after, elapsed_s)
    one, other = _gathered(before, library), _gathered(after, library)
    for row_contents in dict.fromkeys((*one.tables, *other.tables)):
        _compare_tables(compared, one.tables.get(row_contents), other.tables.get(row_contents))
    _compare_others(compared, one.others, other.others)
    return compared


def kind_of(before: VarBind | None, after: VarBind | None) -> Kind | None:
    """How an instance differs; None where it does not."""
    if before is None or after is None:
        return "added" if before is None else "removed"
    if before == after:
        return None
    return "counted" if before.tag == after.tag and after.tag in _COUNTED else "changed"


def delta_of(before: VarBind, after: VarBind, *, is_restarted: bool) -> int | None:
    """How much a number grew; None for other values, and for counters that began anew.

    A counter that seems to have shrunk went over its highest value (RFC 2578 §7.1.6).
    """
    first, last = _number(before), _number(after)
    if first is None or last is None or before.tag != after.tag:
        return None
    size = _COUNTER_SIZES.get(after.tag)
    if size is None:
        return last - first
    return None if is_restarted else (last - first) % size


def is_counter(varbind: VarBind) -> bool:
    """True for what only grows, so that its rate says something."""
    return varbind.tag in _COUNTER_SIZES


def _number(varbind: VarBind) -> int | None:
    try:
        if varbind.tag == ValueType.INTEGER:
            return decode_integer(varbind.contents)
        return decode_unsigned(varbind.contents) if varbind.tag in _UNSIGNED else None
    except DecodeError:
        return None


def _time_between(
    before: Sequence[VarBind], after: Sequence[VarBind], elapsed_s: float | None
) -> tuple[float | None, bool]:
    """Seconds by the device's own clock where both have it and it went on, and whether it started anew between them."""
    first, last = _uptime(before), _uptime(after)
    if first is None or last is None:
        return elapsed_s, False
    if last < first:
        return elapsed_s, elapsed_s is None or elapsed_s >= 0
    return (last - first) / _TICKS_A_SECOND, False


def _uptime(varbinds: Sequence[VarBind]) -> int | None:
    return next((_number(varbind) for varbind in varbinds if varbind.name == _SYS_UP_TIME), None)


def _gathered(varbinds: Sequence[VarBind], library: Library | None) -> GatheredWalk:
    return GatheredWalk(others=list(varbinds)) if library is None else gather(varbinds, TableFinder(library))


def _compare_tables(compared: Compared, before: GatheredTable | None, after: GatheredTable | None) -> None:
    table = after or before
    assert table is not None  # one of them has it
    rows_before = before.rows if before is not None else {}
    rows_after = after.rows if after is not None else {}
    for instance in dict.fromkeys((*rows_before, *rows_after)):
        one, other = rows_before.get(instance, {}), rows_after.get(instance, {})
        if one == other:
            compared.same += len(one)
            continue
        cells = _cells(compared, one, other)
        kind: Kind = "changed"
        if not one or not other:
            kind = "removed" if one else "added"
        elif all(kind_of(was, now) == "counted" for _, was, now in cells):
            kind = "counted"
        compared.differences.append(Difference(table.definition, instance, kind, cells))


def _cells(compared: Compared, before: dict[bytes, VarBind], after: dict[bytes, VarBind]) -> tuple[CellPair, ...]:
    """What differs, in the order of columns; everything is counted."""
    cells: list[CellPair] = []
    for column in sorted({*before, *after}):
        was, now = before.get(column), after.get(column)
        kind = kind_of(was, now)
        if kind is None:
            compared.same += 1
            continue
        compared.counts[kind] += 1
        cells.append(((now or was or _NOTHING).name, was, now))
    return tuple(cells)


_NOTHING = VarBind(b"", ValueType.NULL.value, b"")


def _compare_others(compared: Compared, before: Sequence[VarBind], after: Sequence[VarBind]) -> None:
    """Scalars, and all that no table is known of: each instance stands alone."""
    one, other = {varbind.name: varbind for varbind in before}, {varbind.name: varbind for varbind in after}
    for name in dict.fromkeys((*one, *other)):
        was, now = one.get(name), other.get(name)
        kind = kind_of(was, now)
        if kind is None:
            compared.same += 1
            continue
        compared.counts[kind] += 1
        compared.differences.append(Difference(None, b"", kind, ((name, was, now),)))
