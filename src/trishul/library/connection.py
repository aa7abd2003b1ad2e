"""One read-only connection to the index: opens it, knows its version, notices when it was replaced.

An index never changes in place: a builder moves a new file over it, and who has the former one open reads on in it. So
it is opened as immutable, without any lock, and mapped into memory: several processes share one copy of what they read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from trishul.library.records import LibraryUnavailable
from trishul.library.schema import SCHEMA_VERSION

MAPPED_OCTETS = 1 << 30
"""More of an index than this is read, not mapped."""
PAGE_CACHE_KIB = 2048
"""Holds the few pages that are not mapped."""
Row = tuple[Any, ...]


class IndexConnection:
    """A connection for one thread at a time. Raises LibraryUnavailable, never an error of the database.

    A text that is no Unicode (half of a surrogate pair, from a command line or JSON) is in no row, so it finds none.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open()

    def _open(self) -> None:
        try:
            self._identity = self._identity_on_disk()
            self._connection = sqlite3.connect(
                f"{self.path.resolve().as_uri()}?mode=ro&immutable=1",
                uri=True,
                isolation_level=None,
                check_same_thread=False,
            )
        except FileNotFoundError:
            raise LibraryUnavailable("it has not been built yet") from None
        except (OSError, sqlite3.Error) as error:
            raise LibraryUnavailable(str(error)) from error
        try:
            self._connection.execute(f"PRAGMA mmap_size = {MAPPED_OCTETS}")
            self._connection.execute(f"PRAGMA cache_size = -{PAGE_CACHE_KIB}")
            self.cursor = self._connection.cursor()
            version = self._meta("schema_version")
        except sqlite3.Error as error:
            self.close()
            raise LibraryUnavailable(str(error)) from error
        except LibraryUnavailable:
            self.close()
            raise
        if version != SCHEMA_VERSION:
            self.close()
            raise LibraryUnavailable("another version of Trishul made it; it has to be built again")

    def _identity_on_disk(self) -> tuple[int, int, int]:
        status = self.path.stat()
        return status.st_ino, status.st_mtime_ns, status.st_size

    def _meta(self, key: str) -> int:
        row = self.row("SELECT value FROM meta WHERE key = ?", (key,))
        return int(row[0]) if row else 0

    def close(self) -> None:
        """Closes it; using it afterwards is an error."""
        self._connection.close()

    def reopen_replaced(self) -> bool:
        """True when another file was moved into the index's place, which is open now."""
        try:
            if self._identity_on_disk() == self._identity:
                return False
        except OSError:
            return False  # what is open stays readable until there is another
        former = self._connection
        self._open()
        former.close()
        return True

    def generation(self) -> int:
        """A number that grows with every change of the index."""
        return self._meta("generation")

    def row(self, statement: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row, if there is one."""
        try:
            found: Row | None = self.cursor.execute(statement, values).fetchone()
        except UnicodeEncodeError:
            return None
        except sqlite3.Error as error:
            raise LibraryUnavailable(str(error)) from error
        return found

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows."""
        try:
            return self.cursor.execute(statement, values).fetchall()
        except UnicodeEncodeError:
            return []
        except sqlite3.Error as error:
            raise LibraryUnavailable(str(error)) from error

    def some_rows(self, count: int, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """At most so many rows; the statement needs no LIMIT."""
        try:
            return self.cursor.execute(statement, values).fetchmany(count)
        except UnicodeEncodeError:
            return []
        except sqlite3.Error as error:
            raise LibraryUnavailable(str(error)) from error
