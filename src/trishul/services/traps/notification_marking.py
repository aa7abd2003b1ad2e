"""Pins, severities, tags, what was read, and taking notifications away: chosen by their numbers or by a query.

Owns the way through any number of rows in small transactions, so that the writer of new ones never waits long, and
tells the bus what became of them. A query is judged row by row as it was when its turn came.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence

import msgspec

from trishul.errors import InvalidInput
from trishul.search.severity import SEVERITIES
from trishul.services.bus import Bus
from trishul.services.events import NotificationsChanged
from trishul.services.mibs.name_source import NameSource
from trishul.services.traps.notification_query import read_search
from trishul.store.database import Database
from trishul.store.notification_marks import add_tags, delete_notifications, remove_tags, set_marks
from trishul.store.notification_pages import NotificationSearch

MAX_IDS = 1_000
MAX_TAGS = 20
MAX_TAG_CHARACTERS = 64
ROWS_PER_TRANSACTION = 500


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """Which notifications are meant: by their numbers, or by a query."""

    ids: list[int] | None = None
    query: str | None = None


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """What is said about them; what is left out stays as it is."""

    pinned: bool | None = None
    read: bool | None = None
    severity: str | None = None
    """Empty takes it back."""
    add_tags: list[str] = []
    remove_tags: list[str] = []


class NotificationMarking:
    """Marks and deletes stored notifications."""

    def __init__(self, database: Database, bus: Bus, names: NameSource, note_deleted: Callable[[int], None]) -> None:
        self._database = database
        self._bus = bus
        self._names = names
        self._note_deleted = note_deleted

    async def mark(self, chosen: Chosen, marks: Marks) -> int:
        """Says it of all of them; returns how many there were. Raises InvalidInput, InvalidQuery."""
        columns = _columns(marks)
        checked_tags(marks.add_tags, "add_tags")
        checked_tags(marks.remove_tags, "remove_tags")

        changed = 0
        async for ids in self._ids(chosen):
            async with self._database.write() as connection:
                changed += await set_marks(connection, ids, columns) if columns else len(ids)
                if marks.remove_tags:
                    await remove_tags(connection, ids, marks.remove_tags)
                if marks.add_tags:
                    await add_tags(connection, ids, marks.add_tags)
        if changed:
            self._bus.publish(NotificationsChanged(changed, 0))
        return changed

    async def delete(self, chosen: Chosen) -> int:
        """Takes them away; returns how many there were. Raises InvalidInput, InvalidQuery."""
        deleted = 0
        async for ids in self._ids(chosen):
            async with self._database.write() as connection:
                number = await delete_notifications(connection, ids)
            self._note_deleted(number)
            deleted += number
        if deleted:
            self._bus.publish(NotificationsChanged(0, deleted))
        return deleted

    async def _ids(self, chosen: Chosen) -> AsyncGenerator[Sequence[int], None]:
        if (chosen.ids is None) == (chosen.query is None):
            raise InvalidInput("Give either ids or a query", field="ids")
        if chosen.ids is not None:
            if len(chosen.ids) > MAX_IDS:
                raise InvalidInput(f"At most {MAX_IDS:,} at a time", field="ids")
            for start in range(0, len(chosen.ids), ROWS_PER_TRANSACTION):
                yield chosen.ids[start : start + ROWS_PER_TRANSACTION]
            return
        search = read_search(chosen.query or "", self._names.names)
        before: int | None = None
        while True:
            async with self._database.read() as connection:
                opened = await NotificationSearch.open(connection, search, before=before)
                page = await opened.page(ROWS_PER_TRANSACTION)
            if page.rows:
                yield [row.id for row in page.rows]
            before = page.next_before
            if before is None:
                return


def _columns(marks: Marks) -> dict[str, bool | int | None]:
    columns: dict[str, bool | int | None] = {}
    if marks.pinned is not None:
        columns["is_pinned"] = marks.pinned
    if marks.read is not None:
        columns["is_read"] = marks.read
    if marks.severity is not None:
        if marks.severity and marks.severity not in SEVERITIES:
            raise InvalidInput(f"It is one of {', '.join(SEVERITIES)}", field="severity")
        columns["severity"] = SEVERITIES.get(marks.severity)
    return columns


def checked_tags(tags: Sequence[str], field: str) -> Sequence[str]:
    """The same tags, if they can be meant. Raises InvalidInput with the field."""
    if len(tags) > MAX_TAGS:
        raise InvalidInput(f"At most {MAX_TAGS} tags at a time", field=field)
    for tag in tags:
        if not 1 <= len(tag) <= MAX_TAG_CHARACTERS or not tag.isprintable() or tag != tag.strip():
            raise InvalidInput(f"A tag has 1 to {MAX_TAG_CHARACTERS} characters that can be printed", field=field)
    return tags
