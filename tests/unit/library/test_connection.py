"""The index is opened read-only, and every way in which it cannot be read is told in words."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from trishul.library.connection import IndexConnection
from trishul.library.records import LibraryUnavailable
from trishul.library.sources import LibraryPlaces


@pytest.fixture
def index(library_places: LibraryPlaces, tmp_path: Path) -> Path:
    """A copy of the small library's index."""
    return Path(shutil.copy(library_places.index, tmp_path / "index.sqlite"))


def test_a_missing_index_was_not_built_yet(tmp_path: Path) -> None:
    with pytest.raises(LibraryUnavailable, match="has not been built yet"):
        IndexConnection(tmp_path / "index.sqlite")


def test_a_file_that_is_no_index_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index.sqlite").write_text("no database" * 1000)
    with pytest.raises(LibraryUnavailable, match="cannot be read: file is not a database"):
        IndexConnection(tmp_path / "index.sqlite")


def test_an_index_of_another_version_has_to_be_built_again(index: Path) -> None:
    with sqlite3.connect(index) as connection:
        connection.execute("UPDATE meta SET value = 0 WHERE key = 'schema_version'")
    with pytest.raises(LibraryUnavailable, match="another version of Trishul"):
        IndexConnection(index)


def test_nothing_can_be_written(index: Path) -> None:
    connection = IndexConnection(index)
    with pytest.raises(LibraryUnavailable, match="readonly"):
        connection.row("DELETE FROM node")
    connection.close()


def test_an_open_index_stays_readable_when_its_file_goes_and_is_exchanged_when_another_comes(index: Path) -> None:
    connection = IndexConnection(index)
    copy = Path(shutil.copy(index, index.with_suffix(".new")))
    index.unlink()
    assert not connection.reopen_replaced()
    assert connection.rows("SELECT count(*) FROM node")[0][0] > 0
    copy.replace(index)
    assert connection.reopen_replaced()
    assert not connection.reopen_replaced()
    assert connection.generation() == 1
    connection.close()


@pytest.mark.parametrize("text", ["\ud800", "a\udcffb"])
def test_a_text_that_is_no_unicode_is_in_no_row(index: Path, text: str) -> None:
    connection = IndexConnection(index)
    statement = "SELECT 1 FROM module WHERE name = ?"
    assert connection.row(statement, (text,)) is None
    assert connection.rows(statement, (text,)) == connection.some_rows(2, statement, (text,)) == []
    connection.close()
