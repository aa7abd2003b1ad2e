"""Backups of a running workbench, one at a time: each needs as much room on the disk as what it holds."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import IO

from trishul.errors import TrishulError
from trishul.services.backup.making import open_backup, suggested_name

_PIECE_BYTES = 256 << 10


class BackupRunning(TrishulError):
    """Another backup is being written."""

    code = "backup_running"

    def __init__(self) -> None:
        super().__init__("Another backup is being written. Try again when it is finished")


class Backup:
    """A finished one, to be read once; closing it gives its room on the disk back."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file = file
        self.name = name
        self.size_bytes = os.fstat(file.fileno()).st_size

    async def pieces(self) -> AsyncGenerator[bytes, None]:
        """All octets from the beginning; then it is closed."""
        with self._file as file:
            while piece := await asyncio.to_thread(file.read, _PIECE_BYTES):
                yield piece


class Backups:
    """Makes them in a thread, so that everybody else is served meanwhile."""

    def __init__(self, data_dir: Path, database: Path, clock: Callable[[], float] = time.time) -> None:
        self._data_dir = data_dir
        self._database = database
        self._clock = clock
        self._writing = asyncio.Lock()

    async def make(self, *, with_key: bool) -> Backup:
        """Raises BackupRunning, BackupFailed, StoreUnavailable."""
        if self._writing.locked():
            raise BackupRunning
        async with self._writing:
            now = self._clock()
            file = await asyncio.to_thread(open_backup, self._data_dir, self._database, with_key=with_key, now=now)
        return Backup(file, suggested_name(now))
