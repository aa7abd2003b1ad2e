"""Uploaded archives: members are written one by one into a private folder, under limits that no archive outruns.

Strategy: nothing an archive says about itself is believed. Octets are counted as they come out, over a whole upload and
over archives in archives; links, devices and paths that point elsewhere refuse the archive; headers are read in pieces
of bounded size. `tarfile` would read an extension header of any length into memory, so tar headers are walked here and
only decoded there. Runs in a thread; knows nothing of MIBs or recordings.
"""

from __future__ import annotations

import bz2
import errno
import gzip
import io
import lzma
import stat
import struct
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Protocol

from trishul.services.mibs.refusals import ArchiveRefused
from trishul.services.uploads.file_names import find_fault, member_path
from trishul.smi.source import MAX_SOURCE_BYTES

CHUNK_BYTES = 64 << 10
_BLOCK = 512
_LONGEST_HEADER_BYTES = 64 << 10
_LARGEST_DIRECTORY_BYTES = 4 << 20
_XZ_MEMORY_BYTES = 160 << 20
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\0", "xz"),
)
_COMPRESSED_SUFFIXES = (".gz", ".bz2", ".xz")
_DAMAGES = (
    *(OSError, EOFError, ValueError, LookupError, RuntimeError, struct.error),
    *(zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError),
)
"""What the readers of the standard library raise on hostile octets."""
_DISK_FAULTS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO, errno.EMFILE})


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What one upload may unpack to."""

    file_bytes: int = MAX_SOURCE_BYTES
    files: int = 20_000
    unpacked_bytes: int = 1 << 30
    ratio: int = 100
    ratio_counts_from_bytes: int = 16 << 20
    nesting: int = 2
    time_s: float = 120.0


class Octets(Protocol):
    """What can be read."""

    def read(self, size: int, /) -> bytes:
        """At most so many octets, none at the end."""


@dataclass(frozen=True, slots=True)
class UnpackedFile:
    """A member on disk; with a `fault` it was left out, and `place` does not exist."""

    name: str
    shown: str
    """Archive and path in it, for people."""
    place: Path
    fault: str | None = None
    folder: str = ""
    """Of the member in its archive, with a slash behind; archives in archives are folders' contents."""


@dataclass(slots=True)
class UnpackingBudget:
    """What is left of the limits for the rest of an upload; shared by all its archives."""

    folder: Path
    limits: ArchiveLimits = field(default_factory=ArchiveLimits)
    clock: Callable[[], float] = time.monotonic
    files: int = 0
    unpacked_bytes: int = 0
    _ends_at: float | None = None

    def next_place(self, archive: str) -> Path:
        """Where the next member goes. Raises ArchiveRefused."""
        self.files += 1
        if self.files > self.limits.files:
            raise ArchiveRefused(archive, f"there are more than {self.limits.files:,} files in it")
        return self.folder / f"member-{self.files:06d}"

    def charge(self, archive: str, size_bytes: int, unpacked_bytes: int, packed_bytes: int) -> None:
        """Counts octets that came out of an archive. Raises ArchiveRefused."""
        limits = self.limits
        if self._ends_at is None:
            self._ends_at = self.clock() + limits.time_s
        self.unpacked_bytes += size_bytes
        if unpacked_bytes > max(limits.ratio_counts_from_bytes, packed_bytes * limits.ratio):
            raise ArchiveRefused(archive, f"unpacked it is more than {limits.ratio} times as large")
        if self.unpacked_bytes > limits.unpacked_bytes:
            raise ArchiveRefused(archive, f"unpacked it has more than {limits.unpacked_bytes >> 20:,} MB")
        if self.clock() > self._ends_at:
            raise ArchiveRefused(archive, f"unpacking takes longer than {limits.time_s:g} s")


def archive_kind(head: bytes) -> str | None:
    """What kind of archive begins like this, by its first 512 octets; None for anything else."""
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    return "tar" if head[257:262] == b"ustar" else None


def unpack(place: Path, name: str, budget: UnpackingBudget, *, level: int = 1) -> Iterator[UnpackedFile]:
    """Every file of an archive, archives in it unpacked as well. Raises ArchiveRefused."""
    if level > budget.limits.nesting:
        raise ArchiveRefused(name, f"archives lie more than {budget.limits.nesting} deep in each other")
    with place.open("rb") as file:
        kind = archive_kind(file.read(_BLOCK))
        file.seek(0)
        archive = _Archive(name, place.stat().st_size, budget)
        try:
            for found in archive.zip_files(file) if kind == "zip" else archive.stream_files(file, kind):
                yield from _unpack_inner(found, budget, level)
        except _DAMAGES as error:
            if isinstance(error, OSError) and error.errno in _DISK_FAULTS:
                raise  # the disk's fault, not the archive's
            raise ArchiveRefused(name, f"the archive is damaged ({error or type(error).__name__})") from error


def _unpack_inner(found: UnpackedFile, budget: UnpackingBudget, level: int) -> Iterator[UnpackedFile]:
    if found.fault is None:
        with found.place.open("rb") as file:
            kind = archive_kind(file.read(_BLOCK))
        if kind is not None:
            for inner in unpack(found.place, found.shown, budget, level=level + 1):
                yield replace(inner, folder=found.folder + inner.folder)
            found.place.unlink()
            return
    yield found


class _Archive:
    """One archive while it is read."""

    def __init__(self, name: str, packed_bytes: int, budget: UnpackingBudget) -> None:
        self._name = name
        self._packed_bytes = packed_bytes
        self._budget = budget
        self._unpacked_bytes = 0

    def zip_files(self, file: BinaryIO) -> Iterator[UnpackedFile]:
        with zipfile.ZipFile(_BoundedReads(file, self._name)) as opened:
            for info in opened.infolist():
                self._refuse_special(info.filename, stat.S_IFMT(info.external_attr >> 16))
                path = member_path(self._name, info.filename)
                if info.is_dir() or path is None:
                    continue
                if info.flag_bits & 1:
                    yield self._left_out(path, "it is encrypted")
                elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    yield self._left_out(path, "it is compressed by an uncommon method")
                else:
                    with opened.open(info) as member:
                        yield self._written(path, self._metered(member))

    def stream_files(self, file: BinaryIO, kind: str | None) -> Iterator[UnpackedFile]:
        stream = self._metered(_decompressed(file, kind))
        head = stream.read(_BLOCK)
        if _is_tar_header(head):
            yield from self._tar_files(stream, head)
            return
        shown = self._name.rpartition("/")[2]
        for suffix in _COMPRESSED_SUFFIXES:
            shown = shown.removesuffix(suffix)
        yield self._written(shown, _Joined(head, stream))

    def _tar_files(self, stream: Octets, header: bytes) -> Iterator[UnpackedFile]:
        long_name = None
        while header.strip(b"\0"):
            info = tarfile.TarInfo.frombuf(header, "utf-8", "replace")
            if info.size < 0:
                raise ArchiveRefused(self._name, "the archive is damaged (a negative size)")
            if info.type in {tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE}:
                long_name = self._long_name(stream, info) or long_name
            elif info.type in {tarfile.XGLTYPE, tarfile.GNUTYPE_LONGLINK}:
                _skip(stream, _padded(info.size))
            else:
                path, long_name = long_name or info.name, None
                found = self._tar_file(stream, info, path)
                if found is not None:
                    yield found
            header = _read_exactly(stream, _BLOCK, may_end=True)

    def _tar_file(self, stream: Octets, info: tarfile.TarInfo, path: str) -> UnpackedFile | None:
        member = member_path(self._name, path)
        if info.type not in {*tarfile.REGULAR_TYPES, tarfile.DIRTYPE} or info.type == tarfile.GNUTYPE_SPARSE:
            kind = "a link" if info.type in {tarfile.SYMTYPE, tarfile.LNKTYPE} else "no plain file"
            raise ArchiveRefused(self._name, f"the member '{path[:80]}' is {kind}")
        found = None
        taken = 0
        if info.type != tarfile.DIRTYPE and member is not None:
            counted = _Counted(stream, info.size)
            found = self._written(member, counted)
            taken = counted.taken
        _skip(stream, _padded(info.size) - taken)
        return found

    def _long_name(self, stream: Octets, info: tarfile.TarInfo) -> str | None:
        """The name in an extension header (GNU long name, or `path` of a pax header)."""
        if info.size > _LONGEST_HEADER_BYTES:
            raise ArchiveRefused(self._name, f"a header has more than {_LONGEST_HEADER_BYTES >> 10} KB")
        octets = _read_exactly(stream, _padded(info.size))[: info.size]
        if info.type == tarfile.GNUTYPE_LONGNAME:
            return octets.rstrip(b"\0").decode("utf-8", "replace")
        while octets:
            length, _, _ = octets.partition(b" ")
            if not length.isdigit() or not 0 < int(length[:9]) <= len(octets):
                break
            record, octets = octets[len(length) + 1 : int(length)], octets[int(length) :]
            key, _, value = record.partition(b"=")
            if key == b"path":
                return value.rstrip(b"\n").decode("utf-8", "replace")
        return None

    def _written(self, path: str, octets: Octets) -> UnpackedFile:
        folder, slash, name = path.rpartition("/")
        fault = find_fault(name)
        if fault is not None:
            return self._left_out(path, fault)
        place = self._budget.next_place(self._name)
        size_bytes = 0
        with place.open("xb") as file:
            while chunk := octets.read(CHUNK_BYTES):
                size_bytes += len(chunk)
                if size_bytes > self._budget.limits.file_bytes:
                    break
                file.write(chunk)
        if size_bytes > self._budget.limits.file_bytes:
            place.unlink()
            return self._left_out(path, f"it is larger than {self._budget.limits.file_bytes >> 20} MB")
        return UnpackedFile(name, f"{self._name}/{path}", place, folder=folder + slash)

    def _left_out(self, path: str, fault: str) -> UnpackedFile:
        place = self._budget.next_place(self._name)  # counts: a million bad names are still a million members
        return UnpackedFile(path.rpartition("/")[2], f"{self._name}/{path}", place, fault)

    def _metered(self, octets: Octets) -> Octets:
        return _Metered(octets, self._charge)

    def _charge(self, size_bytes: int) -> None:
        self._unpacked_bytes += size_bytes
        self._budget.charge(self._name, size_bytes, self._unpacked_bytes, self._packed_bytes)

    def _refuse_special(self, path: str, kind: int) -> None:
        if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
            what = "a link" if kind == stat.S_IFLNK else "no plain file"
            raise ArchiveRefused(self._name, f"the member '{path[:80]}' is {what}")


@dataclass(slots=True)
class _Metered:
    """Octets that are counted as they come."""

    octets: Octets
    charge: Callable[[int], None]

    def read(self, size: int, /) -> bytes:
        found = self.octets.read(min(size, CHUNK_BYTES))
        self.charge(len(found))
        return found


@dataclass(slots=True)
class _Counted:
    """The next octets of a stream, and how many of them were taken."""

    octets: Octets
    size: int
    taken: int = 0

    def read(self, size: int, /) -> bytes:
        wanted = min(size, self.size - self.taken)
        if wanted == 0:
            return b""
        found = self.octets.read(wanted)
        if not found:
            raise EOFError("it ends too early")
        self.taken += len(found)
        return found


@dataclass(slots=True)
class _Joined:
    """Octets that were looked at already, and the rest."""

    head: bytes
    octets: Octets

    def read(self, size: int, /) -> bytes:
        if self.head:
            found, self.head = self.head[:size], self.head[size:]
            return found
        return self.octets.read(size)


class _BoundedReads(io.BufferedIOBase):
    """A file of which `zipfile` gets no more at a time than the directory of an honest archive has."""

    def __init__(self, file: BinaryIO, archive: str) -> None:
        self._file = file
        self._archive = archive

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            here = self._file.tell()
            size = self._file.seek(0, io.SEEK_END) - here
            self._file.seek(here)
        if size > _LARGEST_DIRECTORY_BYTES:
            raise ArchiveRefused(self._archive, f"its list of files has more than {_LARGEST_DIRECTORY_BYTES >> 20} MB")
        return self._file.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


class _XzOctets:
    """An xz stream with a bound on the memory that its header may ask for, which `lzma.open` has not."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decompressor = lzma.LZMADecompressor(memlimit=_XZ_MEMORY_BYTES)

    def read(self, size: int, /) -> bytes:
        while not self._decompressor.eof:
            packed = self._file.read(CHUNK_BYTES) if self._decompressor.needs_input else b""
            if not packed and self._decompressor.needs_input:
                raise EOFError("it ends too early")
            if found := self._decompressor.decompress(packed, size):
                return found
        return b""


def _decompressed(file: BinaryIO, kind: str | None) -> Octets:
    if kind == "gz":
        return gzip.GzipFile(fileobj=file)
    if kind == "bz2":
        return bz2.BZ2File(file)
    return _XzOctets(file) if kind == "xz" else file


def _is_tar_header(block: bytes) -> bool:
    if len(block) < _BLOCK or not block.strip(b"\0"):
        return False
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "replace")
    except tarfile.HeaderError:
        return False
    return True


def _padded(size_bytes: int) -> int:
    return -(-size_bytes // _BLOCK) * _BLOCK


def _read_exactly(stream: Octets, size: int, *, may_end: bool = False) -> bytes:
    parts = []
    left = size
    while left and (chunk := stream.read(left)):
        parts.append(chunk)
        left -= len(chunk)
    if left and (parts or not may_end):
        raise EOFError("it ends too early")
    return b"".join(parts)


def _skip(stream: Octets, size: int) -> None:
    while size:
        chunk = stream.read(size)
        if not chunk:
            raise EOFError("it ends too early")
        size -= len(chunk)
