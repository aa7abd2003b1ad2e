"""How long the first page of a query takes where a million notifications are stored: ours alone, against its aims.

The store is filled and indexed in this process as the server does it, 50 rows a page, the count included. Queries that
an index leads to have 100 ms, free text has 300 ms.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from bench.measure import Aim, Contender, Contest, Outcome
from bench.runtime import Runtime
from trishul.datatypes import VarBind
from trishul.datatypes.values import Value
from trishul.library.names import Names
from trishul.protocol.ber import encode_varbinds
from trishul.services.mibs.name_source import Numeric
from trishul.services.traps.notification_text import words_of_row
from trishul.services.traps.stored_notifications import StoredNotifications
from trishul.store.database import Database
from trishul.store.notification_indexer import ROWS_PER_STEP, NotificationIndexer
from trishul.store.notifications import count_notifications, insert_notifications

ROWS, QUICK_ROWS = 1_000_000, 50_000
_ROWS_PER_TRANSACTION = 1_000
_TRAPS = (*(f"1.3.6.1.6.3.1.1.5.{number}" for number in range(1, 6)), "1.3.6.1.4.1.9.9.41.2.0.1")
_INDEXED_MS, _FREE_TEXT_MS = 100.0, 300.0
QUERIES = (
    ("every row", "ver:2c", _INDEXED_MS),
    ("one notification", "trap:1.3.6.1.6.3.1.1.5.3", _INDEXED_MS),
    ("a notification that never came", "trap:1.3.6.1.4.1.8072", _INDEXED_MS),
    ("one sender", "src:10.0.3.7", _INDEXED_MS),
    ("a network", "src:10.0.3.0/24", _INDEXED_MS),
    ("sender and notification", "src:10.0.3.7 trap:1.3.6.1.6.3.1.1.5.4", _INDEXED_MS),
    ("one user and one sender", "user:ops src:10.0.1.1", _INDEXED_MS),
    ("an hour long ago", "after:2027-01-15T09:00:00Z before:2027-01-15T10:00:00Z", _INDEXED_MS),
    ("a common word", "uplink", _FREE_TEXT_MS),
    ("a rare word", "serial777777", _FREE_TEXT_MS),
    ("two words and a notification", "uplink gi0 trap:1.3.6.1.6.3.1.1.5.4", _FREE_TEXT_MS),
    ("the beginning of a word", "seri", _FREE_TEXT_MS),
)


def contests(runtime: Runtime) -> Iterable[Contest]:
    """One contest for each query, on one store."""
    rows = QUICK_ROWS if runtime.is_quick else ROWS
    with asyncio.Runner() as runner:
        database = runner.run(_filled(runtime.new_folder("stored notifications"), rows))
        stored = StoredNotifications(database, Numeric(), lambda: Names(None), lambda: rows)
        try:
            for name, query, aim_ms in QUERIES:
                yield Contest(
                    f"Search in {rows:,} notifications: {name}",
                    "ms",
                    (Contender("trishul", _measurement(runner, stored, query)),),
                    aims=(Aim(aim_ms),),
                    higher_is_better=False,
                )
        finally:
            runner.run(database.close())


def _measurement(runner: asyncio.Runner, stored: StoredNotifications, query: str) -> Callable[[], Outcome]:
    def measure() -> Outcome:
        started = time.perf_counter()
        page = runner.run(stored.search(query, 50))
        took_s = time.perf_counter() - started
        facts: dict[str, Any] = {"rows": len(page.data)}
        if page.matching is not None:
            facts |= {"count": page.matching.count, "estimate": page.matching.is_estimate}
        return Outcome(took_s * 1000, facts)

    return measure


async def _filled(folder: Path, rows: int) -> Database:
    """A database with so many rows, all of them indexed."""
    database = await Database.open(f"sqlite:///{folder / 'trishul.db'}")
    indexer = NotificationIndexer(database, words_of_row, lambda: False)
    await indexer.start()
    await indexer.close()
    made = _rows(rows)
    while batch := [row for _, row in zip(range(_ROWS_PER_TRANSACTION), made, strict=False)]:
        async with database.write() as connection:
            await insert_notifications(connection, batch)
    while await indexer.step() == ROWS_PER_STEP:
        pass
    async with database.read() as connection:
        assert await count_notifications(connection) == rows
    return database


def _rows(count: int) -> Iterator[tuple[Any, ...]]:
    """From 2,000 senders with ever new ports, ten a second."""
    first_ns = 1_800_000_000 * 10**9
    for number in range(count):
        name = f"Gi0/{number % 48} uplink serial{number}"
        varbinds = [
            VarBind.of(f"1.3.6.1.2.1.2.2.1.1.{number % 48}", Value.integer(number % 48)),
            VarBind.of(f"1.3.6.1.2.1.2.2.1.2.{number % 48}", Value.octet_string(name)),
        ]
        is_secured = number % 10 == 0
        peer = f"10.0.{number % 8}.{number // 8 % 250}:{1024 + number % 60000}"
        version, secured = (3, (3, "ops", "80001f8804", "80001f8804", "")) if is_secured else (1, (None,) * 5)
        yield (
            first_ns + number * 10**8, "127.0.0.1:1162", peer, version, 0xA7, _TRAPS[number % len(_TRAPS)],
            number, None, None, encode_varbinds(varbinds), b"\x30" + bytes(120), "[]", *secured, None,
        )  # fmt: skip
