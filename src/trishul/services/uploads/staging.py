"""Changes of the folder of uploaded files that happen completely or not at all, also when the server is killed.

Strategy: what arrives goes into a private folder beside, on the same file system. A change moves the old files there
and the new ones in; before the first move a journal says which. As long as the journal is there the change can be taken
back: by the same server when the index cannot be built, by the next one when this one was killed. Runs in threads.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
import structlog

_JOURNAL = "journal.json"
_OLD = "old"

_log = structlog.get_logger(__name__)


class _Journal(msgspec.Struct, frozen=True):
    """File names that are put in place, and those that were there before."""

    new: list[str]
    old: list[str]


class StagingFolder:
    """One private folder for one change; `discard` it at the end, whatever happened."""

    def __init__(self, staging_dir: Path, target_dir: Path) -> None:
        self.path = staging_dir / secrets.token_hex(8)
        self._target_dir = target_dir

    def make(self) -> None:
        """Creates it. Raises OSError."""
        for folder in (self.path.parent, self._target_dir, self.path):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def apply(self, new: Sequence[tuple[Path, str]], gone: Sequence[str] = ()) -> None:
        """Puts files in place, replacing those of the same name, and takes others away. Raises OSError.

        A name may have folders in it, with slashes. After an error everything is as it was before.
        """
        names = [name for _, name in new]
        old = [name for name in (*names, *gone) if (self._target_dir / name).exists()]
        (self.path / _OLD).mkdir(mode=0o700)
        _write_durably(self.path / _JOURNAL, msgspec.json.encode(_Journal(names, old)))
        try:
            for name in old:
                _move(self._target_dir / name, self.path / _OLD / name)
            for place, name in new:
                _move(place, self._target_dir / name)
        except OSError:
            self.roll_back()
            raise

    def replaced(self) -> list[tuple[str, Path]]:
        """Files that the change has taken away or replaced, by name; they go with the folder."""
        return [(place.name, place) for place in sorted((self.path / _OLD).iterdir())]

    def roll_back(self) -> None:
        """Takes the change back. Raises OSError."""
        _roll_back(self.path, self._target_dir)

    def commit(self) -> None:
        """The change stays."""
        (self.path / _JOURNAL).unlink(missing_ok=True)

    def discard(self) -> None:
        """Removes the folder; a change that was neither committed nor taken back is kept for `recover`."""
        if not (self.path / _JOURNAL).exists():
            shutil.rmtree(self.path, ignore_errors=True)


def recover(staging_dir: Path, target_dir: Path) -> int:
    """Takes back what a killed server left half done, removes what it was receiving; returns how many changes."""
    recovered = 0
    if not staging_dir.is_dir():
        return 0
    for folder in sorted(staging_dir.iterdir()):
        try:
            recovered += _roll_back(folder, target_dir)
        except (OSError, msgspec.MsgspecError) as error:
            _log.error("an unfinished upload could not be taken back", folder=folder.name, reason=str(error))
            continue
        shutil.rmtree(folder, ignore_errors=True)
    return recovered


def _roll_back(folder: Path, target_dir: Path) -> bool:
    journal_place = folder / _JOURNAL
    if not journal_place.is_file():
        return False
    octets = journal_place.read_bytes()
    if octets:  # an empty one was never finished: nothing had been moved
        journal = msgspec.json.decode(octets, type=_Journal)
        was_there = frozenset(journal.old)
        for name in journal.new:
            if name not in was_there:
                _remove(target_dir, name)
        for name in journal.old:
            kept = folder / _OLD / name
            if kept.exists():
                _move(kept, target_dir / name)
    journal_place.unlink()
    return True


def _move(place: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.replace(target)


def _remove(target_dir: Path, name: str) -> None:
    """Removes a file, and the folders of its name that are empty then."""
    place = target_dir / name
    with suppress(FileNotFoundError, NotADirectoryError):
        place.unlink()
    for folder in [*place.parents][: name.count("/")]:
        try:
            folder.rmdir()
        except OSError:  # something else is in it, or it was never made
            continue


def _write_durably(place: Path, octets: bytes) -> None:
    with place.open("xb") as file:
        file.write(octets)
        file.flush()
        os.fsync(file.fileno())
