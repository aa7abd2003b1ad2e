"""Queries on the table of counters: absolute values, so that writing one twice counts nothing twice."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import and_, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import counters

CounterKey = tuple[str, str]


async def load_counters(connection: AsyncConnection) -> dict[CounterKey, float]:
    """Every saved counter by (module, name)."""
    rows = await connection.execute(select(counters.c.module, counters.c.name, counters.c.value))
    return {(module, name): value for module, name, value in rows}


async def save_counters(connection: AsyncConnection, values: Mapping[CounterKey, float]) -> None:
    """Replace the values of these counters, leave the others."""
    if not values:
        return
    rows = [{"m": module, "n": name, "v": value} for (module, name), value in values.items()]
    same = and_(counters.c.module == bindparam("m"), counters.c.name == bindparam("n"))
    await connection.execute(delete(counters).where(same), rows)
    fresh = insert(counters).values(module=bindparam("m"), name=bindparam("n"), value=bindparam("v"))
    await connection.execute(fresh, rows)
