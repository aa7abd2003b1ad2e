"""A large database, read whole beside those who use it: damage that a start has no time to look for.

Owns one reading, on a connection of its own that cannot write, and its two ends before the last page: somebody stops
it, or the write-ahead log grows too far, because what is read keeps SQLite from folding the log back. Does not own
when it is tried again nor who is told.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from trishul.store.damage import is_damage
from trishul.store.database import BUSY_TIMEOUT_MS, StoreUnavailable

LARGEST_LOG_BYTES = 256 << 20
"""Of the write-ahead log, which nothing else lets grow so far."""
_STEPS_BETWEEN_LOOKS = 100_000
"""Of SQLite's virtual machine: a few looks a second at the log's size."""


class ExaminationBrokenOff(Exception):
    """The database was not read to its end; nothing is known of it."""


class Examination:
    """One reading of a database; `stop()` may be called from any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log = path.with_name(path.name + "-wal")
        self._connection: sqlite3.Connection | None = None
        self._is_stopped = False

    def run(self) -> str | None:
        """What is wrong with it, None where nothing is; blocks. Raises ExaminationBrokenOff, StoreUnavailable."""
        try:
            with self._opened() as connection:
                finding = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        except sqlite3.Error as error:
            if is_damage(error):
                return str(error)
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise ExaminationBrokenOff from None
            raise StoreUnavailable(self._path.name, str(error)) from error
        return None if finding == "ok" else finding

    def stop(self) -> None:
        """Ends the reading within milliseconds."""
        self._is_stopped = True
        if (connection := self._connection) is not None:
            with contextlib.suppress(sqlite3.ProgrammingError):  # it has just been closed
                connection.interrupt()

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        uri = f"{self._path.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_MS / 1000, check_same_thread=False)
        with contextlib.closing(connection):
            connection.set_progress_handler(self._should_end, _STEPS_BETWEEN_LOOKS)
            self._connection = connection
            try:
                if self._is_stopped:
                    raise ExaminationBrokenOff
                yield connection
            finally:
                self._connection = None

    def _should_end(self) -> bool:
        try:
            return self._is_stopped or self._log.stat().st_size > LARGEST_LOG_BYTES
        except OSError:
            return False  # a database without a log
