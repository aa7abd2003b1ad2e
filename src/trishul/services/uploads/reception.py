"""What arrives with an upload, on its way into a private folder: in pieces, never whole in memory, within limits.

Owns how many uploads are received at a time, their sizes and their names. Does not own what is in the files
(`mibs.batch`, `recordings.batch`) nor how they travel (`web.multipart`).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from trishul.services.mibs.refusals import StorageFailed, TooManyUploads, UploadTooLarge
from trishul.services.uploads.archives import archive_kind
from trishul.services.uploads.file_names import check_file_name
from trishul.services.uploads.staging import StagingFolder
from trishul.smi.source import MAX_SOURCE_BYTES

MAX_UPLOAD_BYTES = 256 << 20
"""All files of one upload as they travel."""
MAX_UPLOAD_FILES = 10_000
MAX_RECEPTIONS = 4
_WRITE_BYTES = 512 << 10


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file of an upload; one that is longer than files may be is kept only so far that this can be seen."""

    name: str
    place: Path


class Reception:
    """Takes the files of one upload: `begin`, `write` …, `end`, for each in turn."""

    def __init__(self, folder: StagingFolder, file_bytes: int = MAX_SOURCE_BYTES) -> None:
        """`file_bytes`: of one file that is no archive."""
        self.folder = folder
        self._file_bytes = file_bytes
        self.files: list[ReceivedFile] = []
        self._file: BinaryIO | None = None
        self._waiting = bytearray()
        self._size_bytes = 0
        self._written_bytes = 0
        self._is_archive = False

    def begin(self, name: str) -> None:
        """The next file. Raises FileNameRefused, UploadTooLarge, StorageFailed."""
        check_file_name(name)
        if len(self.files) >= MAX_UPLOAD_FILES:
            raise UploadTooLarge(f"An upload has at most {MAX_UPLOAD_FILES:,} files.", field="files")
        place = self.folder.path / f"file-{len(self.files):05d}"
        try:
            self._file = place.open("xb")
        except OSError as error:
            raise StorageFailed(error.strerror or str(error)) from error
        self.files.append(ReceivedFile(name, place))
        self._written_bytes = 0
        self._is_archive = False

    async def write(self, octets: bytes) -> None:
        """More of the file. Raises UploadTooLarge, StorageFailed."""
        self._size_bytes += len(octets)
        if self._size_bytes > MAX_UPLOAD_BYTES:
            raise UploadTooLarge(f"An upload has at most {MAX_UPLOAD_BYTES >> 20} MB.", field="files")
        self._waiting += octets
        if len(self._waiting) >= _WRITE_BYTES:
            await self._flush()

    async def end(self) -> None:
        """The file is complete. Raises StorageFailed."""
        await self._flush()
        if self._file is not None:
            try:
                self._file.close()
            except OSError as error:
                raise StorageFailed(error.strerror or str(error)) from error
            self._file = None

    def abandon(self) -> None:
        """No more of this file will come."""
        self._waiting.clear()
        if self._file is not None:
            with contextlib.suppress(OSError):  # what a full disk refused it refuses once more at the close
                self._file.close()
            self._file = None

    async def _flush(self) -> None:
        if self._file is None or not self._waiting:
            return
        octets = bytes(self._waiting)
        self._waiting.clear()
        if self._written_bytes == 0:
            self._is_archive = archive_kind(octets[:512]) is not None
        if not self._is_archive:
            octets = octets[: max(self._file_bytes + 1 - self._written_bytes, 0)]
        self._written_bytes += len(octets)
        try:
            if len(octets) < _WRITE_BYTES:
                self._file.write(octets)
                self._file.flush()
            else:
                await asyncio.to_thread(self._file.write, octets)
        except OSError as error:
            raise StorageFailed(error.strerror or str(error)) from error


class Receptions:
    """As many at a time as the disk is meant to bear."""

    def __init__(self, staging_dir: Path, target_dir: Path, file_bytes: int = MAX_SOURCE_BYTES) -> None:
        self._file_bytes = file_bytes
        self._staging_dir = staging_dir
        self._target_dir = target_dir
        self._open = 0

    @contextlib.asynccontextmanager
    async def receive(self) -> AsyncIterator[Reception]:
        """A reception with a folder of its own, which is gone afterwards. Raises TooManyUploads, StorageFailed."""
        if self._open >= MAX_RECEPTIONS:
            raise TooManyUploads(MAX_RECEPTIONS)
        self._open += 1
        reception = Reception(StagingFolder(self._staging_dir, self._target_dir), self._file_bytes)
        try:
            try:
                await asyncio.to_thread(reception.folder.make)
            except OSError as error:
                raise StorageFailed(error.strerror or str(error)) from error
            yield reception
        finally:
            self._open -= 1
            reception.abandon()
            await asyncio.shield(asyncio.to_thread(reception.folder.discard))
