"""Values from type names and text."""

import pytest

from trishul.datatypes import Value, parse_value
from trishul.datatypes.typed_text import find_value_type
from trishul.datatypes.values import ValueType
from trishul.errors import InvalidInput


@pytest.mark.parametrize(
    ("type_name", "text", "value"),
    [
        ("i", "-3", Value.integer(-3)),
        ("Integer", "0x10", Value.integer(16)),
        ("u", "4294967295", Value.gauge32(2**32 - 1)),
        ("c", "1", Value.counter32(1)),
        ("C", "18446744073709551615", Value.counter64(2**64 - 1)),
        ("Counter", "1", Value.counter32(1)),
        ("t", "100", Value.time_ticks(100)),
        ("TimeTicks", "100", Value.time_ticks(100)),
        ("a", "192.0.2.1", Value.ip_address("192.0.2.1")),
        ("o", ".1.3.6", Value.object_identifier("1.3.6")),
        ("OBJECT IDENTIFIER", "1.3.6", Value.object_identifier("1.3.6")),
        ("s", "text", Value.octet_string("text")),
        ("OctetString", "grün", Value.octet_string("grün".encode())),
        ("x", "00:1A ff", Value.octet_string(b"\x00\x1a\xff")),
        ("d", "1.2.255", Value.octet_string(b"\x01\x02\xff")),
        ("b", "0 9", Value.octet_string(b"\x80\x40")),
        ("n", "", Value.null()),
        ("F", "1.5", Value.opaque_float(1.5)),
        ("D", "1.5", Value.opaque_double(1.5)),
        ("I", "-1", Value.opaque_int64(-1)),
        ("U", "1", Value.opaque_uint64(1)),
    ],
)
def test_letters_and_words_are_understood(type_name: str, text: str, value: Value) -> None:
    assert parse_value(type_name, text) == value


@pytest.mark.parametrize(
    ("type_name", "text"),
    [("q", "1"), ("i", "1.5"), ("i", "2147483648"), ("x", "abc"), ("d", "256"), ("b", "-1"), ("F", "x"), ("F", "1e99"),
     ("a", "x"), ("o", "x"), ("c", "-1"), ("U", "-1"), ("i", "0x" + "f" * 6000), ("U", "9" * 5000)],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_words(type_name: str, text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_value(type_name, text)


@pytest.mark.parametrize(
    ("type_name", "value_type"),
    [("i", ValueType.INTEGER), ("Hex String", ValueType.OCTET_STRING), ("F", ValueType.OPAQUE), ("=", None)],
)
def test_the_type_on_the_wire_is_known_without_a_value(type_name: str, value_type: ValueType | None) -> None:
    assert find_value_type(type_name) == value_type
