"""Queries on the table of saved searches: names and queries, whose meaning the service knows."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import notification_searches as searches


class SearchRow(Struct, frozen=True):
    """One saved search."""

    name: str
    query: str
    updated_at: float


async def load_searches(connection: AsyncConnection) -> list[SearchRow]:
    """All of them by name."""
    rows = await connection.execute(select(searches).order_by(searches.c.name))
    return [SearchRow(row.name, row.query, row.updated_at) for row in rows]


async def count_searches(connection: AsyncConnection) -> int:
    """How many there are."""
    return int((await connection.execute(select(func.count()).select_from(searches))).scalar_one())


async def save_search(connection: AsyncConnection, row: SearchRow) -> None:
    """Saves one; another of its name is replaced."""
    await delete_search(connection, row.name)
    values = {name: getattr(row, name) for name in SearchRow.__struct_fields__}
    await connection.execute(insert(searches).values(values))


async def delete_search(connection: AsyncConnection, name: str) -> bool:
    """Forgets one; whether it was there."""
    return bool((await connection.execute(delete(searches).where(searches.c.name == name))).rowcount)
