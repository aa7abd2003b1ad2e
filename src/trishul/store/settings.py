"""Queries on the table of settings: names and JSON texts, whose meaning the service knows."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import settings


async def load_settings(connection: AsyncConnection) -> dict[str, str]:
    """Every saved setting as JSON text."""
    rows = await connection.execute(select(settings.c.name, settings.c.value))
    return {row.name: row.value for row in rows}


async def save_settings(connection: AsyncConnection, values: Mapping[str, str]) -> None:
    """Replace these settings, leave the others."""
    if not values:
        return
    await connection.execute(delete(settings).where(settings.c.name.in_(tuple(values))))
    await connection.execute(insert(settings), [{"name": name, "value": value} for name, value in values.items()])
