"""Scripts get a row for each table row: its index by name, whole values by column."""

from __future__ import annotations

from tests.unit.services.walked_device import PORT_NAME, UNKNOWN, library, walked
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.services.walks.metric_rows import metric_rows


def test_rows_are_grouped_by_table_and_index() -> None:
    rows = metric_rows(walked(), library())
    assert [(row.table, row.instance, row.index, sorted(row.values)) for row in rows] == [
        ("DEVICE-MIB::portTable", "1", {"portIndex": "1"}, ["portName", "portSpeed"]),
        ("DEVICE-MIB::portTable", "2", {"portIndex": "2"}, ["portName"]),
        ("DEVICE-MIB::portTable", "10", {"portIndex": "10"}, ["portName", "portSpeed"]),
        ("DEVICE-MIB::userTable", "3.98.111.98.2", {"userName": "bob", "userMode": "write"}, ["userRight"]),
        ("DEVICE-MIB::device", "0", {}, ["deviceState"]),
        ("", UNKNOWN, {}, [UNKNOWN]),
    ]


def test_texts_of_several_lines_and_times_stay_whole() -> None:
    text = "line 1\nline 2: = STRING\r\n"
    (row,) = metric_rows([VarBind.of(f"{PORT_NAME}.1", Value.octet_string(text))], library())
    assert row.values["portName"].value == text
    (lone,) = metric_rows([VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(8_640_012))], None)
    value = lone.values["1.3.6.1.2.1.1.3.0"]
    assert (value.value, value.display, value.type) == ("8640012", "1 day, 0:00:00.12", "TimeTicks")
