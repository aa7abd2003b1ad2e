"""Overrides are stored by agent."""

from __future__ import annotations

from trishul.store.agent_overrides import OverridesRow, delete_overrides, load_overrides, save_overrides
from trishul.store.database import Database


async def test_rows_come_change_and_go(database: Database) -> None:
    async with database.write() as connection:
        await save_overrides(connection, OverridesRow("default", "{}", "{}"))
        await save_overrides(connection, OverridesRow("one", "{}", "{}"))
        await save_overrides(connection, OverridesRow("one", '{"a":1}', "{}"))
        assert {row.agent: row.given for row in await load_overrides(connection)} == {"default": "{}", "one": '{"a":1}'}
        await delete_overrides(connection, "one")
        assert [row.agent for row in await load_overrides(connection)] == ["default"]
