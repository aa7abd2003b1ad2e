"""Slicing and decoding lead to the same request."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes import Value, VarBind
from trishul.engine.requests import SlicedRequest, decode_request, slice_request
from trishul.errors import DecodeError
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind

OIDS = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=30).map(lambda arcs: ".".join(map(str, (1, 3, *arcs))))
REQUESTS = st.builds(
    lambda version, community, kind, request_id, numbers, oids: Message(
        version, community, Pdu(kind, request_id, *numbers, tuple(VarBind.of(oid, Value.null()) for oid in oids))
    ),
    st.sampled_from((Version.V1, Version.V2C)),
    st.binary(max_size=100),
    st.sampled_from((PduKind.GET, PduKind.GET_NEXT, PduKind.SET)),
    st.integers(-(2**31), 2**31 - 1),
    st.tuples(st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1)),
    st.lists(OIDS, max_size=30),
)


def parts(request: SlicedRequest) -> tuple[object, ...]:
    return (*request[:8], request.bindings[request.bindings_at :])


@given(REQUESTS)
def test_both_ways_agree(message: Message) -> None:
    data = encode_message(message)
    decoded = decode_request(data)
    sliced = slice_request(data)
    assert decoded is not None
    assert sliced is not None
    assert parts(sliced) == parts(decoded)
    assert sliced.community == message.community


@given(REQUESTS, st.integers(0, 10_000), st.integers(0, 255))
def test_what_is_sliced_can_be_decoded_to_the_same_names_or_is_refused(message: Message, at: int, octet: int) -> None:
    data = bytearray(encode_message(message))
    data[at % len(data)] = octet
    sliced = slice_request(bytes(data))
    try:
        decoded = decode_request(bytes(data))
    except DecodeError:
        return
    if sliced is not None and decoded is not None:
        assert (sliced.names, sliced.community, sliced.kind) == (decoded.names, decoded.community, decoded.kind)


def test_unusual_forms_are_left_to_the_decoder() -> None:
    data = encode_message(Message(Version.V2C, b"public", Pdu(PduKind.GET, 1, 0, 0, ())))
    assert slice_request(data + b"\0") is None
    assert decode_request(data + b"\0") is not None


def test_pdus_that_ask_nothing_are_no_requests() -> None:
    assert decode_request(encode_message(Message(Version.V2C, b"", Pdu(PduKind.RESPONSE, 1, 0, 0, ())))) is None


def test_a_request_id_beyond_32_bits_is_malformed() -> None:
    with pytest.raises(DecodeError):
        decode_request(encode_message(Message(Version.V2C, b"", Pdu(PduKind.GET, 2**31, 0, 0, ()))))
