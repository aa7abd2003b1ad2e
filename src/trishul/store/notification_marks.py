"""What people and rules say about stored notifications: pins, severity, what was read, tags; and taking rows away.

Owns the statements. All take ids, at most a few thousand at a time. A mark that is taken back is NULL again, as if
nobody had said anything, so that the indexes of marks stay as small as what they mark.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.notifications import STORED_COLUMNS, StoredNotification, with_tags
from trishul.store.tables import notification_tags, notifications
from trishul.store.trap_inboxes import put_in_inboxes

_tags = notification_tags.c


class SaidOf(NamedTuple):
    """What is said of one row; `tags` are those that it had not."""

    id: int
    severity: int | None
    is_read: bool | None
    tags: tuple[str, ...]


async def set_marks(connection: AsyncConnection, ids: Sequence[int], marks: Mapping[str, bool | int | None]) -> int:
    """Sets columns `is_pinned`, `is_read` or `severity`; returns how many of the rows are there."""
    values = {name: mark or None if isinstance(mark, bool) else mark for name, mark in marks.items()}
    changed = await connection.execute(update(notifications).where(notifications.c.id.in_(ids)).values(values))
    return int(changed.rowcount)


async def list_tagged(connection: AsyncConnection, tag: str, *, limit: int) -> list[StoredNotification]:
    """The newest rows with a tag, oldest first."""
    tagged = select(_tags.notification_id).where(_tags.tag == tag).order_by(_tags.notification_id.desc()).limit(limit)
    query = select(*STORED_COLUMNS).where(notifications.c.id.in_(tagged)).order_by(notifications.c.id)
    return await with_tags(connection, [StoredNotification(*row) for row in await connection.execute(query)])


async def add_tags(connection: AsyncConnection, ids: Sequence[int], tags: Sequence[str]) -> None:
    """Gives tags to rows that are there; one that a row has already stays."""
    await remove_tags(connection, ids, tags)
    there = (await connection.execute(select(notifications.c.id).where(notifications.c.id.in_(ids)))).scalars()
    rows = [{"tag": tag, "notification_id": row_id} for row_id in there for tag in tags]
    if rows:
        await connection.execute(insert(notification_tags), rows)
        await put_in_inboxes(connection, ids, tags)


async def remove_tags(connection: AsyncConnection, ids: Sequence[int], tags: Sequence[str]) -> None:
    """Takes tags away."""
    await connection.execute(delete(notification_tags).where(_tags.tag.in_(tags), _tags.notification_id.in_(ids)))


async def delete_notifications(connection: AsyncConnection, ids: Sequence[int]) -> int:
    """Deletes rows with their tags; returns how many there were. Their words stay in the index and lead nowhere."""
    await connection.execute(delete(notification_tags).where(_tags.notification_id.in_(ids)))
    return int((await connection.execute(delete(notifications).where(notifications.c.id.in_(ids)))).rowcount)


async def say_of_each(connection: AsyncConnection, said: Sequence[SaidOf]) -> None:
    """Marks and tags rows, each in its way, with as few statements as there are different things to say."""
    marks: defaultdict[tuple[int | None, bool | None], list[int]] = defaultdict(list)
    tags: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in said:
        marks[row.severity, row.is_read].append(row.id)
        if row.tags:
            tags[row.tags].append(row.id)
    for (severity, is_read), ids in marks.items():
        await set_marks(connection, ids, {"severity": severity, "is_read": is_read})
    for names, ids in tags.items():
        await add_tags(connection, ids, names)
