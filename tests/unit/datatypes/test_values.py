"""Values of all SNMP types (RFC 2578 §7.1, RFC 3416 §3)."""

import pytest

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import NativeValue, Value, ValueType, time_ticks_text
from trishul.errors import DecodeError, InvalidInput


@pytest.mark.parametrize(
    ("value", "tag", "native", "text"),
    [
        (Value.integer(-5), 0x02, -5, "-5"),
        (Value.octet_string(b"abc"), 0x04, b"abc", "abc"),
        (Value.octet_string(b"\x00\xff"), 0x04, b"\x00\xff", "00 FF"),
        (Value.null(), 0x05, None, ""),
        (Value.object_identifier("1.3.6.1"), 0x06, Oid("1.3.6.1"), "1.3.6.1"),
        (Value.ip_address("192.0.2.1"), 0x40, "192.0.2.1", "192.0.2.1"),
        (Value.ip_address(bytes((192, 0, 2, 1))), 0x40, "192.0.2.1", "192.0.2.1"),
        (Value.counter32(2**32 - 1), 0x41, 2**32 - 1, "4294967295"),
        (Value.gauge32(7), 0x42, 7, "7"),
        (Value.time_ticks(12345), 0x43, 12345, "0:02:03.45"),
        (Value.opaque(b"\x04\x01a"), 0x44, b"\x04\x01a", "04 01 61"),
        (Value.opaque_float(1.5), 0x44, 1.5, "1.5"),
        (Value.opaque_double(0.1), 0x44, 0.1, "0.1"),
        (Value.opaque_int64(-(2**63)), 0x44, -(2**63), str(-(2**63))),
        (Value.opaque_uint64(2**64 - 1), 0x44, 2**64 - 1, str(2**64 - 1)),
        (Value.counter64(2**64 - 1), 0x46, 2**64 - 1, str(2**64 - 1)),
        (Value(0x80, b""), 0x80, None, "noSuchObject"),
        (Value(0x82, b""), 0x82, None, "endOfMibView"),
    ],
)
def test_each_type_has_its_tag_meaning_and_text(value: Value, tag: int, native: NativeValue, text: str) -> None:
    assert value.tag == tag
    assert value.native == native
    assert str(value) == text


@pytest.mark.parametrize(
    ("value_type", "number"),
    [(ValueType.INTEGER, 2**31), (ValueType.COUNTER32, -1), (ValueType.GAUGE32, 2**32), (ValueType.COUNTER64, 2**64)],
)
def test_numbers_outside_their_type_are_refused(value_type: ValueType, number: int) -> None:
    with pytest.raises(InvalidInput):
        Value.number(value_type, number)


def test_counters_without_their_leading_zero_are_read_as_meant() -> None:
    assert Value(0x41, b"\xff\xff\xff\xff").native == 2**32 - 1


def test_contents_that_do_not_fit_are_shown_as_octets() -> None:
    assert str(Value(0x40, b"\x01\x02")) == "0x0102"
    with pytest.raises(DecodeError):
        _ = Value(0x40, b"\x01\x02").native
    with pytest.raises(DecodeError):
        _ = Value(0x1F, b"").type


@pytest.mark.parametrize("text", ["1.2.3", "1.2.3.256", "::1", ""])
def test_only_ipv4_is_an_ip_address(text: str) -> None:
    with pytest.raises(InvalidInput):
        Value.ip_address(text)


def test_long_uptimes_show_days() -> None:
    assert time_ticks_text(8_640_000) == "1 day, 0:00:00.00"
    assert time_ticks_text(4_294_967_295) == "497 days, 2:27:52.95"


def test_exceptions_are_known_as_such() -> None:
    assert Value(0x81, b"").is_exception
    assert not Value.null().is_exception
