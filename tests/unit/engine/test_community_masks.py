"""Communities in kept octets: gone wherever they stand, and nothing else is (RFC 3584 §3.1)."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.engine.community_masks import mask_any, mask_community, mask_trap_community
from trishul.protocol.ber import decode_varbinds, encode_tlv, encode_varbinds
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind, TrapV1Pdu

NAME = VarBind.of("1.3.6.1.6.3.18.1.4.0", Value.null()).name
OTHER = VarBind.of("1.3.6.1.2.1.1.5.0", Value.octet_string("edge"))


def added(value: Value) -> VarBind:
    return VarBind(NAME, *value)


SECRET = b"~hush~HUSH~"
TRAP_COMMUNITY = added(Value.octet_string(SECRET))


def a_trap(*varbinds: VarBind) -> bytes:
    return encode_message(Message(Version.V2C, SECRET, Pdu(PduKind.TRAP_V2, 7, 0, 0, varbinds)))


DATAGRAMS = {
    "get": encode_message(Message(Version.V2C, SECRET, Pdu(PduKind.GET, 7, 0, 0, (OTHER,)))),
    "v1 get": encode_message(Message(Version.V1, SECRET, Pdu(PduKind.GET, 7, 0, 0, (OTHER,)))),
    "v1 trap": encode_message(
        Message(Version.V1, SECRET, TrapV1Pdu(Oid("1.3.6.1.4.1.8072"), "192.0.2.1", 6, 1, 2, (OTHER,)))
    ),
    "long": a_trap(*(OTHER,) * 40),
    "proxied": a_trap(OTHER, TRAP_COMMUNITY, OTHER),
}


def test_the_community_of_a_message_is_masked() -> None:
    data = encode_message(Message(Version.V2C, b"hush-hush", Pdu(PduKind.TRAP_V2, 7, 0, 0, ())))
    assert mask_community(data) == data.replace(b"hush-hush", b"*********")


@pytest.mark.parametrize(
    "value", [Value.octet_string("hush-hush"), Value.opaque(b"hush-hush"), Value.octet_string("hush-hush" * 20)]
)
def test_what_a_proxy_added_is_masked_of_whatever_type_and_length(value: Value) -> None:
    masked = mask_trap_community(encode_varbinds([OTHER, added(value), OTHER, added(value)]))
    assert b"hush" not in masked
    assert [varbind.contents.strip(b"*") for varbind in decode_varbinds(masked, 0, len(masked))] == [
        b"edge", b"", b"edge", b"",
    ]  # fmt: skip


def test_a_padded_name_hides_nothing() -> None:
    name = encode_tlv(0x06, NAME.replace(b"\x12", b"\x80\x12"))
    octets = encode_tlv(0x30, name + encode_tlv(0x04, b"hush-hush"))
    assert mask_trap_community(octets) == octets.replace(b"hush-hush", b"*********")


def test_the_binding_behind_a_value_of_that_name_stays() -> None:
    pointer = VarBind.of("1.3.6.1.2.1.1.2.0", Value.object_identifier("1.3.6.1.6.3.18.1.4.0"))
    octets = encode_varbinds([pointer, OTHER])
    assert mask_trap_community(octets) == octets
    assert mask_trap_community(NAME) == NAME


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_any_octets_keep_their_length(before: bytes, after: bytes) -> None:
    octets = before + NAME + after
    assert len(mask_trap_community(octets)) == len(octets)


def test_what_a_proxy_added_is_masked_where_its_length_is_wrong() -> None:
    octets = encode_varbinds([added(Value.octet_string("hush-hush"))])
    at = octets.index(b"hush") - 1
    for length in (0x7F, 0x80, 0x88):
        assert b"hush" not in mask_trap_community(octets[:at] + bytes((length,)) + octets[at + 1 :])


def has_secret(octets: bytes) -> bool:
    """Whether three octets of the secret stand together."""
    return any(SECRET[at : at + 3] in octets for at in range(len(SECRET) - 2))


@pytest.mark.parametrize("data", DATAGRAMS.values(), ids=DATAGRAMS)
def test_a_readable_datagram_loses_its_community_only(data: bytes) -> None:
    assert mask_any(data) == data.replace(SECRET, b"*" * len(SECRET))


@pytest.mark.parametrize("data", DATAGRAMS.values(), ids=DATAGRAMS)
def test_every_beginning_is_masked_and_keeps_its_length(data: bytes) -> None:
    for size in range(len(data)):
        masked = mask_any(data[:size])
        assert len(masked) == size
        assert not has_secret(masked)


@pytest.mark.parametrize("data", DATAGRAMS.values(), ids=DATAGRAMS)
def test_no_single_wrong_octet_before_the_pdu_shows_a_community(data: bytes) -> None:
    head = data.index(SECRET) + len(SECRET) + 4
    for at, octet in itertools.product(range(head), range(256)):
        damaged = data[:at] + bytes((octet,)) + data[at + 1 :]
        assert not has_secret(mask_any(damaged)), (at, octet)


@pytest.mark.parametrize("data", DATAGRAMS.values(), ids=DATAGRAMS)
def test_octets_that_were_lost_or_put_in_front_show_nothing(data: bytes) -> None:
    head = data.index(SECRET) + len(SECRET)
    for at in range(head):
        assert not has_secret(mask_any(data[at:]))
        assert not has_secret(mask_any(data[:at] + data[at + 1 :]))
        assert not has_secret(mask_any(data[:at] + b"\x30" + data[at:]))
    assert mask_any(b"\0" + data) == b"*" * (len(data) + 1)


def test_a_damaged_pdu_behind_a_whole_community_can_still_be_looked_at() -> None:
    data = DATAGRAMS["get"]
    cut = data[:-6]
    assert mask_any(cut) == cut.replace(SECRET, b"*" * len(SECRET))


def test_what_names_another_version_is_masked_behind_it() -> None:
    assert mask_any(bytes.fromhex("3009020102") + b"\x04\x04hush") == bytes.fromhex("3009020102") + b"******"
    assert mask_any(b"") == b""


def test_version_three_has_no_community() -> None:
    data = bytes.fromhex("300a0201033005040361626300")
    assert mask_any(data) == data
    assert mask_any(data.replace(b"\x30\x05", b"\x04\x05")) == data[:5] + b"*" * 8
