"""A copy of a database that others are writing: one state of it, in one file.

SQLite's own way of copying holds one reader's view from the first page to the last: writers go on, and what they
commit meanwhile is not in the copy. Owns copies and what is asked of one before it is believed. Everything here blocks:
call it in a thread.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import structlog

from trishul.store.database import BUSY_TIMEOUT_MS, StoreUnavailable

_log = structlog.get_logger(__name__)


def copy_database(source: Path, target: Path) -> None:
    """Writes a new file, for its owner only. Raises StoreUnavailable, FileExistsError, OSError."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with _explained(source), _opened(source, "rw") as origin, _opened(target, "rw") as copy:
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def keep_before_upgrade(database: Path, schema: str) -> None:
    """A copy beside the database, named by its schema, before that changes. Raises StoreUnavailable."""
    kept = database.with_name(f"{database.name}.schema-{schema}")
    fresh = kept.with_name(kept.name + ".part")
    try:
        fresh.unlink(missing_ok=True)
        copy_database(database, fresh)
        fresh.replace(kept)
    except OSError as error:
        raise StoreUnavailable(kept.name, f"no copy could be kept before the upgrade: {error.strerror}") from error
    _log.info("the database is brought up to date", schema=schema, copy=str(kept))


def schema_of(path: Path) -> str | None:
    """The schema that a database was written with, None where it has none of ours. Raises StoreUnavailable."""
    with _explained(path), _opened(path, "ro") as connection:
        found = connection.execute("SELECT name FROM sqlite_schema WHERE name = 'alembic_version'").fetchone()
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if found else None
    return str(row[0]) if row else None


def require_sound(path: Path) -> None:
    """Reads every page once. Raises StoreUnavailable that says what is wrong."""
    with _explained(path), _opened(path, "ro") as connection:
        finding = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    if finding != "ok":
        raise StoreUnavailable(path.name, finding)


def end_all_sessions(path: Path) -> None:
    """In a database that nobody uses. Raises StoreUnavailable."""
    with _explained(path), _opened(path, "rw") as connection, connection:
        connection.execute("DELETE FROM sessions")


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreUnavailable(path.name, str(error)) from error


@contextlib.contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_MS / 1000)) as connection:
        yield connection
