"""Queries on the table of notifications: rows in, newest first out.

Owns the SQL and the stored row. Does not own when rows are written (`notification_writer`) nor what they mean
(services). Hot path: `insert_notifications` hands the driver plain tuples, because a dictionary per row costs more than
the insert; the statement is compiled once by SQLAlchemy for the database at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Dialect, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.notification_spans import forget_spans
from trishul.store.notification_words import empty_word_index
from trishul.store.tables import notification_tags, notifications

_SAID_LATER = frozenset({"severity", "is_pinned", "is_read", "repeats"})
_COMPUTED = "peer_host"
_INFORM = 0xA6
_COLUMNS = tuple(column.name for column in notifications.columns if column.name not in {"id", _COMPUTED, *_SAID_LATER})
STORED_COLUMNS = tuple(column for column in notifications.columns if column.name != _COMPUTED)
"""Columns of a `StoredNotification`, in its order; its tags lie in a table of their own."""

_FEW = 1_000
"""Ids that one statement names; of more, all between the first and the last are looked at."""

NewRow = Sequence[Any]
"""Values of all columns that are known when a notification arrives, in the table's order."""


class StoredNotification(NamedTuple):
    """One row; the columns are described with the table."""

    id: int
    received_at_ns: int
    local_address: str
    peer_address: str
    version: int
    pdu_kind: int
    trap_oid: str
    uptime: int | None
    agent_address: str | None
    enterprise: str | None
    varbinds: bytes
    raw: bytes
    anomalies: str
    security_level: int | None = None
    user_name: str | None = None
    engine_id: str | None = None
    context_engine_id: str | None = None
    context_name: str | None = None
    inbox: str | None = None
    severity: int | None = None
    is_pinned: bool | None = None
    is_read: bool | None = None
    repeats: int | None = None
    tags: tuple[str, ...] = ()


class Arrival(NamedTuple):
    """What tells a stored row from all others: when it was received, from whom, and its datagram."""

    id: int
    received_at_ns: int
    peer_address: str
    raw: bytes


async def insert_notifications(connection: AsyncConnection, rows: Sequence[NewRow]) -> int:
    """Appends rows in one statement; returns the id of the first, the others follow it one by one.

    That the ids are consecutive rests on the one writer of the process, which holds the write lock here.
    """
    statement, is_positional = _insert_statement(connection.dialect)
    if is_positional:
        await connection.exec_driver_sql(statement, rows)
    else:
        await connection.execute(insert(notifications), [dict(zip(_COLUMNS, row, strict=True)) for row in rows])
    newest = (await connection.execute(select(func.max(notifications.c.id)))).scalar_one()
    return int(newest) - len(rows) + 1


async def set_repeats(connection: AsyncConnection, first_id: int, repeats: Sequence[int]) -> None:
    """Says for how many equal traps each row from `first_id` on stands."""
    statement = update(notifications).where(notifications.c.id == bindparam("row_id"))
    numbers = [{"row_id": first_id + index, "repeats": number} for index, number in enumerate(repeats) if number > 1]
    if numbers:
        await connection.execute(statement.values(repeats=bindparam("repeats")), numbers)


@lru_cache(maxsize=4)
def _insert_statement(dialect: Dialect) -> tuple[str, bool]:
    compiled = insert(notifications).compile(dialect=dialect, column_keys=list(_COLUMNS))
    in_table_order = tuple(getattr(compiled, "positiontup", None) or ()) == _COLUMNS
    return str(compiled), in_table_order


async def list_notifications(
    connection: AsyncConnection, *, limit: int, before_id: int | None = None, after_id: int | None = None
) -> list[StoredNotification]:
    """At most `limit` rows, newest first, with ids below `before_id` and above `after_id`."""
    query = select(*STORED_COLUMNS).order_by(notifications.c.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(notifications.c.id < before_id)
    if after_id is not None:
        query = query.where(notifications.c.id > after_id)
    return await with_tags(connection, [StoredNotification(*row) for row in await connection.execute(query)])


async def list_following(connection: AsyncConnection, after_id: int, *, limit: int) -> list[StoredNotification]:
    """At most `limit` rows with ids above `after_id`, oldest first."""
    query = select(*STORED_COLUMNS).where(notifications.c.id > after_id).order_by(notifications.c.id).limit(limit)
    return await with_tags(connection, [StoredNotification(*row) for row in await connection.execute(query)])


async def find_id_before(connection: AsyncConnection, received_at_ns: int) -> int:
    """An id below which everything was received before this time, near to the highest such id; 0 where there is none.

    There is no index on times, but ids follow them: it looks further and further down from the newest row.
    """
    columns = notifications.c
    id_, stride = int((await connection.execute(select(func.max(columns.id)))).scalar_one() or 0), 1000
    while id_ > 0:
        id_, stride = id_ - stride, stride * 2
        query = select(columns.received_at_ns).where(columns.id <= id_).order_by(columns.id.desc()).limit(1)
        newest = (await connection.execute(query)).scalar_one_or_none()
        if newest is None or newest < received_at_ns:
            break
    return max(id_, 0)


async def list_arrivals(connection: AsyncConnection, *, pdu_kind: int, after_id: int, limit: int) -> list[Arrival]:
    """Rows of one kind with ids above `after_id`, oldest first."""
    columns = notifications.c
    query = (
        select(columns.id, columns.received_at_ns, columns.peer_address, columns.raw)
        .where(columns.id > after_id, columns.pdu_kind == pdu_kind)
        .order_by(columns.id)
        .limit(limit)
    )
    return [Arrival(*row) for row in await connection.execute(query)]


async def count_traps_since(connection: AsyncConnection, received_at_ns: int) -> int:
    """How many rows that are no informs were received at that time or later."""
    columns = notifications.c
    after_id = await find_id_before(connection, received_at_ns)
    query = select(func.count(columns.id)).where(
        columns.id > after_id, columns.received_at_ns >= received_at_ns, columns.pdu_kind != _INFORM
    )
    return (await connection.execute(query)).scalar_one()


async def find_notification(connection: AsyncConnection, notification_id: int) -> StoredNotification | None:
    """One row."""
    query = select(*STORED_COLUMNS).where(notifications.c.id == notification_id)
    row = (await connection.execute(query)).first()
    return (await with_tags(connection, [StoredNotification(*row)]))[0] if row else None


async def find_notifications(connection: AsyncConnection, ids: Sequence[int]) -> list[StoredNotification]:
    """The rows with these numbers that are there, in the order of their numbers."""
    query = select(*STORED_COLUMNS).where(notifications.c.id.in_(ids)).order_by(notifications.c.id)
    return await with_tags(connection, [StoredNotification(*row) for row in await connection.execute(query)])


async def with_tags(connection: AsyncConnection, rows: list[StoredNotification]) -> list[StoredNotification]:
    """The rows with their tags, in alphabetical order."""
    if not rows:
        return rows
    ids = [row.id for row in rows]
    query = select(notification_tags.c.notification_id, notification_tags.c.tag).order_by(notification_tags.c.tag)
    query = query.where(notification_tags.c.notification_id.between(min(ids), max(ids)))
    if len(ids) <= _FEW:
        query = query.where(notification_tags.c.notification_id.in_(ids))
    tags: dict[int, list[str]] = {}
    for notification_id, tag in await connection.execute(query):
        tags.setdefault(notification_id, []).append(tag)
    return [row._replace(tags=tuple(tags[row.id])) if row.id in tags else row for row in rows] if tags else rows


async def newest_id(connection: AsyncConnection) -> int:
    """The highest number in the table; 0 where it is empty."""
    return int((await connection.execute(select(func.max(notifications.c.id)))).scalar_one() or 0)


async def count_notifications(connection: AsyncConnection) -> int:
    """How many rows there are."""
    return int((await connection.execute(select(func.count()).select_from(notifications))).scalar_one())


async def delete_all_notifications(connection: AsyncConnection) -> int:
    """Deletes every row with all that is kept beside it; returns how many there were."""
    await connection.execute(delete(notification_tags))
    await forget_spans(connection)
    await empty_word_index(connection)
    return int((await connection.execute(delete(notifications))).rowcount)
