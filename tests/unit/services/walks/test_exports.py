"""A kept walk becomes JSON, CSV, .snmprec, or the lines of snmpwalk, with the filter."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest

from tests.unit.services.walked_device import PORT_NAME, library, walked
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.services.walks.chunks import WalkPacker
from trishul.services.walks.exports import ExportForm, WalkExporter
from trishul.simulation.recordings.snmprec import read_snmprec


def exported(form: ExportForm, search: str = "", rows: list[VarBind] | None = None) -> bytes:
    """The file, made of two chunks."""
    exporter = WalkExporter(form)
    text = exporter.beginning()
    rows = walked() if rows is None else rows
    for part in (rows[:3], rows[3:]):
        packer = WalkPacker()
        packer.add(part)
        text += b"".join(exporter.piece(chunk, search, library()) for chunk in packer.chunks())
    return text + exporter.end()


def test_json_is_a_list_of_rows() -> None:
    rows = msgspec.json.decode(exported("json"))
    assert [row["name"] for row in rows][:2] == ["DEVICE-MIB::deviceState.0", "DEVICE-MIB::portName.1"]
    assert len(rows) == len(walked())
    assert msgspec.json.decode(exported("json", "nothing at all")) == []


def test_csv_has_a_line_for_each_row_and_no_formula() -> None:
    rows = [*walked(), VarBind.of(f"{PORT_NAME}.3", Value.octet_string('=1+"2"\nx'))]
    lines = list(csv.reader(io.StringIO(exported("csv", rows=rows).decode(), newline="")))
    assert lines[0] == ["oid", "name", "type", "value", "display"]
    assert (len(lines), lines[-1][3]) == (len(rows) + 1, '\'=1+"2"\nx')


def test_a_recording_reads_back_to_the_same_rows() -> None:
    assert list(read_snmprec(exported("snmprec").splitlines(keepends=True))) == walked()


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("snmpwalk", f'.{PORT_NAME}.1 = STRING: "Gi0/1"'),
        ("label", 'DEVICE-MIB::portName.1 = STRING: "Gi0/1"'),
    ],
)
def test_lines_are_those_of_snmpwalk_and_honour_the_filter(form: ExportForm, line: str) -> None:
    assert exported(form, "portName Gi0/1").decode().splitlines()[0] == line
    assert len(exported(form, "portTable").splitlines()) == 3
