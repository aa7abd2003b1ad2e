"""The outbox in the store: due in its order, counted with what it counts, gone with its destination."""

from __future__ import annotations

import pytest

from trishul.store.database import Database, Transaction
from trishul.store.saved_documents import DocumentKind, SavedDocumentRow, add_saved_document, delete_saved_document
from trishul.store.trap_outbox import (
    Attempted,
    NewEntry,
    OutboxState,
    OutboxTotals,
    add_entries,
    add_to_totals,
    begin_anew_of_later,
    count_waiting,
    delete_entries,
    list_due,
    list_entries,
    list_there,
    next_due_at,
    note_attempts,
    prune,
    read_totals,
    retry_entries,
)


@pytest.fixture
async def filled(database: Database) -> Database:
    """Two destinations; three entries for the first, one for the second."""
    async with database.write() as connection:
        for name in ("a", "b"):
            row = SavedDocumentRow(name, name, "{}", 1, 0.0, 0.0)
            await add_saved_document(connection, DocumentKind.DESTINATION, row)
        entries = [NewEntry(f"key{index}", "a", index, b"xyz", 100.0) for index in range(3)]
        await add_entries(connection, [*entries, NewEntry("key3", "b", 3, b"", 100.0)], 10.0)
        await add_entries(connection, [], 10.0)
    return database


async def ids(connection: Transaction, destination_id: str, now: float) -> list[int]:
    return [row.id for row in await list_due(connection, destination_id, now, limit=2)]


async def test_what_is_due_comes_in_its_order_and_only_for_its_destination(filled: Database) -> None:
    async with filled.write() as connection:
        assert await ids(connection, "a", 9.0) == []
        assert await ids(connection, "a", 10.0) == [1, 2]
        assert await count_waiting(connection, "a") == (3, 9)
        later = [
            Attempted(1, OutboxState.WAITING, 50.0, "HTTP 500"),
            Attempted(2, OutboxState.DELIVERED, 0.0, "HTTP 200"),
        ]
        await note_attempts(connection, "a", later, 11.0)
        assert await ids(connection, "a", 49.0) == [3]
        assert await next_due_at(connection, "a") == 10.0
        await delete_entries(connection, ids=[3], state=None, destination_id="a")
        assert await next_due_at(connection, "a") == 50.0
        (row,) = await list_entries(connection, state=OutboxState.WAITING, destination_id="a", limit=9)
        assert (row.key, row.attempts, row.last_attempt_at, row.outcome) == ("key0", 1, 11.0, "HTTP 500")
        assert await next_due_at(connection, "c") is None


async def test_what_was_put_or_tried_by_a_clock_ahead_is_due_at_once_with_new_patience(filled: Database) -> None:
    async with filled.write() as connection:
        await note_attempts(connection, "a", [Attempted(1, OutboxState.WAITING, 50.0, "")], 11.0)
        await begin_anew_of_later(connection, 11.0)
        assert await ids(connection, "a", 11.0) == [2, 3], "nothing was planned by another clock"
        await begin_anew_of_later(connection, 5.0)
        assert [(row.id, row.give_up_at) for row in await list_due(connection, "a", 5.0, limit=9)] == [
            (1, 95.0),
            (2, 95.0),
            (3, 95.0),
        ]


async def test_totals_outlive_what_they_count(filled: Database) -> None:
    async with filled.write() as connection:
        failed = [Attempted(number, OutboxState.FAILED, 0.0, "") for number in (1, 2)]
        await note_attempts(connection, "a", failed, 11.0)
        await add_to_totals(connection, "a", refused=4)
        await add_to_totals(connection, "a")
        assert await read_totals(connection) == {
            "a": OutboxTotals(waiting=1, failed_kept=2, failed=2, refused=4),
            "b": OutboxTotals(waiting=1),
        }
        assert await prune(connection, "a", OutboxState.FAILED, keep=1) == 1
        assert [row.id for row in await list_entries(connection, limit=9)] == [4, 3, 2]
        assert [row.id for row in await list_entries(connection, limit=1, before_id=4)] == [3]
        assert (await read_totals(connection))["a"].failed == 2
        await delete_saved_document(connection, DocumentKind.DESTINATION, "a")
        await add_to_totals(connection, "a", delivered=1)
        assert await list_there(connection, ["a", "b"]) == {"b"}
        assert await read_totals(connection) == {"b": OutboxTotals(waiting=1)}


async def test_what_failed_is_retried_and_what_arrived_is_not(filled: Database) -> None:
    async with filled.write() as connection:
        ended = [Attempted(1, OutboxState.FAILED, 0.0, ""), Attempted(2, OutboxState.DELIVERED, 0.0, "")]
        await note_attempts(connection, "a", ended, 11.0)
        chosen = {"state": None, "destination_id": "a", "at": 20.0, "give_up_at": 200.0}
        assert await retry_entries(connection, ids=[1, 2], **chosen) == 1  # type: ignore[arg-type]
        (row,) = [row for row in await list_due(connection, "a", 20.0, limit=9) if row.id == 1]
        assert (row.give_up_at, row.attempts) == (200.0, 1)
        assert await delete_entries(connection, ids=None, state=OutboxState.DELIVERED, destination_id=None) == 1
