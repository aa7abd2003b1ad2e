"""The moment in which a restored directory takes the place of the one before, in steps that can be taken again.

A checked copy lies in a folder of the data directory. Its name says how far the exchange is: `ready`, and what was
there moves aside; `filling`, and the copy moves in. Each step is a rename. Whoever is interrupted leaves a name from
which the next start goes on, so that there is never half of each. Owns these steps; the holder of the directory's lock
calls them.
"""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from trishul.services.backup.contents import DATABASE, FILES, FOLDERS

READY, FILLING, ASIDE = "restore-ready-", "restore-filling-", "before-restore-"


def finish_exchange(data_dir: Path, database: Path) -> list[Path]:
    """Completes whatever exchange was begun; the folders in which things lie that were there before. Raises OSError."""
    for ready in sorted(data_dir.glob(f"{READY}*")):
        aside = data_dir / (ASIDE + ready.name.removeprefix(READY))
        _move_aside(data_dir, database, aside)
        ready.rename(ready.with_name(FILLING + ready.name.removeprefix(READY)))
    done = []
    for filling in sorted(data_dir.glob(f"{FILLING}*")):
        for entry in sorted(filling.iterdir()):
            _move(entry, database if entry.name == DATABASE else data_dir / entry.name)
        filling.rmdir()
        _flush(data_dir)
        done.append(data_dir / (ASIDE + filling.name.removeprefix(FILLING)))
    return done


def _move_aside(data_dir: Path, database: Path, aside: Path) -> None:
    aside.mkdir(mode=0o700, exist_ok=True)
    for suffix in ("", "-wal", "-shm"):
        _move_if_there(database.with_name(database.name + suffix), aside / (DATABASE + suffix))
    for name in (*FILES, *FOLDERS):
        _move_if_there(data_dir / name, aside / name)
    _flush(data_dir)


def _move_if_there(source: Path, target: Path) -> None:
    if source.exists():
        _move(source, target)


def _move(source: Path, target: Path) -> None:
    """A rename; where the database lies on another file system, a copy beside its place and then a rename."""
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(target.name + ".part")
        shutil.copyfile(source, beside)
        beside.chmod(0o600)
        beside.replace(target)
        source.unlink()


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
