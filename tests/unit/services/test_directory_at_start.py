"""Before anything is opened: held, completed, and a damaged database set aside where everybody sees it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.unit.services.backup.directories import give_directory, note_of
from trishul.services.configuration import Configuration
from trishul.services.directory_at_start import DamagedDatabases, held_directory
from trishul.services.directory_lock import DirectoryInUse
from trishul.store.database import Database, StoreUnavailable


def test_a_damaged_database_is_set_aside_and_told_until_it_is_taken_away(configuration: Configuration) -> None:
    database = configuration.data_dir / "trishul.db"
    database.parent.mkdir(0o700)
    database.write_bytes(b"damaged" * 999)
    with capture_logs() as lines, held_directory(configuration):
        assert not database.exists()
    assert [line["log_level"] for line in lines] == ["error"]
    damaged = DamagedDatabases(configuration)
    (name,) = damaged.names()
    assert name in lines[0]["file"]
    assert (database.parent / name).read_bytes() == b"damaged" * 999
    with held_directory(configuration):
        assert DamagedDatabases(configuration).names() == [name]
    (database.parent / name).unlink()
    assert damaged.names() == []


def test_somebodys_file_elsewhere_is_left_alone(configuration: Configuration, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("somebody's file" * 99)
    elsewhere = configuration.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'mine'}"})
    with held_directory(elsewhere):
        assert (tmp_path / "mine").exists()


async def test_a_database_that_another_uses_is_not_shared(
    configuration: Configuration, database: Database, database_url: str, tmp_path: Path
) -> None:
    other = configuration.model_copy(update={"data_dir": tmp_path / "other", "database_url": database_url})
    with pytest.raises(StoreUnavailable, match="another program uses it"):
        held_directory(other)


def test_a_second_workbench_is_refused(configuration: Configuration) -> None:
    with held_directory(configuration), pytest.raises(DirectoryInUse):
        held_directory(configuration)


def test_what_was_interrupted_is_completed(configuration: Configuration) -> None:
    database = give_directory(configuration.data_dir, "present")
    give_directory(configuration.data_dir / "restore-filling-1", "restored")
    database.unlink()
    (configuration.data_dir / ".backup-left").mkdir()
    for name in ("mibs", "recordings", "informs", "library"):
        for file in sorted((configuration.data_dir / name).rglob("*"), reverse=True):
            file.rmdir() if file.is_dir() else file.unlink()
    with held_directory(configuration):
        assert note_of(database) == "restored"
        assert not [path for path in configuration.data_dir.iterdir() if path.name.startswith((".backup", "restore"))]


def test_a_directory_of_ours_that_others_may_enter_is_closed(configuration: Configuration) -> None:
    with held_directory(configuration):
        pass
    configuration.data_dir.chmod(0o755)
    with capture_logs() as lines, held_directory(configuration):
        assert stat.S_IMODE(configuration.data_dir.stat().st_mode) == 0o700
    assert [line["event"] for line in lines] == [
        "the data directory was open to other users of this host; it is for its owner alone now"
    ]


def test_a_folder_with_other_things_in_it_is_left_open_and_the_log_says_what_to_type(
    configuration: Configuration,
) -> None:
    folder = configuration.data_dir
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "letter.txt").write_text("somebody's")
    with capture_logs() as lines, held_directory(configuration):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    assert lines[0]["command"] == f"chmod 700 {folder}"


def test_of_another_users_directory_the_log_says_how_it_becomes_ours(
    configuration: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner is the one thing that a test without rights cannot have: who we are is said instead."""
    configuration.data_dir.mkdir()
    configuration.data_dir.chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with capture_logs() as lines, held_directory(configuration):
        assert stat.S_IMODE(configuration.data_dir.stat().st_mode) == 0o755
    assert lines[0]["command"] == f"sudo chown 4711 {configuration.data_dir} && chmod 700 {configuration.data_dir}"
