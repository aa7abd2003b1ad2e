"""The objects of chosen modules, with the tables that theirs depend on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from trishul.datatypes import Oid
from trishul.errors import InvalidInput
from trishul.library.device_types import read_device_types
from trishul.library.library import Library
from trishul.library.sources import LibraryPlaces
from trishul.simulation.generation import generate_device


@pytest.fixture
def library(library_places: LibraryPlaces) -> Iterator[Library]:
    opened = Library.open(library_places.index, library_places.standard_archive)
    yield opened
    opened.close()


def test_a_module_gives_its_scalars_and_tables(library: Library) -> None:
    types = read_device_types(library, ["IF-MIB"])
    assert {one.name for one in types.scalars} == {"ifNumber", "ifTableLastChange", "ifStackLastChange"}
    tables = {one.name: one for one in types.tables}
    assert tables["ifXEntry"].augments == tables["ifEntry"].contents
    assert [one.name for one in tables["ifXEntry"].index] == ["ifIndex"]
    assert tables["ifEntry"].index[0].contents == Oid("1.3.6.1.2.1.2.2.1.1").contents


def test_a_vendors_module_says_where_its_own_objects_are(library: Library) -> None:
    assert read_device_types(library, ["IF-MIB", "EXAMPLE-MIB"]).identity == Oid("1.3.6.1.4.1.9999").contents
    assert read_device_types(library, ["IF-MIB"]).identity == Oid("1.3.6.1.4.1.32473.1").contents


@pytest.mark.parametrize("module", ["NO-SUCH-MIB", "SNMPv2-SMI"])
def test_a_module_without_objects_is_refused_by_name(library: Library, module: str) -> None:
    with pytest.raises(InvalidInput, match=module):
        read_device_types(library, [module])


def test_a_device_of_it_has_a_row_of_each_table_for_each_interface(library: Library) -> None:
    device = generate_device(read_device_types(library, ["IF-MIB"]), 7, rows=4).device
    for column in ("1.3.6.1.2.1.2.2.1.2", "1.3.6.1.2.1.31.1.1.1.1"):
        assert all(Oid(f"{column}.{row}").contents in device.positions for row in range(1, 5))
    number = device.find_value(Oid("1.3.6.1.2.1.2.1.0").contents, 0.0)
    assert number is not None
    assert number.native == 4
