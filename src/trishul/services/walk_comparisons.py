"""Comparisons of kept walks by their numbers, page by page.

Owns the way from two numbers to a page. What differs is `walk_comparison`, how it is shown `walk_comparison_pages`, and
who makes it, once for all its pages, `walk_reader`.
"""

from __future__ import annotations

from collections.abc import Collection

from trishul.services.kept_walks import KeptWalks
from trishul.services.walk_comparison import KINDS, Kind
from trishul.services.walk_comparison_pages import WalkComparison
from trishul.services.walk_looks import ComparisonLook
from trishul.services.walk_reader import WalkReader


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
