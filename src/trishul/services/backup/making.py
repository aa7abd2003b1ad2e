"""A backup, made beside a running workbench or without one.

The database is copied in one state, the files are read as they are; whoever replaces one does it by a rename, so that a
file is read whole. Owns the writing of the archive; everything here blocks and runs in a thread.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

from trishul.errors import InvalidInput, TrishulError
from trishul.services.about import about
from trishul.services.backup.contents import DATABASE, FILES, FOLDERS, FORMAT, LISTING, ListedFile, Listing
from trishul.services.credentials.secret_box import KEY_FILE
from trishul.store.snapshot import copy_database, schema_of

STAGING_PREFIX = ".backup-"
_LEVEL = 3
"""Of the compression: a third of the time of the usual one, for a tenth more room."""


class BackupFailed(TrishulError):
    """The backup could not be written; the data directory is as it was."""

    code = "backup_failed"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The backup could not be written: {reason}")
        self.reason = reason


def suggested_name(now: float) -> str:
    """A name for a backup that begins now, in UTC."""
    return time.strftime("trishul-%Y%m%d-%H%M%S.tar.gz", time.gmtime(now))


def save_backup(data_dir: Path, database: Path, target: Path, *, with_key: bool, now: float) -> Listing:
    """Writes a new file, whole or not at all. Raises InvalidInput where it exists, BackupFailed, StoreUnavailable."""
    if target.exists():
        raise InvalidInput(f"{target} exists already. Name another file.")
    if not database.exists():
        raise InvalidInput(f"There is no database at {database}. Name its directory with --data-dir.")
    with _explained(), tempfile.TemporaryDirectory(prefix=STAGING_PREFIX, dir=target.absolute().parent) as folder:
        fresh = Path(folder, "archive")
        with fresh.open("xb") as file:
            listing = write_backup(data_dir, database, file, Path(folder), with_key=with_key, now=now)
            os.fsync(file.fileno())
        fresh.chmod(0o600)
        fresh.rename(target)
    return listing


def open_backup(data_dir: Path, database: Path, *, with_key: bool, now: float) -> IO[bytes]:
    """A finished backup, open at its beginning, whose file has no name any more: closing it gives the room back.

    Raises BackupFailed, StoreUnavailable.
    """
    with _explained(), tempfile.TemporaryDirectory(prefix=STAGING_PREFIX, dir=data_dir) as folder:
        file = Path(folder, "archive").open("x+b")  # noqa: SIM115 -- whoever asked for it closes it
        try:
            write_backup(data_dir, database, file, Path(folder), with_key=with_key, now=now)
            file.seek(0)
        except BaseException:  # whatever ends it: nobody got the file who could close it, and the error goes on
            file.close()
            raise
    return file


def write_backup(
    data_dir: Path, database: Path, file: IO[bytes], staging: Path, *, with_key: bool, now: float
) -> Listing:
    """Writes the archive; `staging` takes the copy of the database meanwhile. Raises OSError, StoreUnavailable."""
    copy = staging / DATABASE
    listed: dict[str, ListedFile] = {}
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=_LEVEL, format=tarfile.PAX_FORMAT) as archive:
        for path in _in_folders(data_dir):
            _add(archive, path, path.relative_to(data_dir).as_posix(), listed)
        copy_database(database, copy)
        _add(archive, copy, DATABASE, listed)
        for name in FILES:
            if with_key or name != KEY_FILE:
                _add(archive, data_dir / name, name, listed)
        listing = Listing(FORMAT, about().version, now, schema_of(copy) or "", listed)
        octets = msgspec.json.encode(listing)
        archive.addfile(_member(LISTING, len(octets), now), io.BytesIO(octets))
    file.flush()
    return listing


def _in_folders(data_dir: Path) -> Iterator[Path]:
    """All files of the folders, in a fixed order; links to folders are not followed."""
    for name in FOLDERS:
        for folder, inner, files in os.walk(data_dir / name):
            inner.sort()
            yield from (Path(folder, file) for file in sorted(files))


def _add(archive: tarfile.TarFile, path: Path, name: str, listed: dict[str, ListedFile]) -> None:
    """One file as it is now; one that is gone meanwhile is left out. Raises OSError."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        facts = os.fstat(file.fileno())
        reader = _HashingReader(file)
        archive.addfile(_member(name, facts.st_size, facts.st_mtime), reader)
    listed[name] = ListedFile(facts.st_size, reader.hash.hexdigest())


def _member(name: str, size: int, changed_at: float) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = size, int(changed_at), 0o600
    return member


class _HashingReader(io.RawIOBase):
    """Hands a file on and remembers the hash of what it handed on."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        octets = self._file.read(size)
        self.hash.update(octets)
        return octets


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupFailed(error.strerror or str(error)) from error
