"""Agents are stored as they come, one for each name."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy.exc import IntegrityError

from trishul.store.database import Database
from trishul.store.simulated_agents import AgentRow, add_agent, delete_agent, load_agents, replace_agent

ROW = AgentRow("1", "router", "{}", 1, 1.0, 1.0)


async def test_rows_come_change_and_go(database: Database) -> None:
    changed = msgspec.structs.replace(ROW, name="core", revision=2)
    async with database.write() as connection:
        await add_agent(connection, ROW)
        assert await load_agents(connection) == [ROW]
        await replace_agent(connection, changed)
        assert await load_agents(connection) == [changed]
        await delete_agent(connection, ROW.id)
        assert await load_agents(connection) == []


async def test_two_agents_cannot_have_one_name(database: Database) -> None:
    async with database.write() as connection:
        await add_agent(connection, ROW)
    with pytest.raises(IntegrityError):
        async with database.write() as connection:
            await add_agent(connection, msgspec.structs.replace(ROW, id="2"))
