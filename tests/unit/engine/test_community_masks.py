"""Communities in kept octets: gone wherever they stand, and nothing else is (RFC 3584 §3.1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.engine.community_masks import mask_community, mask_trap_community
from trishul.protocol.ber import decode_varbinds, encode_tlv, encode_varbinds
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind

NAME = VarBind.of("1.3.6.1.6.3.18.1.4.0", Value.null()).name
OTHER = VarBind.of("1.3.6.1.2.1.1.5.0", Value.octet_string("edge"))


def added(value: Value) -> VarBind:
    return VarBind(NAME, *value)


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
