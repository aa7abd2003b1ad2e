"""SimpleAgentPro's walks and dumps: every type, every way of writing, and dirt that is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes import Value
from trishul.simulation.recordings import FindingCode, Recording
from trishul.simulation.recordings.one_line_records import read_dump, read_sapwalk

OID = b"1.3.6.1.4.1.99999.1.0"


def only(recording: Recording) -> Value:
    (varbind,) = recording
    assert str(varbind.oid).encode() == OID
    assert recording.warnings == ()
    return varbind.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"Counter , 4294967295", Value.counter32(2**32 - 1)),
        (b"Gauge          , 5", Value.gauge32(5)),
        (b"Integer , -5", Value.integer(-5)),
        (b"IpAddress , 192.0.2.1", Value.ip_address("192.0.2.1")),
        (b"ObjectID , 1.3.6.1.4.1.9", Value.object_identifier("1.3.6.1.4.1.9")),
        (b"OctetString , a text, with a comma", Value.octet_string("a text, with a comma")),
        (b"OctetString , 0x000e35d33d53", Value.octet_string(bytes.fromhex("000e35d33d53"))),
        (b"OctetString ,", Value.octet_string("")),
        (b"TimeTicks , 12345", Value.time_ticks(12345)),
        (b"Counter64 , 18446744073709551615", Value.counter64(2**64 - 1)),
        (b"OctetString, RO, fixed(some (good) text)", Value.octet_string("some (good) text")),
        (b"Integer, RW, fixed(7)", Value.integer(7)),
    ],
)
def test_a_line_of_a_sapwalk_is_read(text: bytes, value: Value) -> None:
    assert only(read_sapwalk([b"# a comment\n", OID + b" , " + text + b"\n"])) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"0|7", Value.counter32(7)),
        (b"1|7", Value.gauge32(7)),
        (b"2|-7", Value.integer(-7)),
        (b"3|192.0.2.1", Value.ip_address("192.0.2.1")),
        (b"4|", Value.null()),
        (b"5|1.3.6.1", Value.object_identifier("1.3.6.1")),
        (b'6|"a \\"quoted\\" text"', Value.octet_string('a "quoted" text')),
        (b"6|hex: 0a.0b.ff", Value.octet_string(b"\x0a\x0b\xff")),
        (b"6|bare | text", Value.octet_string("bare | text")),
        (b"7|100", Value.time_ticks(100)),
        (b"8|9", Value.counter32(9)),
        (b"9|18446744073709551615", Value.counter64(2**64 - 1)),
    ],
)
def test_a_line_of_a_dump_is_read(text: bytes, value: Value) -> None:
    assert only(read_dump([OID + b"|" + text + b"\n"])) == value


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"no record", FindingCode.BROKEN_LINE),
        (OID + b", Rubbish, 1", FindingCode.UNKNOWN_TAG),
        (OID + b", Integer, one", FindingCode.BAD_VALUE),
        (b"1.x.3, Integer, 1", FindingCode.BAD_OID),
        (OID + b", Integer, RO, random(1,2)", FindingCode.BAD_VALUE),
        (OID + b", OctetString, 0x123", FindingCode.BAD_VALUE),
    ],
)
def test_dirt_is_named_with_its_line(line: bytes, code: FindingCode) -> None:
    recording = read_sapwalk([b"\n", line + b"\n"])
    assert (recording.warnings[1].code, recording.warnings[1].line) == (code, 2)
    assert recording.excluded_lines == 1


def test_line_ends_with_cr_are_no_part_of_values() -> None:
    recording = read_sapwalk([OID + b" , OctetString , text\r\n"])
    assert [warning.code for warning in recording.warnings] == [FindingCode.CRLF_LINE_ENDS]
    assert [varbind.value for varbind in recording] == [Value.octet_string("text")]


@given(
    st.lists(st.one_of(st.binary(max_size=40), st.from_regex(rb"1\.3\.6\.[0-9]{1,3}[|,][A-Za-z0-9]{1,9}[|,].{0,20}")))
)
def test_whatever_comes_is_read_to_the_end(lines: list[bytes]) -> None:
    for read in (read_sapwalk, read_dump):
        recording = read(lines)
        assert len(recording) + recording.excluded_lines + recording.skipped_lines == len(lines)
