"""SNMPv3 messages that tests send to roles that answer, and what comes back, read by the protocol alone."""

from __future__ import annotations

from typing import NamedTuple

from tests.unit.protocol.security.exchanges import credentials
from trishul.datatypes import Value, VarBind
from trishul.protocol.ber import encode_tlv
from trishul.protocol.message import decode_message, encode_pdu_body
from trishul.protocol.message_v3 import (
    REPORTABLE_FLAG,
    MessageV3,
    community_message,
    encode_scoped_pdu,
    read_message_v3,
    read_scoped_pdu,
)
from trishul.protocol.pdu import Pdu, PduKind
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol, SecurityLevel
from trishul.protocol.security.time_window import RemoteClock
from trishul.protocol.security.users import LocalizedUser, UserCredentials
from trishul.protocol.security.usm import process_incoming, protect_outgoing

ENGINE_ID = bytes.fromhex("80001f8804696e7465726f70")
OTHER_ENGINE_ID = bytes.fromhex("80001f88046f74686572")
PEER = ("192.0.2.9", 40000)
REQUEST_ID = 4711

NOBODY = credentials("nobody")
BERT = credentials("bert", AuthProtocol.SHA256, PrivProtocol.AES128).with_master_keys()
AUTHENTIC = credentials("authentic", AuthProtocol.MD5).with_master_keys()
USERS = [NOBODY, BERT, AUTHENTIC]


class Reply(NamedTuple):
    """What came back."""

    message: MessageV3
    level: SecurityLevel
    context: tuple[bytes, bytes]
    pdu: Pdu

    @property
    def counter(self) -> str:
        """The OID that a Report names."""
        assert self.pdu.kind is PduKind.REPORT
        (varbind,) = self.pdu.varbinds
        return str(varbind.oid)


def pdu_octets(kind: PduKind, *varbinds: VarBind, numbers: tuple[int, int] = (0, 0)) -> bytes:
    return encode_tlv(kind, encode_pdu_body(Pdu(kind, REQUEST_ID, *numbers, varbinds)))


def nulls(*oids: str) -> tuple[VarBind, ...]:
    return tuple(VarBind.of(oid, Value.null()) for oid in oids)


def secured(
    pdu: bytes,
    user: UserCredentials | LocalizedUser = BERT,
    level: SecurityLevel | None = None,
    *,
    engine_id: bytes = ENGINE_ID,
    boots_and_time: tuple[int, int] = (3, 50),
    context: tuple[bytes, bytes] = (ENGINE_ID, b""),
    flags: int = REPORTABLE_FLAG,
    max_size: int = 65507,
    salt: int = 1,
) -> bytes:
    """A whole message around a PDU."""
    localized = user if isinstance(user, LocalizedUser) else user.localized(engine_id)
    flags |= localized.level if level is None else level
    return protect_outgoing(localized, flags, 77, max_size, *boots_and_time, encode_scoped_pdu(*context, pdu), salt)


def discovery() -> bytes:
    """What asks for an engine ID (RFC 3414 §4)."""
    nameless = LocalizedUser(b"", b"")
    return secured(pdu_octets(PduKind.GET), nameless, boots_and_time=(0, 0), context=(b"", b""))


def opened(data: bytes, user: UserCredentials = BERT, engine_id: bytes = ENGINE_ID) -> Reply:
    """A reply, with its digest checked and decrypted where it has one."""
    message = read_message_v3(data)
    level = SecurityLevel(message.flags & 3)
    assert message.engine_id == engine_id
    localized = user.localized(engine_id) if level else LocalizedUser(message.user_name, engine_id)
    scoped_pdu = process_incoming(data, message, localized, RemoteClock(), 0.0)
    assert isinstance(scoped_pdu, bytes), scoped_pdu
    scoped = read_scoped_pdu(scoped_pdu)
    decoded, anomalies = decode_message(community_message(scoped.pdu))
    assert anomalies == ()
    assert isinstance(decoded.pdu, Pdu)
    return Reply(message, level, scoped[:2], decoded.pdu)
