"""A comparison of walks as pages and commands show it: names, indexes and values as people read them.

Owns the shapes and the search; what differs is `comparison`. Only the rows of a page are rendered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection

import msgspec

from trishul.datatypes.oid import oid_text
from trishul.datatypes.varbind import VarBind
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.services.mibs.object_search import subtree_of
from trishul.services.value_texts import RowMaker
from trishul.services.walks.comparison import KINDS, CellPair, Compared, Difference, Kind, delta_of, is_counter, kind_of
from trishul.services.walks.tables import decode_instance, instance_text


class ComparedCell(msgspec.Struct, frozen=True):
    """One instance that differs."""

    name: str
    """Of the column, or the whole name of an instance that is in no table."""
    oid: str
    kind: Kind
    type: str
    before: str | None
    """For people; null where there was none."""
    after: str | None
    delta: str | None
    """How much a number grew, a counter also across its wrap; null where that says nothing."""
    rate: float | None
    """Of a counter: delta a second."""


class ComparedRow(msgspec.Struct, frozen=True):
    """One row of a table that differs, or one instance that is in no table."""

    table: str
    """`IF-MIB::ifTable`; empty outside tables."""
    instance: str
    index: list[str]
    kind: Kind
    """added and removed: the whole row; counted: nothing but counters and time went on."""
    cells: list[ComparedCell]


class ComparedTable(msgspec.Struct, frozen=True):
    """How many rows of a table differ, by the way in which they do."""

    table: str
    added: int
    removed: int
    changed: int
    counted: int


class WalkComparison(msgspec.Struct, frozen=True):
    """How two walks differ, and some of the rows that do."""

    rows_before: int
    rows_after: int
    same: int
    """Instances that are in both with the same value."""
    added: int
    removed: int
    changed: int
    counted: int
    """Instances, as the three before."""
    elapsed_s: float | None
    """From the one to the other by the device's own clock, else by ours."""
    restarted: bool
    """The device started anew between them: counters have no deltas."""
    tables: list[ComparedTable]
    differences: list[ComparedRow]
    total: int
    """Differences that fit the search."""
    next: int | None
    """What to give as `offset` for those that follow; None at the end."""


def comparison_page(
    compared: Compared,
    library: Library | None,
    *,
    kinds: Collection[Kind] = KINDS,
    search: str = "",
    offset: int = 0,
    limit: int = 200,
) -> WalkComparison:
    """Differences of some kinds that fit a search, from one on."""
    renderer = _Renderer(compared, library)
    chosen = renderer.chosen(search)
    fitting = [one for one in compared.differences if one.kind in kinds and (chosen is None or chosen(one))]
    page = fitting[offset : offset + limit]
    end = offset + len(page)
    return WalkComparison(
        rows_before=compared.rows_before,
        rows_after=compared.rows_after,
        same=compared.same,
        **compared.counts,
        elapsed_s=compared.elapsed_s,
        restarted=compared.is_restarted,
        tables=_by_table(compared),
        differences=[renderer.row(one) for one in page],
        total=len(fitting),
        next=end if end < len(fitting) else None,
    )


class _Renderer:
    """Shows differences with the names of one library."""

    def __init__(self, compared: Compared, library: Library | None) -> None:
        self._compared = compared
        self._library = library
        self._names = Names(library)
        self._show = RowMaker(self._names).show

    def chosen(self, search: str) -> Callable[[Difference], bool] | None:
        """Whether a difference fits a search; None where all do."""
        below = subtree_of(search, self._names, self._library)
        if below is not None:
            return lambda one: any(name.startswith(below) for name, _, _ in one.cells)
        words = search.casefold().split()
        return None if not words else lambda one: self._has_words(one, words)

    def row(self, difference: Difference) -> ComparedRow:
        """One difference."""
        definition = difference.definition
        cells = [self._cell(pair, is_in_table=definition is not None) for pair in difference.cells]
        if definition is None:
            return ComparedRow("", "", [], difference.kind, cells)
        parts, _ = decode_instance(definition, difference.instance)
        index = [part.shown for part in parts]
        return ComparedRow(definition.full_name, instance_text(difference.instance), index, difference.kind, cells)

    def _cell(self, pair: CellPair, *, is_in_table: bool) -> ComparedCell:
        name, before, after = pair
        shown = [None if one is None else self._show(one) for one in (before, after)]
        delta = None
        if before is not None and after is not None:
            delta = delta_of(before, after, is_restarted=self._compared.is_restarted)
        known = self._names.name_of(name) if is_in_table else None
        seen = shown[1] or shown[0]
        return ComparedCell(
            name=known.label if known is not None else self._names.text_of(name),
            oid=oid_text(name),
            kind=kind_of(before, after) or "changed",
            type=seen.type if seen is not None else "",
            before=shown[0].display if shown[0] is not None else None,
            after=shown[1].display if shown[1] is not None else None,
            delta=None if delta is None else str(delta),
            rate=self._rate(after, delta),
        )

    def _rate(self, after: VarBind | None, delta: int | None) -> float | None:
        elapsed_s = self._compared.elapsed_s
        if after is None or delta is None or not elapsed_s or elapsed_s < 0 or not is_counter(after):
            return None
        return round(delta / elapsed_s, 3)

    def _has_words(self, difference: Difference, words: Collection[str]) -> bool:
        row = self.row(difference)
        texts = [row.table, row.instance, *row.index]
        for cell in row.cells:
            texts += (cell.name, cell.oid, cell.before or "", cell.after or "")
        text = "\n".join(texts).casefold()
        return all(word in text for word in words)


def _by_table(compared: Compared) -> list[ComparedTable]:
    counts: dict[str, Counter[Kind]] = {}
    for one in compared.differences:
        table = one.definition.full_name if one.definition is not None else ""
        counts.setdefault(table, Counter())[one.kind] += 1
    return [ComparedTable(table, *(found[kind] for kind in KINDS)) for table, found in counts.items()]
