"""Spans of stored notifications whose words are indexed, with the times at which their rows were received.

A span is a few hundred rows. It says where the index of words ends, and which rows cannot have been received within a
time: the clock of the receiver may step, so ids alone do not say it. Rows behind the last span are looked at one by
one.
"""

from __future__ import annotations

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import notification_spans as spans
from trishul.store.tables import notifications

LONGEST_TAIL = 20_000
"""Rows behind the last span whose times are looked at; behind more, nothing is known."""
_c = notifications.c


async def add_span(connection: AsyncConnection, first_id: int, last_id: int, earliest_ns: int, latest_ns: int) -> None:
    """Notes a span."""
    values = {"first_id": first_id, "last_id": last_id, "earliest_ns": earliest_ns, "latest_ns": latest_ns}
    await connection.execute(insert(spans).values(values))


async def indexed_up_to(connection: AsyncConnection) -> int:
    """The last id whose words are indexed; 0 where none are."""
    return int((await connection.execute(select(func.max(spans.c.last_id)))).scalar_one() or 0)


async def forget_spans(connection: AsyncConnection) -> None:
    """Forgets all of them."""
    await connection.execute(delete(spans))


async def first_since(connection: AsyncConnection, since_ns: int) -> int:
    """No indexed row with a lower id was received at that time or later."""
    found = (await connection.execute(select(func.min(spans.c.first_id)).where(spans.c.latest_ns >= since_ns))).scalar()
    return int(found) if found is not None else await indexed_up_to(connection) + 1


async def last_before(connection: AsyncConnection, before_ns: int) -> int | None:
    """No row with a higher id was received before that time; None where that is not known."""
    query = select(func.max(spans.c.last_id)).where(spans.c.earliest_ns < before_ns)
    within_spans = int((await connection.execute(query)).scalar() or 0)
    behind = _c.id > await indexed_up_to(connection)
    tail = select(_c.id, _c.received_at_ns).where(behind).order_by(_c.id.desc()).limit(LONGEST_TAIL).subquery()
    looked_at, latest = (
        await connection.execute(
            select(func.count(), func.max(tail.c.id).filter(tail.c.received_at_ns < before_ns)).select_from(tail)
        )
    ).one()
    return None if looked_at == LONGEST_TAIL else max(within_spans, int(latest or 0))
