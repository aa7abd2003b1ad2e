"""Values as snmpwalk prints them, in the forms of its options, versions and Windows relatives."""

from __future__ import annotations

import pytest

from trishul.datatypes import Value
from trishul.simulation.recordings.findings import FindingCode, Unreadable
from trishul.simulation.recordings.lenient import Findings
from trishul.simulation.recordings.snmpwalk_values import parse_printed_value


def parse(text: bytes) -> Value:
    return Value(*parse_printed_value(text, []))


def exclusion(text: bytes) -> FindingCode:
    with pytest.raises(Unreadable) as caught:
        parse_printed_value(text, [])
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"INTEGER: 6", Value.integer(6)),
        (b"INTEGER: -1", Value.integer(-1)),
        (b"Integer32: 6", Value.integer(6)),
        (b"INTEGER: ethernetCsmacd(6)", Value.integer(6)),
        (b"INTEGER: unknown(-1)", Value.integer(-1)),
        (b"INTEGER: 60 seconds", Value.integer(60)),
        (b"Counter32: 12 octets", Value.counter32(12)),
        (b"Counter64: 18446744073709551615", Value.counter64(2**64 - 1)),
        (b"Gauge32: 10000 milli-seconds", Value.gauge32(10000)),
        (b"Unsigned32: 5", Value.gauge32(5)),
        (b"GAUGE32: 5", Value.gauge32(5)),
        (b"COUNTER32: 5", Value.counter32(5)),
        (b"Timeticks: (233425120) 27 days, 0:24:11.20", Value.time_ticks(233425120)),
        (b"TIMETICKS: 26386239", Value.time_ticks(26386239)),
        (b"Timeticks: 27:0:24:11.20", Value.time_ticks(233425120)),
        (b"233425120", Value.time_ticks(233425120)),
        (b"27:0:24:11.20", Value.time_ticks(233425120)),
        (b"IpAddress: 192.0.2.1", Value.ip_address("192.0.2.1")),
        (b"IPADDRESS: 192.0.2.1", Value.ip_address("192.0.2.1")),
        (b"Network Address: C0:00:02:01", Value.ip_address("192.0.2.1")),
        (b"OID: .1.3.6.1.4.1.9", Value.object_identifier("1.3.6.1.4.1.9")),
        (b"OID: iso.3.6.1.4.1.9", Value.object_identifier("1.3.6.1.4.1.9")),
        (b"OID: ccitt.0", Value.object_identifier("0.0")),
        (b"NULL", Value.null()),
        (b"NULL: ", Value.null()),
    ],
)
def test_numbers_addresses_and_oids(text: bytes, value: Value) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("text", "octets"),
    [
        (b'""', b""),
        (b"STRING: ", b""),
        (b"STRING:", b""),
        (b'STRING: "a \\"b\\" \\\\ \\n"', b'a "b" \\ \\n'),
        (b'STRING: "a"b"', b'a"b'),
        (b'STRING: "C:\\temp"', b"C:\\temp"),
        (b"STRING: bare  text ", b"bare  text "),
        (b"STRING: caf\xc3\xa9", b"caf\xc3\xa9"),
        (b"Hex-STRING: 00 C0 FF ", b"\x00\xc0\xff"),
        (b"HEX-STRING: 38C0EA864B40", bytes.fromhex("38c0ea864b40")),
        (b"Hex-STRING: 00 41   [.A]", b"\x00A"),
        (b"Hex-STRING:", b""),
        (b"BITS: 80 00 notification(0) ", b"\x80\x00"),
        (b"BITS: 5B 00 00 00   [[...]1 3 4 6 7", b"\x5b\x00\x00\x00"),
        (b"BITS: 00 20 10", b"\x00\x20"),
        (b"BITS: 00 00", b"\x00\x00"),
        (b"BITS: ", b""),
    ],
)
def test_strings(text: bytes, octets: bytes) -> None:
    assert parse(text) == Value.octet_string(octets)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"Opaque: Float: 0.160000", Value.opaque_float(0.16)),
        (b"Opaque: UInt64: 1", Value.opaque_uint64(1)),
        (b"Opaque: Int64: -1", Value.opaque_int64(-1)),
        (b"OPAQUE: 9F 78 04 3E 23 D7 0A ", Value.opaque(bytes.fromhex("9f78043e23d70a"))),
    ],
)
def test_opaque(text: bytes, value: Value) -> None:
    assert parse(text) == value


def test_the_note_about_a_wrong_type_is_cut() -> None:
    assert parse(b"Wrong Type (should be Gauge32 or Unsigned32): INTEGER: 5") == Value.integer(5)
    assert parse(b'Wrong Type (should be INTEGER): STRING: "x"') == Value.octet_string("x")


@pytest.mark.parametrize(
    ("text", "octets"),
    [
        (b"STRING: 0:12:79:62:f9:40", bytes.fromhex("00127962f940")),
        (b"STRING: 2020-8-9,3:40:11.0,+2:0", bytes.fromhex("07e4080903280b002b0200")),
        (b"STRING: 2020-8-9,3:40:11.0", bytes.fromhex("07e4080903280b00")),
    ],
)
def test_display_hints_with_one_meaning_are_undone_and_named(text: bytes, octets: bytes) -> None:
    findings: Findings = []
    assert parse_printed_value(text, findings).contents == octets
    assert [code for code, _ in findings] == [FindingCode.DISPLAY_HINT_UNDONE]


def test_a_decimal_fraction_is_the_number_without_its_point() -> None:
    findings: Findings = []
    assert Value(*parse_printed_value(b"INTEGER: 12.5 units of 0.1 dB", findings)) == Value.integer(125)
    assert Value(*parse_printed_value(b"Gauge32: .05", findings)) == Value.gauge32(5)
    assert Value(*parse_printed_value(b"INTEGER: -0.0", findings)) == Value.integer(0)
    assert len(findings) >= 3


@pytest.mark.parametrize(
    "text",
    [b"629c:9fff:feec:a305", b"00:12:79:62:f9:40", b"0:12:79", b"0:12:79:62:F9:40", b"10:20:30", b"2020-08-09"],
)
def test_text_that_no_hint_prints_stays_text(text: bytes) -> None:
    assert parse(b"STRING: " + text) == Value.octet_string(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"INTEGER: up", FindingCode.BAD_VALUE),
        (b"INTEGER: 99999999999", FindingCode.NUMBER_OUT_OF_RANGE),
        (b"Hex-STRING: 0G", FindingCode.BAD_VALUE),
        (b"BITS: what", FindingCode.BAD_VALUE),
        (b"IpAddress: somewhere", FindingCode.BAD_VALUE),
        (b"OID: SNMPv2-SMI::enterprises.9", FindingCode.SYMBOLIC_OID),
        (b"text without a type", FindingCode.UNTYPED_VALUE),
        (b"Strange: 5", FindingCode.UNTYPED_VALUE),
        (b"", FindingCode.UNTYPED_VALUE),
    ],
)
def test_what_has_no_single_meaning_excludes_the_record(text: bytes, code: FindingCode) -> None:
    assert exclusion(text) is code
