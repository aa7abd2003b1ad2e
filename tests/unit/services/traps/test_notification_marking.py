"""Marks and deletions by numbers and by queries."""

from __future__ import annotations

import pytest

from tests.unit.notification_rows import LINK_UP, a_row, store
from trishul.errors import InvalidInput
from trishul.services.bus import Bus
from trishul.services.events import NotificationsChanged
from trishul.services.mibs.name_source import Numeric
from trishul.services.traps import notification_marking
from trishul.services.traps.notification_marking import Chosen, Marks, NotificationMarking
from trishul.store.database import Database
from trishul.store.notifications import StoredNotification, list_notifications


class Desk:
    """A marking service on five rows, the even ones linkUp."""

    def __init__(self, database: Database) -> None:
        self.bus = Bus()
        self.events = self.bus.subscribe()
        self.deleted = 0
        self.marking = NotificationMarking(database, self.bus, Numeric(), self._note)
        self._database = database

    def _note(self, rows: int) -> None:
        self.deleted += rows

    async def rows(self) -> list[StoredNotification]:
        async with self._database.read() as connection:
            return (await list_notifications(connection, limit=99))[::-1]


@pytest.fixture
async def desk(database: Database) -> Desk:
    async with database.write() as connection:
        await store(connection, [a_row(), a_row(trap_oid=LINK_UP)] * 2 + [a_row()])
    return Desk(database)


async def test_marks_are_said_of_all_that_are_meant(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notification_marking, "ROWS_PER_TRANSACTION", 2)
    marks = Marks(pinned=True, read=True, severity="error", add_tags=["a", "b"])
    assert await desk.marking.mark(Chosen(query=f"-trap:{LINK_UP}"), marks) == 3
    assert await desk.marking.mark(Chosen(ids=[1, 99]), Marks(severity="", remove_tags=["b"], read=False)) == 1
    assert [(row.id, row.is_pinned, row.is_read, row.severity, row.tags) for row in await desk.rows()] == [
        (1, True, None, None, ("a",)), (2, None, None, None, ()), (3, True, True, 4, ("a", "b")),
        (4, None, None, None, ()), (5, True, True, 4, ("a", "b")),
    ]  # fmt: skip
    assert await anext(desk.events) == NotificationsChanged(3, 0)


async def test_chosen_rows_are_deleted_and_told(desk: Desk) -> None:
    assert await desk.marking.delete(Chosen(ids=[5, 6])) == 1
    assert await desk.marking.delete(Chosen(query=f"trap:{LINK_UP}")) == 2
    assert ([row.id for row in await desk.rows()], desk.deleted) == ([1, 3], 3)
    assert [await anext(desk.events) for _ in range(2)] == [NotificationsChanged(0, 1), NotificationsChanged(0, 2)]


@pytest.mark.parametrize(
    ("chosen", "marks", "field"),
    [
        (Chosen(), Marks(), "ids"),
        (Chosen(ids=[1], query=""), Marks(), "ids"),
        (Chosen(ids=[1] * 1001), Marks(), "ids"),
        (Chosen(ids=[1]), Marks(severity="grave"), "severity"),
        (Chosen(ids=[1]), Marks(add_tags=[" x"]), "add_tags"),
        (Chosen(ids=[1]), Marks(remove_tags=["x"] * 21), "remove_tags"),
    ],
)
async def test_what_cannot_be_meant_changes_nothing(desk: Desk, chosen: Chosen, marks: Marks, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        await desk.marking.mark(chosen, marks)
    assert caught.value.field == field
    assert not len(desk.events)
