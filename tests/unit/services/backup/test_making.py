"""A backup is one state of everything, whole or not there, and readable by its owner alone."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import tarfile
import threading
from pathlib import Path
from typing import IO

import msgspec
import pytest

from tests.unit.services.backup.directories import NOW, files_of, give_directory, note_of
from trishul.errors import InvalidInput
from trishul.services.backup import making
from trishul.services.backup.contents import LISTING, Listing
from trishul.services.backup.making import BackupFailed, open_backup, save_backup, suggested_name


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return give_directory(tmp_path / "data")


def test_it_holds_what_cannot_be_made_again(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.tar.gz"
    listing = save_backup(database.parent, database, target, with_key=True, now=NOW)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with tarfile.open(target) as archive:
        names = archive.getnames()
        last = archive.extractfile(names[-1])
        assert last is not None
        assert msgspec.json.decode(last.read(), type=Listing) == listing
    assert names[-1] == LISTING
    assert names[:-1] == list(listing.files)
    assert set(listing.files) == {
        "credentials.key",
        "engines.json",
        "informs/1.informs",
        "mibs/A.mib",
        "recordings/floor 1/router.snmprec",
        "trishul.db",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar.gz", "data"]


def test_the_key_of_credentials_may_be_left_out(database: Path, tmp_path: Path) -> None:
    listing = save_backup(database.parent, database, tmp_path / "backup.tar.gz", with_key=False, now=NOW)
    assert "credentials.key" not in listing.files


def test_the_database_is_one_state_while_others_write(database: Path, tmp_path: Path) -> None:
    """Two rows are always changed together; no copy ever has one without the other."""
    stop = threading.Event()

    def write() -> None:
        with sqlite3.connect(database, isolation_level=None) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            number = 0
            while not stop.is_set():
                number += 1
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT OR REPLACE INTO settings VALUES ('one', ?)", (number,))
                connection.execute("INSERT OR REPLACE INTO settings VALUES ('two', ?)", (number,))
                connection.execute("COMMIT")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            with open_backup(database.parent, database, with_key=True, now=NOW) as file:
                copy = unpacked(file, "trishul.db", tmp_path / f"{number}.db")
            with sqlite3.connect(copy) as connection:
                found = dict(connection.execute("SELECT name, value FROM settings WHERE name <> 'note'"))
            assert found.get("one") == found.get("two")
            assert note_of(copy) == "first"
    finally:
        stop.set()
        writer.join()


def unpacked(file: IO[bytes], name: str, target: Path) -> Path:
    with tarfile.open(fileobj=file) as archive:
        content = archive.extractfile(name)
        assert content is not None
        target.write_bytes(content.read())
    return target


def test_a_file_that_goes_meanwhile_is_left_out(database: Path, tmp_path: Path) -> None:
    (database.parent / "mibs" / "gone").symlink_to("nowhere")
    listing = save_backup(database.parent, database, tmp_path / "backup.tar.gz", with_key=True, now=NOW)
    assert "mibs/gone" not in listing.files


def test_an_open_one_leaves_nothing_in_the_directory(database: Path) -> None:
    before = set(files_of(database.parent))
    with open_backup(database.parent, database, with_key=True, now=NOW) as file:
        assert set(files_of(database.parent)) == before
        assert file.read(2) == b"\x1f\x8b"


def test_what_is_there_is_not_replaced(database: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(InvalidInput, match="exists already"):
        save_backup(database.parent, database, tmp_path / "mine", with_key=True, now=NOW)
    with pytest.raises(InvalidInput, match="no database"):
        save_backup(tmp_path, tmp_path / "trishul.db", tmp_path / "new", with_key=True, now=NOW)


def test_a_full_disk_is_said_and_leaves_nothing(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = files_of(tmp_path)
    monkeypatch.setattr(making, "write_backup", fill)
    with pytest.raises(BackupFailed, match="No space left"):
        save_backup(database.parent, database, tmp_path / "backup.tar.gz", with_key=True, now=NOW)
    with pytest.raises(BackupFailed, match="No space left"):
        open_backup(database.parent, database, with_key=True, now=NOW)
    assert files_of(tmp_path) == before


def test_its_name_has_the_time_and_nothing_else() -> None:
    assert suggested_name(NOW) == "trishul-20270115-080000.tar.gz"
