"""Comparisons of kept walks by their numbers, page by page.

Owns the way from two numbers to a page. What differs is `comparison`, how it is shown `comparison_pages`, and
who makes it, once for all its pages, `reader`.
"""

from __future__ import annotations

from collections.abc import Collection

from trishul.services.walks.comparison import KINDS, Kind
from trishul.services.walks.comparison_pages import WalkComparison
from trishul.services.walks.kept_walks import KeptWalks
from trishul.services.walks.looks import ComparisonLook
from trishul.services.walks.reader import WalkReader


class WalkComparisons:
    """Compares kept walks."""

    def __init__(self, kept: KeptWalks, reader: WalkReader) -> None:
        self._kept = kept
        self._reader = reader

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
        """Some of what differs between two walks. Raises NoSuchKeptWalk and what `WalkReader.answer` raises."""
        before, after = await self._kept.get(before_id), await self._kept.get(after_id)
        look = ComparisonLook(
            (before_id, after_id),
            elapsed_s=after.started_at - before.started_at,
            kinds=tuple(kinds),
            search=search,
            offset=offset,
            limit=limit,
        )
        walks = [await self._kept.chunks(walk_id) for walk_id in look.walks]
        return await self._reader.answer(look, walks, WalkComparison)
