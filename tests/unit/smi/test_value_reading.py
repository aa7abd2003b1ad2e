"""What rendering shows is read again, and what the MIB does not allow is refused with what it allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.errors import InvalidInput
from trishul.smi.model import BaseType, TypeInfo
from trishul.smi.rendering import ValueRenderer
from trishul.smi.resolve.base import BASE_TYPES, CONVENTIONS
from trishul.smi.value_reading import Plain, parse_rendered

STATUS = TypeInfo(BaseType.INTEGER, labels=(("up", 1), ("down", 2)))
NARROW = TypeInfo(BaseType.INTEGER, ranges=((-5, -1), (1, 9)))
CENTI = TypeInfo(BaseType.INTEGER, display_hint="d-2")
DAYS = TypeInfo(BaseType.BITS, labels=(("sunday", 0), ("monday", 1), ("holiday", 9)))
STRING = TypeInfo(BaseType.OCTET_STRING)
ONE = TypeInfo(BaseType.OCTET_STRING, ranges=((1, 1),), is_size=True)
SHORT = TypeInfo(BaseType.OCTET_STRING, ranges=((0, 5), (8, 8)), is_size=True, display_hint="255a")
DATE = CONVENTIONS["DateAndTime"]
MAC = CONVENTIONS["MacAddress"]
OID = TypeInfo(BaseType.OBJECT_IDENTIFIER)
OPAQUE = BASE_TYPES["Opaque"]
TICKS = BASE_TYPES["TimeTicks"]


def read(info: TypeInfo | None, plain: Plain, units: str = "") -> Value:
    return parse_rendered(info, units, plain, Oid)


@pytest.mark.parametrize(
    ("info", "plain", "value"),
    [
        (STATUS, "up", Value.integer(1)),
        (STATUS, "Down", Value.integer(2)),
        (STATUS, "down(2)", Value.integer(2)),
        (STATUS, "2", Value.integer(2)),
        (STATUS, 2, Value.integer(2)),
        (CONVENTIONS["TruthValue"], True, Value.integer(1)),
        (CONVENTIONS["TruthValue"], False, Value.integer(2)),
        (NARROW, 9.0, Value.integer(9)),
        (CENTI, "12.34", Value.integer(1234)),
        (CENTI, 12.34, Value.integer(1234)),
        (CENTI, 1234, Value.integer(1234)),
        (BASE_TYPES["Counter64"], "18446744073709551615", Value.counter64(2**64 - 1)),
        (BASE_TYPES["Gauge32"], "0xff", Value.gauge32(255)),
        (TICKS, "(123) 0:00:01.23", Value.time_ticks(123)),
        (TICKS, "1 day, 0:00:01.5", Value.time_ticks(8640150)),
        (TICKS, "1:2:3:4.5", Value.time_ticks(9378450)),
        (TICKS, "90 s", Value.time_ticks(9000)),
        (TICKS, "1.05s", Value.time_ticks(105)),
        (TICKS, 7, Value.time_ticks(7)),
        (STRING, "abc", Value.octet_string("abc")),
        (STRING, '"a\\"b"', Value.octet_string('a"b')),
        (STRING, "00 FF", Value.octet_string(b"\x00\xff")),
        (STRING, "0x00ff", Value.octet_string(b"\x00\xff")),
        (STRING, "61 62", Value.octet_string("61 62")),
        (STRING, "10", Value.octet_string("10")),
        (STRING, "Hex-STRING: 10", Value.octet_string(b"\x10")),
        (STRING, "Hex-STRING: 61 FF", Value.octet_string(b"a\xff")),
        (STRING, "Hex-STRING: 1", Value.octet_string("Hex-STRING: 1")),
        (None, "0x10", Value.octet_string(b"\x10")),
        (STRING, 10, Value.octet_string("10")),
        (ONE, "10", Value.octet_string(b"\x10")),
        (SHORT, "0x00", Value.octet_string("0x00")),
        (MAC, "00-1B-21-FF-EE-10", Value.octet_string(bytes.fromhex("001b21ffee10"))),
        (DATE, "2026-1-2,3:4:5.6", Value.octet_string(bytes.fromhex("07ea010203040506"))),
        (DATE, "2026-01-02T03:04:05+01:30", Value.octet_string(bytes.fromhex("07ea0102030405002b011e"))),
        (DATE, "2026-01-02 03:04:05Z", Value.octet_string(bytes.fromhex("07ea0102030405002b0000"))),
        (DAYS, "sunday holiday", Value.octet_string(b"\x80\x40")),
        (DAYS, "{ sunday, 9 }", Value.octet_string(b"\x80\x40")),
        (DAYS, "monday(1)", Value.octet_string(b"\x40\x00")),
        (DAYS, "C0", Value.octet_string(b"\xc0")),
        (DAYS, "0x20", Value.octet_string(b"\x20")),
        (DAYS, "", Value.octet_string(b"")),
        (OID, "1.3.6", Value.object_identifier("1.3.6")),
        (BASE_TYPES["IpAddress"], "192.0.2.1", Value.ip_address("192.0.2.1")),
        (OPAQUE, 0.5, Value.opaque_float(0.5)),
        (OPAQUE, "01 02", Value.opaque(b"\x01\x02")),
        (None, 5, Value.integer(5)),
        (None, "abc", Value.octet_string("abc")),
        (None, 0.5, Value.opaque_float(0.5)),
    ],
)
def test_a_value_is_read_by_its_type(info: TypeInfo | None, plain: Plain, value: Value) -> None:
    assert read(info, plain) == value


@pytest.mark.parametrize(
    ("info", "plain", "said"),
    [
        (STATUS, "sideways", r"'sideways' is none of up\(1\), down\(2\)"),
        (STATUS, "up(2)", r"none of up\(1\), down\(2\)"),
        (STATUS, 7, r"7 is none of up\(1\), down\(2\)"),
        (NARROW, 0, r"0 is not allowed: -5..-1 or 1..9"),
        (NARROW, 1.5, "holds whole numbers"),
        (NARROW, "many", "not a whole number"),
        (CENTI, "1.234", "more than 2 decimals"),
        (TICKS, "soon", "not a whole number"),
        (BASE_TYPES["Gauge32"], -1, r"-1 is not allowed: 0..4294967295"),
        (SHORT, "1234567", r"7 octets are not allowed: 0..5 or 8 octets"),
        (MAC, "0:1", r"2 octets are not allowed: 6 octets"),
        (MAC, "here", "does not fit the display hint '1x:'"),
        (DATE, "2026-13-01 00:00:00", r"13 is no month: 1..12"),
        (DATE, "tomorrow", "does not fit the display hint"),
        (DAYS, "friday", r"'friday' is none of sunday\(0\), monday\(1\), holiday\(9\)"),
        (DAYS, "5", "5 is none of sunday"),
        (BASE_TYPES["IpAddress"], "300.1.1.1", "not an IPv4 address"),
        (OID, "x", "is not an OID"),
        (TypeInfo(BaseType.INTEGER, display_hint="d-2"), 1.8e307, "does not fit INTEGER"),
        (CENTI, float("inf"), "holds whole numbers, not inf"),
        (OPAQUE, int("9" * 400), "does not fit"),
        (OPAQUE, "xyz", "not hexadecimal"),
        (TypeInfo(BaseType.TABLE), 1, "name a column"),
    ],
)
def test_what_is_not_allowed_is_refused_with_what_is(info: TypeInfo, plain: Plain, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read(info, plain)


def assert_comes_back(info: TypeInfo, value: Value, units: str = "") -> None:
    text = ValueRenderer(info, units, lambda contents: str(Oid.from_contents(contents))).render(*value)[1]
    assert read(info, text, units) == value, text


@given(number=st.integers(-(2**31), 2**31 - 1), units=st.sampled_from(["", "seconds", "0.1 volts"]))
def test_numbers_come_back(number: int, units: str) -> None:
    for info in (CENTI, BASE_TYPES["Integer32"], TypeInfo(BaseType.INTEGER, display_hint="x")):
        assert_comes_back(info, Value.integer(number), units)
    assert_comes_back(TICKS, Value.time_ticks(abs(number)), units)
    assert_comes_back(STATUS, Value.integer(number % 2 + 1), units)


@given(octets=st.binary(min_size=2, max_size=40))
def test_octets_come_back(octets: bytes) -> None:
    assert_comes_back(STRING, Value.octet_string(octets))
    assert_comes_back(DAYS, Value.octet_string(octets))
    assert_comes_back(CONVENTIONS["PhysAddress"], Value.octet_string(octets))
    assert_comes_back(OPAQUE, Value.opaque(octets))


@given(date=st.datetimes(), zone=st.sampled_from([b"", b"+\x01\x1e", b"-\x0d\x00"]))
def test_dates_come_back(date: object, zone: bytes) -> None:
    year, month, day, hour, minute, second, *_ = date.timetuple()  # type: ignore[attr-defined]
    octets = bytes((year >> 8, year & 255, month, day, hour, minute, second, 3)) + zone
    assert_comes_back(DATE, Value.octet_string(octets))


@given(arcs=st.lists(st.integers(0, 2**32 - 1), max_size=20))
def test_oids_come_back(arcs: list[int]) -> None:
    assert_comes_back(OID, Value.object_identifier(Oid((1, 3, *arcs))))


@given(plain=st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.booleans()))
def test_nothing_but_invalid_input_is_raised(plain: Plain) -> None:
    for info in (STATUS, NARROW, CENTI, DAYS, STRING, SHORT, MAC, DATE, OID, OPAQUE, TICKS, None, *BASE_TYPES.values()):
        try:
            read(info, plain)
        except InvalidInput:
            continue
