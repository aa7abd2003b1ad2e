"""A module's details and a file's dependents, as the library answers them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.mib_texts import mib
from trishul.library.building import build_library
from trishul.library.library import Library
from trishul.library.sources import LibraryPlaces
from trishul.services.mibs.details import find_dependents, find_details
from trishul.services.mibs.records import ImportedModule
from trishul.services.mibs.refusals import MibNotFound

ODD = 'acmeOdd OBJECT-TYPE SYNTAX Nothing MAX-ACCESS read-only STATUS current DESCRIPTION "x" ::= { acme 2 }'


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory, small_archive: Path) -> LibraryPlaces:
    places = LibraryPlaces(tmp_path_factory.mktemp("detailed"), small_archive)
    places.uploads.mkdir()
    (places.uploads / "ACME-MIB").write_bytes(mib("ACME-MIB", extra=ODD))
    (places.uploads / "ACME-MIB-old").write_bytes(mib("ACME-MIB"))
    (places.uploads / "USER-MIB").write_bytes(mib("USER-MIB", 5, imports="acmeValue FROM ACME-MIB x FROM NOWHERE-MIB"))
    (places.uploads / "LAST-MIB").write_bytes(mib("LAST-MIB", 6, imports="userValue FROM USER-MIB"))
    build_library(places, on_progress=lambda _: None, processes=1)
    return places


@pytest.fixture
def library(places: LibraryPlaces) -> Iterator[Library]:
    opened = Library.open(places.index, places.standard_archive)
    yield opened
    opened.close()


def test_details_have_findings_in_their_lines_and_both_directions_of_imports(library: Library) -> None:
    details = find_details(library, "ACME-MIB")
    found = next(each for each in details.findings if each.code == "unknown-type")
    assert found.excerpt[found.mark_start :].startswith("Nothing")
    assert details.importers == ["USER-MIB"]
    assert [each.file for each in details.superseded] == ["ACME-MIB-old"]
    assert details.findings_total == len(details.findings)
    imports = find_details(library, "USER-MIB").imports
    assert ImportedModule("ACME-MIB", "library") in imports
    assert ImportedModule("NOWHERE-MIB", "missing") in imports


def test_dependents_are_the_modules_that_a_deletion_leaves_incomplete(library: Library) -> None:
    found = find_dependents(library, "USER-MIB")
    assert [(each.name, each.file, each.imports) for each in found.dependents] == [
        ("LAST-MIB", "LAST-MIB", ["USER-MIB"])
    ]


def test_a_text_that_waits_behind_it_keeps_the_module(library: Library) -> None:
    found = find_dependents(library, "ACME-MIB")
    assert (found.dependents, found.taken_up) == ([], {"ACME-MIB": "ACME-MIB-old"})


def test_what_is_not_there_is_not_found(library: Library) -> None:
    for question in (find_details, find_dependents):
        with pytest.raises(MibNotFound):
            question(library, "NOWHERE-MIB")
