"""What a backup holds, by name, and the list at its end that says so.

An archive is a compressed tar of regular files with relative names. Its last member is a list of all others with their
sizes and hashes, so that one which is cut or changed is known. What can be made again (the MIB index), what belongs to
a running process and what was set aside is not in it.
"""

from __future__ import annotations

from pathlib import PurePosixPath

import msgspec

from trishul.errors import TrishulError
from trishul.services.credentials.secret_box import KEY_FILE
from trishul.services.simulator.simulator import RECORDINGS_DIRECTORY
from trishul.services.traps.traps import SPOOL_DIRECTORY
from trishul.snmp.engine_state import STATE_FILE

FORMAT = 1
DATABASE = "trishul.db"
LISTING = "trishul-backup.json"
FILES = (KEY_FILE, STATE_FILE)
DEEPEST_MEMBER, LONGEST_PART_BYTES = 200, 255
"""Of a member's path: deeper than archives are unpacked, and as long as file systems take a name."""
FOLDERS = (SPOOL_DIRECTORY, RECORDINGS_DIRECTORY, "mibs", "mib-revisions")
"""Acknowledged informs come before the database: what is stored in between is in both, and is not stored twice."""


class ListedFile(msgspec.Struct, frozen=True):
    """One member of an archive."""

    size_bytes: int
    sha256: str


class Listing(msgspec.Struct, frozen=True):
    """The last member: what the archive is, and all that is in it."""

    format: int
    version: str
    """Of the program that wrote it."""
    created_at: float
    schema: str
    files: dict[str, ListedFile]


class BackupDamaged(TrishulError):
    """The file is no backup of this program, or is not as it was written."""

    code = "backup_damaged"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The backup cannot be used: {reason}. Nothing was changed")
        self.reason = reason


def checked_name(name: str) -> PurePosixPath:
    """The path of a member in the data directory. Raises BackupDamaged for one that is none of ours or leads out."""
    path = PurePosixPath(name)
    is_plain = not path.is_absolute() and path.as_posix() == name and "\0" not in name and "\\" not in name
    if not is_plain or ".." in path.parts:
        raise BackupDamaged(f"it holds a file that leads out of its folder, {name[:80]!r}")
    if len(path.parts) > DEEPEST_MEMBER or any(len(part.encode()) > LONGEST_PART_BYTES for part in path.parts):
        raise BackupDamaged(f"it holds a file with a path that none has here, {name[:80]!r}")
    is_ours = name in (DATABASE, *FILES) or (len(path.parts) > 1 and path.parts[0] in FOLDERS)
    if not is_ours:
        raise BackupDamaged(f"it holds a file that does not belong there, {name[:80]!r}")
    return path
