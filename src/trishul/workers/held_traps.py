"""How many traps a receiver worker holds, in a file that outlives the processes: what is lost with a killed server.

Strategy: traps are not kept as informs are (`inform_spool`), their number is. A turn adds to it by one small write, a
batch that the server has settled takes away from it. The server settles a little after it has committed, so the file
says as well up to where traps were settled: those in the store behind that place are not lost. The file goes with the
end of its worker; one that is found at the start of a server is of a worker that ended together with an earlier one.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from trishul.protocol.pdu import PduKind
from trishul.workers.messages import NotificationRow

_INFORM = PduKind.INFORM.value
_SUFFIX = ".held"
_NUMBERS = struct.Struct(">QQQ")


class BatchFacts(NamedTuple):
    """What a batch of rows holds."""

    informs: int
    traps: int
    last_at_ns: int = 0
    """When its last trap was received; those of a turn have this time in common."""
    traps_then: int = 0
    """How many of its traps were received then."""


def facts_of(rows: Sequence[NotificationRow]) -> BatchFacts:
    """The facts of rows in the order of their receipt."""
    informs = sum(row[4] == _INFORM for row in rows)
    traps = len(rows) - informs
    if not traps:
        return BatchFacts(informs, 0)
    last_at_ns = next(row[0] for row in reversed(rows) if row[4] != _INFORM)
    return BatchFacts(informs, traps, last_at_ns, sum(row[0] == last_at_ns and row[4] != _INFORM for row in rows))


class HeldTraps:
    """The file of one worker process; none is made before there is a trap."""

    def __init__(self, directory: Path) -> None:
        self.held = 0
        """Traps that were taken and are not settled."""
        self._directory = directory
        self._settled_until_ns = time.time_ns()  # what was received earlier is another worker's
        self._settled_then = 0
        self._descriptor: int | None = None
        self._path = directory / f"{time.time_ns():020}-{os.getpid()}{_SUFFIX}"

    def take(self, traps: int) -> None:
        """So many were received and wait for the server."""
        if traps:
            self.held += traps
            self._write()

    def settle(self, batch: BatchFacts) -> None:
        """The oldest ones are stored, cleared, or refused by name."""
        if not batch.traps:
            return
        self.held -= batch.traps
        earlier = self._settled_then if batch.last_at_ns == self._settled_until_ns else 0
        self._settled_until_ns, self._settled_then = batch.last_at_ns, earlier + batch.traps_then
        self._write()

    def close(self) -> None:
        """The worker ends in order: whatever it held is with the server."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
            with suppress(OSError):  # a file that stays says how many it held: none
                self._path.unlink(missing_ok=True)

    def _write(self) -> None:
        with suppress(OSError):  # a full disk must not stop the receiver; what is lost then is not known
            if self._descriptor is None:
                self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
            os.pwrite(self._descriptor, _NUMBERS.pack(self.held, self._settled_until_ns, self._settled_then), 0)


class HeldAtDeath(NamedTuple):
    """What a file says of its worker."""

    traps: int
    settled_until_ns: int
    settled_then: int
    """How many of the traps that were received at that very time are settled."""


def held_files(directory: Path, pid: int | None = None) -> list[Path]:
    """The files of a process, of all processes where none is given, oldest first."""
    return sorted(directory.glob(f"*-{'*' if pid is None else pid}{_SUFFIX}"))


def read_held(path: Path) -> HeldAtDeath:
    """What a file says; nothing was held where it is cut. Raises OSError."""
    data = path.read_bytes()
    return HeldAtDeath(*_NUMBERS.unpack(data)) if len(data) == _NUMBERS.size else HeldAtDeath(0, 0, 0)
