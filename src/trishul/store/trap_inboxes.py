"""Queries on inboxes: the table of them, and the notifications that each of them has.

Owns the SQL. A notification says itself in which inbox it is; it is in one at most.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import notifications, trap_inboxes

_c, _rows = trap_inboxes.c, notifications.c


class InboxRow(Struct, frozen=True):
    """One inbox as stored."""

    name: str
    document: str
    sealed: bytes | None
    tag: str | None
    after_id: int


async def load_inboxes(connection: AsyncConnection) -> list[InboxRow]:
    """All of them by name."""
    return [InboxRow(*row) for row in await connection.execute(select(trap_inboxes).order_by(_c.name))]


async def add_inbox(connection: AsyncConnection, row: InboxRow) -> None:
    """A new one, whose name and tag no other has."""
    values = {name: getattr(row, name) for name in row.__struct_fields__}
    await connection.execute(insert(trap_inboxes).values(values))


async def delete_inbox(connection: AsyncConnection, name: str) -> None:
    """Forgets it; its notifications stay until they are deleted."""
    await connection.execute(delete(trap_inboxes).where(_c.name == name))


async def count_caught(connection: AsyncConnection) -> dict[str, int]:
    """How many notifications each inbox has; those without any are left out."""
    query = select(_rows.inbox, func.count()).where(_rows.inbox.is_not(None)).group_by(_rows.inbox)
    return {name: int(number) for name, number in await connection.execute(query)}


async def list_caught(connection: AsyncConnection, name: str, *, limit: int) -> list[int]:
    """The numbers of some notifications of an inbox, oldest first."""
    query = select(_rows.id).where(_rows.inbox.is_not(None), _rows.inbox == name).order_by(_rows.id).limit(limit)
    return list((await connection.execute(query)).scalars())


async def put_in_inboxes(connection: AsyncConnection, ids: Sequence[int], tags: Sequence[str]) -> None:
    """Rows that have got a tag come into the inbox of that tag, if they are newer than it and in none."""
    query = select(_c.name, _c.after_id).where(_c.tag.in_(tags)).order_by(_c.name)
    for name, after_id in (await connection.execute(query)).all():
        newer = update(notifications).where(_rows.id.in_(ids), _rows.id > after_id, _rows.inbox.is_(None))
        await connection.execute(newer.values(inbox=name))
