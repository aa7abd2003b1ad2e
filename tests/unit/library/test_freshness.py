"""An index is current until a text comes, goes or changes."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from trishul.library.building import build_library
from trishul.library.freshness import is_current
from trishul.library.sources import LibraryPlaces

TEXT = "A-MIB DEFINITIONS ::= BEGIN a OBJECT IDENTIFIER ::= { 1 3 6 1 4 1 99998 } END\n"


@pytest.fixture
def places(tmp_path: Path) -> LibraryPlaces:
    """A library of one uploaded text and one standard one."""
    archive = tmp_path / "standard.zip"
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("B-MIB", TEXT.replace("A-MIB", "B-MIB"))
    made = LibraryPlaces(tmp_path, archive)
    made.uploads.mkdir()
    (made.uploads / "a.mib").write_text(TEXT)
    build(made)
    return made


def build(places: LibraryPlaces) -> None:
    build_library(places, on_progress=lambda _progress: None, processes=1)


def test_after_a_build_it_is_current(places: LibraryPlaces) -> None:
    assert is_current(places)


def test_without_an_index_it_is_not(places: LibraryPlaces) -> None:
    places.index.unlink()
    assert not is_current(places)


@pytest.mark.parametrize("octets", [b"", b"no database at all", b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_index_is_not_current(places: LibraryPlaces, octets: bytes) -> None:
    places.index.write_bytes(octets)
    assert not is_current(places)


def test_a_text_that_comes_makes_it_old(places: LibraryPlaces) -> None:
    (places.uploads / "c.mib").write_text(TEXT)
    assert not is_current(places)


def test_a_text_that_goes_makes_it_old(places: LibraryPlaces) -> None:
    (places.uploads / "a.mib").unlink()
    assert not is_current(places)


def test_a_text_that_was_touched_makes_it_old_until_the_next_build(places: LibraryPlaces) -> None:
    os.utime(places.uploads / "a.mib", ns=(1, 1))
    assert not is_current(places)
    build(places)
    assert is_current(places)


def test_another_archive_of_standard_texts_makes_it_old(places: LibraryPlaces) -> None:
    with zipfile.ZipFile(places.standard_archive, "w") as written:
        written.writestr("B-MIB", TEXT)
    assert not is_current(places)


def test_hidden_files_are_unfinished_uploads(places: LibraryPlaces) -> None:
    (places.uploads / ".c.mib").write_text(TEXT)
    assert is_current(places)
