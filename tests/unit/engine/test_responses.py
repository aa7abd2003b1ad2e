"""Responses are found by position, and whatever is not in shortest form is left to the lenient decoder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engine.answers import PEER
from trishul.datatypes import Value, VarBind
from trishul.engine.responses import slice_response
from trishul.protocol.ber import decode_varbinds, encode_varbinds
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind


def _response(
    varbinds: list[VarBind], *, request_id: int = 4711, status: int = 0, community: bytes = b"public"
) -> bytes:
    pdu = Pdu(PduKind.RESPONSE, request_id, status, 0, tuple(varbinds))
    return encode_message(Message(Version.V2C, community, pdu))


def _varbinds(octets: int) -> list[VarBind]:
    return [VarBind.of("1.3.6.1.2.1.1.1.0", Value.octet_string(bytes(octets)))]


@pytest.mark.parametrize("octets", [0, 60, 90, 100, 110, 127, 128, 200, 230, 255, 256, 5000, 65000])
def test_the_parts_are_found_whatever_the_size(octets: int) -> None:
    varbinds = _varbinds(octets)
    data = _response(varbinds)
    parts = slice_response(data)
    assert parts is not None
    head_at, head_end, request_id, list_at = parts
    assert data[head_at:head_end] == PEER.head
    assert request_id == 4711
    assert decode_varbinds(data, list_at, len(data)) == varbinds


@given(st.integers(-(2**31), 2**31 - 1), st.binary(max_size=127))
def test_any_request_id_and_community_is_found(request_id: int, community: bytes) -> None:
    data = _response(_varbinds(3), request_id=request_id, community=community)
    parts = slice_response(data)
    assert parts is not None
    assert parts[2] == request_id
    assert data[parts[0] : parts[1]].endswith(community)


def test_no_bindings_at_all_are_found_as_well() -> None:
    data = _response([])
    parts = slice_response(data)
    assert parts is not None
    assert parts[3] == len(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x30", id="one octet"),
        pytest.param(_response(_varbinds(3), status=5), id="an error response"),
        pytest.param(_response(_varbinds(3)) + b"\x00", id="trailing octets"),
        pytest.param(_response(_varbinds(3))[:-1], id="cut short"),
        pytest.param(_response(_varbinds(3), community=bytes(200)), id="a long community"),
        pytest.param(_response(_varbinds(3)).replace(b"\xa2", b"\xa8", 1), id="a report"),
        pytest.param(b"\x30\x83\x00\x00\x2e" + _response(_varbinds(3))[2:], id="a length of three octets"),
    ],
)
def test_other_forms_are_left_to_the_lenient_decoder(data: bytes) -> None:
    assert slice_response(data) is None


@given(st.binary(max_size=80), st.integers(0, 60), st.integers(0, 255))
def test_octets_of_all_kinds_never_raise(noise: bytes, position: int, octet: int) -> None:
    slice_response(noise)
    data = bytearray(_response(_varbinds(20)))
    data[position % len(data)] = octet
    parts = slice_response(bytes(data))
    assert parts is None or 0 < parts[0] < parts[1] < parts[3] <= len(data)


def test_slicing_and_decoding_agree_on_the_bindings() -> None:
    varbinds = [VarBind.of(f"1.3.6.1.2.1.2.2.1.10.{row}", Value.counter32(row)) for row in range(200)]
    data = _response(varbinds)
    parts = slice_response(data)
    assert parts is not None
    assert data[parts[3] :] == encode_varbinds(varbinds)
