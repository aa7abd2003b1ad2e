"""A backup becomes the data directory again: unpacked beside, checked whole, then exchanged.

Until everything is checked nothing that was there is touched; afterwards it lies in a folder of its own. Sessions are
not restored, since one that was ended must not come back. Engines are the same ones, started more often than ever
before: their managers would refuse a clock that went back (RFC 3414 §2.2.2). Owns reading and checking.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import shutil
import tarfile
import time
import zlib
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

from trishul.errors import InvalidInput
from trishul.services.backup.contents import (
    DATABASE,
    FORMAT,
    LISTING,
    BackupDamaged,
    ListedFile,
    Listing,
    checked_name,
)
from trishul.services.backup.exchange import ASIDE, READY, finish_exchange
from trishul.services.backup.making import STAGING_PREFIX
from trishul.services.directory_lock import DirectoryInUse, DirectoryLock
from trishul.snmp.engine_state import STATE_FILE, pass_over_boots
from trishul.store.database import StoreUnavailable, is_in_use
from trishul.store.migrations import known_schemas
from trishul.store.snapshot import end_all_sessions, require_sound

_PIECE_BYTES = 1 << 20
_LARGEST_LISTING_BYTES = 64 << 20


class Restored(NamedTuple):
    """What came of a restore."""

    listing: Listing
    aside: Path | None
    """Where what was there before lies now; None where nothing was."""


def restore_backup(archive: Path, data_dir: Path, database: Path, now: float) -> Restored:
    """Exchanges the directory's contents for those of the archive; on any error nothing is changed.

    Raises InvalidInput, BackupDamaged, DirectoryInUse, StoreUnavailable.
    """
    try:
        octets = archive.open("rb")
    except OSError as error:
        raise InvalidInput(f"{archive} cannot be read: {error.strerror}") from error
    with _explained(data_dir):
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with octets, DirectoryLock(data_dir), _explained(data_dir):
        if is_in_use(f"sqlite:///{database}"):
            raise DirectoryInUse(data_dir, "")
        finish_exchange(data_dir, database)
        staging = data_dir / f"{STAGING_PREFIX}restore"
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(mode=0o700)
        try:
            listing = _unpack(octets, staging)
            _prepare(staging, listing, now)
            staging.rename(data_dir / (READY + _unused_stamp(data_dir, now)))
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        (aside,) = finish_exchange(data_dir, database)
    with contextlib.suppress(OSError):
        aside.rmdir()  # where nothing was there before
    return Restored(listing, aside if aside.exists() else None)


def _unused_stamp(data_dir: Path, now: float) -> str:
    """The time as a name that no earlier restore has."""
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(now))
    names = chain((stamp,), (f"{stamp}-{number}" for number in count(2)))
    return next(name for name in names if not (data_dir / (ASIDE + name)).exists())


def _prepare(staging: Path, listing: Listing, now: float) -> None:
    """Checks the database of an unpacked backup and makes it what may be started. Raises BackupDamaged, OSError."""
    if listing.schema not in known_schemas():
        raise BackupDamaged(
            f"it was written by a newer version of this program ({listing.version}, schema {listing.schema}). "
            "Install that version"
        )
    try:
        require_sound(staging / DATABASE)
        end_all_sessions(staging / DATABASE)
    except StoreUnavailable as error:
        raise BackupDamaged(f"its database is damaged ({error.reason})") from error
    pass_over_boots(staging / STATE_FILE, max(1, int(now - listing.created_at)))
    for folder, _, files in os.walk(staging):
        for name in files:
            with Path(folder, name).open("rb") as file:
                os.fsync(file.fileno())


def _unpack(octets: IO[bytes], staging: Path) -> Listing:
    """Writes the members below `staging` and compares them with the list at the end. Raises BackupDamaged, OSError."""
    found: dict[str, ListedFile] = {}
    listing = None
    try:
        with gzip.open(octets) as unpacked, tarfile.open(fileobj=_Pieces(unpacked), mode="r:") as members:
            for member in members:
                if not member.isreg() or member.issparse():  # a sparse one is as long as it says, and holds nothing
                    raise BackupDamaged(f"it holds what is no plain file, {member.name[:80]!r}")
                content = members.extractfile(member)
                if content is None or listing is not None or member.name in found:
                    raise BackupDamaged(f"it holds a file in a wrong place, {member.name[:80]!r}")
                if member.name == LISTING:
                    listing = _read_listing(content)
                else:
                    found[member.name] = _write(content, staging / checked_name(member.name))
    except (tarfile.TarError, EOFError, zlib.error, ValueError, RecursionError) as error:
        raise BackupDamaged(f"it is no archive or was cut off ({error})") from error
    except OSError as error:
        if error.errno is None:  # gzip's words for octets that are no gzip have no number of the system
            raise BackupDamaged(f"it is no archive or was changed ({error})") from error
        raise
    if listing is None:
        raise BackupDamaged("its list of contents is missing")
    if found != listing.files or DATABASE not in found:
        raise BackupDamaged("its files are not those of its list")
    return listing


class _Pieces(io.BufferedReader):
    """An unpacked archive of which nobody reads much at once: a header that says it is gigabytes long is refused."""

    def read(self, size: int | None = -1) -> bytes:
        """As asked. Raises BackupDamaged."""
        if size is None or not 0 <= size <= _PIECE_BYTES:
            raise BackupDamaged("it holds a header that is too long")
        return super().read(size)


def _read_listing(content: IO[bytes]) -> Listing:
    octets = bytearray()
    while len(octets) < _LARGEST_LISTING_BYTES and (piece := content.read(_PIECE_BYTES)):
        octets += piece
    try:
        version = msgspec.json.decode(octets, type=dict[str, msgspec.Raw]).get("format", msgspec.Raw(b"null"))
        if bytes(version) != str(FORMAT).encode():
            raise BackupDamaged("it has a format of a newer version of this program")
        return msgspec.json.decode(octets, type=Listing)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BackupDamaged("its list of contents cannot be read") from None


def _write(content: IO[bytes], target: Path) -> ListedFile:
    """One file, for its owner only. Raises BackupDamaged, OSError."""
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except (FileExistsError, NotADirectoryError):
        raise BackupDamaged("it holds a file in the place of a folder") from None
    hashed, size = hashlib.sha256(), 0
    with os.fdopen(descriptor, "wb") as file:
        while piece := content.read(_PIECE_BYTES):
            file.write(piece)
            hashed.update(piece)
            size += len(piece)
    return ListedFile(size, hashed.hexdigest())


@contextlib.contextmanager
def _explained(data_dir: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(str(data_dir), error.strerror or str(error)) from error
