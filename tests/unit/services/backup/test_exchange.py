"""An exchange that is interrupted at any step is finished by the next one, and nothing is lost or mixed."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.unit.services.backup.directories import files_of, give_directory, note_of
from trishul.services.backup.exchange import finish_exchange


class _Interrupted(Exception):
    """The process ends here."""


def _prepared(path: Path) -> Path:
    """A directory in which a checked copy waits; its database. The copy lacks MIBs."""
    database = give_directory(path, "present")
    ready = path / "restore-ready-1"
    give_directory(ready, "restored")
    for name in ("library", "mibs"):
        for file in (ready / name).iterdir():
            file.unlink()
        (ready / name).rmdir()
    return database


def test_whatever_step_is_the_last_the_next_start_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = 0
    while True:
        directory = tmp_path / str(steps)
        database = _prepared(directory)
        before = files_of(directory)
        if _runs_through(directory, database, steps, monkeypatch):
            break
        assert finish_exchange(directory, database) == [directory / "before-restore-1"]
        aside = files_of(directory / "before-restore-1")
        assert {name: before[name] for name in aside} == aside
        assert "mibs/A.mib" in aside
        assert not (directory / "mibs").exists()
        assert note_of(database) == "restored"
        assert not list(directory.glob("restore-*"))
        steps += 1
    assert steps > 8
    assert finish_exchange(directory, database) == []


def _runs_through(directory: Path, database: Path, steps: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    left = steps
    rename = Path.rename

    def counted(self: Path, target: Path) -> Path:
        nonlocal left
        if not left:
            raise _Interrupted
        left -= 1
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", counted)
        try:
            finish_exchange(directory, database)
        except _Interrupted:
            return False
    return True


def test_a_database_on_another_file_system_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = _prepared(tmp_path / "data")
    elsewhere = tmp_path / "disk" / "mine.db"
    elsewhere.parent.mkdir()
    database.rename(elsewhere)
    rename = Path.rename

    def across(self: Path, target: Path) -> Path:
        if (self.parent == elsewhere.parent) != (Path(target).parent == elsewhere.parent):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", across)
    (aside,) = finish_exchange(database.parent, elsewhere)
    assert (note_of(elsewhere), note_of(aside / "trishul.db")) == ("restored", "present")
    assert elsewhere.stat().st_mode & 0o777 == 0o600
