"""snmpEngineID (RFC 3411 §5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.errors import InvalidInput
from trishul.protocol.security.engine_id import (
    EngineIdFormat,
    build_engine_id,
    describe_engine_id,
    is_engine_id,
    parse_engine_id,
)

FORMS = [
    (EngineIdFormat.IPV4, "192.0.2.1", "80001f8801c0000201", "192.0.2.1"),
    (EngineIdFormat.IPV6, "2001:db8::1", "80001f880220010db8000000000000000000000001", "2001:db8::1"),
    (EngineIdFormat.MAC, "00:1b:21:ff:ee:10", "80001f8803001b21ffee10", "00:1b:21:ff:ee:10"),
    (EngineIdFormat.TEXT, "interop", "80001f8804696e7465726f70", "interop"),
    (EngineIdFormat.OCTETS, "c0ffee", "80001f8805c0ffee", "c0 ff ee"),
    (EngineIdFormat.NET_SNMP_RANDOM, "1122334455667788", "80001f88801122334455667788", "11 22 33 44 55 66 77 88"),
]


@pytest.mark.parametrize(("kind", "content", "digits", "text"), FORMS)
def test_every_form_is_built_and_described(kind: EngineIdFormat, content: str, digits: str, text: str) -> None:
    engine_id = build_engine_id(8072, kind, content)
    assert engine_id.hex() == digits
    described = describe_engine_id(engine_id)
    assert (described.enterprise, described.format, described.text) == (8072, kind, text)
    assert parse_engine_id(digits) == engine_id


@pytest.mark.parametrize("text", ["0x80001f8804", "0X80001F8804", "80:00:1f:88:04", "80 00 1f 88 04", " 80001f8804 "])
def test_hexadecimal_is_read_as_people_write_it(text: str) -> None:
    assert parse_engine_id(text).hex() == "80001f8804"


@pytest.mark.parametrize("text", ["", "80001f88", "00" * 5, "ff" * 12, "80" * 33, "8000 1f8g 04", "800"])
def test_what_no_engine_id_can_be_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_engine_id(text)


def test_the_old_fixed_form_is_described() -> None:
    described = describe_engine_id(bytes.fromhex("000000090200000c3042f3d8"))
    assert (described.enterprise, described.format) == (9, None)


def test_odd_forms_are_described_as_octets() -> None:
    assert describe_engine_id(bytes.fromhex("80001f8801c00002")).text == "c0 00 02"
    assert describe_engine_id(bytes.fromhex("80001f88040a00")).text == "0a 00"
    assert describe_engine_id(bytes.fromhex("800000090a01")).format_label == "format 10"
    assert describe_engine_id(bytes.fromhex("80000009ff01")).format_label == "enterprise's own form"


@pytest.mark.parametrize(
    ("enterprise", "kind", "content"),
    [
        (-1, EngineIdFormat.TEXT, "x"),
        (2**31, EngineIdFormat.TEXT, "x"),
        (1, EngineIdFormat.TEXT, "x" * 28),
        (1, EngineIdFormat.IPV4, "192.0.2"),
        (1, EngineIdFormat.IPV4, b"123"),
        (1, EngineIdFormat.MAC, "zz"),
    ],
)
def test_content_that_does_not_fit_is_refused(enterprise: int, kind: EngineIdFormat, content: str | bytes) -> None:
    with pytest.raises(InvalidInput):
        build_engine_id(enterprise, kind, content)


@given(st.binary(max_size=40))
def test_describing_never_fails(octets: bytes) -> None:
    describe_engine_id(octets)
    is_engine_id(octets)
