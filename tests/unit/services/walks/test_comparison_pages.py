"""Differences are shown with names, decoded indexes, deltas and rates, by kind, search and page."""

from __future__ import annotations

from tests.unit.services.walked_device import PORT_NAME, PORT_SPEED, UPTIME, library, walked
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.services.walks.comparison import Compared, compare_walks
from trishul.services.walks.comparison_pages import ComparedTable, comparison_page

COUNTER = "1.3.6.1.2.1.2.2.1.10.1"


def at(ticks: int, counted: int) -> list[VarBind]:
    return [
        VarBind.of(UPTIME, Value.time_ticks(ticks)),
        VarBind.of(COUNTER, Value.counter32(counted)),
        *walked(),
    ]


def compared() -> Compared:
    """Ten seconds later a port is gone, another has a speed, and a counter counted."""
    after = [one for one in at(1100, 1050) if one.name != VarBind.of(f"{PORT_NAME}.1", Value.null()).name]
    after.append(VarBind.of(f"{PORT_SPEED}.2", Value.gauge32(7)))
    return compare_walks(at(100, 50), after, library())


def test_rows_have_their_table_index_and_cells() -> None:
    page = comparison_page(compared(), library(), kinds=["changed", "added", "removed"])
    assert [(row.table, row.index, row.kind) for row in page.differences] == [
        ("DEVICE-MIB::portTable", ["1"], "changed"),
        ("DEVICE-MIB::portTable", ["2"], "changed"),
    ]
    gone, came = (row.cells[0] for row in page.differences)
    assert (gone.name, gone.kind, gone.before, gone.after) == ("portName", "removed", "Gi0/1", None)
    assert (came.name, came.kind, came.after, came.delta) == ("portSpeed", "added", "7 bits", None)
    assert page.tables == [ComparedTable("DEVICE-MIB::portTable", 0, 0, 2, 0), ComparedTable("", 0, 0, 0, 2)]
    assert (page.rows_before, page.rows_after, page.same, page.counted) == (10, 10, 7, 2)


def test_counters_have_a_delta_and_a_rate_by_the_devices_clock() -> None:
    page = comparison_page(compared(), library(), kinds=["counted"], search=COUNTER)
    (row,) = page.differences
    assert (row.cells[0].delta, row.cells[0].rate, page.elapsed_s, page.restarted) == ("1000", 100.0, 10.0, False)


def test_a_search_and_a_page_choose_rows() -> None:
    assert comparison_page(compared(), library(), search="portTable").total == 1
    assert comparison_page(compared(), library(), search="7 BITS").total == 1
    page = comparison_page(compared(), library(), limit=3)
    assert (len(page.differences), page.total, page.next) == (3, 4, 3)
    assert comparison_page(compared(), library(), offset=3, limit=3).next is None
