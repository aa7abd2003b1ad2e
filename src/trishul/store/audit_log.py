"""Queries on the audit log: rows are added, read from the newest on, deleted only by age or number."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import ColumnElement, delete, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import audit_log


class AuditRow(Struct, frozen=True):
    """Who did what, and how it ended; `id` is 0 until it is stored."""

    id: int
    at: float
    user_name: str
    address: str
    action: str
    target: str
    outcome: str


async def add_audit_rows(connection: AsyncConnection, rows: Sequence[AuditRow]) -> None:
    """Store them in their order."""
    names = [name for name in AuditRow.__struct_fields__ if name != "id"]
    await connection.execute(insert(audit_log), [{name: getattr(row, name) for name in names} for row in rows])


async def load_audit_rows(connection: AsyncConnection, before: int | None, limit: int, text: str) -> list[AuditRow]:
    """The newest rows below an id that hold the text anywhere; all where it is empty."""
    query = select(audit_log).where(_holds(text)).order_by(audit_log.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(audit_log.c.id < before)
    return [AuditRow(*row) for row in await connection.execute(query)]


async def count_audit_rows(connection: AsyncConnection, text: str) -> int:
    """How many hold the text."""
    query = select(func.count()).select_from(audit_log).where(_holds(text))
    return int((await connection.execute(query)).scalar_one())


async def prune_audit_rows(connection: AsyncConnection, keep_count: int, keep_since: float) -> int:
    """Delete what is older, and the oldest of what is too much; says how many."""
    newest = (await connection.execute(select(func.max(audit_log.c.id)))).scalar_one() or 0
    is_over = or_(audit_log.c.id <= newest - keep_count, audit_log.c.at < keep_since)
    return int((await connection.execute(delete(audit_log).where(is_over))).rowcount)


def _holds(text: str) -> ColumnElement[bool]:
    columns = (audit_log.c.user_name, audit_log.c.address, audit_log.c.action, audit_log.c.target, audit_log.c.outcome)
    return or_(*(column.icontains(text, autoescape=True) for column in columns))
