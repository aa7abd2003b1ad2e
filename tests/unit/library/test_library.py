"""Everything that is asked of the index, through the one class that answers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from trishul.datatypes.oid import Oid
from trishul.library.building import build_library
from trishul.library.library import Library, LibraryUnavailable
from trishul.library.sources import LibraryPlaces
from trishul.smi.model import BaseType, NodeKind, NotificationNode


def test_a_name_is_found_in_all_modules_best_first(library: Library) -> None:
    assert [entry.module for entry in library.find_by_name("ifDescr")] == ["IF-MIB", "RFC1213-MIB"]
    assert [entry.module for entry in library.find_by_name("ifDescr", "RFC1213-MIB")] == ["RFC1213-MIB"]
    assert library.find_by_name("ifdescr") == library.find_by_name("nothing") == []


def test_an_oid_that_several_modules_name_has_them_all(library: Library) -> None:
    entries = library.find_all_by_oid(Oid("1.3.6.1.2.1.2.2").contents)
    assert [entry.full_name for entry in entries] == ["IF-MIB::ifTable", "RFC1213-MIB::ifTable"]


@pytest.mark.parametrize("copy", ["A-COPY-MIB", "Z-COPY-MIB", "IG-MIB"])
def test_a_standard_module_names_its_oids_also_where_an_upload_of_it_counts(
    library_places: LibraryPlaces,
    library: Library,
    tmp_path: Path,
    copy: str,
) -> None:
    places = LibraryPlaces(tmp_path, library_places.standard_archive)
    places.uploads.mkdir()
    newer = library.source_text("IF-MIB").replace('LAST-UPDATED "2000', 'LAST-UPDATED "2001')
    (places.uploads / "if.mib").write_text(newer)
    (places.uploads / "copy.mib").write_text(newer.replace("IF-MIB DEF", f"{copy} DEF"))
    build_library(places, on_progress=lambda _: None, processes=1)
    built = Library.open(places.index, places.standard_archive)
    names = built.find_all_by_oid(Oid("1.3.6.1.2.1.2.2").contents)
    assert [entry.module for entry in names] == ["IF-MIB", copy, "RFC1213-MIB"]
    record = built.find_module("IF-MIB")
    assert record is not None
    assert record.origin == "uploaded"
    built.close()


def test_a_type_is_found_with_all_that_it_inherits(library: Library) -> None:
    found = library.find_type("SNMPv2-TC", "DisplayString")
    assert found is not None
    assert (found.base, found.display_hint) == (BaseType.OCTET_STRING, "255a")
    assert library.find_type("SNMPv2-TC", "NoString") is None


def test_the_modules_that_define_a_name_are_known(library: Library) -> None:
    assert library.homes_of("DisplayString") == ["RFC1213-MIB", "SNMPv2-TC"]
    assert library.homes_of("ifDescr") == ["IF-MIB", "RFC1213-MIB"]
    assert library.homes_of("ifdescr") == library.homes_of("nothing") == []
    assert library.homes_of_type("DisplayString") == ["RFC1213-MIB", "SNMPv2-TC"]
    assert library.homes_of_type("ifDescr") == []


@pytest.mark.parametrize("name", ["\ud800", "ifDescr\udcff", "\0", "ifDescr\0", "IF-MIB\0"])
def test_a_name_that_is_no_text_is_in_no_row(library: Library, name: str) -> None:
    assert library.find_by_name(name) == library.find_by_name("ifDescr", name) == []
    assert library.find_module(name) is library.find_type(name, name) is None
    assert library.homes_of(name) == library.homes_of_type(name) == library.nodes_of(name) == []
    assert library.children_of(b"\x2b", name) == library.diagnostics(name) == []
    assert library.source_text(name) == ""
    assert library.search(name, module=name).results == ()


def test_nodes_of_a_module_come_in_the_order_of_their_oids(library: Library) -> None:
    entries = library.nodes_of("EXAMPLE-MIB")
    assert [entry.node.name for entry in entries] == ["example", "exampleLost", "exampleHCOctets", "exampleLabel"]
    scalars = library.nodes_of("EXAMPLE-MIB", (NodeKind.SCALAR,))
    assert [entry.node.name for entry in scalars] == ["exampleHCOctets", "exampleLabel"]
    assert library.nodes_of("NONE-MIB") == []


def test_notifications_of_all_modules_are_listed_in_pages(library: Library) -> None:
    every = library.notifications()
    assert {"linkDown", "coldStart", "exampleLost"} <= {entry.node.name for entry in every}
    assert all(isinstance(entry.node, NotificationNode) for entry in every)
    assert library.notifications(limit=2, offset=1) == every[1:3]


@pytest.mark.parametrize(
    ("oid", "vendor"),
    [
        ("1.3.6.1.4.1.9999.77.1", "example"),
        ("1.3.6.1.4.1.9999", "example"),
        ("1.3.6.1.4.1.424242.1", None),
        ("1.3.6.1.4.1", None),
        ("1.3.6.1.2.1.1", None),
    ],
)
def test_the_vendor_of_an_oid_is_its_enterprise(library: Library, oid: str, vendor: str | None) -> None:
    found = library.vendor_of(Oid(oid).contents)
    assert (found.node.name if found else None) == vendor


def test_octets_that_are_no_oid_ask_for_nothing(library: Library) -> None:
    assert library.vendor_of(Oid("1.3.6.1.4.1").contents + b"\xff") is None
    assert library.children_of(b"\xff\xff") == []
    assert library.ancestors_of(b"\xff\xff") == []


def test_a_library_that_was_not_built_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(LibraryUnavailable) as raised:
        Library.open(tmp_path / "library/index.sqlite")
    assert raised.value.code == "library_unavailable"


def test_an_open_library_sees_a_change_after_a_refresh(library_places: LibraryPlaces, tmp_path: Path) -> None:
    shutil.copytree(library_places.data_dir, tmp_path / "data")
    places = LibraryPlaces(tmp_path / "data", library_places.standard_archive)
    library = Library.open(places.index, places.standard_archive)
    contents = Oid("1.3.6.1.4.1.9999.1.0").contents
    assert library.find_by_oid(contents)
    assert not library.refresh()
    (places.uploads / "example.mib").unlink()
    build_library(places, on_progress=lambda _: None, processes=1)
    assert library.find_module("EXAMPLE-MIB")  # as it was when it was opened
    generation = library.generation
    assert library.refresh()
    assert library.generation > generation
    found = library.find_by_oid(contents)
    assert found is not None
    assert found[0].full_name == "SNMPv2-SMI::enterprises"
    assert library.find_module("EXAMPLE-MIB") is None
    assert not library.search("exampleLabel").results
    assert not library.source_text("EXAMPLE-MIB")
    library.close()
