"""Behind the writer: puts the words of stored notifications into the index, when there is time.

Owns the pace. A step takes a few hundred rows and only while no notification waits to be written, so that a storm is
stored at full speed and indexed afterwards; a search looks at rows that are not indexed yet one by one. Which words a
row has is asked of the caller. A database that is ill costs nothing but time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import structlog
from sqlalchemy import select

from trishul.store.database import Database, StoreUnavailable
from trishul.store.notification_spans import add_span, forget_spans, indexed_up_to
from trishul.store.notification_words import empty_word_index, index_words, make_word_index
from trishul.store.notifications import STORED_COLUMNS, StoredNotification
from trishul.store.tables import notifications

ROWS_PER_STEP = 500
PATIENCE_S = 1.0
"""How long a few rows wait for more: a step costs a transaction, however small."""
_BUSY_PAUSE_S = 0.1
_RETRY_S = 5.0

_log = structlog.get_logger(__name__)


class NotificationIndexer:
    """Start it before the writer's first commit; `wake` it after each."""

    def __init__(
        self,
        database: Database,
        words_of_row: Callable[[StoredNotification], Sequence[str]],
        is_writer_busy: Callable[[], bool],
    ) -> None:
        self.indexed = 0
        """Rows taken in since the start."""
        self._database = database
        self._words_of_row = words_of_row
        self._is_writer_busy = is_writer_busy
        self._stored = asyncio.Event()
        self._stored.set()
        self._task: asyncio.Task[None] | None = None
        self._begins_anew = False

    async def start(self) -> None:
        """Makes the index where there is none and begins to fill it."""
        async with self._database.write() as connection:
            if await make_word_index(connection):
                await forget_spans(connection)
        self._task = asyncio.create_task(self._run(), name="notification indexer")

    async def close(self) -> None:
        """Stops; what is not indexed will be after the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    def wake(self) -> None:
        """There are new rows."""
        self._stored.set()

    def begin_anew(self) -> None:
        """So many rows were deleted that the words of those that are left are better taken in once more."""
        self._begins_anew = True
        self._stored.set()

    async def step(self) -> int:
        """Takes in the next rows; returns how many."""
        if self._begins_anew:
            async with self._database.write() as connection:
                await empty_word_index(connection)
                await forget_spans(connection)
            self._begins_anew = False
        async with self._database.read() as connection:
            after = await indexed_up_to(connection)
            query = select(*STORED_COLUMNS).where(notifications.c.id > after).order_by(notifications.c.id)
            found = await connection.execute(query.limit(ROWS_PER_STEP))
            rows = [StoredNotification(*row) for row in found]
        if not rows:
            return 0
        words = await asyncio.to_thread(lambda: [(row.id, self._words_of_row(row)) for row in rows])
        times = [row.received_at_ns for row in rows]
        async with self._database.write() as connection:
            last = select(notifications.c.id).where(notifications.c.id == rows[-1].id)
            if (await connection.execute(last)).first() is None:
                return 0  # deleted meanwhile: the next step finds what is left
            await index_words(connection, words)
            await add_span(connection, after + 1, rows[-1].id, min(times), max(times))
        self.indexed += len(rows)
        return len(rows)

    async def _run(self) -> None:
        while True:
            await self._stored.wait()
            self._stored.clear()
            try:
                is_more = True
                while is_more:
                    is_more = await self._step_when_idle() == ROWS_PER_STEP
            except StoreUnavailable as error:
                _log.warning("words of notifications cannot be indexed, this is tried again", reason=error.reason)
                self._stored.set()
                await asyncio.sleep(_RETRY_S)
            await asyncio.sleep(PATIENCE_S)

    async def _step_when_idle(self) -> int:
        while self._is_writer_busy():  # noqa: ASYNC110 -- the writer must not know who waits for it
            await asyncio.sleep(_BUSY_PAUSE_S)
        return await self.step()
