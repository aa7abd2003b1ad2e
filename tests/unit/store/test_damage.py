"""Damage is told from everything else that keeps a database from being opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.unit.migrated_database import give_database
from trishul.store import damage
from trishul.store.damage import set_aside_before, set_aside_if_damaged

NOW = 1_800_000_000.0


def set_aside(path: Path, *, may_be_foreign: bool = False) -> Path | None:
    return set_aside_if_damaged(path, NOW, may_be_foreign=may_be_foreign)


def test_a_sound_empty_or_missing_one_stays(tmp_path: Path) -> None:
    give_database(tmp_path / "sound.db")
    (tmp_path / "empty.db").touch()
    for name in ("sound.db", "empty.db", "missing.db"):
        assert set_aside(tmp_path / name) is None


def test_a_locked_one_is_not_damaged(tmp_path: Path) -> None:
    give_database(tmp_path / "a.db")
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("BEGIN EXCLUSIVE")
        assert set_aside(tmp_path / "a.db") is None


def test_a_torn_page_is_found_and_everything_moves_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    give_database(path)
    octets = bytearray(path.read_bytes())
    octets[8192:12288] = b"\xff" * 4096
    path.write_bytes(octets)
    monkeypatch.setattr(damage, "LARGEST_CHECKED_BYTES", 1)
    assert set_aside(path) is None  # too large to be read at a start
    monkeypatch.undo()
    aside = set_aside(path, may_be_foreign=True)
    assert aside == tmp_path / "a.db.damaged-20270115-080000"
    assert aside.read_bytes() == octets
    assert set_aside_before(path) == [aside]
    assert not path.exists()


def test_what_never_was_a_database_is_set_aside_only_where_it_is_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_text("a letter" * 999)
    path.with_name("a.db-wal").write_text("its log")
    assert set_aside(path, may_be_foreign=True) is None
    aside = set_aside(path)
    assert aside is not None
    assert aside.with_name(aside.name + "-wal").exists()
    assert set_aside_before(path) == [aside]
