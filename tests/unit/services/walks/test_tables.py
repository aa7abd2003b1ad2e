"""Rows of a walk become tables: index in front and decoded, augmenting tables joined, holes as holes."""

from __future__ import annotations

import pytest

from tests.unit.services.named_devices import DEVICE, LibraryThatChanges
from tests.unit.services.walked_device import PORT_NAME, library, walked
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.services.walks.tables import NoSuchTable, list_tables, tables_of, view_table

STATUS_MIB = """STATUS-MIB DEFINITIONS ::= BEGIN
IMPORTS OBJECT-TYPE, MODULE-IDENTITY, Integer32, enterprises FROM SNMPv2-SMI RowStatus FROM SNMPv2-TC;
statuses MODULE-IDENTITY LAST-UPDATED "202601010000Z" ORGANIZATION "o" CONTACT-INFO "c" DESCRIPTION "d"
    ::= { enterprises 99997 }
entryTable OBJECT-TYPE SYNTAX SEQUENCE OF Entry
    MAX-ACCESS not-accessible STATUS current DESCRIPTION "" ::= { statuses 1 }
entry OBJECT-TYPE SYNTAX Entry
    MAX-ACCESS not-accessible STATUS current DESCRIPTION "" INDEX { entryIndex } ::= { entryTable 1 }
Entry ::= SEQUENCE { entryIndex Integer32, entryStatus RowStatus }
entryIndex OBJECT-TYPE SYNTAX Integer32
    MAX-ACCESS read-only STATUS current DESCRIPTION "" ::= { entry 1 }
entryStatus OBJECT-TYPE SYNTAX RowStatus
    MAX-ACCESS read-create STATUS current DESCRIPTION "" ::= { entry 2 }
END
SNMPv2-TC DEFINITIONS ::= BEGIN
RowStatus ::= TEXTUAL-CONVENTION STATUS current DESCRIPTION ""
    SYNTAX INTEGER { active(1), notInService(2), notReady(3), createAndGo(4), createAndWait(5), destroy(6) }
END
"""


def test_a_walk_lists_its_tables_its_scalars_and_what_has_no_name() -> None:
    found = list_tables(walked(), library())
    assert [(table.name, table.rows, table.columns, table.cells, table.joined) for table in found.tables] == [
        ("portTable", 3, 2, 5, ["speedTable"]),
        ("userTable", 1, 1, 1, []),
    ]
    assert (found.scalars, found.unnamed) == (1, 1)
    assert list_tables(walked(), None).unnamed == len(walked())


def test_a_table_has_its_index_in_front_and_joined_columns_behind() -> None:
    view = view_table(walked(), library(), "speedTable")
    assert (view.name, view.module, view.oid, view.joined) == ("portTable", "DEVICE-MIB", f"{DEVICE}.2", ["speedTable"])
    assert [column.name for column in view.index] == ["portIndex"]
    assert [(column.name, column.units, column.table) for column in view.columns] == [
        ("portName", "", ""),
        ("portSpeed", "bits", "speedTable"),
    ]
    shown = [(row.index, [cell and cell.display for cell in row.cells]) for row in view.rows]
    assert shown == [(["1"], ["Gi0/1", "100 bits"]), (["2"], ["Gi0/2", None]), (["10"], ["Gi0/10", "1000 bits"])]


def test_strings_and_labels_in_an_index_are_decoded() -> None:
    (row,) = view_table(walked(), library(), "userTable").rows
    assert (row.instance, row.index, row.is_whole) == ("3.98.111.98.2", ["bob", "write"], True)


def test_an_instance_that_does_not_fit_its_index_is_shown_and_marked() -> None:
    rows = [VarBind.of(f"{PORT_NAME}.1.2", Value.octet_string("x"))]
    (row,) = view_table(rows, library(), "portTable").rows
    assert (row.instance, row.is_whole) == ("1.2", False)


def test_a_row_status_says_whether_a_row_counts_and_an_index_that_is_a_column_stands_once() -> None:
    source = LibraryThatChanges(STATUS_MIB)
    entry = "1.3.6.1.4.1.99997.1.1"
    rows = [VarBind.of(f"{entry}.{column}.5", Value.integer(5 if column == 1 else 2)) for column in (1, 2)]
    view = view_table(rows, source.library, "entryTable")
    assert ([column.name for column in view.columns], view.rows[0].status) == (["entryStatus"], "notInService")
    assert view.columns[0].is_row_status


@pytest.mark.parametrize("name", ["deviceState", "nothing", "userTable"])
def test_a_table_that_the_walk_has_nothing_of_is_refused(name: str) -> None:
    with pytest.raises(NoSuchTable):
        view_table(walked()[:3], library(), name)
    with pytest.raises(NoSuchTable):
        view_table(walked(), None, name)


def test_all_tables_of_a_walk_come_in_its_order() -> None:
    assert [view.name for view in tables_of(walked(), library())] == ["portTable", "userTable"]
    assert list(tables_of(walked(), None)) == []
