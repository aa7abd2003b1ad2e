"""One workbench for one data directory: a lock that its holder's end gives back, however it ends.

Owns the lock file and the words for a directory that is in use. The file says who holds it and is never deleted, since
two processes could then hold two files of one name.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from trishul.errors import TrishulError
from trishul.store.database import StoreUnavailable

LOCK_FILE = "workbench.lock"
_LONGEST_NUMBER = 20


class DirectoryInUse(TrishulError):
    """Another workbench runs on this data directory."""

    code = "data_directory_in_use"

    def __init__(self, directory: Path, process_id: str) -> None:
        holder = f" (process {process_id})" if process_id else ""
        super().__init__(
            f"{directory} is used by another workbench{holder}. Stop that one first, or name another directory"
        )
        self.directory = directory


class DirectoryLock:
    """Held from its construction until `release`; also as a context.

    Raises DirectoryInUse, and StoreUnavailable where the directory may not be written.
    """

    def __init__(self, directory: Path) -> None:
        try:
            self._descriptor = os.open(directory / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            reason = f"the data directory cannot be written: {error.strerror}"
            raise StoreUnavailable(str(directory), reason) from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._descriptor, _LONGEST_NUMBER, 0).decode("ascii", "replace").strip()
            os.close(self._descriptor)
            raise DirectoryInUse(directory, holder if holder.isdigit() else "") from None
        self._sign()

    def _sign(self) -> None:
        """Says who holds it; on a full disk the lock holds without a name."""
        try:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)
        except OSError:
            return

    def release(self) -> None:
        """Others may take it now."""
        os.close(self._descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()
