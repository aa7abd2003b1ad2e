"""A request as the agent needs it: sliced out of the datagram, hardly decoded.

Owns two ways to the same shape: slicing, for frames in the usual shortest form, and decoding, lenient, for all others.
Hot path: one flat function, no object per TLV, measured by `bench/`.
"""

from __future__ import annotations

from typing import NamedTuple

from trishul.datatypes.contents import encode_integer
from trishul.errors import DecodeError
from trishul.protocol.ber import INTEGER, OCTET_STRING, encode_tlv, encode_varbinds
from trishul.protocol.message import decode_message
from trishul.protocol.pdu import Pdu, PduKind

_V1_HEAD = b"\x02\x01\x00"
_V2C_HEAD = b"\x02\x01\x01"
_HEADS = (_V1_HEAD, _V2C_HEAD)


class SlicedRequest(NamedTuple):
    """Parts of a request datagram: encoded where they are echoed, numbers where they are used."""

    head: bytes
    """Version and community, both with tag and length, as the answer repeats them."""
    is_v1: bool
    community: bytes
    kind: int
    request_id: bytes
    """With tag and length, echoed as it came."""
    first_number: bytes
    """Contents octets of error-status or non-repeaters."""
    second_number: bytes
    """Contents octets of error-index or max-repetitions."""
    names: list[bytes]
    """OID contents octets of the variable bindings."""
    bindings: bytes
    """The octets of which `bindings[bindings_at:]` is the list's contents, for answers that echo it."""
    bindings_at: int


def slice_request(data: bytes) -> SlicedRequest | None:
    """The request in a datagram of the usual shortest form, None where the form is unusual and must be decoded."""
    try:
        return _slice(data)
    except IndexError:
        return None


def _slice(data: bytes) -> SlicedRequest | None:
    end = len(data)
    size = data[1]
    pos = 2 if size < 128 else 3 if size == 0x81 else 4
    head_at = pos
    version = data[pos : pos + 3]
    community_size = data[pos + 4]
    community_at = pos + 5
    pos = community_at + community_size
    kind = data[pos]
    size = data[pos + 1]
    id_at = pos + (2 if size < 128 else 3 if size == 0x81 else 4)
    first_at = id_at + 2 + data[id_at + 1]
    second_at = first_at + 2 + data[first_at + 1]
    list_at = second_at + 2 + data[second_at + 1]
    size = data[list_at + 1]
    at = list_at + (2 if size < 128 else 3 if size == 0x81 else 4)
    if (
        data[0] != 0x30
        or version not in _HEADS
        or data[head_at + 3] != 0x04
        or community_size >= 128
        or data[id_at] != 0x02
        or data[first_at] != 0x02
        or data[second_at] != 0x02
        or data[list_at] != 0x30
        or not 3 <= first_at - id_at <= 6
        or not 3 <= second_at - first_at <= 6
        or not 3 <= list_at - second_at <= 6
        or _declared_end(data, 0, head_at) != end
        or _declared_end(data, pos, id_at) != end
        or _declared_end(data, list_at, at) != end
    ):
        return None
    names = []
    bindings_at = at
    while at < end:
        size = data[at + 1]
        name_size = data[at + 3]
        if size >= 128 or name_size >= 128 or data[at] != 0x30 or data[at + 2] != 0x06 or name_size + 4 > size:
            return None
        names.append(data[at + 4 : at + 4 + name_size])
        at += 2 + size
    if at != end:
        return None
    return tuple.__new__(
        SlicedRequest,
        (
            data[head_at:pos],
            version == _V1_HEAD,
            data[community_at:pos],
            kind,
            data[id_at:first_at],
            data[first_at + 2 : second_at],
            data[second_at + 2 : list_at],
            names,
            data,
            bindings_at,
        ),
    )


def _declared_end(data: bytes, at: int, contents_at: int) -> int:
    """Where the TLV at `at` ends, given that its contents start at `contents_at`; -1 for lengths beyond two octets."""
    size = contents_at - at
    if size == 2:
        return contents_at + data[at + 1]
    if size == 3:
        return contents_at + data[at + 2]
    return contents_at + (data[at + 2] << 8 | data[at + 3]) if data[at + 1] == 0x82 else -1


def decode_request(data: bytes) -> SlicedRequest | None:
    """The request in a datagram of any readable form; None for PDUs that are not requests.

    Raises DecodeError, UnsupportedVersion.
    """
    message, _ = decode_message(data)
    pdu = message.pdu
    if not isinstance(pdu, Pdu) or pdu.kind not in (
        PduKind.GET,
        PduKind.GET_NEXT,
        PduKind.GET_BULK,
        PduKind.SET,
    ):
        return None
    if not -(2**31) <= pdu.request_id < 2**31:
        raise DecodeError(f"the request-id {pdu.request_id}", 0)
    version = encode_tlv(INTEGER, encode_integer(message.version))
    return SlicedRequest(
        version + encode_tlv(OCTET_STRING, message.community),
        version == _V1_HEAD,
        message.community,
        pdu.kind,
        encode_tlv(INTEGER, encode_integer(pdu.request_id)),
        encode_integer(pdu.error_status),
        encode_integer(pdu.error_index),
        [varbind.name for varbind in pdu.varbinds],
        encode_varbinds(pdu.varbinds),
        0,
    )
