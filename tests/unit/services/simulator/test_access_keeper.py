"""The access configuration is saved, given to the worker, and there again after a start."""

from __future__ import annotations

import asyncio

import pytest

from trishul.library.names import Names
from trishul.services.simulator.access import AccessRefused, MeantAccess
from trishul.services.simulator.access_keeper import AccessKeeper
from trishul.store.database import Database
from trishul.store.settings import load_settings

VIEWS = {"views": [{"view": "v", "subtree": "1.3.6.1"}]}


async def test_a_configuration_is_applied_and_comes_back(database: Database) -> None:
    applied: list[MeantAccess] = []

    async def apply(meant: MeantAccess) -> bool:
        applied.append(meant)
        return True

    def made() -> AccessKeeper:
        return AccessKeeper(database, lambda: Names(None), turn=asyncio.Lock(), apply=apply)

    keeper = made()
    assert (await keeper.save(VIEWS)).applied
    assert keeper.counted_rows() == {"communities": 0, "groups": 0, "views": 1, "access": 0}
    with pytest.raises(AccessRefused):
        await keeper.save({"views": "all"})
    again = made()
    async with database.read() as connection:
        again.restore(await load_settings(connection))
    assert (again.document, again.meant, again.warning) == (keeper.document, applied[0], None)
