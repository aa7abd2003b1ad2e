"""The outbox of forwarded notifications: what rules put in, what people see of it, retry and delete.

Owns its bounds. For each destination a number waits at most, by count and octets: what comes then is refused and
counted, so that nothing which was taken is dropped for something newer. Of what has arrived and of what has failed for
good the newest are kept to look at. Does not own the sending (`courier`).
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol, TypeAlias

import msgspec
import structlog

from trishul.errors import InvalidInput
from trishul.services.document_shelf import Saved
from trishul.services.forwarding.destination_documents import Destination
from trishul.services.forwarding.destinations import TrapDestinations
from trishul.services.forwarding.parcels import pack, unpack
from trishul.services.traps.records import TrapRecord
from trishul.store.database import Database, Transaction
from trishul.store.notifications import StoredNotification
from trishul.store.trap_outbox import (
    NewEntry,
    OutboxRow,
    OutboxState,
    add_entries,
    add_to_totals,
    begin_anew_of_later,
    count_waiting,
    delete_entries,
    list_entries,
    list_there,
    retry_entries,
)

MAX_WAITING = 10_000
"""For each destination."""
MAX_WAITING_OCTETS = 64 << 20
KEPT_DELIVERED = 200
KEPT_FAILED = 1_000
MAX_CHOSEN = 1_000
"""Entries that one request names."""

_MAX_ID = 2**53
_Chosen: TypeAlias = tuple[list[int] | None, OutboxState | None, list[Saved[Destination]]]
StateName = Literal["waiting", "delivered", "failed"]

_log = structlog.get_logger(__name__)


class Forward(NamedTuple):
    """A notification that rules send to a destination of this name."""

    destination: str
    row: StoredNotification


class OutboxEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One notification on its way to one destination."""

    id: int
    key: str
    """Goes along with it (X-Trishul-Delivery, `id` in syslog): the same for every attempt."""
    destination: str
    state: StateName
    attempts: int
    outcome: str
    """What the last attempt came to: the answer, or the error."""
    created_at: float
    last_attempt_at: float | None
    next_attempt_at: float | None
    """None for what is not tried again by itself."""
    give_up_at: float
    notification_id: int
    notification: TrapRecord | None
    """As it was when the rules had run; None where it is damaged."""


class OutboxPage(msgspec.Struct, frozen=True):
    """Entries, the newest first."""

    data: list[OutboxEntry]
    next_before: int | None
    """Give it as `before` to read on; None at the end."""


class OutboxChoice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which entries are meant: all that is given must hold."""

    ids: list[int] | None = None
    state: StateName | None = None
    destination: str | None = None


class OutboxChangedCount(msgspec.Struct, frozen=True):
    """How many entries were changed or deleted."""

    entries: int


class OutboxListener(Protocol):
    """Hears of changes."""

    def __call__(self, destination_ids: Sequence[str], *, at_once: bool) -> None:
        """Something is due or gone for these destinations; `at_once`: somebody wants it to be sent now."""


class TrapOutbox:
    """Everything that is forwarded goes through it."""

    def __init__(
        self,
        database: Database,
        destinations: TrapDestinations,
        record: Callable[[StoredNotification], TrapRecord],
        on_change: OutboxListener,
        clock: Callable[[], float],
    ) -> None:
        self._database = database
        self._destinations = destinations
        self._record = record
        self._on_change = on_change
        self._clock = clock
        self._full: set[str] = set()

    async def open(self) -> None:
        """What a clock that was set back since has planned is due now. Raises StoreUnavailable."""
        async with self._database.write() as connection:
            await begin_anew_of_later(connection, self._clock())

    async def put(self, transaction: Transaction, forwards: Sequence[Forward]) -> list[str]:
        """Takes notifications into the outbox within a transaction; returns the destinations to `announce` after it.

        One that was deleted meanwhile is left out. What does not fit is counted as refused.
        """
        now = self._clock()
        numbers = Counter(forward.destination for forward in forwards)
        known = {name: saved for name in numbers if (saved := self._destinations.find(name)) is not None}
        there = await list_there(transaction, [saved.id for saved in known.values()]) if known else set()
        for name, saved in known.items():
            if saved.id not in there:
                continue
            waiting, octets = await count_waiting(transaction, saved.id)
            give_up_at = now + saved.document.give_up_after_s
            entries = []
            for forward in forwards:
                if forward.destination != name or waiting >= MAX_WAITING or octets >= MAX_WAITING_OCTETS:
                    continue
                content = pack(forward.row)
                entries.append(NewEntry(secrets.token_hex(16), saved.id, forward.row.id, content, give_up_at))
                waiting += 1
                octets += len(content)
            await add_entries(transaction, entries, now)
            await self._note_refused(transaction, saved, numbers[name] - len(entries))
        return sorted(there)

    async def _note_refused(self, transaction: Transaction, saved: Saved[Destination], refused: int) -> None:
        """Counts what did not fit; the log hears of it when it begins."""
        if not refused:
            self._full.discard(saved.id)
            return
        await add_to_totals(transaction, saved.id, refused=refused)
        if saved.id not in self._full:
            self._full.add(saved.id)
            _log.warning("the outbox is full for a destination", destination=saved.document.name)

    def announce(self, destination_ids: Sequence[str]) -> None:
        """The transaction of `put` is committed."""
        if destination_ids:
            self._on_change(destination_ids, at_once=False)

    async def page(
        self, *, state: StateName | None, destination: str | None, before: int | None, limit: int
    ) -> OutboxPage:
        """Entries as people see them. Raises NoSuchDestination, LibraryUnavailable."""
        destination_id = self._destinations.get(destination).id if destination is not None else None
        async with self._database.read() as connection:
            rows = await list_entries(
                connection,
                state=OutboxState(state) if state else None,
                destination_id=destination_id,
                before_id=before,
                limit=limit + 1,
            )
        names = {saved.id: saved.document.name for saved in self._destinations}
        data = [self._entry(row, names) for row in rows[:limit]]
        return OutboxPage(data, data[-1].id if len(rows) > limit else None)

    async def retry(self, choice: OutboxChoice) -> OutboxChangedCount:
        """Sends what waits or has failed now, with new patience. Raises InvalidInput, NoSuchDestination."""
        ids, state, chosen = self._chosen(choice)
        now = self._clock()
        number = 0
        async with self._database.write() as connection:
            for saved in chosen:
                number += await retry_entries(
                    connection,
                    ids=ids,
                    state=state,
                    destination_id=saved.id,
                    at=now,
                    give_up_at=now + saved.document.give_up_after_s,
                )
        self._on_change([saved.id for saved in chosen], at_once=True)
        return OutboxChangedCount(number)

    async def delete(self, choice: OutboxChoice) -> OutboxChangedCount:
        """Throws entries away, those that wait as well. Raises InvalidInput, NoSuchDestination."""
        ids, state, chosen = self._chosen(choice)
        number = 0
        async with self._database.write() as connection:
            for saved in chosen:
                number += await delete_entries(connection, ids=ids, state=state, destination_id=saved.id)
        self.announce([saved.id for saved in chosen])
        return OutboxChangedCount(number)

    def _chosen(self, choice: OutboxChoice) -> _Chosen:
        """Ids, state and destinations."""
        if choice.ids is not None and len(choice.ids) > MAX_CHOSEN:
            raise InvalidInput(f"At most {MAX_CHOSEN} entries are named at a time", field="ids")
        if any(not 0 < each < _MAX_ID for each in choice.ids or ()):
            raise InvalidInput("These are no ids of entries", field="ids")
        named = choice.destination
        chosen = [self._destinations.get(named)] if named is not None else list(self._destinations)
        return choice.ids, OutboxState(choice.state) if choice.state else None, chosen

    def _entry(self, row: OutboxRow, names: Mapping[str, str]) -> OutboxEntry:
        state: StateName = OutboxState(row.state).value
        return OutboxEntry(
            id=row.id,
            key=row.key,
            destination=names.get(row.destination_id, ""),
            state=state,
            attempts=row.attempts,
            outcome=row.outcome,
            created_at=row.created_at,
            last_attempt_at=row.last_attempt_at,
            next_attempt_at=row.next_attempt_at if row.state == OutboxState.WAITING else None,
            give_up_at=row.give_up_at,
            notification_id=row.notification_id,
            notification=self._shown(row),
        )

    def _shown(self, row: OutboxRow) -> TrapRecord | None:
        try:
            return self._record(unpack(row.content))
        except (msgspec.MsgspecError, TypeError, ValueError):
            return None  # a row that another program damaged: that it waits is still worth showing
