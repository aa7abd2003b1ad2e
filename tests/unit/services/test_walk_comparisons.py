"""Kept walks are compared once for all pages of the comparison."""

from __future__ import annotations

import pytest

from tests.unit.services.walked_device import names, walked
from trishul.services import walk_comparisons
from trishul.services.kept_walks import KeptWalks, NoSuchKeptWalk, WalkDraft
from trishul.services.settings import AppSettings
from trishul.services.walk_chunks import WalkPacker
from trishul.services.walk_comparisons import MAX_REMEMBERED, WalkComparisons
from trishul.store.database import Database


async def test_pages_of_one_comparison_make_it_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptWalks(database, AppSettings)
    ids = []
    for rows in (walked(), walked()[1:], walked()[2:], walked()[3:]):
        packer = WalkPacker()
        packer.add(rows)
        ids.append((await kept.keep(WalkDraft("w", "t", "1.3", 2e9 + len(ids), 0.1), packer)).id)
    made = []

    def count(*arguments: object) -> object:
        made.append(arguments[3])
        return compare(*arguments)  # type: ignore[arg-type]

    compare = walk_comparisons.compare_walks
    monkeypatch.setattr(walk_comparisons, "compare_walks", count)
    comparisons = WalkComparisons(kept, names())
    first = await comparisons.page(ids[0], ids[1])
    again = await comparisons.page(ids[0], ids[1], kinds=["added"])
    assert (first.removed, again.differences, again.removed, made) == (1, [], 1, [1.0])
    for other in ids[1 : 2 + MAX_REMEMBERED]:
        await comparisons.page(ids[0], other)
    await comparisons.page(ids[0], ids[1])
    assert made == [1.0, 2.0, 3.0, 1.0]
    with pytest.raises(NoSuchKeptWalk):
        await comparisons.page(ids[0], 99)
