"""The index as this server reads it: one connection for the event loop, a few for threads, numbers for the frame.

Owns which connection is used where, and that a new index is taken up by all of them. The loop's own connection serves
single look-ups (names of OIDs), which take microseconds; whatever may take milliseconds runs in a thread.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import structlog

from trishul.library.library import Library
from trishul.library.names import Names
from trishul.library.records import LibraryUnavailable
from trishul.services.mibs.records import MibsStatus

READERS = 3
"""Questions that are answered at the same time; more wait for one of these."""

_log = structlog.get_logger(__name__)
Answer = TypeVar("Answer")


class MibIndex:
    """Open it once; without an index everything is numeric and `library` is None."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[Library] = []
        self._readers = asyncio.Semaphore(READERS)
        self.library: Library | None = None
        self.names = Names(None)
        self.status = MibsStatus()

    async def open(self) -> bool:
        """Opens what was built before; False when nothing that can be read is there."""
        return await self.refresh()

    def close(self) -> None:
        """Closes all connections; no question may be under way."""
        for library in (self.library, *self._idle):
            if library is not None:
                library.close()
        self.library = None
        self._idle.clear()

    async def refresh(self) -> bool:
        """Takes up what was built since; returns whether there is an index."""
        try:
            if self.library is None:
                self.library = Library.open(self._path)
                self.names = Names(self.library)
            else:
                self.library.refresh()
            self.status = await self.in_thread(_status_of)
        except LibraryUnavailable as error:
            _log.debug("the MIB library is not there yet", reason=error.reason)
            return False
        return True

    async def in_thread(self, question: Callable[[Library], Answer]) -> Answer:
        """The answer to a question that may take a while, on a connection of its own. Raises LibraryUnavailable."""
        async with self._readers:
            return await asyncio.to_thread(self._ask, question)

    def _ask(self, question: Callable[[Library], Answer]) -> Answer:
        library = self._idle.pop() if self._idle else Library.open(self._path)
        try:
            library.refresh()
            answer = question(library)
        except LibraryUnavailable:
            library.close()  # the next question opens it anew
            raise
        except BaseException:  # also when cancelled: the connection is sound and is used again, and the error goes on
            self._idle.append(library)
            raise
        self._idle.append(library)
        return answer

    def size_bytes(self) -> int:
        """Octets of the index on disk."""
        try:
            return os.stat(self._path).st_size  # noqa: PTH116 -- one call, at scrape time
        except OSError:
            return 0


def _status_of(library: Library) -> MibsStatus:
    counts = library.counts()
    return MibsStatus(counts.loaded, counts.failed, counts.total, counts.traps_available)
