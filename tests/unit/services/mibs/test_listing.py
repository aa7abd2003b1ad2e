"""Lists about the library: modules, files, findings, a text, a name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.mib_texts import mib
from trishul.errors import InvalidInput
from trishul.library.building import build_library
from trishul.library.library import Library
from trishul.library.sources import LibraryPlaces
from trishul.services.mibs.listing import (
    find_source,
    list_files,
    list_findings,
    list_mibs,
    list_modules,
    no_mibs,
    resolve,
)
from trishul.services.mibs.records import MibsStatus
from trishul.services.mibs.refusals import MibNotFound

ODD = 'acmeOdd OBJECT-TYPE SYNTAX Nothing MAX-ACCESS read-only STATUS current DESCRIPTION "x" ::= { acme 2 }'


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory, small_archive: Path) -> LibraryPlaces:
    places = LibraryPlaces(tmp_path_factory.mktemp("listed"), small_archive)
    places.uploads.mkdir()
    (places.uploads / "ACME-MIB").write_bytes(mib("ACME-MIB", extra=ODD))
    (places.uploads / "ACME-MIB-2").write_bytes(mib("ACME-MIB"))
    (places.uploads / "page").write_bytes(b"<html>")
    build_library(places, on_progress=lambda _: None, processes=1)
    return places


@pytest.fixture
def library(places: LibraryPlaces) -> Iterator[Library]:
    opened = Library.open(places.index, places.standard_archive)
    yield opened
    opened.close()


def test_every_module_and_every_file_without_one_is_listed(library: Library) -> None:
    found = list_mibs(library, 100, 0, is_building=False, problem=None)
    assert {each.name for each in found.mibs} >= {"ACME-MIB", "IF-MIB"}
    assert [(each.file, each.status) for each in found.errors] == [("page", "error")]
    assert [each.name for each in found.superseded] == ["ACME-MIB"]
    assert (found.loaded, found.failed, found.total) == (len(found.mibs), 1, len(found.mibs) + 1)
    page = list_mibs(library, 2, 1, is_building=True, problem="x")
    assert (page.mibs, page.next, page.building, page.problem) == (found.mibs[1:3], 3, True, "x")


def test_before_there_is_an_index_the_lists_are_empty() -> None:
    assert no_mibs(MibsStatus(), is_building=True, problem=None).mibs == []


def test_files_and_modules_come_in_pages(library: Library) -> None:
    assert list_files(library, 100, 0).mibs == ["ACME-MIB", "ACME-MIB-2", "page"]
    assert list_files(library, 1, 2).files[0].error == "This is a web page, not a MIB"
    everything = list_modules(library, 100, 0)
    assert list_modules(library, 2, 1).modules == everything.modules[1:3]


def test_findings_are_filtered_by_module_and_severity(library: Library) -> None:
    found = list_findings(library, "ACME-MIB", None, 100, 0)
    errors = list_findings(library, "ACME-MIB", "error", 100, 0)
    assert {each.severity for each in errors.diagnostics} <= {"error"}
    assert len(found.diagnostics) >= len(errors.diagnostics)
    assert list_findings(library, None, None, 1, 0).next == 1
    with pytest.raises(InvalidInput):
        list_findings(library, None, "odd", 1, 0)
    with pytest.raises(MibNotFound):
        list_findings(library, "NO-MIB", None, 1, 0)


def test_a_text_comes_with_its_findings_in_order(library: Library) -> None:
    found = find_source(library, "ACME-MIB")
    assert found.text.startswith("ACME-MIB DEFINITIONS")
    assert len(found.sha256) == 64
    assert [each.line for each in found.diagnostics] == sorted(each.line for each in found.diagnostics)
    with pytest.raises(MibNotFound):
        find_source(library, "NO-MIB")


def test_names_and_numbers_resolve_both_ways(library: Library) -> None:
    assert resolve(library, "ifDescr.3", "numeric").output == "1.3.6.1.2.1.2.2.1.2.3"
    assert resolve(library, "1.3.6.1.2.1.2.2.1.2.3", "name").output == "IF-MIB::ifDescr.3"
    unknown = resolve(library, "1.3.6.1.4.1.5.5", "name")
    assert (unknown.output, unknown.resolved) == ("SNMPv2-SMI::enterprises.5.5", False)
    with pytest.raises(MibNotFound, match="ifDescr"):
        resolve(library, "ifDescrr", "numeric")
    assert resolve(None, "1.3.6", "name").output == "1.3.6"
