"""A small library on disk: a few standard modules and one uploaded file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from trishul.library.building import build_library
from trishul.library.library import Library
from trishul.library.sources import STANDARD_ARCHIVE, LibraryPlaces

STANDARD = (
    "IANAifType-MIB",
    "IF-MIB",
    "RFC-1212",
    "RFC1155-SMI",
    "RFC1213-MIB",
    "SNMPv2-CONF",
    "SNMPv2-MIB",
    "SNMPv2-SMI",
    "SNMPv2-TC",
)
EXAMPLE_MIB = """EXAMPLE-MIB DEFINITIONS ::= BEGIN
IMPORTS MODULE-IDENTITY, OBJECT-TYPE, NOTIFICATION-TYPE, Integer32, enterprises FROM SNMPv2-SMI
        DisplayString FROM SNMPv2-TC
        absentThing FROM ABSENT-MIB;
example MODULE-IDENTITY LAST-UPDATED "202601020000Z" ORGANIZATION "o" CONTACT-INFO "c"
    DESCRIPTION "The example of a
                 small vendor." ::= { enterprises 9999 }
exampleHCOctets OBJECT-TYPE SYNTAX Integer32 MAX-ACCESS read-only STATUS current
    DESCRIPTION "Counts the marbles.

                   An indented line.



                 The end."
    ::= { example 1 }
exampleLabel OBJECT-TYPE SYNTAX DisplayString MAX-ACCESS read-only STATUS current
    DESCRIPTION "What is written on the marbles" ::= { example 200 }
exampleLost NOTIFICATION-TYPE STATUS current DESCRIPTION "Marbles were lost" ::= { example 0 7 }
END
"""


@pytest.fixture(scope="session")
def library_places(tmp_path_factory: pytest.TempPathFactory) -> LibraryPlaces:
    """Where a small library lies that was built once."""
    folder = tmp_path_factory.mktemp("library")
    archive = folder / "standard.zip"
    with zipfile.ZipFile(STANDARD_ARCHIVE) as whole, zipfile.ZipFile(archive, "w") as part:
        for name in STANDARD:
            part.writestr(name, whole.read(name))
    places = LibraryPlaces(folder / "data", archive)
    places.uploads.mkdir(parents=True)
    (places.uploads / "example.mib").write_text(EXAMPLE_MIB)
    (places.uploads / "page.txt").write_text("<html><body>Not found</body></html>")
    build_library(places, on_progress=lambda _: None, processes=1)
    return places


@pytest.fixture
def library(library_places: LibraryPlaces) -> Iterator[Library]:
    """The small library, open."""
    opened = Library.open(library_places.index, library_places.standard_archive)
    yield opened
    opened.close()


@pytest.fixture
def places(tmp_path: Path) -> LibraryPlaces:
    """A place for a library with two standard modules, not built yet."""
    archive = tmp_path / "standard.zip"
    with zipfile.ZipFile(archive, "w") as file:
        base = "BASE-MIB DEFINITIONS ::= BEGIN base OBJECT IDENTIFIER ::= { iso 3 } Text ::= OCTET STRING END"
        file.writestr("BASE-MIB", base)
        root = "root OBJECT IDENTIFIER ::= { base 1 } Number ::= INTEGER (0..9)"
        file.writestr("ROOT-MIB", f"ROOT-MIB DEFINITIONS ::= BEGIN IMPORTS base FROM BASE-MIB; {root} END")
    places = LibraryPlaces(tmp_path / "data", archive)
    places.uploads.mkdir(parents=True)
    return places
