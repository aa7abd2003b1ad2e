"""The frame of SNMPv3 messages (RFC 3412 §6, RFC 3414 §2.4), lenient inwards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.protocol.security.exchanges import DISCOVERY, DISCOVERY_REPORT, ENGINE_ID, EXCHANGES
from trishul.errors import DecodeError
from trishul.protocol.anomalies import AnomalyKind
from trishul.protocol.ber import encode_tlv
from trishul.protocol.message import UnsupportedVersion, decode_message
from trishul.protocol.message_v3 import (
    MIN_MESSAGE_SIZE,
    UnsupportedSecurityModel,
    community_message,
    encode_parts,
    encode_scoped_pdu,
    is_v3,
    read_message_v3,
    read_scoped_pdu,
)
from trishul.protocol.pdu import Pdu, PduKind

MESSAGES = [DISCOVERY, DISCOVERY_REPORT, *(data for exchange in EXCHANGES for data in exchange[3:])]


def long_form(data: bytes) -> bytes:
    """The same values with every length in four octets: BER, but not the shortest."""
    out = b""
    pos = 0
    while pos < len(data):
        tag, size, start = data[pos], data[pos + 1], pos + 2
        if size >= 128:
            octets = size & 0x7F
            size, start = int.from_bytes(data[start : start + octets], "big"), start + octets
        contents = data[start : start + size]
        is_security = tag == 0x04 and contents[:1] == b"\x30" and 16 <= len(contents) <= 110
        if tag & 0x20 or is_security:
            contents = long_form(contents)
        out += bytes((tag, 0x84)) + len(contents).to_bytes(4, "big") + contents
        pos = start + size
    return out


def head(msg_id: bytes = b"\x01", size: bytes = b"\x04\x00", flags: bytes = b"\x00", model: bytes = b"\x03") -> bytes:
    numbers = encode_tlv(2, msg_id) + encode_tlv(2, size) + encode_tlv(4, flags) + encode_tlv(2, model)
    return encode_tlv(0x30, numbers)


def whole(header: bytes, *, boots: bytes = b"\x00", payload: bytes = b"\x30\x00", version: bytes = b"\x03") -> bytes:
    security = encode_tlv(4, b"") + encode_tlv(2, boots) + b"\x02\x01\x00" + b"\x04\x00" * 3
    return encode_tlv(0x30, encode_tlv(2, version) + header + encode_tlv(4, encode_tlv(0x30, security)) + payload)


def test_net_snmp_s_discovery_reads_as_it_was_sent() -> None:
    """RFC 3414 §4."""
    message = read_message_v3(DISCOVERY)
    assert (message.engine_id, message.user_name, message.engine_boots, message.engine_time) == (b"", b"", 0, 0)
    assert message.is_reportable
    scoped = read_scoped_pdu(message.payload)
    pdu = decode_message(community_message(scoped.pdu))[0].pdu
    assert isinstance(pdu, Pdu)
    assert (pdu.kind, pdu.varbinds) == (PduKind.GET, ())


def test_net_snmp_s_report_reads_as_it_was_sent() -> None:
    message = read_message_v3(DISCOVERY_REPORT)
    assert (message.engine_id, message.engine_boots, message.is_reportable) == (ENGINE_ID, 1, False)
    pdu = decode_message(community_message(read_scoped_pdu(message.payload).pdu))[0].pdu
    assert isinstance(pdu, Pdu)
    assert (pdu.kind, str(pdu.varbinds[0].oid)) == (PduKind.REPORT, "1.3.6.1.6.3.15.1.1.4.0")


@pytest.mark.parametrize("data", MESSAGES, ids=lambda data: str(len(data)))
def test_every_message_is_read_alike_in_long_form_with_the_oddities_named(data: bytes) -> None:
    usual, odd = read_message_v3(data), read_message_v3(long_form(data))
    assert {anomaly.kind for anomaly in odd.anomalies} == {AnomalyKind.NON_MINIMAL_LENGTH}
    skipped = {"mac_at", "mac_end", "end", "anomalies", "payload"}
    for field in usual._fields:
        if field not in skipped:
            assert getattr(odd, field) == getattr(usual, field), field
    if usual.payload[0] == 0x30 and not usual.flags & 2:
        assert read_scoped_pdu(odd.payload)[:2] == read_scoped_pdu(usual.payload)[:2]
    else:
        assert odd.payload == usual.payload


@pytest.mark.parametrize("data", MESSAGES, ids=lambda data: str(len(data)))
def test_a_message_cut_anywhere_is_refused(data: bytes) -> None:
    for size in range(len(data)):
        with pytest.raises(DecodeError):
            read_message_v3(data[:size])


@pytest.mark.parametrize("data", MESSAGES, ids=lambda data: str(len(data)))
def test_versions_are_told_apart_without_decoding(data: bytes) -> None:
    assert is_v3(data)
    assert not is_v3(bytes.fromhex("302602010104067075626c6963a019020411223344020100020100300b300906052b060102010500"))
    assert not is_v3(b"")


def test_padded_numbers_are_tolerated_and_named() -> None:
    message = read_message_v3(whole(head(msg_id=b"\x00\x01"), boots=b"\x00\x07"))
    assert (message.msg_id, message.engine_boots) == (1, 7)
    assert read_message_v3(whole(head(msg_id=b"\x00\x00\x00\x00\x01"))).anomalies[0].kind == "non_minimal_integer"


def test_reserved_flags_are_ignored() -> None:
    """RFC 3412 §6.4."""
    assert read_message_v3(whole(head(flags=b"\xf8"))).flags == 0
    assert read_message_v3(whole(head(flags=b"\xfc\x00"))).flags == 4


def test_a_maximum_below_the_smallest_is_read_as_the_smallest() -> None:
    assert read_message_v3(whole(head(size=b"\x10"))).max_size == MIN_MESSAGE_SIZE


@pytest.mark.parametrize(
    "data",
    [
        whole(head(msg_id=b"\xff")),
        whole(head(msg_id=b"\x00\xff\xff\xff\xff")),
        whole(head(msg_id=b"")),
        whole(head(flags=b"")),
        whole(head(), boots=b"\x80\x00"),
        whole(head(), payload=b"\x04\x00"),
        whole(head(flags=b"\x03"), payload=b"\x30\x00"),
        whole(head(), payload=b""),
        bytes(70000),
    ],
)
def test_what_rfc_3412_does_not_allow_is_refused(data: bytes) -> None:
    with pytest.raises(DecodeError):
        read_message_v3(data)


def test_other_security_models_are_refused_by_name() -> None:
    with pytest.raises(UnsupportedSecurityModel) as caught:
        read_message_v3(whole(head(model=b"\x04")))
    assert caught.value.model == 4


def test_other_versions_are_refused_by_name() -> None:
    with pytest.raises(UnsupportedVersion):
        read_message_v3(whole(head(), version=b"\x01"))


def test_padding_behind_a_scoped_pdu_is_not_looked_at() -> None:
    """RFC 3414 §8.1.1.2: the actual pad value is irrelevant."""
    scoped = encode_scoped_pdu(ENGINE_ID, b"bridge", b"\xa0\x00")
    for padding in (b"", b"\0\0\0", b"\xff" * 7):
        assert read_scoped_pdu(scoped + padding) == (ENGINE_ID, b"bridge", b"\xa0\x00")
    for size in range(len(scoped)):
        with pytest.raises(DecodeError):
            read_scoped_pdu(scoped[:size])


@given(st.binary(max_size=200), st.binary(max_size=200), st.binary(max_size=70_000), st.binary(max_size=7))
def test_scoped_pdus_are_read_alike_in_both_forms(
    context_engine_id: bytes, context_name: bytes, body: bytes, padding: bytes
) -> None:
    pdu = encode_tlv(0xA2, body)
    expected = (context_engine_id, context_name, pdu)
    scoped = encode_scoped_pdu(*expected)
    assert read_scoped_pdu(scoped + padding) == expected
    inner = encode_tlv(4, context_engine_id) + encode_tlv(4, context_name) + pdu
    assert read_scoped_pdu(b"\x30\x84" + len(inner).to_bytes(4, "big") + inner + padding) == expected


@given(
    st.integers(0, 2**31 - 1),
    st.binary(max_size=32),
    st.integers(0, 2**31 - 1),
    st.binary(max_size=200),
    st.sampled_from([0, 12, 48]),
    st.binary(max_size=8),
    st.binary(max_size=500),
)
def test_what_is_encoded_is_read_again(
    msg_id: int, engine_id: bytes, boots: int, user_name: bytes, mac_octets: int, parameters: bytes, payload: bytes
) -> None:
    payload = encode_tlv(0x30, payload)
    first, second = encode_parts(msg_id, 65507, 5, engine_id, boots, 7, user_name, mac_octets, parameters, payload)
    data = first + b"m" * mac_octets + second
    message = read_message_v3(data)
    assert data[message.mac_at : message.mac_end] == b"m" * mac_octets
    assert message == (
        msg_id, 65507, 5, engine_id, boots, 7, user_name,
        len(first), len(first) + mac_octets, parameters, payload, len(data), (),
    )  # fmt: skip


@given(st.binary(max_size=100))
def test_no_octets_make_it_fail_otherwise(octets: bytes) -> None:
    for read in (read_message_v3, read_scoped_pdu):
        try:
            read(octets)
        except DecodeError:
            continue


@given(st.sampled_from(MESSAGES), st.integers(0, 300), st.integers(0, 255))
def test_no_changed_octet_makes_it_fail_otherwise(data: bytes, position: int, octet: int) -> None:
    position %= len(data)
    changed = data[:position] + bytes((octet,)) + data[position + 1 :]
    try:
        message = read_message_v3(changed)
        read_scoped_pdu(message.payload)
    except DecodeError:
        pass
