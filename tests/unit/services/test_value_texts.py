"""Bindings as JSON rows: text that loses nothing, display for people, never a failure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.services.named_devices import DEVICE, device_names
from trishul.datatypes.oid import Oid, oid_text
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.library.names import Names
from trishul.services.value_texts import show_varbind, show_varbinds, type_label

NUMERIC = Names(None)


@pytest.mark.parametrize(
    ("value", "type_name", "text", "display"),
    [
        (Value.integer(-3), "INTEGER", "-3", "-3"),
        (Value.counter64(2**64 - 1), "Counter64", "18446744073709551615", "18446744073709551615"),
        (Value.time_ticks(4200), "TimeTicks", "4200", "0:00:42.00"),
        (Value.octet_string("uplink to core"), "OCTET STRING", "uplink to core", "uplink to core"),
        (Value.octet_string(b"\x00\x1b\x21\xaa"), "OCTET STRING", "0x001b21aa", "00 1B 21 AA"),
        (Value.octet_string(b"\xff"), "OCTET STRING", "0xff", "FF"),
        (Value.octet_string(b""), "OCTET STRING", "", ""),
        (Value.object_identifier("1.3.6.1"), "OBJECT IDENTIFIER", "1.3.6.1", "1.3.6.1"),
        (Value.ip_address("192.0.2.1"), "IpAddress", "192.0.2.1", "192.0.2.1"),
        (Value.opaque_float(0.5), "Opaque", "0.5", "0.5"),
        (Value.null(), "NULL", "", ""),
    ],
)
def test_values_are_text_for_machines_and_for_people(value: Value, type_name: str, text: str, display: str) -> None:
    row = show_varbind(VarBind.of("1.3.6.1.2.1.1.1.0", value), NUMERIC)
    assert (row.type, row.value, row.display) == (type_name, text, display)
    assert (row.oid, row.name, row.resolved) == ("1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.1.0", False)


def test_octets_that_fit_nothing_are_shown_in_hexadecimal() -> None:
    name = Oid("1.3.6.1").contents
    rows = show_varbinds(
        [
            VarBind(b"\x80", 0x02, b"\x01"),
            VarBind(name, 0x41, b""),
            VarBind(name, 0x43, b""),
            VarBind(name, 0x99, b"\x01\x02"),
        ],
        NUMERIC,
    )
    assert rows[0].oid == "0x80"
    assert (rows[3].type, rows[3].value, rows[3].display) == ("0x99", "0x0102", "0x0102")
    assert all(isinstance(row.value, str) for row in rows)


def test_types_have_the_names_of_the_rfcs() -> None:
    assert [type_label(tag) for tag in (0x02, 0x80, 0x99)] == ["INTEGER", "noSuchObject", "0x99"]


@pytest.mark.parametrize(
    ("oid", "value", "name", "display", "raw"),
    [
        (f"{DEVICE}.1.0", Value.integer(1), "DEVICE-MIB::deviceState.0", "up(1)", "1"),
        (f"{DEVICE}.2.1.2.7", Value.octet_string("ge-0/7"), "DEVICE-MIB::portName.7", "ge-0/7", "ge-0/7"),
        (f"{DEVICE}.3.1.1.7", Value.gauge32(10), "DEVICE-MIB::portSpeed.7", "10 bits", "10"),
    ],
)
def test_a_known_object_shows_its_name_and_its_value_as_people_read_it(
    oid: str, value: Value, name: str, display: str, raw: str
) -> None:
    row = show_varbind(VarBind.of(oid, value), device_names().names)
    assert (row.oid, row.name, row.display, row.value) == (oid, name, display, raw)
    assert (row.resolved, row.module) == (True, "DEVICE-MIB")


def test_an_oid_that_no_module_defines_is_placed_and_not_resolved() -> None:
    row = show_varbind(VarBind.of("1.3.6.1.4.1.9999.1", Value.octet_string("x")), device_names().names)
    assert (row.name, row.display, row.resolved, row.module) == ("SNMPv2-SMI::enterprises.9999.1", "x", False, "")


def test_an_oid_as_a_value_is_shown_by_its_name() -> None:
    row = show_varbind(VarBind.of("1.3.6.1.4.1.9999.1", Value.object_identifier(DEVICE)), device_names().names)
    assert (row.value, row.display) == (DEVICE, "DEVICE-MIB::device")


@given(st.lists(st.binary(max_size=8).map(lambda end: b"\x2b\x06\x01" + end) | st.binary(max_size=8), max_size=20))
def test_oids_of_neighbours_are_those_of_single_rows(names: list[bytes]) -> None:
    rows = show_varbinds([VarBind(name, 0x05, b"") for name in names], NUMERIC)
    assert [row.oid for row in rows] == [oid_text(name) for name in names]


@given(st.integers(0, 255), st.binary(max_size=12))
def test_every_tag_and_contents_make_a_row(tag: int, contents: bytes) -> None:
    row = show_varbind(VarBind(b"\x2b", tag, contents), NUMERIC)
    assert row.type == type_label(tag)
