"""snmpwalk text as net-snmp 5.9 prints it: records over several lines, ends of walks, dirt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes import Oid, Value, VarBind
from trishul.datatypes.netsnmp_text import netsnmp_line
from trishul.simulation.recordings import FindingCode, Recording
from trishul.simulation.recordings.snmpwalk_text import read_snmpwalk_text


def read(text: bytes) -> Recording:
    recording = read_snmpwalk_text(text.splitlines(keepends=True) if b"\r" not in text else _lines(text))
    total = len(recording) + recording.excluded_lines + recording.skipped_lines
    assert total == recording.lines
    return recording


def _lines(text: bytes) -> list[bytes]:
    return [line + b"\n" for line in text.removesuffix(b"\n").split(b"\n")]


def values(recording: Recording) -> list[object]:
    return [varbind.value.native for varbind in recording]


def codes(recording: Recording) -> list[tuple[FindingCode, int]]:
    return [(warning.code, warning.line) for warning in recording.warnings]


def test_numeric_records_are_read_in_all_three_spellings_of_the_root() -> None:
    recording = read(
        b'.1.3.6.1.2.1.1.1.0 = STRING: "a"\niso.3.6.1.2.1.1.4.0 = STRING: "b"\n1.3.6.1.2.1.1.5.0 = STRING: "c"\n'
    )
    assert [str(varbind.oid) for varbind in recording] == [f"1.3.6.1.2.1.1.{arc}.0" for arc in (1, 4, 5)]
    assert values(recording) == [b"a", b"b", b"c"]
    assert recording.warnings == ()


def test_a_quoted_string_goes_on_until_its_closing_quote() -> None:
    recording = read(
        b'.1.3.6.1.2.1.1.1.0 = STRING: "first\r\n'
        b"\n"
        b'# no comment, and a \\"quote\\"\n'
        b'last \\\\"\n'
        b".1.3.6.1.2.1.1.7.0 = INTEGER: 72\n"
    )
    assert values(recording) == [b'first\r\n\n# no comment, and a "quote"\nlast \\', 72]
    assert recording.skipped_lines == 3


def test_a_quoted_string_may_start_and_end_with_a_line_end() -> None:
    assert values(read(b'.1.3.6.1.2.1.1.1.0 = STRING: "\na\n"\n')) == [b"\na\n"]


def test_a_string_without_its_closing_quote_ends_where_the_next_record_starts() -> None:
    recording = read(b'.1.3.6.1.2.1.1.1.0 = STRING: "cut\n.1.3.6.1.2.1.1.7.0 = INTEGER: 72\n')
    assert values(recording) == [b"cut", 72]
    assert codes(recording) == [(FindingCode.CUT_STRING, 1)]


def test_an_unquoted_string_goes_on_until_the_next_record() -> None:
    """With a MIB loaded DisplayStrings are printed bare, with the line ends they hold."""
    recording = read(
        b".1.3.6.1.2.1.1.1.0 = STRING: Cisco IOS Software\r\n"
        b"Technical Support: http://www.example.com\r\n"
        b"1.2 = what looks like a record\n"
        b"\n"
        b"Slots = 5\n"
        b".1.3.6.1.2.1.1.5.0 = STRING: name \n"
    )
    lines = b"Technical Support: http://www.example.com\r\n1.2 = what looks like a record\n\nSlots = 5"
    assert values(recording) == [b"Cisco IOS Software\r\n" + lines, b"name "]


def test_blank_lines_at_the_end_of_the_file_are_no_part_of_the_last_string() -> None:
    assert values(read(b".1.3.6.1.2.1.1.5.0 = STRING: name\n\n\n")) == [b"name"]


def test_hexadecimal_wraps_after_sixteen_octets() -> None:
    digits = " ".join(f"{octet:02X}" for octet in range(16)).encode()
    recording = read(
        b".1.3.6.1.2.1.1.1.0 = Hex-STRING: "
        + digits
        + b" \n10 11 \n.1.3.6.1.2.1.1.5.0 = Hex-STRING: FF \n\n.1.3.6.1.2.1.1.7.0 = INTEGER: 1\n"
    )
    assert values(recording) == [bytes(range(18)), b"\xff", 1]
    assert recording.skipped_lines == 2


def test_text_printed_beside_hexadecimal_is_cut() -> None:
    digits = " ".join(f"{octet:02X}" for octet in range(0x41, 0x51)).encode()
    recording = read(b".1.3.6.1.2.1.1.1.0 = Hex-STRING: " + digits + b"   [ABCDEFGHIJKLMNOP]\n51 0A   [Q.]\n")
    assert values(recording) == [bytes(range(0x41, 0x52)) + b"\n"]


def test_text_printed_beside_hexadecimal_may_hold_line_feeds_and_look_like_octets() -> None:
    recording = read(
        b".1.3.6.1.2.1.1.1.0 = Hex-STRING: 31 31 20 0A 30 30   [11 \n00]\n"
        b".1.3.6.1.2.1.1.4.0 = Hex-STRING: 0A   [\n]\n"
        b".1.3.6.1.2.1.1.7.0 = INTEGER: 1\n"
    )
    assert values(recording) == [b"11 \n00", b"\n", 1]


def test_the_lines_with_which_walks_end_are_skipped() -> None:
    recording = read(
        b".1.3.6.1.2.1.1.7.0 = INTEGER: 72\n"
        b".1.3.6.1.2.1.1.8 = No Such Instance currently exists at this OID\n"
        b".1.3.6.1.2.1.1.9 = No Such Object available on this agent at this OID\n"
        b".1.3.6.1.6 = No more variables left in this MIB View (It is past the end of the MIB tree)\n"
        b"End of MIB\n"
        b"# a comment\n"
        b"\n"
    )
    assert len(recording) == 1
    assert recording.warnings == ()


@pytest.mark.parametrize("last", [b"Timeout: No Response from 192.0.2.1", b"Error in packet."])
def test_a_walk_that_ended_early_is_named(last: bytes) -> None:
    for value in (b"INTEGER: 72", b"STRING: text"):
        recording = read(b".1.3.6.1.2.1.1.7.0 = " + value + b"\n" + last + b"\n")
        assert len(recording) == 1
        assert (FindingCode.INCOMPLETE_WALK, 2) in codes(recording)


@pytest.mark.parametrize(
    "name",
    [
        b"IF-MIB::ifDescr.1",
        b"ifDescr.1",
        b"ifDescr[1]",
        b".iso.org.dod.internet.mgmt.mib-2.interfaces.ifTable.ifEntry.ifDescr.1",
        b"DISMAN-EXPRESSION-MIB::sysUpTimeInstance",
        b"sysUpTimeInstance",
        b"DISMAN-EVENT-MIB::mteEventActions.\"_snmpd\".'_linkDown'",
    ],
)
def test_symbolic_names_need_a_mib_and_are_excluded_by_name(name: bytes) -> None:
    recording = read(name + b" = STRING: two\nlines\n.1.3.6.1.2.1.1.7.0 = INTEGER: 72\n")
    assert values(recording) == [72]
    assert codes(recording) == [(FindingCode.SYMBOLIC_OID, 1)]


def test_a_walk_printed_without_types_needs_a_mib() -> None:
    recording = read(b'.1.3.6.1.2.1.1.1.0 "text"\n.1.3.6.1.2.1.1.3.0 0:0:24:11.20\n.1.3.6.1.2.1.1.7.0 = text\n')
    assert codes(recording)[1:] == [(FindingCode.UNTYPED_VALUE, line) for line in (1, 2, 3)]


def test_other_lines_are_broken_and_named() -> None:
    recording = read(b".1.3.6.1.2.1.1.7.0 = INTEGER: 72\nwhat is this\n")
    assert codes(recording) == [(FindingCode.BROKEN_LINE, 2)]


def test_crlf_line_ends_are_no_part_of_values_and_noted_once() -> None:
    recording = read(
        b'.1.3.6.1.2.1.1.1.0 = STRING: "two\r\nlines"\r\n'
        b".1.3.6.1.2.1.1.4.0 = STRING: bare\r\n"
        b'.1.3.6.1.2.1.1.5.0 = ""\r\n'
        b".1.3.6.1.2.1.1.7.0 = INTEGER: 72\r\n"
    )
    assert values(recording) == [b"two\nlines", b"bare", b"", 72]
    assert codes(recording) == [(FindingCode.CRLF_LINE_ENDS, 1), (FindingCode.UNKNOWN_HINT, 3)]


def test_the_line_ends_inside_a_string_of_an_lf_file_stay() -> None:
    recording = read(b'.1.3.6.1.2.1.1.1.0 = STRING: "two\r\nlines"\n.1.3.6.1.2.1.1.4.0 = STRING: a\r\nb\n')
    assert values(recording) == [b"two\r\nlines", b"a\r\nb"]
    assert codes(recording) == [(FindingCode.UNKNOWN_HINT, 3)]


def test_unsorted_and_repeated_records_are_put_right() -> None:
    recording = read(
        b".1.3.6.1.2.1.1.7.0 = INTEGER: 1\n.1.3.6.1.2.1.1.1.0 = INTEGER: 2\n.1.3.6.1.2.1.1.7.0 = INTEGER: 3\n"
    )
    assert values(recording) == [2, 3]
    assert codes(recording) == [(FindingCode.DUPLICATE_OID, 1), (FindingCode.OUT_OF_ORDER, 2)]


def test_a_string_that_never_ends_is_given_up_in_time() -> None:
    lines = [b'.1.3.6.1.2.1.1.1.0 = STRING: "cut\n', *[b"x" * 60_000 + b"\n"] * 50]
    recording = read_snmpwalk_text(lines)
    assert len(recording) == 0
    assert {warning.code for warning in recording.warnings} == {
        FindingCode.BAD_VALUE,
        FindingCode.BROKEN_LINE,
        FindingCode.EMPTY_RECORDING,
    }


ARCS = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=8)
PRINTED = st.one_of(
    st.integers(-(2**31), 2**31 - 1).map(Value.integer),
    st.binary(max_size=80).map(Value.octet_string),
    st.text(alphabet=' "\\\r\n\tab=.1:[]', max_size=40).map(Value.octet_string),
    ARCS.map(lambda arcs: Value.object_identifier(Oid((1, 3, *arcs)))),
    st.binary(min_size=4, max_size=4).map(Value.ip_address),
    st.integers(0, 2**32 - 1).map(Value.counter32),
    st.integers(0, 2**32 - 1).map(Value.gauge32),
    st.integers(0, 2**32 - 1).map(Value.time_ticks),
    st.integers(0, 2**64 - 1).map(Value.counter64),
    st.integers(0, 2**64 - 1).map(Value.opaque_uint64),
    st.integers(-(2**63), 2**63 - 1).map(Value.opaque_int64),
    st.just(Value.null()),
)


@given(st.dictionaries(ARCS.map(tuple), PRINTED, min_size=1, max_size=10))
def test_what_net_snmp_prints_is_read_back_the_same(instances: dict[tuple[int, ...], Value]) -> None:
    varbinds = [VarBind.of(Oid((1, 3, 6, *arcs)), instances[arcs]) for arcs in sorted(instances)]
    text = "".join(netsnmp_line(varbind) + "\n" for varbind in varbinds).encode()
    recording = read_snmpwalk_text([line + b"\n" for line in text.split(b"\n")[:-1]])
    assert list(recording) == varbinds
    assert {warning.code for warning in recording.warnings} <= {FindingCode.DOT_IN_TEXT, FindingCode.REPLACED_OCTETS}


HEADS = st.sampled_from([b".1.3", b".1.3.6.1", b"1.3.999", b"IF-MIB::a.1", b"iso.3.6", b"x"])
TYPES = st.sampled_from(
    [b"", b'STRING: "', b"STRING: ", b"Hex-STRING: ", b"INTEGER: ", b"BITS: ", b"Opaque: ", b"OID: ", b"Timeticks: ("]
)
TAILS = st.text(alphabet='0123456789abcdefABCDEF-. :()"\\[]', max_size=12).map(str.encode)
LINES = st.one_of(st.binary(max_size=40), TAILS, st.tuples(HEADS, TYPES, TAILS).map(lambda parts: b"%s = %s%s" % parts))


@given(st.lists(LINES, max_size=12))
def test_no_octets_make_the_reader_raise(lines: list[bytes]) -> None:
    recording = read_snmpwalk_text(lines)
    total = len(recording) + recording.excluded_lines + recording.skipped_lines
    assert total == len(lines)
