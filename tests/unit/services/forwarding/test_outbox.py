"""The outbox takes what fits, counts what does not, and loses nothing that it took."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.services.destinations_desk import DestinationsDesk
from trishul.errors import InvalidInput
from trishul.services.forwarding import outbox as trap_outbox
from trishul.services.forwarding.outbox import OutboxChoice, OutboxEntry
from trishul.store.database import Database
from trishul.store.saved_documents import DocumentKind, delete_saved_document
from trishul.store.trap_outbox import OutboxTotals, read_totals


@pytest.fixture
async def desk(database: Database, tmp_path: Path) -> DestinationsDesk:
    made = DestinationsDesk(database, tmp_path)
    await made.save()
    return made


async def entries(desk: DestinationsDesk) -> list[OutboxEntry]:
    return (await desk.outbox.page(state=None, destination=None, before=None, limit=99)).data


async def totals(desk: DestinationsDesk) -> OutboxTotals:
    async with desk.database.read() as connection:
        return next(iter((await read_totals(connection)).values()))


async def test_entries_are_told_with_their_notification(desk: DestinationsDesk) -> None:
    await desk.put("log", 7, tags=("a",))
    (entry,) = await entries(desk)
    assert (entry.destination, entry.notification_id, entry.give_up_at) == ("log", 7, 1000.0 + 86_400)
    assert entry.notification is not None
    assert entry.notification.tags == ("a",)
    (saved,) = desk.destinations
    assert desk.heard == [([saved.id], False)]


async def test_one_that_was_deleted_meanwhile_is_left_out(desk: DestinationsDesk) -> None:
    await desk.put("gone", 7)
    async with desk.database.write() as connection:  # as it is for a moment while one is deleted
        await delete_saved_document(connection, DocumentKind.DESTINATION, desk.destinations.get("log").id)
    await desk.put("log", 7)
    assert (await entries(desk), desk.heard) == ([], [])


@pytest.mark.parametrize(("bound", "most"), [("MAX_WAITING", 2), ("MAX_WAITING_OCTETS", 300)])
async def test_a_full_outbox_refuses_what_is_new_and_counts_it(
    desk: DestinationsDesk, monkeypatch: pytest.MonkeyPatch, bound: str, most: int
) -> None:
    await desk.save(name="other")
    monkeypatch.setattr(trap_outbox, bound, most)
    await desk.put("log", 1)
    await desk.put("log", 2, 3, 4)
    await desk.put("other", 5)
    kept = [entry.notification_id for entry in await entries(desk)]
    assert kept[0] == 5
    assert kept[-1] == 1
    assert (await totals(desk)).refused == 5 - len(kept)
    assert len(kept) < 5


async def test_retry_and_delete_take_a_choice(desk: DestinationsDesk) -> None:
    await desk.put("log", 1, 2)
    desk.heard.clear()
    desk.now = 2000.0
    assert (await desk.outbox.retry(OutboxChoice(ids=[1], destination="log"))).entries == 1
    assert [entry.next_attempt_at for entry in await entries(desk)] == [1000.0, 2000.0]
    assert desk.heard[0][1]
    assert (await desk.outbox.delete(OutboxChoice(state="failed"))).entries == 0
    assert (await desk.outbox.delete(OutboxChoice())).entries == 2
    for ids in ([0], [2**60], list(range(1, 1002))):
        with pytest.raises(InvalidInput):
            await desk.outbox.delete(OutboxChoice(ids=ids))
