"""The database: opened, brought up to date, and shared between one writer and many readers.

Owns connections, pragmas and the words for a database that does not open. Does not own queries. SQLite has one writer:
all writes of the process go through `write()`, one after the other, on one connection that takes the write lock at
BEGIN (so a transaction never fails half way because another program wrote in between); `read()` uses connections of its
own, which WAL keeps undisturbed. Nothing here blocks the event loop: aiosqlite gives each connection a thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimedOut
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from trishul.errors import InvalidInput, TrishulError

BUSY_TIMEOUT_MS = 5000
READER_CONNECTIONS = 4
SQLITE_VERSION = sqlite3.sqlite_version
"""Of the library that is in use."""

Transaction = AsyncConnection
"""What `Database.write` gives: services hand it on to each other and to queries, and do nothing else with it."""


class StoreUnavailable(TrishulError):
    """The database cannot be read or written just now: disk full, locked, damaged or gone."""

    code = "store_unavailable"

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.reason = reason


class Database:
    """An open database at the newest schema; `open()` makes it, `close()` ends it."""

    def __init__(self, url: URL) -> None:
        self._where = url.database or ""
        self._write_lock = asyncio.Lock()
        self._locked_since = float("-inf")
        """When the newest try that met another program's lock began, on the monotonic clock."""
        self._ending_since = float("inf")
        self._writer = _make_engine(url, begin="BEGIN IMMEDIATE", connections=1)
        self._readers = _make_engine(url, begin="BEGIN", connections=READER_CONNECTIONS, query_only=True)

    @classmethod
    async def open(cls, url_text: str) -> Database:
        """Create or migrate the file and open it; StoreUnavailable says in words why that failed."""
        url = parse_sqlite_url(url_text)
        await asyncio.to_thread(_prepare, url)
        database = cls(url)
        try:
            await database.ping()
            async with database.write():
                pass
        except BaseException:  # also when cancelled: no connection stays open, and the error goes on
            await database.close()
            raise
        return database

    @contextlib.asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction that may write; commits at the end, rolls back on an error.

        Another program's lock is waited for once, not once for each writer that waits: who came before a try that met
        it began has waited as long, and is refused with it.
        """
        came_at = time.monotonic()
        async with self._write_lock:
            if came_at < self._locked_since or self._ending_since <= self._locked_since:
                raise StoreUnavailable(self._where, "database is locked")
            with self._explained():
                async with contextlib.AsyncExitStack() as stack:
                    yield await self._begun(stack)

    async def _begun(self, stack: contextlib.AsyncExitStack) -> AsyncConnection:
        began_at = time.monotonic()
        try:
            return await stack.enter_async_context(self._writer.begin())
        except OperationalError as error:
            if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                self._locked_since = began_at
            raise

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """One transaction that sees a single state of the database and cannot write."""
        with self._explained():
            async with self._readers.begin() as connection:
                yield connection

    def hurry(self) -> None:
        """The process ends: once another program's lock is met now, no writer waits for it any more."""
        self._ending_since = time.monotonic()

    async def ping(self) -> None:
        """Ask the database for a sign of life; StoreUnavailable when there is none."""
        async with self.read() as connection:
            await connection.execute(text("SELECT count(*) FROM users"))

    async def close(self) -> None:
        """Close all connections; SQLite folds the write-ahead log back into the file."""
        await self._readers.dispose()
        await self._writer.dispose()

    @contextlib.contextmanager
    def _explained(self) -> Any:
        try:
            yield
        except IntegrityError:
            raise  # a fact about the data, not about the database
        except DBAPIError as error:
            raise StoreUnavailable(self._where, str(error.orig)) from error
        except PoolTimedOut as error:
            raise StoreUnavailable(self._where, "all connections are busy") from error


def parse_sqlite_url(url_text: str) -> URL:
    """The URL with its async driver; other databases and memory databases are refused in words."""
    try:
        url = make_url(url_text)
    except ArgumentError:
        raise InvalidInput("The database URL is not understood; write sqlite:////path/file.db") from None
    if url.get_backend_name() != "sqlite":
        raise InvalidInput("This version stores in SQLite only; write sqlite:////path/file.db")
    if url.database in (None, "", ":memory:"):
        raise InvalidInput("The database must be a file, so that a restart finds it again")
    return url.set(drivername="sqlite+aiosqlite")


def database_file(url_text: str) -> Path:
    """Where the database of a URL lies. Raises InvalidInput."""
    return Path(str(parse_sqlite_url(url_text).database))


def is_in_use(url_text: str) -> bool:
    """Whether somebody has the database open; what is not there yet is used by nobody.

    Only who is alone with a database may leave WAL mode; the next one that opens it enters it again.
    """
    path = database_file(url_text)
    if not path.exists():
        return False
    with contextlib.closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
        except sqlite3.DatabaseError:
            return False  # no database at all: opening it says so in words
    return False


def _make_engine(url: URL, *, begin: str, connections: int, query_only: bool = False) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=connections, max_overflow=0, pool_timeout=10)

    @event.listens_for(engine.sync_engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin by itself; see `begin_transaction`
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        if query_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    @event.listens_for(engine.sync_engine, "handle_error")
    def outlive_cancellation(context: ExceptionContext) -> None:
        # A statement that nobody waits for any more ends in its thread all the same, and the rollback comes after it.
        # To drop the connection instead, which is the default, leaves the transaction and its lock with the statement.
        if not isinstance(context.original_exception, Exception):
            context.is_disconnect = False

    return engine


def _prepare(url: URL) -> None:
    """Make the file, readable by its owner alone, and bring its tables up to date. Runs in a thread."""
    from trishul.store.migrations import SchemaTooNew, upgrade  # Alembic is slow to import and needed here only
    from trishul.store.snapshot import keep_before_upgrade

    path = Path(str(url.database))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreUnavailable(str(path), f"the file cannot be opened: {error.strerror}") from error
    try:
        upgrade(url.set(drivername="sqlite"), lambda schema: keep_before_upgrade(path, schema))
    except SchemaTooNew as error:
        raise StoreUnavailable(str(path), str(error)) from None
    except DBAPIError as error:
        raise StoreUnavailable(
            str(path),
            f"this is no database that can be used ({error.orig}). It was left as it is: move it away to start empty, "
            "or put a backup in its place",
        ) from error
