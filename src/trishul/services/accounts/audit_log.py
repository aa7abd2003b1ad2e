"""The audit log: who did what from where, and how it ended.

Owns what is noted, for how long it stays, and how it is read. Notes are queued and written together, so that nobody
waits for them; reading and closing wait until they are written. Nothing secret is ever a note: callers give names and
addresses, never what was typed. Does not own which requests are noted (`web.audit_trail`).
"""

from __future__ import annotations

import asyncio
import csv
import io
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime
from typing import Literal

import msgspec
import structlog
from msgspec import Struct

from trishul.services.background import end_background, run_in_background
from trishul.services.spreadsheet_text import safe_cell
from trishul.store.audit_log import (
    AuditRow,
    add_audit_rows,
    count_audit_rows,
    load_audit_rows,
    prune_audit_rows,
)
from trishul.store.database import Database, StoreUnavailable

AuditFormat = Literal["csv", "json"]

MAX_ROWS = 100_000
MAX_WAITING = 10_000
LONGEST_TEXT = 200
PRUNE_EVERY = 500
RETRY_S = 1.0
_DAY_S = 86_400.0
_ROWS_AT_ONCE = 500

_log = structlog.get_logger(__name__)


class AuditEntry(Struct, frozen=True):
    """One thing that somebody did; `at` is in Unix seconds, `outcome` is "ok" or the code of the error."""

    id: int
    at: float
    username: str
    address: str
    action: str
    target: str
    outcome: str


class AuditPage(Struct, frozen=True):
    """Entries newest first; `next` is the `before` of the following page, None at the end."""

    data: list[AuditEntry]
    next: int | None
    total: int
    """How many fit the search."""


class AuditLog:
    """All entries; open it before use."""

    def __init__(self, database: Database, keep_days: int, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._keep_s = keep_days * _DAY_S
        self._clock = clock
        self._waiting: deque[AuditRow] = deque()
        self._work = asyncio.Event()
        self._writing = asyncio.Lock()
        self._since_pruned = 0
        self._writer: asyncio.Task[None] | None = None
        self.lost = 0
        """Notes that found the queue full."""

    async def open(self) -> None:
        """Forget what is too old and begin to write."""
        await self._prune()
        self._writer = run_in_background(self._keep_writing(), "audit log")

    async def close(self) -> None:
        """Write what waits."""
        await end_background(self._writer)
        try:
            await self.flush()
        except StoreUnavailable as error:
            _log.error("the audit log could not be written", entries=len(self._waiting), reason=error.reason)

    def note(self, user_name: str, address: str, action: str, target: str = "", outcome: str = "ok") -> None:
        """Remember one thing; never waits, never fails."""
        if len(self._waiting) >= MAX_WAITING:
            self.lost += 1
            _log.error("an entry of the audit log is lost", user=user_name, action=action, lost=self.lost)
            return
        texts = [_plain(text) for text in (user_name, address, action, target, outcome)]
        self._waiting.append(AuditRow(0, self._clock(), texts[0][:128], texts[1][:64], texts[2][:64], *texts[3:]))
        self._work.set()

    async def flush(self) -> None:
        """Write what waits. Raises StoreUnavailable, and then it still waits."""
        async with self._writing:
            rows = list(self._waiting)
            if not rows:
                return
            async with self._database.write() as connection:
                await add_audit_rows(connection, rows)
            for _ in rows:
                self._waiting.popleft()
            self._since_pruned += len(rows)
        if self._since_pruned >= PRUNE_EVERY:
            await self._prune()

    async def page(self, before: int | None, limit: int, text: str) -> AuditPage:
        """Entries that hold the text in any of their words, the newest first."""
        await self.flush()
        async with self._database.read() as connection:
            rows = await load_audit_rows(connection, before, limit + 1, text)
            total = await count_audit_rows(connection, text)
        shown = rows[:limit]
        return AuditPage([_entry(row) for row in shown], shown[-1].id if len(rows) > limit else None, total)

    async def export(self, form: AuditFormat, text: str) -> AsyncGenerator[bytes, None]:
        """The same as a file, piece by piece, newest first."""
        yield b"[" if form == "json" else _lines([AuditEntry.__struct_fields__])
        before: int | None = None
        is_first = True
        while True:
            page = await self.page(before, _ROWS_AT_ONCE, text)
            if page.data:
                yield _json_rows(page.data, is_first=is_first) if form == "json" else _csv_rows(page.data)
            is_first, before = False, page.next
            if before is None:
                break
        if form == "json":
            yield b"\n]\n"

    async def _prune(self) -> None:
        self._since_pruned = 0
        async with self._database.write() as connection:
            await prune_audit_rows(connection, MAX_ROWS, self._clock() - self._keep_s)

    async def _keep_writing(self) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            try:
                await self.flush()
            except StoreUnavailable as error:
                _log.warning("the audit log waits for the database", reason=error.reason)
                await asyncio.sleep(RETRY_S)
                self._work.set()


def _plain(text: str) -> str:
    """One line that may be stored and shown, whatever was sent."""
    return text.encode("utf-8", "replace").decode()[:LONGEST_TEXT].replace("\n", " ").replace("\x00", "")


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(row.id, row.at, row.user_name, row.address, row.action, row.target, row.outcome)


def _json_rows(entries: list[AuditEntry], *, is_first: bool) -> bytes:
    return (b"\n" if is_first else b",\n") + b",\n".join([msgspec.json.encode(entry) for entry in entries])


def _csv_rows(entries: list[AuditEntry]) -> bytes:
    return _lines([[safe_cell(str(cell)) for cell in _cells(entry)] for entry in entries])


def _cells(entry: AuditEntry) -> tuple[str | int, ...]:
    at = datetime.fromtimestamp(entry.at, UTC).isoformat(timespec="milliseconds")
    return (entry.id, at, entry.username, entry.address, entry.action, entry.target, entry.outcome)


def _lines(rows: list[list[str]] | list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
