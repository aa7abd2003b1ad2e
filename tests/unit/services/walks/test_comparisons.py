"""Kept walks are compared by their numbers, page by page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.services.walked_device import names, walked
from trishul.services.settings import AppSettings
from trishul.services.walks.chunks import WalkPacker
from trishul.services.walks.comparisons import WalkComparisons
from trishul.services.walks.kept_walks import KeptWalks, NoSuchKeptWalk, WalkDraft
from trishul.services.walks.reader import WalkReader
from trishul.store.database import Database


async def test_two_walks_are_compared_by_their_numbers(database: Database, tmp_path: Path) -> None:
    kept = KeptWalks(database, AppSettings)
    ids = []
    for rows in (walked(), walked()[1:]):
        packer = WalkPacker()
        packer.add(rows)
        ids.append((await kept.keep(WalkDraft("w", "t", "1.3", 2e9 + len(ids), 0.1), packer)).id)
    comparisons = WalkComparisons(kept, WalkReader(names(), tmp_path / "never-read"))
    first = await comparisons.page(ids[0], ids[1])
    again = await comparisons.page(ids[0], ids[1], kinds=["added"])
    assert (first.removed, again.differences, again.removed) == (1, [], 1)
    with pytest.raises(NoSuchKeptWalk):
        await comparisons.page(ids[0], 99)
