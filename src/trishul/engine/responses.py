"""A response as a manager needs it: found in the datagram by position, not decoded as a tree.

Owns two ways to the same parts: slicing, for frames in the usual shortest form, and `protocol.message`, lenient, for
all others. Hot path: one flat function, no object per TLV, measured by `bench/`.
"""

from __future__ import annotations

from typing import NamedTuple

from trishul.datatypes.varbind import VarBind
from trishul.protocol.anomalies import DecodeAnomaly
from trishul.protocol.ber import OCTET_STRING, SEQUENCE
from trishul.protocol.pdu import PduKind

_RESPONSE = PduKind.RESPONSE.value
_NO_ERROR = b"\x02\x01\x00\x02\x01\x00"
"""error-status and error-index of nearly every response."""


class Response(NamedTuple):
    """An answer to one of our requests."""

    error_status: int
    error_index: int
    varbinds: list[VarBind]
    elapsed_s: float = 0.0
    """Since the first try was sent."""
    tries: int = 1
    """How many tries had been sent when the answer came."""
    anomalies: tuple[DecodeAnomaly, ...] = ()


def slice_response(data: bytes) -> tuple[int, int, int, int] | None:
    """Where things are in an error-free response, without decoding them.

    Start and end of version and community, the request-id, start of the bindings, which end where the datagram ends.
    None for every other form and for octets that are no message at all.
    """
    try:
        size = data[1]
        head_at = 2 if size < 128 else 3 if size == 0x81 else 4
        head_end = head_at + 5 + data[head_at + 4]
        size = data[head_end + 1]
        id_at = head_end + (2 if size < 128 else 3 if size == 0x81 else 4)
        errors_at = id_at + 2 + data[id_at + 1]
        list_at = errors_at + 6
        size = data[list_at + 1]
        start = list_at + (2 if size < 128 else 3 if size == 0x81 else 4)
        if (
            data[0] != SEQUENCE
            or data[head_at + 3] != OCTET_STRING
            or data[head_at + 4] >= 128
            or data[head_end] != _RESPONSE
            or data[id_at] != 2
            or not 1 <= data[id_at + 1] <= 4
            or data[errors_at:list_at] != _NO_ERROR
            or data[list_at] != SEQUENCE
        ):
            return None
    except IndexError:
        return None
    # All three lengths have to end with the datagram.
    total = len(data)
    if (
        head_at + _length(data, 1, head_at) != total
        or id_at + _length(data, head_end + 1, id_at) != total
        or start + _length(data, list_at + 1, start) != total
    ):
        return None
    return head_at, head_end, int.from_bytes(data[id_at + 2 : errors_at], "big", signed=True), start


def _length(data: bytes, at: int, end: int) -> int:
    """The length in `data[at:end]`, one to three octets; -1 for a form of more."""
    octets = end - at
    if octets == 1:
        return data[at]
    if octets == 2:
        return data[at + 1]
    return data[at + 1] << 8 | data[at + 2] if data[at] == 0x82 else -1
