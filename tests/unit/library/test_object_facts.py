"""Everything about one node, gathered from a real index."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

import pytest

from tests.unit.library.compiled_library import DEVICE_MIB
from trishul.datatypes.oid import Oid
from trishul.library.building import build_library
from trishul.library.library import Library
from trishul.library.module_facts import ModuleFacts
from trishul.library.module_facts import facts_of as module_facts_of
from trishul.library.object_facts import ObjectFacts, PathStep, definition_text, facts_of, path_of
from trishul.library.sources import LibraryPlaces

DEVICE = "1.3.6.1.4.1.99999"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("facts")
    places = LibraryPlaces(folder, folder / "empty.zip")
    zipfile.ZipFile(places.standard_archive, "w").close()
    places.uploads.mkdir()
    (places.uploads / "device.mib").write_text(DEVICE_MIB)
    build_library(places, on_progress=lambda _progress: None, processes=1)
    opened = Library.open(places.index, places.standard_archive)
    yield opened
    opened.close()


def facts(library: Library, name: str) -> ObjectFacts:
    return facts_of(library, library.find_by_name(name)[0])


def test_a_scalar_has_its_place_and_its_labels(library: Library) -> None:
    found = facts(library, "deviceState")
    assert (found.full_name, found.oid, found.kind) == ("DEVICE-MIB::deviceState", f"{DEVICE}.1", "scalar")
    assert [step.name for step in found.path[:4]] == ["iso", "org", "dod", "internet"]
    assert found.path[-2:] == (PathStep(99999, "device"), PathStep(1, "deviceState"))
    assert found.syntax == "INTEGER { up(1), down(2) }"
    assert found.type is not None
    assert found.type.labels == {"up": 1, "down": 2}
    assert (found.table, found.row, found.index) == ("", "", ())


def test_a_column_knows_its_row_and_what_indexes_it(library: Library) -> None:
    found = facts(library, "portName")
    assert (found.table, found.row, found.index) == ("portTable", "portEntry", ("portIndex",))


def test_a_table_and_a_row_know_their_columns(library: Library) -> None:
    for name in ("userTable", "userEntry"):
        found = facts(library, name)
        assert found.columns == ("userName", "userRight", "userMode")
        assert found.index == ("userName", "userMode")
    assert facts(library, "userTable").table == ""
    assert facts(library, "userEntry").table == "userTable"


def test_a_column_of_an_augmenting_row_has_the_index_of_the_base(library: Library) -> None:
    assert facts(library, "portSpeed").index == ("portIndex",)
    assert facts(library, "portSpeed").units == "bits"
    assert facts(library, "speedEntry").augments == "portEntry"


def test_a_path_has_numbers_where_no_name_is_known(library: Library) -> None:
    path = path_of(library, Oid(f"{DEVICE}.77.1"))
    assert path[-3:] == (PathStep(99999, "device"), PathStep(77, ""), PathStep(1, ""))


def test_a_definition_is_found_in_its_text(library: Library) -> None:
    text = definition_text(library, library.find_by_name("portSpeed")[0])
    assert text.startswith('portSpeed OBJECT-TYPE SYNTAX Gauge32 UNITS "bits"')
    assert text.endswith("::= { speedEntry 1 }")


def test_a_module_counts_what_it_defines(library: Library) -> None:
    record = library.find_module("DEVICE-MIB")
    assert record is not None
    found = module_facts_of(library, record)
    assert isinstance(found, ModuleFacts)
    assert (found.identity, found.root, found.organization) == ("device", DEVICE, "o")
    assert found.kinds == {"module identity": 1, "scalar": 1, "table": 3, "row": 3, "column": 6}
