"""Files that root writes into another user's data directory become that user's: a service has to read them.

An administrator restores a backup or takes over old data as root, while the server runs as a user of its own. Owns that
handing over and nothing else of a file; modes stay.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

ROOT = 0


def hand_to_owner(directory: Path) -> None:
    """Gives what root owns below a directory to the directory's owner; nothing where root is not who runs this.

    The directory itself may be a link, as systemd makes it. Links in it are not followed, and a file of several names
    stays: its other name may lie anywhere. Raises OSError.
    """
    if not hasattr(os, "geteuid") or os.geteuid() != ROOT or not directory.is_dir():
        return
    owner = directory.stat()
    if owner.st_uid == ROOT:
        return
    for _, folders, files, descriptor in os.fwalk(directory.resolve()):
        for name in (*folders, *files):
            entry = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
            if entry.st_uid == ROOT and (stat.S_ISDIR(entry.st_mode) or entry.st_nlink == 1):
                os.chown(name, owner.st_uid, owner.st_gid, dir_fd=descriptor, follow_symlinks=False)
