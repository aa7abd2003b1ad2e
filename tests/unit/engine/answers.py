"""Answers that the tests of asking roles feed to them: responses to a datagram the role has sent."""

from __future__ import annotations

from typing import Any

from trishul.datatypes import VarBind
from trishul.engine.peers import Peer
from trishul.protocol.message import Message, Version, decode_message, encode_message
from trishul.protocol.pdu import Pdu, PduKind

PEER = Peer(("192.0.2.1", 161), Version.V2C, b"public", timeout_s=1.0, retries=2, name="switch")
PEER_V1 = Peer(("192.0.2.1", 161), Version.V1, b"public", timeout_s=1.0, retries=2, name="switch")
ELSEWHERE = ("192.0.2.99", 161)


def sent_pdu(datagram: bytes) -> Pdu:
    message, anomalies = decode_message(datagram)
    assert anomalies == ()
    assert isinstance(message.pdu, Pdu)
    return message.pdu


def answer(datagram: bytes, *varbinds: VarBind, status: int = 0, index: int = 0, **other: Any) -> bytes:
    """The response to a sent datagram; `version`, `community`, `kind` and `request_id` make it a wrong one."""
    message, _ = decode_message(datagram)
    assert isinstance(message.pdu, Pdu)
    request_id = other.get("request_id", message.pdu.request_id)
    pdu = Pdu(other.get("kind", PduKind.RESPONSE), request_id, status, index, varbinds)
    community = other.get("community", message.community)
    return encode_message(Message(other.get("version", message.version), community, pdu))
