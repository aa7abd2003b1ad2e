"""Descriptions are read from their sources, and only while these are what was indexed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from trishul.library import descriptions
from trishul.library.descriptions import without_indentation
from trishul.library.library import Library
from trishul.library.sources import LibraryPlaces


@pytest.mark.parametrize(
    ("quoted", "read"),
    [
        ("One line.", "One line."),
        ("First\n         second\n           indented\n         last", "First\nsecond\n  indented\nlast"),
        ("\n      All lines\n      stand below.\n   ", "All lines\nstand below."),
        ("One\n\n\n\n\n    two  ", "One\n\ntwo"),
        ("Tabs\n\tare\n        spaces", "Tabs\nare\nspaces"),
        ("", ""),
    ],
)
def test_the_layout_of_the_module_is_taken_out(quoted: str, read: str) -> None:
    assert without_indentation(quoted) == read


def test_a_description_is_read_from_the_uploaded_file(library: Library) -> None:
    node = library.find_by_name("exampleHCOctets")[0].node
    assert library.text_at("EXAMPLE-MIB", node.description) == "Counts the marbles.\n\n  An indented line.\n\nThe end."


def test_a_description_is_read_from_the_archive(library: Library) -> None:
    node = library.find_by_name("ifDescr", "IF-MIB")[0].node
    assert library.text_at("IF-MIB", node.description).startswith("A textual string containing information about the\n")
    assert "ifDescr OBJECT-TYPE" in library.source_text("IF-MIB")


def test_a_node_without_a_description_has_an_empty_one(library: Library) -> None:
    assert not library.text_at("IF-MIB", 0)
    assert not library.source_text("NONE-MIB")


def test_a_source_that_changed_since_gives_nothing(library_places: LibraryPlaces, tmp_path: Path) -> None:
    shutil.copytree(library_places.data_dir, tmp_path / "data")
    library = Library.open(tmp_path / "data/library/index.sqlite", library_places.standard_archive)
    node = library.find_by_name("exampleLabel")[0].node
    uploaded = tmp_path / "data/mibs/example.mib"
    uploaded.write_text(f"-- moved\n{uploaded.read_text()}")
    assert not library.text_at("EXAMPLE-MIB", node.description)
    library.close()


def test_a_source_that_is_gone_gives_nothing(library_places: LibraryPlaces, tmp_path: Path) -> None:
    index = tmp_path / "library/index.sqlite"
    index.parent.mkdir()
    shutil.copy(library_places.index, index)
    library = Library.open(index, tmp_path / "no-archive.zip")
    assert not library.source_text("EXAMPLE-MIB")
    assert not library.source_text("IF-MIB")
    library.close()


def test_the_texts_kept_are_bounded(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descriptions, "MAX_KEPT_CHARACTERS", 1)
    assert library.source_text("IF-MIB")
    assert library.source_text("SNMPv2-TC")
    assert list(library._descriptions._kept) == ["SNMPv2-TC"]
