"""Settings are kept one by one."""

from __future__ import annotations

from trishul.store.database import Database
from trishul.store.settings import load_settings, save_settings


async def test_saving_one_setting_leaves_the_others(database: Database) -> None:
    async with database.write() as connection:
        await save_settings(connection, {"a": "1", "b": "2"})
        await save_settings(connection, {"b": "3"})
        await save_settings(connection, {})
        assert await load_settings(connection) == {"a": "1", "b": "3"}
