"""Validations 3 to 6 of RFC 3416 §4.2.5: type, length, encoding, value."""

from __future__ import annotations

import pytest

from trishul.datatypes import Value
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.value_checks import check_encoding, check_value, kept
from trishul.smi.model import BaseType, TypeInfo

OK, TYPE, LENGTH, ENCODING, VALUE = (
    ErrorStatus.NO_ERROR,
    ErrorStatus.WRONG_TYPE,
    ErrorStatus.WRONG_LENGTH,
    ErrorStatus.WRONG_ENCODING,
    ErrorStatus.WRONG_VALUE,
)
NUMBER = TypeInfo(BaseType.INTEGER, ranges=((-5, 5), (10, 10)))
STATE = TypeInfo(BaseType.INTEGER, labels=(("up", 1), ("testing", 7)))
TEXT = TypeInfo(BaseType.OCTET_STRING, ranges=((2, 8),), is_size=True)
FLAGS = TypeInfo(BaseType.BITS, labels=(("first", 0), ("tenth", 9)))
GAUGE = TypeInfo(BaseType.GAUGE32)
UNSIGNED = TypeInfo(BaseType.UNSIGNED32, ranges=((100, None),))
ADDRESS = TypeInfo(BaseType.IP_ADDRESS)
OID = TypeInfo(BaseType.OBJECT_IDENTIFIER)
BIG = TypeInfo(BaseType.COUNTER64)


@pytest.mark.parametrize(
    ("info", "tag", "contents", "expected"),
    [
        (NUMBER, 0x02, b"\xfb", OK),
        (NUMBER, 0x02, b"\x0a", OK),
        (NUMBER, 0x02, b"\x06", VALUE),
        (NUMBER, 0x04, b"\x06", TYPE),
        (NUMBER, 0x42, b"\x05", TYPE),
        (NUMBER, 0x05, b"", TYPE),
        (NUMBER, 0x02, b"\x00\x80\x00\x00\x00", ENCODING),
        (NUMBER, 0x02, b"\x00\x00\x00\x05", OK),
        (STATE, 0x02, b"\x07", OK),
        (STATE, 0x02, b"\x02", VALUE),
        (TEXT, 0x04, b"ab", OK),
        (TEXT, 0x04, b"a", LENGTH),
        (TEXT, 0x04, b"a" * 9, LENGTH),
        (TEXT, 0x02, b"a" * 9, TYPE),
        (FLAGS, 0x04, b"\x80\x40", OK),
        (FLAGS, 0x04, b"\x40", VALUE),
        (FLAGS, 0x04, b"\x80\x00\x00", OK),
        (GAUGE, 0x42, b"\x00\xff\xff\xff\xff", OK),
        (GAUGE, 0x42, b"\xff\xff\xff\xff", ENCODING),
        (GAUGE, 0x42, b"\x01\x00\x00\x00\x00", ENCODING),
        (UNSIGNED, 0x42, b"\x64", OK),
        (UNSIGNED, 0x42, b"\x63", VALUE),
        (ADDRESS, 0x40, b"\xc0\x00\x02\x01", OK),
        (ADDRESS, 0x40, b"\xc0\x00\x02", LENGTH),
        (OID, 0x06, b"\x2b\x06", OK),
        (OID, 0x06, b"\x2b\x86", ENCODING),
        (OID, 0x06, b"", ENCODING),
        (BIG, 0x46, b"\x00" + b"\xff" * 8, OK),
        (BIG, 0x46, b"\x01" + b"\x00" * 8, ENCODING),
        (BIG, 0x41, b"\x01", TYPE),
        (TypeInfo(BaseType.UNKNOWN), 0x04, b"anything", OK),
    ],
)
def test_the_first_fault_in_the_order_of_the_rfc_is_told(
    info: TypeInfo, tag: int, contents: bytes, expected: ErrorStatus
) -> None:
    assert check_value(info, tag, contents) is expected


@pytest.mark.parametrize(("tag", "contents"), [(0x04, b"x" * 65536), (0x40, b"")])
def test_lengths_that_no_variable_has_are_wrong_without_a_mib_too(tag: int, contents: bytes) -> None:
    assert check_encoding(tag, contents) is LENGTH


def test_numbers_are_kept_in_their_shortest_form() -> None:
    assert kept(0x02, b"\x00\x00\x05") == Value.integer(5)
    assert kept(0x04, b"\x00\x00\x05") == Value.octet_string(b"\x00\x00\x05")
