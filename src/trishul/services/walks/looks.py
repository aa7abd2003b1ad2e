"""What is asked about all rows of kept walks, as data, so that the answer can be made here or in another process.

Owns the list of such questions and which function answers which. Who makes the answer where is `reader`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from trishul.library.library import Library
from trishul.services.walks.chunks import all_rows
from trishul.services.walks.comparison import Compared, Kind, compare_walks
from trishul.services.walks.comparison_pages import WalkComparison, comparison_page
from trishul.services.walks.lint import WalkLint, lint_walk
from trishul.services.walks.missing_mibs import MissingMibs, find_missing_mibs
from trishul.services.walks.table_pages import chosen_rows
from trishul.services.walks.tables import TableList, TableView, list_tables, view_table
from trishul.store.chunk_rows import ChunkRow

MAX_REMEMBERED = 2
"""A comparison of walks of 100,000 rows that have nothing in common takes about 60 megabytes."""


class TablesLook(Struct, frozen=True, tag=True):
    """Which tables a walk has something of."""


class TableLook(Struct, frozen=True, tag=True):
    """Some rows of a table; see `walk_table_pages.chosen_rows`."""

    name: str
    search: str = ""
    sort: str = ""
    is_descending: bool = False
    offset: int = 0
    limit: int = 1000


class LintLook(Struct, frozen=True, tag=True):
    """What is wrong with the agent; `roots` are contents octets of what was asked for."""

    roots: list[bytes] = []


class MissingMibsLook(Struct, frozen=True, tag=True):
    """Which subtrees no module names."""


class ComparisonLook(Struct, frozen=True, tag=True):
    """Some of what differs between two walks, the earlier one first."""

    walks: tuple[int, int]
    """Their numbers, by which the comparison is remembered: kept walks do not change."""
    elapsed_s: float
    kinds: tuple[Kind, ...]
    search: str = ""
    offset: int = 0
    limit: int = 200


Look: TypeAlias = TablesLook | TableLook | LintLook | MissingMibsLook | ComparisonLook
LookAnswer: TypeAlias = TableList | TableView | WalkLint | MissingMibs | WalkComparison


class Looker:
    """Answers, and remembers the last comparisons for their next pages. Asked by one thread at a time."""

    def __init__(self) -> None:
        self._remembered: dict[tuple[int, int, int], Compared] = {}

    def answer(self, look: Look, walks: Sequence[Sequence[ChunkRow]], library: Library | None) -> LookAnswer:
        """The answer from the chunks of the walks that it is about. Raises NoSuchTable, KeptWalkDamaged."""
        if isinstance(look, ComparisonLook):
            return self._compare(look, walks, library)
        (rows,) = (all_rows(chunks) for chunks in walks)
        if isinstance(look, TablesLook):
            return list_tables(rows, library)
        if isinstance(look, LintLook):
            return lint_walk(rows, library, look.roots)
        if isinstance(look, MissingMibsLook):
            return find_missing_mibs(rows, library)
        if not (look.search.strip() or look.sort or look.is_descending):  # only what is seen is rendered
            return view_table(rows, library, look.name, slice(look.offset, look.offset + look.limit))
        return chosen_rows(
            view_table(rows, library, look.name),
            look.search,
            look.sort,
            is_descending=look.is_descending,
            offset=look.offset,
            limit=look.limit,
        )

    def _compare(
        self, look: ComparisonLook, walks: Sequence[Sequence[ChunkRow]], library: Library | None
    ) -> WalkComparison:
        key = (*look.walks, library.generation if library is not None else -1)
        compared = self._remembered.pop(key, None)
        if compared is None:
            before, after = walks
            compared = compare_walks(all_rows(before), all_rows(after), library, look.elapsed_s)
        while len(self._remembered) >= MAX_REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        self._remembered[key] = compared
        return comparison_page(
            compared, library, kinds=look.kinds, search=look.search, offset=look.offset, limit=look.limit
        )
