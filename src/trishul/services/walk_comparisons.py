"""Comparisons of kept walks: made once, looked at page by page.

Owns the few that are remembered between two pages; kept walks do not change, only the library does. What differs is
`walk_comparison`, how it is shown `walk_comparison_pages`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from trishul.services.kept_walks import KeptWalks
from trishul.services.name_source import NameSource, asked_in_thread
from trishul.services.walk_chunks import all_rows
from trishul.services.walk_comparison import KINDS, Compared, Kind, compare_walks
from trishul.services.walk_comparison_pages import WalkComparison, comparison_page

MAX_REMEMBERED = 2
"""A comparison of walks of 100,000 rows that have nothing in common takes about 60 megabytes."""

_Key = tuple[int, int, int]
"""Both walks, and the generation of the library."""


class WalkComparisons:
    """Compares kept walks."""

    def __init__(self, kept: KeptWalks, names: NameSource) -> None:
        self._kept = kept
        self._names = names
        self._remembered: dict[_Key, Compared] = {}
        self._turn = asyncio.Lock()

    async def page(
        self,
        before_id: int,
        after_id: int,
        *,
        kinds: Collection[Kind] = KINDS,
        search: str = "",
        offset: int = 0,
        limit: int = 200,
    ) -> WalkComparison:
        """Some of what differs between two walks. Raises NoSuchKeptWalk, KeptWalkDamaged."""
        async with self._turn:  # the next page of the same comparison waits instead of making it again
            compared = await self._compared(before_id, after_id)
        return await asked_in_thread(
            self._names,
            lambda library: comparison_page(compared, library, kinds=kinds, search=search, offset=offset, limit=limit),
        )

    async def _compared(self, before_id: int, after_id: int) -> Compared:
        before, after = await self._kept.get(before_id), await self._kept.get(after_id)
        library = self._names.library
        key = before_id, after_id, library.generation if library is not None else -1
        compared = self._remembered.pop(key, None)
        if compared is None:
            one, other = await self._kept.chunks(before_id), await self._kept.chunks(after_id)
            elapsed_s = after.started_at - before.started_at
            compared = await asked_in_thread(
                self._names, lambda library: compare_walks(all_rows(one), all_rows(other), library, elapsed_s)
            )
        while len(self._remembered) >= MAX_REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        self._remembered[key] = compared
        return compared
