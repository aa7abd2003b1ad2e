"""Single .snmprec lines that are not in canonical form: what is repaired, what is excluded, and under which name."""

from __future__ import annotations

import pytest

from trishul.datatypes import Value
from trishul.simulation.recordings import FindingCode
from trishul.simulation.recordings.findings import Unreadable
from trishul.simulation.recordings.snmprec_repair import repair

OID = b"1.3.6.1.4.1.99999.1.0"


def value_and_codes(tag: bytes, text: bytes) -> tuple[Value, list[FindingCode]]:
    record = repair(b"|".join((OID, tag, text)))
    return Value(record.tag, record.contents), [code for code, _ in record.findings]


def exclusion(line: bytes) -> FindingCode:
    with pytest.raises(Unreadable) as caught:
        repair(line)
    assert caught.value.code.excluded
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "octets"),
    [
        (rb"plain", b"plain"),
        (rb"\x00\x1f\xFF", b"\x00\x1f\xff"),
        (rb"\\ \' \" \a\b\f\n\r\t\v", b"\\ ' \" \a\b\f\n\r\t\v"),
        (rb"\x41|\x42", b"A|B"),
        (rb"caf\xe9 ", b"caf\xe9 "),
    ],
)
def test_escapes_of_modifier_e(text: bytes, octets: bytes) -> None:
    assert value_and_codes(b"4e", text) == (Value.octet_string(octets), [])


@pytest.mark.parametrize("text", [rb"\q", rb"\x4", rb"\xzz", rb"\u0041", b"end\\"])
def test_escapes_that_do_not_exist_exclude_the_line(text: bytes) -> None:
    assert exclusion(OID + b"|4e|" + text) is FindingCode.BAD_VALUE


def test_an_address_may_be_escaped_octets() -> None:
    assert value_and_codes(b"64e", rb"\xc0\x00\x02 ")[0] == Value.ip_address("192.0.2.32")
    assert value_and_codes(b"64e", rb"192.0.2.1")[0] == Value.ip_address("192.0.2.1")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"Float: 0.08", Value.opaque_float(0.08)),
        (b"Double: -1.5", Value.opaque_double(-1.5)),
        (b"Int64: -2", Value.opaque_int64(-2)),
        (b"UInt64: 18446744073709551614", Value.opaque_uint64(2**64 - 2)),
    ],
)
def test_an_opaque_number_in_words_is_encoded(text: bytes, value: Value) -> None:
    assert value_and_codes(b"68", text) == (value, [FindingCode.OPAQUE_TEXT])


def test_an_opaque_with_other_text_is_its_octets() -> None:
    assert value_and_codes(b"68", b"\x9f\x78\x04abcd") == (
        Value.opaque(b"\x9f\x78\x04abcd"),
        [],
    )


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        (b"integer", Value.integer(5)),
        (b"Integer32", Value.integer(5)),
        (b"octetstring", Value.octet_string("5")),
        (b"string", Value.octet_string("5")),
        (b"counter32", Value.counter32(5)),
        (b"gauge32", Value.gauge32(5)),
        (b"unsigned32", Value.gauge32(5)),
        (b"timeticks", Value.time_ticks(5)),
        (b"Counter64", Value.counter64(5)),
    ],
)
def test_types_in_words_are_aliases(tag: bytes, value: Value) -> None:
    assert value_and_codes(tag, b"5") == (value, [])


def test_words_for_addresses_and_oids() -> None:
    assert value_and_codes(b"ipaddress", b"192.0.2.1")[0] == Value.ip_address("192.0.2.1")
    expected = Value.object_identifier("1.3.6.1")
    assert value_and_codes(b"objectidentifier", b"1.3.6.1")[0] == expected


@pytest.mark.parametrize("tag", [b"4xx", b"4X", b"4x ", b"04x", b" 4x"])
def test_a_misspelt_tag_with_one_meaning_is_repaired(tag: bytes) -> None:
    assert value_and_codes(tag, b"0a0b") == (
        Value.octet_string(b"\x0a\x0b"),
        [FindingCode.MISSPELT_TAG],
    )


def test_a_tag_in_hexadecimal_is_believed_where_the_value_fits_it() -> None:
    assert value_and_codes(b"40", b"192.0.2.1") == (
        Value.ip_address("192.0.2.1"),
        [FindingCode.MISSPELT_TAG],
    )
    assert exclusion(OID + b"|40|some text") is FindingCode.UNKNOWN_TAG


@pytest.mark.parametrize("tag", [b"", b"x", b"3", b"4xe", b"4z", b"999", b"word", b"48", b"1" * 5000])
def test_other_tags_exclude_the_line(tag: bytes) -> None:
    assert exclusion(OID + b"|" + tag + b"|1") is FindingCode.UNKNOWN_TAG


@pytest.mark.parametrize("tag", [b"128", b"129", b"130"])
def test_exceptions_are_answers_and_not_records(tag: bytes) -> None:
    assert exclusion(OID + b"|" + tag + b"|") is FindingCode.RECORDED_EXCEPTION


@pytest.mark.parametrize(
    "line",
    [
        OID + b"|2|<private>",
        OID + b"|64|<IPADDR>",
        OID + b"|4x|<private>",
        OID + b"|6|<private>",
        OID + b"|64x| <IP> ",
    ],
)
def test_placeholders_where_the_type_has_no_such_text_exclude_the_line(
    line: bytes,
) -> None:
    assert exclusion(line) is FindingCode.PLACEHOLDER


@pytest.mark.parametrize("line", [b"garbage", b"1.3.6.1", OID + b"|2", b"|"])
def test_a_line_without_two_bars_is_broken(line: bytes) -> None:
    assert exclusion(line) is FindingCode.BROKEN_LINE


@pytest.mark.parametrize(
    "oid",
    [
        b"",
        b"1..3",
        b"1.3.6.x",
        b"1.3.6.4294967296",
        b"3.1",
        b"1.40",
        b"-1.3",
        b"1.3" + b".1" * 127,
        b"IF-MIB::ifDescr.1",
    ],
)
def test_a_name_that_is_no_oid_excludes_the_line(oid: bytes) -> None:
    assert exclusion(oid + b"|2|1") is FindingCode.BAD_OID


def test_a_leading_dot_of_a_name_or_a_value_is_dropped() -> None:
    record = repair(b".1.3.6.1|6|.1.3.6.1.4")
    assert (record.name, record.contents) == (b"\x2b\x06\x01", b"\x2b\x06\x01\x04")
    assert [code for code, _ in record.findings] == [FindingCode.LEADING_DOT] * 2


def test_spaces_around_an_oid_are_cut_and_named() -> None:
    record = repair(b" 1.3.6.1 |6| 1.3.6.1.4 ")
    assert (record.name, record.contents) == (b"\x2b\x06\x01", b"\x2b\x06\x01\x04")
    assert [code for code, _ in record.findings] == [FindingCode.SPACES_AROUND_OID] * 2


def test_a_single_arc_value_is_served_in_two_as_receivers_expect() -> None:
    """lextudio/snmpsim#14: an OID value `0` must arrive as 0.0."""
    expected = Value.object_identifier("0.0"), [FindingCode.SINGLE_ARC_OID]
    assert value_and_codes(b"6", b"0") == expected
    assert value_and_codes(b"6", b"") == expected
    assert value_and_codes(b"6", b"1")[0] == Value.object_identifier("1.0")


def test_an_oid_value_in_words_needs_a_mib() -> None:
    line = OID + b"|6|SNMPv2-SMI::enterprises.9"
    assert exclusion(line) is FindingCode.SYMBOLIC_OID


@pytest.mark.parametrize("text", [b"5  ", b" 5", b"+5", b"005"])
def test_an_irregular_number_is_read(text: bytes) -> None:
    assert value_and_codes(b"65", text) == (
        Value.counter32(5),
        [FindingCode.IRREGULAR_NUMBER],
    )


@pytest.mark.parametrize("text", [b"", b"-", b"1.5", b"up(1)", b"0x10", b"1_000"])
def test_what_is_no_number_excludes_the_line(text: bytes) -> None:
    assert exclusion(OID + b"|2|" + text) is FindingCode.BAD_VALUE


@pytest.mark.parametrize(
    ("tag", "text", "value"),
    [
        (b"2", b"4294967295", Value.integer(-1)),
        (b"66", b"-1", Value.gauge32(2**32 - 1)),
        (b"65", b"-2147483648", Value.counter32(2**31)),
        (b"70", b"-1", Value.counter64(2**64 - 1)),
    ],
)
def test_a_number_with_the_wrong_sign_is_folded(tag: bytes, text: bytes, value: Value) -> None:
    assert value_and_codes(tag, text) == (value, [FindingCode.NUMBER_FOLDED])


@pytest.mark.parametrize(
    "field",
    [
        b"2|4294967296",
        b"2|-2147483649",
        b"65|4294967296",
        b"65|-2147483649",
        b"70|18446744073709551616",
        b"67|99999999999999999999999999",
    ],
)
def test_a_number_beyond_either_reading_excludes_the_line(field: bytes) -> None:
    assert exclusion(OID + b"|" + field) is FindingCode.NUMBER_OUT_OF_RANGE


@pytest.mark.parametrize("text", [b"00 1A", b"00:1a", b"0x001A", b" 001a "])
def test_hexadecimal_with_separators_is_read(text: bytes) -> None:
    assert value_and_codes(b"4x", text) == (
        Value.octet_string(b"\0\x1a"),
        [FindingCode.IRREGULAR_HEX],
    )


def test_text_in_a_hexadecimal_slot_is_served_as_text() -> None:
    assert value_and_codes(b"4x", b"Juniper") == (
        Value.octet_string("Juniper"),
        [FindingCode.TEXT_FOR_HEX],
    )


@pytest.mark.parametrize("field", [b"4x|abc", b"64x|zz", b"64x|c00002", b"68x|xyz"])
def test_hexadecimal_without_meaning_excludes_the_line(field: bytes) -> None:
    assert exclusion(OID + b"|" + field) is FindingCode.BAD_VALUE


@pytest.mark.parametrize("text", [b"192.0.2.001", b" 192.0.2.1"])
def test_an_irregular_address_is_read(text: bytes) -> None:
    assert value_and_codes(b"64", text) == (
        Value.ip_address("192.0.2.1"),
        [FindingCode.IRREGULAR_ADDRESS],
    )


def test_an_address_may_be_four_raw_octets() -> None:
    assert value_and_codes(b"64", b"eEij")[0] == Value.ip_address(b"eEij")


@pytest.mark.parametrize("text", [b"", b"1.2.3", b"1.2.3.256", b"::1", b"1.2.3.4.5"])
def test_what_is_no_address_excludes_the_line(text: bytes) -> None:
    assert exclusion(OID + b"|64|" + text) is FindingCode.BAD_VALUE


def test_text_behind_null_is_dropped() -> None:
    assert value_and_codes(b"5", b"x") == (Value.null(), [FindingCode.NULL_WITH_VALUE])


def test_a_string_longer_than_the_type_allows_excludes_the_line() -> None:
    assert exclusion(OID + b"|4|" + b"a" * 65536) is FindingCode.BAD_VALUE


@pytest.mark.parametrize(
    ("tag", "options", "start"),
    [
        (b"2:numeric", b"min=1,max=9,initial=7", Value.integer(7)),
        (b"67:numeric", b"rate=100", Value.time_ticks(0)),
        (b"4:delay", b"hexvalue=0a0b,wait=800", Value.octet_string(b"\x0a\x0b")),
        (b"gauge32:error", b"value=5,op=set,status=genErr", Value.gauge32(5)),
    ],
)
def test_a_line_for_a_variation_module_starts_from_its_value(tag: bytes, options: bytes, start: Value) -> None:
    assert value_and_codes(tag, options) == (start, [])
    assert repair(b"|".join((OID, tag, options))).variation is not None


@pytest.mark.parametrize(
    ("tag", "text"), [(b"4x", b"value=0a0b"), (b"4e", rb"value=\x0a\x0b"), (b"4e", b"hexvalue=0a0b")]
)
def test_modifier_and_module_combine(tag: bytes, text: bytes) -> None:
    octets = Value.octet_string(b"\x0a\x0b")
    assert value_and_codes(tag + b":writecache", text) == (octets, [FindingCode.VARIATION_DIFFERS])
    assert value_and_codes(tag + b":error", text) == (octets, [])


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (b"4:subprocess|echo 1", "runs programs"),
        (b"4:sql|x", "asks a database"),
        (b"4:redis|x", "asks a database"),
        (b"2:error|op=set,status=noaccess", "no value"),
        (b"4:what|x", "no variation module 'what'"),
        (b"2:writecache|value=x", "'x' is no INTEGER"),
    ],
)
def test_a_module_line_that_cannot_be_served_is_excluded_with_the_reason(field: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as caught:
        repair(OID + b"|" + field)
    assert caught.value.code.excluded


@pytest.mark.parametrize(
    ("module", "code"),
    [(b"sql", FindingCode.VARIATION_EXCLUDED), (b"numeric", FindingCode.SUBTREE_MODULE)],
)
def test_a_line_that_hands_a_subtree_to_a_module_that_cannot_have_it_is_excluded(
    module: bytes, code: FindingCode
) -> None:
    assert exclusion(b"1.3.6.1.2.1.1|:" + module + b"|snmprec") is code
