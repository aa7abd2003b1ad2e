"""Ways into the table of notifications: ids of rows by an index, and how many they are.

Owns the statements. Which ways there are for a query is `notification_search`, which of them is followed
`notification_pages`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Subquery, false, func, select, union_all

from trishul.store.notification_words import AnyWord, rows_with_words
from trishul.store.tables import notifications

MAX_STREAMS = 100
"""Distinct values that an index is followed for at the same time."""
_c = notifications.c


@dataclass(frozen=True, slots=True)
class Way:
    """Streams of ids, each of them from an index."""

    streams: tuple[Callable[[], Select[int]], ...]
    is_whole: bool = False
    """Whether it leads to all that a single criterion means, and to nothing else."""
    needs_word_index: bool = False
    is_ordered: bool = True
    """Whether ids come in falling order as they are asked for; otherwise all are found before the first comes."""


def way_by_values(column: ColumnElement[str], values: Sequence[str], *, is_whole: bool = False) -> Way:
    """To the rows that have one of the values."""
    if len(values) > MAX_STREAMS:
        return Way((lambda: select(_c.id).where(column.in_(values)),), is_whole, is_ordered=False)

    def stream(value: str) -> Callable[[], Select[int]]:
        return lambda: select(_c.id).where(column == value)

    return Way(tuple([stream(value) for value in values]), is_whole)


def way_by_words(wanted: Sequence[AnyWord], named: Sequence[str] = ()) -> Way:
    """To the rows that have all the words, or one of the trap OIDs."""
    by_name = way_by_values(_c.trap_oid, named)
    is_ordered = by_name.is_ordered and not any(each.is_beginning for each in wanted)
    return Way((lambda: rows_with_words(wanted), *by_name.streams), False, True, is_ordered)


def ids_along(way: Way, *, below: int, above: int, limit: int) -> Select[int]:
    """The next ids of a way between two others, highest first."""
    if not way.streams:
        return select(_c.id).where(false())
    joined = _joined(way, below, above, limit)
    return select(joined.c.id).distinct().order_by(joined.c.id.desc()).limit(limit)


def count_along(way: Way, *, below: int, above: int, limit: int) -> Select[int]:
    """How many ids a way has between two others, at most `limit`; one that comes by two streams counts twice."""
    if not way.streams:
        return select(func.count()).where(false())
    few = select(_joined(way, below, above, limit).c.id).limit(limit).subquery()
    return select(func.count()).select_from(few)


def _joined(way: Way, below: int, above: int, limit: int) -> Subquery:
    """The highest ids of each stream."""
    parts = []
    for stream in way.streams:
        one = stream()
        row_id = one.selected_columns[0]
        part = one.where(row_id < below, row_id > above).order_by(row_id.desc()).limit(limit).subquery()
        parts.append(select(part.c[0].label("id")))
    return union_all(*parts).subquery() if len(parts) > 1 else parts[0].subquery()
