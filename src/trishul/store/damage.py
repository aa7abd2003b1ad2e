"""A database that is damaged: known before it is used, set aside under a name, and not forgotten.

Owns the question and the renaming. Nothing is ever deleted or repaired here: what can still be read out of a damaged
file is for people with SQLite's own tools.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from pathlib import Path

from trishul.store.database import StoreUnavailable

LARGEST_CHECKED_BYTES = 256 << 20
"""Of a larger one only the beginning is looked at: reading all of it would hold up the start (see `examination`)."""
_ASIDE = ".damaged-"
_DAMAGED = frozenset((sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB))
_HEADER = b"SQLite format 3\0"


def set_aside_if_damaged(path: Path, now: float, *, may_be_foreign: bool) -> Path | None:
    """The new name of a damaged database, None for one that can be used or is not there; blocks.

    With `may_be_foreign`, what never was a database is left alone: it may be somebody's file. Raises StoreUnavailable.
    """
    reason = _damage_of(path)
    if reason is None or (may_be_foreign and not _has_header(path)):
        return None
    aside = path.with_name(path.name + _ASIDE + time.strftime("%Y%m%d-%H%M%S", time.gmtime(now)))
    try:
        for suffix in ("-wal", "-shm", ""):  # the database last: while it is there, a second try finds it
            with contextlib.suppress(FileNotFoundError):
                path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    except OSError as error:
        raise StoreUnavailable(str(path), f"it is damaged and cannot be set aside: {error.strerror}") from error
    return aside


def is_read_at_start(path: Path) -> bool:
    """Whether it is small enough to be read whole before it is opened."""
    try:
        return path.stat().st_size <= LARGEST_CHECKED_BYTES
    except OSError:
        return True


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite says that the file is no sound database; anything else may be over by itself."""
    return error.sqlite_errorcode & 0xFF in _DAMAGED


def set_aside_before(path: Path) -> list[Path]:
    """Damaged databases that were set aside and are still there, oldest first."""
    found = path.parent.glob(f"{path.name}{_ASIDE}*")
    return sorted(each for each in found if not each.name.endswith(("-wal", "-shm")))


def _damage_of(path: Path) -> str | None:
    """What is wrong with it; a database that is locked, may not be read or has to be rolled back first is not damaged.

    It is opened for reading only, since a writer's end would fold the log of a damaged database into it.
    """
    try:
        size = path.stat().st_size
    except OSError:
        return None
    if not size or path.with_name(path.name + "-journal").exists():
        return None
    if not _has_header(path):
        return "it does not begin as a database does"
    check = "quick_check(1)" if size <= LARGEST_CHECKED_BYTES else "schema_version"
    uri = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=0)) as connection:
            finding = str(connection.execute(f"PRAGMA {check}").fetchone()[0])
    except sqlite3.Error as error:
        return str(error) if is_damage(error) else None
    return None if finding == "ok" or check == "schema_version" else finding


def _has_header(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_HEADER)) == _HEADER
    except OSError:
        return True  # what may not be read is not known to be anything else
