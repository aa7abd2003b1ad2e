"""Informs that a receiver worker had acknowledged when it ended, brought into the store where they are missing.

Strategy: the files of a worker are read when it has ended, those of an earlier server before anything new is taken.
What the store has already is told by time of receipt, peer and datagram; the rest is queued for the one writer, and the
files go when it is committed. A server that dies meanwhile finds them again. Does not own how files are written
(`workers.inform_spool`).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import structlog

from trishul.protocol.pdu import PduKind
from trishul.store.database import Database, StoreUnavailable
from trishul.store.notification_writer import NotificationWriter
from trishul.store.notifications import find_id_before, list_arrivals
from trishul.workers.inform_spool import read_spool, spool_files
from trishul.workers.messages import NotificationRow
from trishul.workers.outgoing import BATCH_ROWS, ROW_OVERHEAD_BYTES

_CLOCK_STEP_NS = 60_000_000_000
"""How far a clock may have been put back while informs waited."""
_PAGE_ROWS = 2000

_log = structlog.get_logger(__name__)

_Arrival: TypeAlias = tuple[int, str, bytes]
"""Time of receipt, peer, datagram."""


class _Spooled(NamedTuple):
    files: list[Path]
    rows: list[NotificationRow]
    arrivals: frozenset[_Arrival]
    unreadable_bytes: int


class InformRecovery:
    """Reads the files of one directory, one set of them at a time."""

    def __init__(self, directory: Path, database: Database, writer: NotificationWriter) -> None:
        self.unreadable_bytes = 0
        """Octets of files that were no informs: entries that were never acknowledged, or damage."""
        self._directory = directory
        self._database = database
        self._writer = writer
        self._turn = asyncio.Lock()
        self._in_use: set[Path] = set()
        self._clearings = 0

    async def recover(self, pid: int | None = None) -> int:
        """Queues what an ended worker had acknowledged, or all workers of an earlier server, and the store has not.

        Returns how many informs those are. Where the database cannot be read the files stay for the next start.
        """
        clearings = self._clearings
        async with self._turn:
            spooled = await asyncio.to_thread(self._read, spool_files(self._directory, pid))
            self._note_unreadable(spooled)
            missing: list[NotificationRow] = []
            if spooled.rows:
                await self._writer.settled_so_far()
                try:
                    stored = await self._stored(spooled)
                except StoreUnavailable as error:
                    _log.warning(
                        "acknowledged informs wait for the database", files=len(spooled.files), reason=error.reason
                    )
                    return 0
                if clearings == self._clearings:
                    missing = await asyncio.to_thread(_missing, spooled.rows, stored)
            return self._store(missing, spooled.files)

    def forget(self) -> None:
        """Everything was deleted: what is read now and is not queued yet does not come back."""
        self._clearings += 1

    def _read(self, files: Sequence[Path]) -> _Spooled:
        rows: list[NotificationRow] = []
        read: list[Path] = []
        unreadable_bytes = 0
        for path in files:
            if path in self._in_use:
                continue
            try:
                informs = read_spool(path)
            except OSError as error:
                _log.error("acknowledged informs cannot be read", file=path.name, reason=error.strerror)
                continue
            read.append(path)
            rows += informs.rows
            unreadable_bytes += informs.unreadable_bytes
        return _Spooled(read, rows, frozenset(map(_arrival, rows)), unreadable_bytes)

    def _note_unreadable(self, spooled: _Spooled) -> None:
        if spooled.unreadable_bytes:
            self.unreadable_bytes += spooled.unreadable_bytes
            _log.warning("a file of informs ends in octets that are none", octets=spooled.unreadable_bytes)

    async def _stored(self, spooled: _Spooled) -> Counter[_Arrival]:
        """How often the store has each of them. Raises StoreUnavailable."""
        stored: Counter[_Arrival] = Counter()
        async with self._database.read() as connection:
            after = await find_id_before(connection, min(row[0] for row in spooled.rows) - _CLOCK_STEP_NS)
            while page := await list_arrivals(
                connection, pdu_kind=PduKind.INFORM.value, after_id=after, limit=_PAGE_ROWS
            ):
                arrivals = ((row.received_at_ns, row.peer_address, row.raw) for row in page)
                stored.update(arrival for arrival in arrivals if arrival in spooled.arrivals)
                after = page[-1].id
        return stored

    def _store(self, rows: Sequence[NotificationRow], files: Sequence[Path]) -> int:
        """Queues rows in batches; the files go when all are committed. Returns how many were taken."""
        batches = [rows[start : start + BATCH_ROWS] for start in range(0, len(rows), BATCH_ROWS)]
        self._in_use.update(files)
        settle = _AllSettled(len(batches), lambda is_taken: self._end(files, is_taken=is_taken))
        taken = sum(self._writer.offer(batch, sum(map(_size_bytes, batch)), settle) for batch in batches)
        if rows:
            _log.info("acknowledged informs were recovered", informs=taken, of=len(rows))
        return taken

    def _end(self, files: Sequence[Path], *, is_taken: bool) -> None:
        self._in_use.difference_update(files)
        if is_taken:
            for path in files:
                delete_spent(path)


def delete_spent(path: Path) -> None:
    """Deletes a file of an ended worker that has told all; one that cannot go is named in the log and read again."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("a file of a receiver process cannot be deleted", file=path.name, reason=error.strerror)


class _AllSettled:
    """Calls back once all of several batches are settled, with whether all had been taken; at once for none."""

    def __init__(self, batches: int, on_settled: Callable[[bool], None]) -> None:
        self._waiting = batches
        self._is_taken = True
        self._on_settled = on_settled
        if not batches:
            on_settled(True)

    def __call__(self, is_taken: bool) -> None:  # noqa: FBT001 -- as the writer calls it
        self._waiting -= 1
        self._is_taken &= is_taken
        if not self._waiting:
            self._on_settled(self._is_taken)


def _missing(rows: Sequence[NotificationRow], stored: Counter[_Arrival]) -> list[NotificationRow]:
    """Rows beyond what is stored; the same datagram may have come twice in one turn."""
    missing = []
    for row in rows:
        arrival = _arrival(row)
        if stored[arrival] > 0:
            stored[arrival] -= 1
        else:
            missing.append(row)
    return missing


def _arrival(row: NotificationRow) -> _Arrival:
    return row[0], row[2], row[10]


def _size_bytes(row: NotificationRow) -> int:
    return len(row[9]) + len(row[10]) + ROW_OVERHEAD_BYTES
