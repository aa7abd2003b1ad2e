"""Values as snmpwalk prints them behind its type word."""

from __future__ import annotations

import pytest

from trishul.datatypes.values import Value, ValueType
from trishul.smi.model import BaseType, TypeInfo
from trishul.smi.rendering import TAGS, Rendered, ValueRenderer
from trishul.smi.resolve.base import BASE_TYPES, CONVENTIONS

STATUS = TypeInfo(BaseType.INTEGER, labels=(("up", 1), ("down", 2)))
CENTI = TypeInfo(BaseType.INTEGER, display_hint="d-2")
GAUGE = TypeInfo(BaseType.GAUGE32, display_hint="d-1")
DAYS = TypeInfo(BaseType.BITS, labels=(("sunday", 0), ("monday", 1), ("holiday", 9)))
STRING = TypeInfo(BaseType.OCTET_STRING)
FAULTY = TypeInfo(BaseType.OCTET_STRING, display_hint="1q")


def rendered(info: TypeInfo | None, value: Value, units: str = "") -> Rendered:
    return ValueRenderer(info, units, lambda contents: f"<{contents.hex()}>").render(value.tag, value.contents)


@pytest.mark.parametrize(
    ("info", "value", "units", "word", "text"),
    [
        (STATUS, Value.integer(1), "", "INTEGER: ", "up(1)"),
        (STATUS, Value.integer(3), "", "INTEGER: ", "3"),
        (BASE_TYPES["Integer32"], Value.integer(300), "seconds", "INTEGER: ", "300 seconds"),
        (CENTI, Value.integer(1234), "volts", "INTEGER: ", "12.34 volts"),
        (GAUGE, Value.gauge32(5), "", "Gauge32: ", "0.5"),
        (BASE_TYPES["Unsigned32"], Value.gauge32(2**32 - 1), "", "Gauge32: ", "4294967295"),
        (BASE_TYPES["Counter32"], Value.counter32(5), "octets", "Counter32: ", "5 octets"),
        (BASE_TYPES["Counter64"], Value.counter64(2**64 - 1), "", "Counter64: ", "18446744073709551615"),
        (BASE_TYPES["TimeTicks"], Value.time_ticks(123), "", "Timeticks: ", "(123) 0:00:01.23"),
        (BASE_TYPES["IpAddress"], Value.ip_address("192.0.2.1"), "u", "IpAddress: ", "192.0.2.1"),
        (CONVENTIONS["DisplayString"], Value.octet_string('say "x"'), "", "STRING: ", 'say "x"'),
        (CONVENTIONS["DisplayString"], Value.octet_string(""), "", "STRING: ", ""),
        (
            CONVENTIONS["MacAddress"],
            Value.octet_string(bytes.fromhex("001b21ffee10")),
            "",
            "STRING: ",
            "0:1b:21:ff:ee:10",
        ),
        (STRING, Value.octet_string('say "x"'), "", "STRING: ", '"say \\"x\\""'),
        (STRING, Value.octet_string("abc"), "things", "STRING: ", '"abc" things'),
        (STRING, Value.octet_string(""), "things", "", '""'),
        (STRING, Value.octet_string(bytes(20)), "", "Hex-STRING: ", " ".join(["00"] * 20)),
        (FAULTY, Value.octet_string("abc"), "", "STRING: ", '"abc"'),
        (DAYS, Value.octet_string(b"\xc0\x40"), "", "BITS: ", "C0 40 sunday(0) monday(1) holiday(9)"),
        (DAYS, Value.octet_string(b"\x20"), "", "BITS: ", "20 2"),
        (DAYS, Value.octet_string(b""), "", "BITS: ", ""),
        (TypeInfo(BaseType.OBJECT_IDENTIFIER), Value.object_identifier("1.3.6"), "", "OID: ", "<2b06>"),
        (BASE_TYPES["Opaque"], Value.opaque_float(0.5), "", "Opaque: Float: ", "0.500000"),
        (BASE_TYPES["Opaque"], Value.opaque(b"\x01\x02"), "", "OPAQUE: ", "01 02"),
        (None, Value.octet_string("abc"), "", "STRING: ", '"abc"'),
        (None, Value.null(), "", "", "NULL"),
        (TypeInfo(BaseType.UNKNOWN), Value.integer(5), "", "INTEGER: ", "5"),
    ],
)
def test_values_are_shown_by_their_type(info: TypeInfo | None, value: Value, units: str, word: str, text: str) -> None:
    assert rendered(info, value, units) == (word, text)


@pytest.mark.parametrize(
    ("info", "value", "text"),
    [
        (STATUS, Value.octet_string("up"), 'Wrong type (OCTET STRING, not INTEGER): "up"'),
        (BASE_TYPES["Counter32"], Value.gauge32(5), "Wrong type (Gauge32, not Counter32): 5"),
        (DAYS, Value.integer(5), "Wrong type (INTEGER, not BITS): 5"),
        (STATUS, Value(0x99, b"\x01"), "Wrong type (type 0x99, not INTEGER): Variable has bad type"),
    ],
)
def test_another_type_than_the_mib_says_is_named(info: TypeInfo, value: Value, text: str) -> None:
    assert rendered(info, value) == ("", text)


@pytest.mark.parametrize("tag", [ValueType.NO_SUCH_OBJECT, ValueType.NO_SUCH_INSTANCE, ValueType.END_OF_MIB_VIEW])
def test_exceptions_are_no_wrong_type(tag: ValueType) -> None:
    word, text = rendered(STATUS, Value(tag, b""))
    assert word == ""
    assert text.startswith("No ")


def test_octets_that_do_not_fit_their_type_are_shown_in_hexadecimal() -> None:
    assert rendered(STATUS, Value(ValueType.INTEGER, b"")) == ("Hex-STRING: ", "")
    assert rendered(BASE_TYPES["IpAddress"], Value(ValueType.IP_ADDRESS, b"\1\2")) == ("Hex-STRING: ", "01 02")


def test_every_base_type_of_a_value_has_its_tags() -> None:
    constructed = {BaseType.TABLE, BaseType.ROW, BaseType.CHOICE, BaseType.UNKNOWN}
    assert set(TAGS) == set(BaseType) - constructed
