"""Stored notifications in the order in which they came, for those who send them again.

Owns the SQL; pages keep memory bounded however many are chosen.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.notifications import STORED_COLUMNS, StoredNotification
from trishul.store.tables import notifications


async def read_chosen(connection: AsyncConnection, ids: Sequence[int]) -> list[StoredNotification]:
    """The rows of these ids that are still there, oldest first."""
    query = select(*STORED_COLUMNS).where(notifications.c.id.in_(ids)).order_by(notifications.c.id)
    return [StoredNotification(*row) for row in await connection.execute(query)]


async def read_range(connection: AsyncConnection, *, from_id: int, to_id: int, limit: int) -> list[StoredNotification]:
    """At most `limit` rows with ids from one to another, both included, oldest first."""
    query = (
        select(*STORED_COLUMNS)
        .where(notifications.c.id.between(from_id, to_id))
        .order_by(notifications.c.id)
        .limit(limit)
    )
    return [StoredNotification(*row) for row in await connection.execute(query)]


async def count_range(connection: AsyncConnection, *, from_id: int, to_id: int, most: int) -> int:
    """How many rows a range has; counted as far as `most`."""
    some = select(notifications.c.id).where(notifications.c.id.between(from_id, to_id)).limit(most).subquery()
    return int((await connection.execute(select(func.count()).select_from(some))).scalar_one())
