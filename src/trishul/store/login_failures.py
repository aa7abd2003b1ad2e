"""Queries on the table of failed logins: who failed how often, so that a restart does not forget it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import login_failures

MAX_FAILURES = 10_000


class FailureRow(Struct, frozen=True):
    """Failures of one account or address; `kind` is "account" or "address"."""

    kind: str
    name: str
    count: int
    last_at: float
    blocked_until: float


async def load_failures(connection: AsyncConnection) -> list[FailureRow]:
    """The newest of them, oldest first."""
    newest = select(login_failures).order_by(login_failures.c.last_at.desc()).limit(MAX_FAILURES)
    return [FailureRow(*row) for row in reversed((await connection.execute(newest)).all())]


async def replace_failures(connection: AsyncConnection, rows: Iterable[FailureRow]) -> None:
    """Keep these in place of what was kept of the same; a count of 0 is forgotten."""
    for row in rows:
        is_same = (login_failures.c.kind == row.kind) & (login_failures.c.name == row.name)
        await connection.execute(delete(login_failures).where(is_same))
        if row.count:
            values = {"kind": row.kind, "name": row.name, "count": row.count}
            times = {"last_at": row.last_at, "blocked_until": row.blocked_until}
            await connection.execute(insert(login_failures).values(values | times))


async def delete_failures_before(connection: AsyncConnection, last_at: float) -> None:
    """Forget whoever failed last before this time."""
    await connection.execute(delete(login_failures).where(login_failures.c.last_at < last_at))
