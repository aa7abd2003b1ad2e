"""Tables are found by their instances and by name; what augments a table belongs to it (RFC 2578 §7.8)."""

from __future__ import annotations

import pytest

from tests.unit.library.compiled_library import DEVICE_MIB, CompiledLibrary
from trishul.datatypes.oid import Oid
from trishul.library.conceptual_tables import TableFinder

DEVICE = "1.3.6.1.4.1.99999"


@pytest.fixture(scope="module")
def finder() -> TableFinder:
    return TableFinder(CompiledLibrary.of(DEVICE_MIB).as_library())


def test_an_instance_leads_to_its_column_and_table(finder: TableFinder) -> None:
    for _ in range(2):
        column = finder.column_of(Oid(f"{DEVICE}.2.1.2.3").contents)
        assert column is not None
        assert (column.node.name, column.table.full_name, column.augmenting) == (
            "portName",
            "DEVICE-MIB::portTable",
            "",
        )
        assert [index.name for index in column.table.index] == ["portIndex"]
        finder.column_of(Oid(f"{DEVICE}.4.1.2.1.97.1").contents)


def test_a_row_that_augments_another_belongs_to_its_table(finder: TableFinder) -> None:
    column = finder.column_of(Oid(f"{DEVICE}.3.1.1.3").contents)
    assert column is not None
    assert (column.table.name, column.augmenting) == ("portTable", "speedTable")


@pytest.mark.parametrize("oid", [f"{DEVICE}.1.0", f"{DEVICE}.77.1", "1.3.6.1.2.1.1.1.0"])
def test_scalars_and_what_is_unknown_have_no_column(finder: TableFinder, oid: str) -> None:
    assert finder.column_of(Oid(oid).contents) is None


@pytest.mark.parametrize("name", ["portTable", "DEVICE-MIB::portEntry", "portName", "speedTable", "portSpeed"])
def test_a_table_is_found_by_its_name_and_by_those_of_its_row_and_columns(finder: TableFinder, name: str) -> None:
    table = finder.find_table(name)
    assert table is not None
    assert table.name == "portTable"
    assert [column.node.name for column in finder.columns_of(table)] == ["portIndex", "portName"]


def test_other_names_are_no_tables(finder: TableFinder) -> None:
    assert [finder.find_table(name) for name in ("deviceState", "nothing", "IF-MIB::portTable")] == [None] * 3
