"""Whole .snmprec files: canonical lines, order, duplicates, line ends, and the writer's round trip."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes import Oid, Value, VarBind
from trishul.simulation.recordings import FindingCode, Recording
from trishul.simulation.recordings.snmprec import read_snmprec, write_snmprec


def codes(recording: Recording) -> list[tuple[FindingCode, int]]:
    return [(warning.code, warning.line) for warning in recording.warnings]


def records(recording: Recording) -> list[tuple[str, Value]]:
    return [(str(varbind.oid), varbind.value) for varbind in recording]


def test_every_type_in_canonical_form_is_read_without_a_finding() -> None:
    recording = read_snmprec(
        [
            b"1.3.6.1.2.1.1.1.0|4|Some text\n",
            b"1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9.1.1208\n",
            b"1.3.6.1.2.1.1.3.0|67|4294967295\n",
            b"1.3.6.1.2.1.2.2.1.5.1|66|4294967295\n",
            b"1.3.6.1.2.1.2.2.1.6.1|4x|001122aaBBcc\n",
            b"1.3.6.1.2.1.2.2.1.7.1|2|-2147483648\n",
            b"1.3.6.1.2.1.2.2.1.10.1|65|0\n",
            b"1.3.6.1.2.1.4.20.1.1.192.0.2.1|64|192.0.2.1\n",
            b"1.3.6.1.2.1.4.20.1.1.192.0.2.2|64x|c0000202\n",
            b"1.3.6.1.2.1.31.1.1.1.6.1|70|18446744073709551615\n",
            b"1.3.6.1.4.1.2021.10.1.6.1|68x|9f78043da3d70a\n",
            b"1.3.6.1.4.1.99999.1.0|5|\n",
        ]
    )
    assert recording.warnings == ()
    assert records(recording) == [
        ("1.3.6.1.2.1.1.1.0", Value.octet_string("Some text")),
        ("1.3.6.1.2.1.1.2.0", Value.object_identifier("1.3.6.1.4.1.9.1.1208")),
        ("1.3.6.1.2.1.1.3.0", Value.time_ticks(2**32 - 1)),
        ("1.3.6.1.2.1.2.2.1.5.1", Value.gauge32(2**32 - 1)),
        (
            "1.3.6.1.2.1.2.2.1.6.1",
            Value.octet_string(bytes.fromhex("001122aabbcc")),
        ),
        ("1.3.6.1.2.1.2.2.1.7.1", Value.integer(-(2**31))),
        ("1.3.6.1.2.1.2.2.1.10.1", Value.counter32(0)),
        ("1.3.6.1.2.1.4.20.1.1.192.0.2.1", Value.ip_address("192.0.2.1")),
        ("1.3.6.1.2.1.4.20.1.1.192.0.2.2", Value.ip_address("192.0.2.2")),
        ("1.3.6.1.2.1.31.1.1.1.6.1", Value.counter64(2**64 - 1)),
        ("1.3.6.1.4.1.2021.10.1.6.1", Value.opaque_float(0.08)),
        ("1.3.6.1.4.1.99999.1.0", Value.null()),
    ]


def test_only_the_first_two_bars_separate() -> None:
    recording = read_snmprec([b"1.3.6.1.2.1.1.1.0|4|a|b||c\n"])
    assert records(recording)[0][1] == Value.octet_string("a|b||c")


def test_only_the_line_end_is_cut_so_that_spaces_stay_part_of_the_value() -> None:
    recording = read_snmprec([b"1.3.6.1.2.1.1.1.0|4| text \t\r\n", b"1.3.6.1.2.1.1.4.0|4e|\\x41 \n"])
    assert [value.contents for _, value in records(recording)] == [b" text \t", b"A "]


def test_octets_beyond_ascii_stay_what_they_are() -> None:
    recording = read_snmprec([b"1.3.6.1.2.1.1.1.0|4|Z\xfcrich \xc3\xbc\x01\n"])
    assert records(recording)[0][1].contents == b"Z\xfcrich \xc3\xbc\x01"


def test_blank_lines_and_comments_are_skipped_without_a_finding() -> None:
    recording = read_snmprec(
        [b"# comment|4|x\n", b"   # 1.3.6.1.1.0|4|x\n", b"\n", b"  \t\r\n", b"1.3.6.1.2.1.1.1.0|4|x\n"]
    )
    assert len(recording) == 1
    assert recording.skipped_lines == 4
    assert {code for code, _ in codes(recording)} == {FindingCode.CRLF_LINE_ENDS}


def test_crlf_is_noted_once_and_is_no_part_of_values() -> None:
    recording = read_snmprec([b"1.3.6.1.2.1.1.1.0|4|a\r\n", b"1.3.6.1.2.1.1.3.0|67|5\r\n"])
    assert codes(recording) == [(FindingCode.CRLF_LINE_ENDS, 1)]
    assert records(recording)[0][1].contents == b"a"


def test_a_file_without_final_newline_keeps_its_last_record() -> None:
    recording = read_snmprec([b"1.3.6.1.2.1.1.1.0|4|a\n", b"1.3.6.1.2.1.1.3.0|67|5"])
    assert len(recording) == 2


def test_an_empty_file_is_a_recording_without_records_and_says_so() -> None:
    recording = read_snmprec([])
    assert len(recording) == 0
    assert codes(recording) == [(FindingCode.EMPTY_RECORDING, 0)]


def test_unsorted_lines_are_sorted_by_arcs_and_named() -> None:
    recording = read_snmprec(
        [
            b"1.3.6.1.2.1.2.2.1.1.100000|2|3\n",
            b"1.3.6.1.2.1.2.2.1.1.20000|2|2\n",
            b"1.3.6.1.2.1.2.2.1.1.9|2|1\n",
            b"1.3.6.1.2.1.2.2.1.10.1|2|4\n",
            b"1.3.6.1.2.1.2.2.1.2.1|2|5\n",
        ]
    )
    assert [value.native for _, value in records(recording)] == [1, 2, 3, 5, 4]
    assert codes(recording) == [
        (FindingCode.OUT_OF_ORDER, 2),
        (FindingCode.OUT_OF_ORDER, 3),
        (FindingCode.OUT_OF_ORDER, 5),
    ]
    assert recording.excluded_lines == 0


def test_the_last_of_duplicates_is_served_and_the_others_are_named() -> None:
    recording = read_snmprec(
        [
            b"1.3.6.1.2.1.1.1.0|4|first\n",
            b"1.3.6.1.2.1.1.5.0|4|name\n",
            b"1.3.6.1.2.1.1.1.0|4|second\n",
            b"1.3.6.1.2.1.1.1.0|4|third\n",
        ]
    )
    assert records(recording) == [
        ("1.3.6.1.2.1.1.1.0", Value.octet_string("third")),
        ("1.3.6.1.2.1.1.5.0", Value.octet_string("name")),
    ]
    duplicates = [w for w in recording.warnings if w.excluded]
    assert [(w.code, w.line) for w in duplicates] == [
        (FindingCode.DUPLICATE_OID, 1),
        (FindingCode.DUPLICATE_OID, 3),
    ]
    assert "line 4" in duplicates[0].message


def test_an_arc_with_leading_zeros_is_repaired_and_meets_its_duplicate() -> None:
    recording = read_snmprec([b"1.3.6.1.4.1.9.01.0|2|1\n", b"1.3.6.1.4.1.9.1.0|2|2\n"])
    assert records(recording) == [("1.3.6.1.4.1.9.1.0", Value.integer(2))]
    assert codes(recording) == [
        (FindingCode.LEADING_ZERO_ARC, 1),
        (FindingCode.DUPLICATE_OID, 1),
    ]


def test_every_line_is_a_record_excluded_or_skipped() -> None:
    recording = read_snmprec(
        [
            b"1.3.6.1.2.1.1.1.0|4|x\n",
            b"garbage\n",
            b"# comment\n",
            b"1.3.6.1.2.1.1.1.0|4|y\n",
            b"1.3.6.1.2.1.1.7.0|2|<private>\n",
        ]
    )
    assert (len(recording), recording.excluded_lines, recording.skipped_lines) == (
        1,
        3,
        1,
    )
    assert recording.lines == 5
    assert {w.line for w in recording.warnings if w.excluded} == {1, 2, 5}


def test_the_writer_uses_the_form_of_snmpsims_recorder() -> None:
    varbinds = [
        VarBind.of("1.3.6.1.2.1.1.1.0", Value.octet_string("abc123")),
        VarBind.of("1.3.6.1.2.1.1.4.0", Value.octet_string("a b")),
        VarBind.of("1.3.6.1.2.1.1.5.0", Value.octet_string("")),
        VarBind.of("1.3.6.1.2.1.1.6.0", Value.ip_address("192.0.2.1")),
        VarBind.of("1.3.6.1.2.1.1.7.0", Value.integer(-5)),
        VarBind.of("1.3.6.1.2.1.1.8.0", Value.object_identifier("0.0")),
        VarBind.of("1.3.6.1.2.1.1.9.0", Value.null()),
        VarBind.of("1.3.6.1.2.1.1.10.0", Value(0x81, b"")),
    ]
    assert list(write_snmprec(varbinds)) == [
        b"1.3.6.1.2.1.1.1.0|4|abc123\n",
        b"1.3.6.1.2.1.1.4.0|4x|612062\n",
        b"1.3.6.1.2.1.1.5.0|4|\n",
        b"1.3.6.1.2.1.1.6.0|64x|c0000201\n",
        b"1.3.6.1.2.1.1.7.0|2|-5\n",
        b"1.3.6.1.2.1.1.8.0|6|0.0\n",
        b"1.3.6.1.2.1.1.9.0|5|\n",
    ]


ARCS = st.integers(min_value=0, max_value=2**32 - 1)
OIDS = st.lists(ARCS, min_size=1, max_size=20).map(lambda arcs: Oid((1, 3, 6, 1, *arcs)))
VALUES = st.one_of(
    st.integers(-(2**31), 2**31 - 1).map(Value.integer),
    st.binary(max_size=60).map(Value.octet_string),
    OIDS.map(Value.object_identifier),
    st.binary(min_size=4, max_size=4).map(Value.ip_address),
    st.integers(0, 2**32 - 1).map(Value.counter32),
    st.integers(0, 2**32 - 1).map(Value.gauge32),
    st.integers(0, 2**32 - 1).map(Value.time_ticks),
    st.binary(max_size=20).map(Value.opaque),
    st.integers(0, 2**64 - 1).map(Value.counter64),
    st.just(Value.null()),
)


@given(st.dictionaries(OIDS, VALUES, min_size=1, max_size=20))
def test_what_is_written_is_read_back_the_same(instances: dict[Oid, Value]) -> None:
    varbinds = [VarBind.of(oid, value) for oid, value in instances.items()]
    recording = read_snmprec(write_snmprec(varbinds))
    assert list(recording) == sorted(varbinds, key=lambda varbind: varbind.oid)
    assert {w.code for w in recording.warnings} <= {FindingCode.OUT_OF_ORDER}


@given(st.lists(st.binary(max_size=60), max_size=12))
def test_no_octets_make_the_reader_raise(lines: list[bytes]) -> None:
    recording = read_snmprec(lines)
    total = len(recording) + recording.excluded_lines + recording.skipped_lines
    assert total == len(lines)


@given(
    st.lists(
        st.from_regex(
            rb"\A[.]?1[.]3([.]0?[0-9]{1,3}){1,4}[|][0-9]{1,3}[xeX]{0,2}(:[a-z]{0,8})?[|][-+ 0-9a-fx<>.\\]{0,12}\Z"
        ),
        max_size=12,
    )
)
def test_no_nearly_right_line_makes_the_reader_raise(lines: list[bytes]) -> None:
    recording = read_snmprec(lines)
    total = len(recording) + recording.excluded_lines + recording.skipped_lines
    assert total == len(lines)
    named = {w.line for w in recording.warnings if w.excluded}
    assert len(named) == recording.excluded_lines
