"""Queries on the table of simulated agents: their documents as JSON text, which services read."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import simulated_agents


class AgentRow(Struct, frozen=True):
    """One agent as stored; `revision` grows with every change."""

    id: str
    name: str
    document: str
    revision: int
    created_at: float
    updated_at: float


async def load_agents(connection: AsyncConnection) -> list[AgentRow]:
    """All of them in the order of their names."""
    rows = await connection.execute(select(simulated_agents).order_by(simulated_agents.c.name))
    return [AgentRow(*row) for row in rows]


async def add_agent(connection: AsyncConnection, row: AgentRow) -> None:
    """A new one."""
    values = {name: getattr(row, name) for name in AgentRow.__struct_fields__}
    await connection.execute(insert(simulated_agents).values(values))


async def replace_agent(connection: AsyncConnection, row: AgentRow) -> None:
    """Puts the row in the place of the one before it."""
    values = {name: getattr(row, name) for name in AgentRow.__struct_fields__}
    await connection.execute(update(simulated_agents).where(simulated_agents.c.id == row.id).values(values))


async def delete_agent(connection: AsyncConnection, agent_id: str) -> None:
    """Forgets it."""
    await connection.execute(delete(simulated_agents).where(simulated_agents.c.id == agent_id))
