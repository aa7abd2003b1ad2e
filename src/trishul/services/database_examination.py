"""A database that is too large to be read at a start is read behind it, and what is found is told.

Owns when: once after each start, in a thread that gets what nobody else wants of the processor, and again later where
storms left no room. Owns the state that `/api/health` repeats. Nothing is repaired and nothing is set aside: the server
runs on what can still be read, and its administrator decides.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path

import structlog

from trishul.services.background import end_background, run_in_background
from trishul.services.configuration import Configuration
from trishul.store.damage import is_read_at_start
from trishul.store.database import StoreUnavailable, database_file
from trishul.store.examination import Examination, ExaminationBrokenOff

AGAIN_AFTER_S = 600.0
_LOWEST_PRIORITY = 19

_log = structlog.get_logger(__name__)


class DatabaseState(StrEnum):
    """What is known of a large database."""

    CHECKING = "checking"
    POSTPONED = "postponed"
    SOUND = "sound"
    DAMAGED = "damaged"


class DatabaseExamination:
    """That of this server; `open()` begins it, `close()` ends it."""

    def __init__(self, configuration: Configuration, again_after_s: float = AGAIN_AFTER_S) -> None:
        self._path: Path = database_file(configuration.effective_database_url)
        self._again_after_s = again_after_s
        self._thread: ThreadPoolExecutor | None = None
        self._running: Examination | None = None
        self._task: asyncio.Task[None] | None = None
        self.state: DatabaseState | None = None
        """None where all of the database was read before it was opened."""

    @property
    def damaged_file(self) -> str | None:
        """Name of the database where it was found to be damaged."""
        return self._path.name if self.state is DatabaseState.DAMAGED else None

    async def open(self) -> None:
        """Begins, where the start has looked at the beginning only."""
        if not is_read_at_start(self._path):
            self.state = DatabaseState.CHECKING
            self._thread = ThreadPoolExecutor(1, "database examination", initializer=_step_back)
            self._task = run_in_background(self._examine(), "database examination")

    async def close(self) -> None:
        """Ends it, read to its end or not."""
        if self._running is not None:
            self._running.stop()
        await end_background(self._task)
        if self._thread is not None:
            await asyncio.to_thread(self._thread.shutdown)

    async def _examine(self) -> None:
        while not await self._is_known():
            self.state = DatabaseState.POSTPONED
            await asyncio.sleep(self._again_after_s)
            self.state = DatabaseState.CHECKING

    async def _is_known(self) -> bool:
        """Whether the database was read to its end, or to its damage."""
        self._running = Examination(self._path)
        try:
            finding = await asyncio.get_running_loop().run_in_executor(self._thread, self._running.run)
        except ExaminationBrokenOff:
            _log.info("the check of the database waits until fewer notifications arrive", file=self._path.name)
            return False
        except StoreUnavailable as error:
            _log.warning("the database could not be checked yet", reason=str(error))
            return False
        self.state = DatabaseState.SOUND if finding is None else DatabaseState.DAMAGED
        if finding is not None:
            _log.error(
                "the database is damaged; stop the server and restore a backup, or move the file away to start empty",
                file=str(self._path),
                finding=finding,
            )
        return True


def _step_back() -> None:
    """The lowest priority for this thread alone, which Linux can do."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, _LOWEST_PRIORITY)
