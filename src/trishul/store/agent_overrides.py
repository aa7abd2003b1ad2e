"""Queries on the table of overrides of simulated agents: JSON texts by agent, whose meaning the service knows."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import agent_overrides


class OverridesRow(Struct, frozen=True):
    """The overrides of one agent: as they were given, and as they were last understood."""

    agent: str
    given: str
    meant: str


async def load_overrides(connection: AsyncConnection) -> list[OverridesRow]:
    """Those of all agents."""
    return [OverridesRow(row.agent, row.given, row.meant) for row in await connection.execute(select(agent_overrides))]


async def save_overrides(connection: AsyncConnection, row: OverridesRow) -> None:
    """Replaces those of one agent."""
    await delete_overrides(connection, row.agent)
    values = {name: getattr(row, name) for name in OverridesRow.__struct_fields__}
    await connection.execute(insert(agent_overrides).values(values))


async def delete_overrides(connection: AsyncConnection, agent: str) -> None:
    """Forgets those of one agent."""
    await connection.execute(delete(agent_overrides).where(agent_overrides.c.agent == agent))
