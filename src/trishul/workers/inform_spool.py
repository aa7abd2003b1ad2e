"""Informs that were acknowledged and are not known to be stored, in files that outlive the processes.

Strategy: the receiver worker appends the informs of a turn by one write before it acknowledges them. What a process has
handed to the kernel survives its death by any signal; with `is_synced` it survives the machine's as well. The server
settles them in order, once they are committed. A file ends when all of it is settled: the newest one is cut to nothing,
older ones are deleted, so that a storm keeps a few files of a bounded size. What the server could not take stays where
it is, and is read from there when the worker has ended (`services.traps.inform_recovery`).

An entry is its size, a checksum and a row as the store takes it, so a file holds what the database does: no community.
A process that dies within a write leaves a cut entry at the end of its file, which was never acknowledged.
"""

from __future__ import annotations

import os
import struct
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import msgspec

from trishul.workers.messages import NotificationRow

MAX_SPOOLED_BYTES = 64 << 20
SEGMENT_BYTES = 4 << 20
"""At this size another file is begun."""

_SUFFIX = ".informs"
_HEAD = struct.Struct(">II")
_FIELDS_WITHOUT_INBOX = 17


@dataclass(slots=True)
class _Segment:
    path: Path
    descriptor: int
    size_bytes: int = 0
    waiting: int = 0
    """Entries that are not settled."""
    is_kept: bool = False
    """True where it has an entry that the server could not take."""


class InformSpool:
    """The files of one worker process; none is made before there is an inform."""

    def __init__(
        self,
        directory: Path,
        *,
        is_synced: bool = False,
        max_bytes: int = MAX_SPOOLED_BYTES,
        segment_bytes: int = SEGMENT_BYTES,
    ) -> None:
        """`is_synced`: entries are on the disk before they count as safe."""
        self.waiting = 0
        """Informs that are safe here and not settled."""
        self.size_bytes = 0
        self._directory = directory
        self._is_synced = is_synced
        self._max_bytes = max_bytes
        self._segment_bytes = segment_bytes
        self._encode = msgspec.msgpack.Encoder().encode
        self._segments: deque[_Segment] = deque()
        self._is_open = False
        self._made = 0

    def append(self, rows: Sequence[NotificationRow]) -> str | None:
        """Makes informs safe, all or none; gives the reason in words where that failed and None where it did not."""
        entries = b"".join(map(self._entry_of, rows))
        if self.size_bytes + len(entries) > self._max_bytes:
            return f"{self.waiting:,} acknowledged informs wait to be stored"
        try:
            segment = self._segment()
        except OSError as error:
            return f"no file for them can be made: {error.strerror}"
        try:
            written = os.write(segment.descriptor, entries)
            if written == len(entries) and self._is_synced:
                os.fdatasync(segment.descriptor)
        except OSError as error:
            self._take_back(segment)
            return f"they cannot be written to a file: {error.strerror}"
        if written < len(entries):
            self._take_back(segment)
            return "the disk has no room for them"
        segment.size_bytes += written
        segment.waiting += len(rows)
        self.size_bytes += written
        self.waiting += len(rows)
        return None

    def settle(self, count: int, *, is_taken: bool = True) -> None:
        """The oldest informs are stored, or cleared; where the server could not take them, their file is kept."""
        count = min(count, self.waiting)
        self.waiting -= count
        while count:
            oldest = self._segments[0]
            now = min(count, oldest.waiting)
            count -= now
            oldest.waiting -= now
            oldest.is_kept |= now > 0 and not is_taken
            if oldest.waiting:
                return
            self._end_oldest()

    def close(self) -> None:
        """Ends the files; one with unsettled entries stays on the disk."""
        self._is_open = False
        while self._segments:
            segment = self._segments.popleft()
            os.close(segment.descriptor)
            if not segment.waiting and not segment.is_kept:
                _delete(segment.path)

    def _entry_of(self, row: NotificationRow) -> bytes:
        body = self._encode(row)
        return _HEAD.pack(len(body), crc32(body)) + body

    def _segment(self) -> _Segment:
        """The file to append to. Raises OSError."""
        if self._is_open and self._segments and self._segments[-1].size_bytes < self._segment_bytes:
            return self._segments[-1]
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._made += 1
        path = self._directory / f"{time.time_ns():020}-{os.getpid()}-{self._made}{_SUFFIX}"
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        segment = _Segment(path, descriptor)
        self._segments.append(segment)
        self._is_open = True
        return segment

    def _take_back(self, segment: _Segment) -> None:
        """What was written in part must not stand before later entries: they go to another file."""
        with suppress(OSError):
            os.ftruncate(segment.descriptor, segment.size_bytes)
        self._is_open = False
        if segment is self._segments[0] and not segment.waiting:
            self._end_oldest()

    def _end_oldest(self) -> None:
        """A file whose entries are all settled; the one that is written goes on empty."""
        oldest = self._segments[0]
        if self._is_open and len(self._segments) == 1 and not oldest.is_kept:
            with suppress(OSError):  # it is bounded all the same, and its entries are known to be stored
                os.ftruncate(oldest.descriptor, 0)
                self.size_bytes -= oldest.size_bytes
                oldest.size_bytes = 0
            return
        self._segments.popleft()
        self._is_open &= bool(self._segments)
        os.close(oldest.descriptor)
        if not oldest.is_kept:  # the octets of a kept one count until this process ends
            self.size_bytes -= oldest.size_bytes
            _delete(oldest.path)


def _delete(path: Path) -> None:
    """Where it cannot go its entries are found again at a start, and known to be stored."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


class SpooledInforms(NamedTuple):
    """What a file holds."""

    rows: list[NotificationRow]
    unreadable_bytes: int
    """Behind the last entry that can be read: cut in the middle of a write, or damaged."""


def spool_files(directory: Path, pid: int | None = None) -> list[Path]:
    """The files of a process, of all processes where none is given, oldest first."""
    return sorted(directory.glob(f"*-{'*' if pid is None else pid}-*{_SUFFIX}"))


def read_spool(path: Path) -> SpooledInforms:
    """The informs of one file, up to the first octets that are no entry. Raises OSError."""
    data = path.read_bytes()
    entries = list(_entries(data))
    return SpooledInforms([row for _, row in entries], len(data) - (entries[-1][0] if entries else 0))


def _entries(data: bytes) -> Iterator[tuple[int, NotificationRow]]:
    """Each entry with the place behind it."""
    pos = 0
    while pos + _HEAD.size <= len(data):
        size, checksum = _HEAD.unpack_from(data, pos)
        start = pos + _HEAD.size
        pos = start + size
        body = data[start:pos]
        if len(body) < size or crc32(body) != checksum:
            return
        try:
            yield pos, _row_of(body)
        except msgspec.MsgspecError:
            return


def _row_of(body: bytes) -> NotificationRow:
    """Also of an earlier version, whose rows ended before the inbox. Raises MsgspecError."""
    fields = msgspec.msgpack.decode(body)
    if isinstance(fields, list) and len(fields) == _FIELDS_WITHOUT_INBOX:
        fields.append(None)
    row: NotificationRow = msgspec.convert(fields, NotificationRow)
    return row
