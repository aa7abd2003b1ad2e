"""A device through a read view: what is outside is not there (RFC 3416 §4.2)."""

from __future__ import annotations

from tests.unit.engine.tables import ListTable
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.views import View, ViewFamily
from trishul.engine.visible import VisibleInstances, VisibleTables

COLUMN = "1.3.6.1.2.1.2.2.1.2"
DEVICE = ListTable(
    [
        VarBind.of("1.3.6.1.2.1.1.1.0", Value.octet_string("a switch")),
        VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(0)),
        *(VarBind.of(f"{COLUMN}.{row}", Value.octet_string(f"port {row}")) for row in range(1, 6)),
        VarBind.of("1.3.6.1.2.1.31.1.1.1.6.2", Value.counter64(5)),
    ]
)
ROW_2 = View(
    [ViewFamily.of("row", "1.3.6.1.2.1.0.0.1.0.2", bytes.fromhex("fc a0")), ViewFamily.of("row", "1.3.6.1.2.1.1.3")]
)


def name(oid: str) -> bytes:
    return Oid(oid).contents


def test_only_instances_in_view_are_there_in_their_order() -> None:
    seen = VisibleInstances(DEVICE, ROW_2)
    assert list(seen.positions) == [name("1.3.6.1.2.1.1.3.0"), name(f"{COLUMN}.2")]
    assert seen.varbinds == [None, DEVICE.varbinds[3]]


def test_values_that_depend_on_the_time_are_asked_from_the_device() -> None:
    assert VisibleInstances(DEVICE, ROW_2).varbind_at(0, 7.0) == DEVICE.varbind_at(1, 7.0)


def test_the_next_instance_is_the_next_visible_one() -> None:
    seen = VisibleInstances(DEVICE, ROW_2)
    assert [seen.position_after(name(oid)) for oid in ("1.3", "1.3.6.1.2.1.1.3.0", f"{COLUMN}.1", f"{COLUMN}.2")] == [
        0, 1, 1, 2,
    ]  # fmt: skip


def test_counter64_values_are_found_where_they_are_now() -> None:
    view = View([ViewFamily.of("v", "1.3.6.1.2.1.31")])
    assert VisibleInstances(DEVICE, view).counter64_positions == {0}


def test_an_object_out_of_view_is_unknown_and_one_with_visible_rows_is_known() -> None:
    """RFC 3416 §4.2.1: noSuchObject unless a variable accessible by this request has the object type."""
    seen = VisibleInstances(DEVICE, ROW_2)
    assert seen.is_object(name(f"{COLUMN}.1"))
    assert seen.is_object(name(f"{COLUMN}.9"))
    assert seen.is_object(name("1.3.6.1.2.1.1.3.9"))
    assert not seen.is_object(name("1.3.6.1.2.1.1.1.0"))
    assert not seen.is_object(name("1.3.6.1.4.1.9"))


def test_a_table_is_made_once_and_again_when_the_device_changes() -> None:
    device = ListTable([VarBind.of("1.3.6.1.2.1.1.5.0", Value.octet_string("a")), VarBind.of("1.3.7.0", Value.null())])
    view = View([ViewFamily.of("v", "1.3.6")])
    tables = VisibleTables()
    first = tables.table(device, view)
    assert tables.table(device, view) is first
    device.changes += 1
    assert tables.table(device, view) is not first


def test_where_all_is_visible_the_device_itself_answers() -> None:
    assert VisibleTables().table(DEVICE, View([ViewFamily.of("all", "1")])) is DEVICE


def test_kept_tables_have_a_bound() -> None:
    tables = VisibleTables(max_instances=10)
    views = [View([ViewFamily.of("v", COLUMN)]) for _ in range(9)]
    for view in views:
        tables.table(DEVICE, view)
    assert len(tables._kept) == 1
    assert tables._instances == 6
