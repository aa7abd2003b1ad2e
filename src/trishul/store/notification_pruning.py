"""Removal of the oldest notifications, a few at a time, so that the writer never waits long for its turn.

Owns the SQL of a step and the size of what is stored. Does not own what the limits are nor the pace
(`services.traps.retention`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.notification_marks import delete_notifications
from trishul.store.tables import notifications

ROWS_PER_STEP = 500


@dataclass(frozen=True, slots=True)
class PruningLimits:
    """What may stay; None where that does not matter."""

    rows: int | None = None
    received_after_ns: int | None = None
    size_bytes: int | None = None


class PruningStep(NamedTuple):
    """What one step did."""

    deleted: int
    last_id: int
    """The next step looks above it."""
    is_last: bool
    """True where everything is within the limits, or nothing is left that may go."""


async def prune_step(
    connection: AsyncConnection, limits: PruningLimits, total_rows: int, after_id: int = 0
) -> PruningStep:
    """Deletes at most 500 of the oldest rows with ids above `after_id` that exceed a limit and are not pinned."""
    columns = notifications.c
    query = select(columns.id, columns.received_at_ns).where(columns.id > after_id, columns.is_pinned.is_not(True))
    query = query.order_by(columns.id)
    oldest = (await connection.execute(query.limit(ROWS_PER_STEP))).all()
    excess = 0 if limits.rows is None else max(total_rows - limits.rows, 0)
    if limits.received_after_ns is not None:
        old = next((at for at, row in enumerate(oldest) if row[1] >= limits.received_after_ns), len(oldest))
        excess = max(excess, old)
    if limits.size_bytes is not None and await used_bytes(connection) > limits.size_bytes:
        excess = len(oldest)
    leaving = [int(row[0]) for row in oldest[:excess]]
    if not leaving:
        return PruningStep(0, after_id, is_last=True)
    await delete_notifications(connection, leaving)
    return PruningStep(len(leaving), leaving[-1], is_last=len(leaving) < ROWS_PER_STEP)


async def used_bytes(connection: AsyncConnection) -> int:
    """Octets of the database that hold something; the file itself keeps its size and is filled again."""
    pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
    free = (await connection.execute(text("PRAGMA freelist_count"))).scalar_one()
    size = (await connection.execute(text("PRAGMA page_size"))).scalar_one()
    return int((pages - free) * size)
