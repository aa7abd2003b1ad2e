"""Queries on the table of templates of notifications: documents as JSON text, which services read."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import trap_templates


class TemplateRow(Struct, frozen=True):
    """One template as stored."""

    name: str
    document: str
    updated_at: float


async def load_templates(connection: AsyncConnection) -> list[TemplateRow]:
    """All of them in the order of their names."""
    rows = await connection.execute(select(trap_templates).order_by(trap_templates.c.name))
    return [TemplateRow(*row) for row in rows]


async def count_templates(connection: AsyncConnection) -> int:
    """How many there are."""
    return int((await connection.execute(select(func.count()).select_from(trap_templates))).scalar_one())


async def has_template(connection: AsyncConnection, name: str) -> bool:
    """Whether there is one of this name."""
    found = await connection.execute(select(trap_templates.c.name).where(trap_templates.c.name == name))
    return found.first() is not None


async def add_template(connection: AsyncConnection, row: TemplateRow) -> None:
    """A new one; its name is free."""
    await connection.execute(
        insert(trap_templates).values(name=row.name, document=row.document, updated_at=row.updated_at)
    )


async def replace_template(connection: AsyncConnection, row: TemplateRow) -> None:
    """Puts the row in the place of the one of its name."""
    await connection.execute(
        update(trap_templates)
        .where(trap_templates.c.name == row.name)
        .values(document=row.document, updated_at=row.updated_at)
    )


async def delete_template(connection: AsyncConnection, name: str) -> bool:
    """Forgets it; False when there was none."""
    result = await connection.execute(delete(trap_templates).where(trap_templates.c.name == name))
    return result.rowcount == 1
