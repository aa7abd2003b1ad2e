"""Numbers that net-snmp and its kin wrap into Opaque: float, double, int64 and uint64.

The contents of such an Opaque are one BER value with a two-octet identifier 0x9F 0x76..0x7B, as the expired draft
draft-perkins-opaque-01 defined it and agents still send it.
"""

from __future__ import annotations

import struct

from trishul.datatypes.contents import decode_integer, decode_unsigned, encode_integer
from trishul.errors import DecodeError, InvalidInput

COUNTER64_TAG = 0x76
FLOAT_TAG = 0x78
DOUBLE_TAG = 0x79
INT64_TAG = 0x7A
UINT64_TAG = 0x7B

_WRAPPER = 0x9F


def encode_float(number: float) -> bytes:
    """Single precision float. Raises InvalidInput when it does not fit."""
    try:
        return bytes((_WRAPPER, FLOAT_TAG, 4)) + struct.pack(">f", number)
    except OverflowError:
        raise InvalidInput(f"{number} does not fit a single precision float") from None


def encode_double(number: float) -> bytes:
    """Double precision float."""
    return bytes((_WRAPPER, DOUBLE_TAG, 8)) + struct.pack(">d", number)


def _encode_whole(tag: int, number: int, low: int, high: int) -> bytes:
    if not low <= number <= high:
        raise InvalidInput(f"{number} lies outside {low}..{high}")
    contents = encode_integer(number)
    return bytes((_WRAPPER, tag, len(contents))) + contents


def encode_int64(number: int) -> bytes:
    """Signed 64-bit integer. Raises InvalidInput."""
    return _encode_whole(INT64_TAG, number, -(2**63), 2**63 - 1)


def encode_uint64(number: int) -> bytes:
    """Unsigned 64-bit integer. Raises InvalidInput."""
    return _encode_whole(UINT64_TAG, number, 0, 2**64 - 1)


def number_tag(contents: bytes) -> int | None:
    """Which number (`FLOAT_TAG` …) an Opaque holds, None when it holds something else."""
    if len(contents) < 4 or contents[0] != _WRAPPER or contents[2] != len(contents) - 3:
        return None
    tag = contents[1]
    sizes = {FLOAT_TAG: (4,), DOUBLE_TAG: (8,)}.get(tag, range(1, 10))
    known = tag in (FLOAT_TAG, DOUBLE_TAG, INT64_TAG, UINT64_TAG, COUNTER64_TAG)
    return tag if known and contents[2] in sizes else None


def decode(contents: bytes) -> int | float | bytes:
    """The number inside, or the octets as they are when there is none."""
    tag = number_tag(contents)
    inner = contents[3:]
    try:
        if tag == FLOAT_TAG:
            return float(struct.unpack(">f", inner)[0])
        if tag == DOUBLE_TAG:
            return float(struct.unpack(">d", inner)[0])
        if tag == INT64_TAG:
            return decode_integer(inner)
        return decode_unsigned(inner) if tag is not None else contents
    except DecodeError:
        return contents
