"""One line on stderr that counts while something long runs; on a terminal only, so that logs and pipes stay clean."""

from __future__ import annotations

import sys
import time

UPDATES_A_SECOND = 4


class CounterLine:
    """Rewrites its line a few times a second at most; `clear` takes it away."""

    def __init__(self, *, is_shown: bool) -> None:
        self._is_shown = is_shown and sys.stderr.isatty()
        self._next_update = 0.0
        self._is_written = False

    @property
    def is_shown(self) -> bool:
        """True when there is a terminal to write on."""
        return self._is_shown

    @property
    def is_due(self) -> bool:
        """True when a new text would be written now."""
        return self._is_shown and time.monotonic() >= self._next_update

    def show(self, text: str) -> None:
        """Writes the text over the line, unless it was written just now."""
        if self.is_due:
            self._next_update = time.monotonic() + 1 / UPDATES_A_SECOND
            self._is_written = True
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Takes the line away."""
        if self._is_written:
            self._is_written = False
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
