"""Equal traps within a window become one counted row: the first is stored as it came, the last stands for the others.

Strategy: traps of one host are equal when trap OID, user, inbox and bindings are, sysUpTime.0 left aside. Of each the
first goes on; those that follow within the window are counted and the last of them is kept. When the window is over it
goes on as the row of them all, with their number. Informs are never folded: who asks for an acknowledgement gets a row.
The windows are bounded; when there are too many the oldest ends early. Owns no clock, nor how the rows travel.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from trishul.engine.receiver import SYS_UP_TIME_0
from trishul.protocol.pdu import PduKind
from trishul.workers.messages import NotificationRow

MAX_WINDOWS = 16_384

_Likeness: TypeAlias = tuple[str, str, str | None, str | None, bytes]
_UPTIME_NAME = bytes((6, len(SYS_UP_TIME_0))) + SYS_UP_TIME_0
_INFORM = PduKind.INFORM.value


class FoldedTraps(NamedTuple):
    """The last of several equal traps, and how many it stands for."""

    row: NotificationRow
    repeats: int


class _Window:
    __slots__ = ("began_at", "last", "repeats")

    def __init__(self, began_at: float) -> None:
        self.began_at = began_at
        self.repeats = 0
        self.last: NotificationRow | None = None


class Folding:
    """Folds while `window_s` is above 0."""

    def __init__(self, *, max_windows: int = MAX_WINDOWS) -> None:
        self.window_s = 0.0
        self.folded = 0
        """Traps that have no row of their own, those that will be summarised among them."""
        self._max_windows = max_windows
        self._windows: dict[_Likeness, _Window] = {}
        self._ended: list[FoldedTraps] = []

    def fold(self, rows: Sequence[NotificationRow], now: float) -> list[NotificationRow]:
        """The rows that go on at once."""
        windows = self._windows
        left: list[NotificationRow] = []
        for row in rows:
            if row[4] == _INFORM:
                left.append(row)
                continue
            likeness = _likeness(row)
            window = windows.get(likeness)
            if window is None or now - window.began_at >= self.window_s:
                self._end(likeness)
                windows[likeness] = _Window(now)
                left.append(row)
            else:
                window.repeats += 1
                window.last = row
                self.folded += 1
        while len(windows) > self._max_windows:
            self._end(next(iter(windows)))
        return left

    def due(self, now: float) -> list[FoldedTraps]:
        """What stands for the traps of windows that are over; of all once nothing is folded any more."""
        while self._windows:
            likeness, oldest = next(iter(self._windows.items()))
            if now - oldest.began_at < self.window_s:
                break
            self._end(likeness)
        ended, self._ended = self._ended, []
        return ended

    def end(self) -> list[FoldedTraps]:
        """What stands for the traps of all windows."""
        for likeness in list(self._windows):
            self._end(likeness)
        ended, self._ended = self._ended, []
        return ended

    def _end(self, likeness: _Likeness) -> None:
        window = self._windows.pop(likeness, None)
        if window is not None and window.last is not None:
            self.folded -= 1  # this one has a row
            self._ended.append(FoldedTraps(window.last, window.repeats))


def _likeness(row: NotificationRow) -> _Likeness:
    """What equal traps have in common."""
    varbinds = row[9]
    if varbinds[2 : 2 + len(_UPTIME_NAME)] == _UPTIME_NAME and varbinds[1] < 0x80:
        varbinds = varbinds[2 + varbinds[1] :]
    return row[2].rpartition(":")[0], row[5], row[13], row[17], varbinds
