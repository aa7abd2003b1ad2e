"""Queries on the outbox: what is on its way to a destination, what arrived there, and what did not.

Owns the SQL, the stored row and the totals of each destination, which are written in the transaction of what they
count. Does not own when something is sent (`services.forwarding.courier`) nor what a content means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import trap_destinations, trap_outbox, trap_outbox_totals

_c = trap_outbox.c
_t = trap_outbox_totals.c


class OutboxState(StrEnum):
    """How far something in the outbox came."""

    WAITING = "waiting"
    """To be sent, or to be sent again."""
    DELIVERED = "delivered"
    FAILED = "failed"
    """For good: it is sent again only when somebody asks for it."""


class OutboxRow(NamedTuple):
    """One row; the columns are described with the table."""

    id: int
    key: str
    destination_id: str
    notification_id: int
    content: bytes
    octets: int
    state: str
    attempts: int
    created_at: float
    give_up_at: float
    next_attempt_at: float
    last_attempt_at: float | None
    outcome: str


class NewEntry(NamedTuple):
    """What is put into the outbox."""

    key: str
    destination_id: str
    notification_id: int
    content: bytes
    give_up_at: float


class Attempted(NamedTuple):
    """What an attempt came to."""

    id: int
    state: OutboxState
    next_attempt_at: float
    outcome: str


class OutboxTotals(NamedTuple):
    """Of one destination: how many are kept in each state, and how many there were since it was made."""

    waiting: int = 0
    failed_kept: int = 0
    delivered: int = 0
    failed: int = 0
    refused: int = 0
    """Not taken because too many waited."""


async def add_entries(connection: AsyncConnection, entries: Sequence[NewEntry], at: float) -> None:
    """Puts entries into the outbox, due at once; `at` in seconds since 1970."""
    fixed = {
        "state": OutboxState.WAITING.value, "attempts": 0, "created_at": at, "next_attempt_at": at, "outcome": "",
    }  # fmt: skip
    if entries:
        rows = [{**entry._asdict(), **fixed, "octets": len(entry.content)} for entry in entries]
        await connection.execute(insert(trap_outbox), rows)


async def list_there(connection: AsyncConnection, destination_ids: Sequence[str]) -> set[str]:
    """Those of the destinations that are in the store."""
    query = select(trap_destinations.c.id).where(trap_destinations.c.id.in_(destination_ids))
    return set((await connection.execute(query)).scalars())


async def count_waiting(connection: AsyncConnection, destination_id: str) -> tuple[int, int]:
    """How many wait for a destination, and their octets."""
    query = select(func.count(), func.coalesce(func.sum(_c.octets), 0))
    row = (await connection.execute(query.where(*_chosen(OutboxState.WAITING, destination_id)))).one()
    return int(row[0]), int(row[1])


async def list_due(connection: AsyncConnection, destination_id: str, now: float, *, limit: int) -> list[OutboxRow]:
    """What is to be sent to a destination now, in the order in which it was to be sent."""
    waiting = _chosen(OutboxState.WAITING, destination_id)
    query = select(trap_outbox).where(*waiting, _c.next_attempt_at <= now).order_by(_c.next_attempt_at, _c.id)
    return [OutboxRow(*row) for row in await connection.execute(query.limit(limit))]


async def next_due_at(connection: AsyncConnection, destination_id: str) -> float | None:
    """When the next one is to be sent to a destination; None where nothing waits."""
    query = select(func.min(_c.next_attempt_at)).where(*_chosen(OutboxState.WAITING, destination_id))
    due_at = (await connection.execute(query)).scalar_one()
    return None if due_at is None else float(due_at)


async def begin_anew_of_later(connection: AsyncConnection, now: float) -> None:
    """What waits and was put or tried later than now is due, and waits as long as it was meant to from now on."""
    is_later = (_c.created_at > now) | (_c.last_attempt_at > now)
    statement = update(trap_outbox).where(_c.state == OutboxState.WAITING, is_later)
    await connection.execute(statement.values(next_attempt_at=now, give_up_at=now + _c.give_up_at - _c.created_at))


async def note_attempts(
    connection: AsyncConnection, destination_id: str, attempts: Sequence[Attempted], at: float
) -> None:
    """Writes down what attempts came to, and counts them. What was deleted or retried meanwhile stays as it is."""
    statement = update(trap_outbox).where(_c.id == bindparam("row_id"), _c.state == OutboxState.WAITING)
    statement = statement.values(
        state=bindparam("new_state"),
        attempts=_c.attempts + 1,
        next_attempt_at=bindparam("due_at"),
        last_attempt_at=at,
        outcome=bindparam("words"),
    )
    values = [
        {"row_id": one.id, "new_state": one.state.value, "due_at": one.next_attempt_at, "words": one.outcome}
        for one in attempts
    ]
    await connection.execute(statement, values)
    ended = [one.state for one in attempts]
    await add_to_totals(
        connection,
        destination_id,
        delivered=ended.count(OutboxState.DELIVERED),
        failed=ended.count(OutboxState.FAILED),
    )


async def add_to_totals(
    connection: AsyncConnection, destination_id: str, *, delivered: int = 0, failed: int = 0, refused: int = 0
) -> None:
    """Counts; nothing for a destination that was deleted."""
    if not delivered and not failed and not refused:
        return
    changed = await connection.execute(
        update(trap_outbox_totals)
        .where(_t.destination_id == destination_id)
        .values(delivered=_t.delivered + delivered, failed=_t.failed + failed, refused=_t.refused + refused)
    )
    if changed.rowcount == 0 and await list_there(connection, [destination_id]):
        values = {"destination_id": destination_id, "delivered": delivered, "failed": failed, "refused": refused}
        await connection.execute(insert(trap_outbox_totals).values(values))


async def prune(connection: AsyncConnection, destination_id: str, state: OutboxState, *, keep: int) -> int:
    """Deletes all but the newest of a state, for one destination; returns how many went."""
    old = (
        select(_c.id)
        .where(_c.destination_id == destination_id, _c.state == state)
        .order_by(_c.id.desc())
        .offset(keep)
        .scalar_subquery()
    )
    return int((await connection.execute(delete(trap_outbox).where(_c.id.in_(old)))).rowcount)


async def list_entries(
    connection: AsyncConnection,
    *,
    state: OutboxState | None = None,
    destination_id: str | None = None,
    before_id: int | None = None,
    limit: int,
) -> list[OutboxRow]:
    """Newest first."""
    query = select(trap_outbox).where(*_chosen(state, destination_id)).order_by(_c.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(_c.id < before_id)
    return [OutboxRow(*row) for row in await connection.execute(query)]


async def read_totals(connection: AsyncConnection) -> dict[str, OutboxTotals]:
    """By destination; one that nothing was ever for is not there."""
    totals = {
        row[0]: OutboxTotals(delivered=row[1], failed=row[2], refused=row[3])
        for row in await connection.execute(select(trap_outbox_totals))
    }
    kept = select(_c.destination_id, _c.state, func.count()).group_by(_c.destination_id, _c.state)
    for destination_id, state, number in await connection.execute(kept):
        before = totals.get(destination_id, OutboxTotals())
        if state == OutboxState.WAITING:
            totals[destination_id] = before._replace(waiting=number)
        elif state == OutboxState.FAILED:
            totals[destination_id] = before._replace(failed_kept=number)
    return totals


async def retry_entries(
    connection: AsyncConnection,
    *,
    ids: Sequence[int] | None,
    state: OutboxState | None,
    destination_id: str | None,
    at: float,
    give_up_at: float,
) -> int:
    """Makes what waits or has failed due at once, with new patience; returns how many."""
    chosen = _chosen(state, destination_id, ids)
    statement = update(trap_outbox).where(_c.state != OutboxState.DELIVERED, *chosen)
    values = {"state": OutboxState.WAITING.value, "next_attempt_at": at, "give_up_at": give_up_at}
    return int((await connection.execute(statement.values(values))).rowcount)


async def delete_entries(
    connection: AsyncConnection,
    *,
    ids: Sequence[int] | None,
    state: OutboxState | None,
    destination_id: str | None,
) -> int:
    """Deletes what is chosen; returns how many."""
    chosen = _chosen(state, destination_id, ids)
    return int((await connection.execute(delete(trap_outbox).where(*chosen))).rowcount)


def _chosen(
    state: OutboxState | None, destination_id: str | None, ids: Iterable[int] | None = None
) -> list[ColumnElement[bool]]:
    """All that are given must hold; nothing given means all."""
    conditions = [
        _c.state == state if state is not None else None,
        _c.destination_id == destination_id if destination_id is not None else None,
        _c.id.in_(list(ids)) if ids is not None else None,
    ]
    return [condition for condition in conditions if condition is not None]
