"""The row formats that scripts read."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.unit.services.named_devices import DEVICE, device_names
from trishul.cli.rows import FORMATS, open_rows, row_of
from trishul.datatypes import Value, VarBind
from trishul.library.names import Names

DESCRIPTION = VarBind.of("1.3.6.1.2.1.1.1.0", Value.octet_string('A "device", it says'))
UPTIME = VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(12345))
MAC = VarBind.of("1.3.6.1.2.1.2.2.1.6.1", Value.octet_string(bytes.fromhex("001b21ffee10")))
ABSENT = VarBind(bytes.fromhex("2b06010201010900"), 0x81, b"")
ROWS = [DESCRIPTION, UPTIME, MAC, ABSENT]


def written(output_format: str, *pages: list[VarBind], names: Names | None = None) -> str:
    stream = io.StringIO()
    rows = open_rows(output_format, stream, names)
    for page in pages:
        rows.write(page)
    rows.finish()
    return stream.getvalue()


def test_text_is_what_snmpwalk_prints() -> None:
    assert written("text", ROWS).splitlines() == [
        '.1.3.6.1.2.1.1.1.0 = STRING: "A \\"device\\", it says"',
        ".1.3.6.1.2.1.1.3.0 = Timeticks: (12345) 0:02:03.45",
        ".1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: 00 1B 21 FF EE 10 ",
        ".1.3.6.1.2.1.1.9.0 = No Such Instance currently exists at this OID",
    ]


def test_json_is_one_array_however_the_rows_arrived() -> None:
    rows = json.loads(written("json", ROWS[:1], ROWS[1:]))
    assert rows == [
        {
            "oid": "1.3.6.1.2.1.1.1.0",
            "type": "OCTET STRING",
            "value": 'A "device", it says',
            "hex": DESCRIPTION.contents.hex(),
        },
        {"oid": "1.3.6.1.2.1.1.3.0", "type": "TimeTicks", "value": 12345},
        {"oid": "1.3.6.1.2.1.2.2.1.6.1", "type": "OCTET STRING", "value": "00 1B 21 FF EE 10", "hex": "001b21ffee10"},
        {"oid": "1.3.6.1.2.1.1.9.0", "type": "noSuchInstance", "value": None},
    ]


def test_json_without_rows_is_an_empty_array() -> None:
    assert json.loads(written("json")) == []


def test_json_lines_have_one_row_each() -> None:
    lines = written("jsonl", ROWS).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(written("json", ROWS))


def test_csv_has_a_heading_and_quotes_what_needs_it() -> None:
    records = list(csv.DictReader(io.StringIO(written("csv", ROWS), newline="")))
    assert [record["value"] for record in records] == ['A "device", it says', "12345", "00 1B 21 FF EE 10", ""]
    assert records[2]["hex"] == "001b21ffee10"


def test_csv_holds_no_formula_of_a_device_and_numbers_stay_numbers() -> None:
    rows = [
        VarBind.of("1.3.6.1.2.1.1.4.0", Value.octet_string("=HYPERLINK(1)")),
        VarBind.of("1.3.1.1", Value.integer(-5)),
    ]
    records = list(csv.DictReader(io.StringIO(written("csv", rows), newline="")))
    assert [record["value"] for record in records] == ["'=HYPERLINK(1)", "-5"]


def test_a_table_without_a_terminal_is_aligned_text() -> None:
    lines = written("table", [UPTIME, MAC]).splitlines()
    assert lines == [
        "OID                    Type          Value",
        "1.3.6.1.2.1.1.3.0      TimeTicks     0:02:03.45",
        "1.3.6.1.2.1.2.2.1.6.1  OCTET STRING  00 1B 21 FF EE 10",
    ]


def test_a_table_keeps_a_value_with_line_ends_on_one_line() -> None:
    banner = VarBind.of("1.3.6.1.2.1.1.1.0", Value.octet_string("one\r\ntwo"))
    assert written("table", [banner]).splitlines()[1].endswith("one\\r\\ntwo")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Value.integer(-5), -5),
        (Value.counter64(2**64 - 1), 2**64 - 1),
        (Value.object_identifier("1.3.6.1.4.1.9"), "1.3.6.1.4.1.9"),
        (Value.ip_address("10.0.0.1"), "10.0.0.1"),
        (Value.opaque_float(0.5), 0.5),
        (Value.opaque_double(float("nan")), "nan"),
        (Value.opaque_double(float("-inf")), "-inf"),
        (Value(0x40, b"\x01\x02\x03"), None),
        (Value(0x55, b"\x01"), None),
    ],
)
def test_values_keep_their_kind_in_json(value: Value, shown: object) -> None:
    assert row_of(VarBind.of("1.3.6.1", value))["value"] == shown


@pytest.mark.parametrize("output_format", FORMATS)
def test_no_format_stumbles_over_octets_that_fit_nothing(output_format: str) -> None:
    odd = [VarBind(b"\x2b\x86", 0x02, b""), VarBind(b"", 0x99, b"\x00"), VarBind(b"\x2b", 0x40, b"\x01")]
    assert written(output_format, odd)


STATE = VarBind.of(f"{DEVICE}.1.0", Value.integer(1))


def test_named_rows_keep_their_columns_and_get_name_and_display() -> None:
    names = device_names().names
    row = {"oid": f"{DEVICE}.1.0", "type": "INTEGER", "value": 1}
    assert json.loads(written("jsonl", [STATE], names=names)) == row | {
        "name": "DEVICE-MIB::deviceState.0",
        "display": "up(1)",
    }
    assert written("csv", [STATE], names=names).splitlines() == [
        "oid,type,value,hex,name,display",
        f"{DEVICE}.1.0,INTEGER,1,,DEVICE-MIB::deviceState.0,up(1)",
    ]


def test_named_text_and_tables_show_names() -> None:
    names = device_names().names
    assert written("text", [STATE], names=names) == "DEVICE-MIB::deviceState.0 = INTEGER: up(1)\n"
    assert written("table", [STATE], names=names).splitlines() == [
        "Name                       Type     Value",
        "DEVICE-MIB::deviceState.0  INTEGER  up(1)",
    ]


@pytest.mark.parametrize("output_format", FORMATS)
def test_no_named_format_stumbles_over_octets_that_fit_nothing(output_format: str) -> None:
    odd = [VarBind(b"\x2b\x86", 0x02, b""), VarBind(b"", 0x99, b"\x00"), VarBind(STATE.name, 0x40, b"\x01")]
    assert written(output_format, odd, names=device_names().names)
