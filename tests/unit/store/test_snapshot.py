"""Copies of a database, and what is asked of one. That they are one state is shown where backups are made."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.unit.migrated_database import give_database
from trishul.store.database import StoreUnavailable
from trishul.store.snapshot import copy_database, end_all_sessions, keep_before_upgrade, require_sound, schema_of


def test_a_copy_is_sound_private_and_of_the_same_schema(tmp_path: Path) -> None:
    give_database(tmp_path / "a.db")
    copy_database(tmp_path / "a.db", tmp_path / "b.db")
    require_sound(tmp_path / "b.db")
    assert (tmp_path / "b.db").stat().st_mode & 0o777 == 0o600
    assert schema_of(tmp_path / "b.db") == schema_of(tmp_path / "a.db") != None  # noqa: E711 -- one chain
    end_all_sessions(tmp_path / "b.db")
    with pytest.raises(FileExistsError):
        copy_database(tmp_path / "a.db", tmp_path / "b.db")


def test_what_is_none_of_ours_has_no_schema(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("CREATE TABLE t (x)")
    assert schema_of(tmp_path / "a.db") is None


def test_a_copy_before_an_upgrade_is_replaced_by_a_later_one(tmp_path: Path) -> None:
    give_database(tmp_path / "a.db")
    for _ in range(2):
        keep_before_upgrade(tmp_path / "a.db", "0001")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db", "a.db.schema-0001"]


def test_damage_and_absence_are_said_in_words(tmp_path: Path) -> None:
    give_database(tmp_path / "a.db")
    octets = bytearray((tmp_path / "a.db").read_bytes())
    octets[4096:] = bytes(len(octets) - 4096)
    (tmp_path / "a.db").write_bytes(octets)
    with pytest.raises(StoreUnavailable):
        require_sound(tmp_path / "a.db")
    with pytest.raises(StoreUnavailable, match="unable to open"):
        copy_database(tmp_path / "nowhere.db", tmp_path / "c.db")
