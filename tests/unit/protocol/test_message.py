"""Community-based messages in both directions (RFC 1157 §4, RFC 1901 §3)."""

import pytest

from trishul.datatypes import Oid, Value, VarBind
from trishul.errors import DecodeError, InvalidInput
from trishul.protocol.anomalies import AnomalyKind
from trishul.protocol.message import Message, UnsupportedVersion, Version, decode_message, encode_message
from trishul.protocol.pdu import Pdu, PduKind, TrapV1Pdu

VARBINDS = (
    VarBind.of("1.3.6.1.2.1.1.1.0", Value.octet_string("x" * 200)),
    VarBind.of("1.3.6.1.4.1.4294967295.1", Value.counter64(2**64 - 1)),
    VarBind.of("1.3.6.1.2.1.1.9.0", Value(0x81, b"")),
)
TRAP_V1 = TrapV1Pdu(Oid("1.3.6.1.4.1.8072"), "192.0.2.1", 6, 17, 4294967295, VARBINDS[:1])
MESSAGES = [
    *(
        Message(Version.V2C, b"secret", Pdu(kind, -(2**31), 0, 25, VARBINDS))
        for kind in PduKind
        if kind is not PduKind.TRAP_V1
    ),
    *(
        Message(Version.V1, b"", Pdu(kind, 1, 2, 1, VARBINDS[:1]))
        for kind in (PduKind.GET, PduKind.GET_NEXT, PduKind.RESPONSE, PduKind.SET)
    ),
    Message(Version.V1, b"secret", TRAP_V1),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: f"{message.version.label}-{message.pdu.kind.label}")
def test_every_pdu_survives_both_directions(message: Message) -> None:
    assert decode_message(encode_message(message)) == (message, ())


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: f"{message.version.label}-{message.pdu.kind.label}")
def test_a_message_cut_anywhere_is_refused(message: Message) -> None:
    data = encode_message(message)
    for size in range(len(data)):
        with pytest.raises(DecodeError):
            decode_message(data[:size])


def test_a_get_request_reads_as_net_snmp_sends_it() -> None:
    data = bytes.fromhex("302602010104067075626c6963a019020411223344020100020100300b300906052b060102010500")
    message, anomalies = decode_message(data)
    assert message.community == b"public"
    assert message.pdu == Pdu(PduKind.GET, 0x11223344, 0, 0, (VarBind.of("1.3.6.1.2.1", Value.null()),))
    assert anomalies == ()
    assert encode_message(message) == data


def test_bytes_behind_the_message_are_tolerated_and_named() -> None:
    data = encode_message(MESSAGES[0]) + b"\0\0"
    message, anomalies = decode_message(data)
    assert message == MESSAGES[0]
    assert [anomaly.kind for anomaly in anomalies] == [AnomalyKind.TRAILING_BYTES]
    assert anomalies[0].offset == len(data) - 2


def test_padded_numbers_are_tolerated_and_named() -> None:
    data = bytes.fromhex("301d0202000104017aa014020200050201000201003008300606022b060500")
    message, anomalies = decode_message(data[:1] + bytes((len(data) - 2,)) + data[2:])
    assert isinstance(message.pdu, Pdu)
    assert message.pdu.request_id == 5
    assert [anomaly.kind for anomaly in anomalies] == [AnomalyKind.NON_MINIMAL_INTEGER] * 2


def test_other_versions_are_refused_by_name() -> None:
    with pytest.raises(UnsupportedVersion) as caught:
        decode_message(bytes.fromhex("3003020103"))
    assert caught.value.version == 3


@pytest.mark.parametrize(
    "octets", ["", "30", "04020101", "3080020101", "30030201ff", "3006020101040161", "300a02010104017aaf020500"]
)
def test_other_bytes_are_refused(octets: str) -> None:
    with pytest.raises(DecodeError):
        decode_message(bytes.fromhex(octets))


def test_datagrams_beyond_64_kilobytes_are_refused_unread() -> None:
    with pytest.raises(DecodeError):
        decode_message(bytes(65536))


@pytest.mark.parametrize(
    "message",
    [
        Message(Version.V1, b"", Pdu(PduKind.GET_BULK, 1, 0, 1, ())),
        Message(Version.V1, b"", Pdu(PduKind.INFORM, 1, 0, 1, ())),
        Message(Version.V2C, b"", TRAP_V1),
        Message(Version.V3, b"", Pdu(PduKind.GET, 1, 0, 0, ())),
    ],
)
def test_pdus_foreign_to_a_version_are_not_sent(message: Message) -> None:
    with pytest.raises(InvalidInput):
        encode_message(message)


def test_the_community_never_shows() -> None:
    assert "secret" not in repr(MESSAGES[0])
    assert "secret" not in str(MESSAGES[0])
