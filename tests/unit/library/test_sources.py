"""Where texts lie and how they are read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from trishul.library.schema import Origin
from trishul.library.sources import LibraryPlaces, SourceReader, SourceUnavailable, list_sources


@pytest.fixture
def places(tmp_path: Path) -> LibraryPlaces:
    """Two standard texts and two uploaded ones."""
    archive = tmp_path / "standard.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name in ("PROVENANCE.json", "B-MIB", "A-MIB"):
            packed.writestr(name, f"text of {name}")
    places = LibraryPlaces(tmp_path / "data", archive)
    places.uploads.mkdir(parents=True)
    for name in ("z.mib", "a.mib", ".unfinished"):
        (places.uploads / name).write_text(f"text of {name}")
    (places.uploads / "folder").mkdir()
    return places


def test_standard_texts_are_listed_before_uploaded_ones_each_by_name(places: LibraryPlaces) -> None:
    sources, reason = list_sources(places)
    assert [source.key for source in sources] == [
        (Origin.STANDARD, "A-MIB"),
        (Origin.STANDARD, "B-MIB"),
        (Origin.UPLOADED, "a.mib"),
        (Origin.UPLOADED, "z.mib"),
    ]
    assert reason is None


def test_texts_are_read_from_the_archive_and_from_the_folder(places: LibraryPlaces) -> None:
    reader = SourceReader(places)
    assert reader.read(Origin.STANDARD, "A-MIB") == b"text of A-MIB"
    assert reader.read(Origin.UPLOADED, "a.mib") == b"text of a.mib"
    assert reader.standard_names() == {"A-MIB", "B-MIB"}
    reader.close()


@pytest.mark.parametrize(("origin", "file"), [(Origin.STANDARD, "C-MIB"), (Origin.UPLOADED, "gone.mib")])
def test_a_text_that_is_gone_is_told_by_its_name(places: LibraryPlaces, origin: Origin, file: str) -> None:
    reader = SourceReader(places)
    with pytest.raises(SourceUnavailable, match=file):
        reader.read(origin, file)
    reader.close()


def test_without_the_archive_uploads_are_listed_and_the_way_to_pack_it_is_told(places: LibraryPlaces) -> None:
    places.standard_archive.unlink()
    sources, reason = list_sources(places)
    assert [source.file for source in sources] == ["a.mib", "z.mib"]
    assert reason is not None
    assert "`make run`" in reason
    assert SourceReader(places).standard_names() == frozenset()


def test_a_damaged_archive_is_told(places: LibraryPlaces) -> None:
    places.standard_archive.write_text("no archive")
    assert "not a zip file" in str(list_sources(places)[1])


def test_a_library_without_uploads_has_the_standard_texts(tmp_path: Path, places: LibraryPlaces) -> None:
    sources, _ = list_sources(LibraryPlaces(tmp_path / "empty", places.standard_archive))
    assert len(sources) == 2
