"""Searches by name."""

from __future__ import annotations

import pytest

from trishul.errors import InvalidInput, InvalidQuery, LimitReached
from trishul.services.mibs.name_source import Numeric
from trishul.services.traps import saved_searches
from trishul.services.traps.saved_searches import SearchKeeper
from trishul.store.database import Database


async def test_a_search_is_saved_replaced_and_forgotten(database: Database) -> None:
    keeper = SearchKeeper(database, Numeric())
    await keeper.save("v3", "ver:3")
    await keeper.save(" all ", "")
    await keeper.save("v3", "ver:3 kind:inform")
    assert [(each.name, each.query) for each in (await keeper.all()).data] == [("all", ""), ("v3", "ver:3 kind:inform")]
    assert await keeper.delete("v3")
    assert not await keeper.delete("v3")


async def test_what_cannot_be_meant_is_not_saved(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = SearchKeeper(database, Numeric())
    with pytest.raises(InvalidQuery):
        await keeper.save("bad", "ver:4")
    for name in (" ", "x" * 65, "a\nb"):
        with pytest.raises(InvalidInput, match="A name has"):
            await keeper.save(name, "")
    monkeypatch.setattr(saved_searches, "MAX_SEARCHES", 1)
    await keeper.save("one", "")
    await keeper.save("one", "a")
    with pytest.raises(LimitReached):
        await keeper.save("two", "")
