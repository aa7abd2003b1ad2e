"""An event loop in a thread of its own, so that tests with and without an event loop take the same parts.

Owns the thread, and the MIB index that names come from, which belongs to it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from trishul.library.library import Library
from trishul.library.names import Names

_Result = TypeVar("_Result")


class Background:
    """The loop behind fixtures and blocks. Made by `background`."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.library: Library | None = None
        self.names = Names(None)

    def run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        """What comes of it, in the thread of the loop. Raises what the work raises."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def call(self, work: Callable[[], _Result]) -> _Result:
        """As `run`, of what needs no waiting."""

        async def called() -> _Result:
            return work()

        return self.run(called())

    def open_index(self, index: Path) -> None:
        """Takes names from a MIB index. Raises LibraryUnavailable."""
        self.library = self.call(lambda: Library.open(index))
        self.names = Names(self.library)

    def close_index(self) -> None:
        """Closes the index, if one was opened."""
        if self.library is not None:
            self.call(self.library.close)


@contextmanager
def background(index: Path | None = None) -> Iterator[Background]:
    """A loop that runs inside of the block. Raises LibraryUnavailable where the index cannot be read."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="trishul.testing", daemon=True)
    thread.start()
    opened = Background(loop)
    try:
        if index is not None:
            opened.open_index(index)
        yield opened
    finally:
        opened.close_index()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
