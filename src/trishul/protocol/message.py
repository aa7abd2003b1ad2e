"""Whole community-based messages: v1 (RFC 1157 §4) and v2c (RFC 1901 §3).

Owns the frame around the PDU and both directions of it, lenient inwards, strict outwards. SNMPv3 messages have another
frame (RFC 3412 §6) and get their own module; here they are named as such and refused. The agent, manager and receiver
have flat paths of their own for usual messages and come here for all others.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from trishul.datatypes.contents import decode_integer, decode_unsigned, encode_integer
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value, ValueType
from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError, InvalidInput
from trishul.protocol.anomalies import AnomalyKind, DecodeAnomaly
from trishul.protocol.ber import (
    INTEGER,
    MAX_MESSAGE_OCTETS,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    SEQUENCE,
    decode_varbinds,
    encode_tlv,
    encode_varbinds,
    is_padded,
    note_length,
    read_header,
    read_tlv,
)
from trishul.protocol.pdu import Pdu, PduKind, TrapV1Pdu

_PDU_TAGS = frozenset(kind.value for kind in PduKind)


class Version(IntEnum):
    """The version field's wire numbers (RFC 1157 §4, RFC 1901 §3, RFC 3412 §6)."""

    V1 = 0
    V2C = 1
    V3 = 3

    @property
    def label(self) -> str:
        """The version as people write it: `1`, `2c`, `3`."""
        return {Version.V1: "1", Version.V2C: "2c", Version.V3: "3"}[self]


_FOREIGN_KINDS = {
    Version.V1: frozenset((PduKind.GET_BULK, PduKind.INFORM, PduKind.TRAP_V2, PduKind.REPORT)),
    Version.V2C: frozenset((PduKind.TRAP_V1,)),
}
"""PDU kinds that a version does not have."""


class UnsupportedVersion(DecodeError):
    """A well-formed SNMP message of a version this codec does not read; `version` is its number."""

    def __init__(self, version: int, offset: int) -> None:
        super().__init__(f"SNMP version number {version}", offset)
        self.version = version


class Message(NamedTuple):
    """A v1 or v2c message. The community is a secret: it is left out of the text form."""

    version: Version
    community: bytes
    pdu: Pdu | TrapV1Pdu

    def __repr__(self) -> str:
        return f"Message(version={self.version.label}, pdu={self.pdu!r})"

    def __str__(self) -> str:
        return repr(self)


def encode_message(message: Message) -> bytes:
    """The datagram of a message. Raises InvalidInput for a PDU that its version does not have."""
    version, community, pdu = message
    if version is Version.V3:
        raise InvalidInput("A community-based message is version 1 or 2c")
    if pdu.kind in _FOREIGN_KINDS[version]:
        raise InvalidInput(f"{pdu.kind.label} does not exist in SNMP version {version.label}")
    body = _encode_trap_v1(pdu) if isinstance(pdu, TrapV1Pdu) else encode_pdu_body(pdu)
    frame = encode_tlv(INTEGER, encode_integer(version)) + encode_tlv(OCTET_STRING, community)
    return encode_tlv(SEQUENCE, frame + encode_tlv(pdu.kind, body))


def encode_pdu_body(pdu: Pdu) -> bytes:
    """Contents octets of any PDU but the v1 Trap."""
    return (
        encode_tlv(INTEGER, encode_integer(pdu.request_id))
        + encode_tlv(INTEGER, encode_integer(pdu.error_status))
        + encode_tlv(INTEGER, encode_integer(pdu.error_index))
        + encode_tlv(SEQUENCE, encode_varbinds(pdu.varbinds))
    )


def _encode_trap_v1(pdu: TrapV1Pdu) -> bytes:
    address = Value.ip_address(pdu.agent_address)
    return (
        encode_tlv(OBJECT_IDENTIFIER, pdu.enterprise.contents)
        + encode_tlv(address.tag, address.contents)
        + encode_tlv(INTEGER, encode_integer(pdu.generic_trap))
        + encode_tlv(INTEGER, encode_integer(pdu.specific_trap))
        + encode_tlv(ValueType.TIME_TICKS, Value.time_ticks(pdu.time_stamp).contents)
        + encode_tlv(SEQUENCE, encode_varbinds(pdu.varbinds))
    )


def decode_message(data: bytes) -> tuple[Message, tuple[DecodeAnomaly, ...]]:
    """The message in a datagram and what had to be tolerated. Raises DecodeError, UnsupportedVersion."""
    if len(data) > MAX_MESSAGE_OCTETS:
        raise DecodeError(f"a message of {len(data)} octets", 0)
    anomalies: list[DecodeAnomaly] = []
    pos, end = read_tlv(data, 0, len(data), SEQUENCE, anomalies)
    if end != len(data):
        anomalies.append(DecodeAnomaly(AnomalyKind.TRAILING_BYTES, end))
    version_at = pos
    number, pos = _read_integer(data, pos, end, anomalies)
    if number not in (Version.V1, Version.V2C):
        raise UnsupportedVersion(number, version_at)
    start, pos = read_tlv(data, pos, end, OCTET_STRING, anomalies)
    community = data[start:pos]
    kind, start, stop = read_header(data, pos, end)
    if kind not in _PDU_TAGS:
        raise DecodeError(f"PDU type 0x{kind:02x}", pos)
    note_length(data, pos, start, stop, anomalies)
    if stop != end:
        anomalies.append(DecodeAnomaly(AnomalyKind.TRAILING_BYTES, stop))
    decode = _decode_trap_v1 if kind == PduKind.TRAP_V1 else _decode_pdu
    pdu = decode(data, PduKind(kind), start, stop, anomalies)
    return Message(Version(number), community, pdu), tuple(anomalies)


def _read_integer(data: bytes, pos: int, end: int, anomalies: list[DecodeAnomaly]) -> tuple[int, int]:
    start, stop = read_tlv(data, pos, end, INTEGER, anomalies)
    contents = data[start:stop]
    if not 0 < len(contents) <= 8:
        raise DecodeError(f"an integer of {len(contents)} octets", pos)
    if is_padded(contents):
        anomalies.append(DecodeAnomaly(AnomalyKind.NON_MINIMAL_INTEGER, pos))
    return decode_integer(contents), stop


def _decode_pdu(data: bytes, kind: PduKind, pos: int, end: int, anomalies: list[DecodeAnomaly]) -> Pdu:
    request_id, pos = _read_integer(data, pos, end, anomalies)
    error_status, pos = _read_integer(data, pos, end, anomalies)
    error_index, pos = _read_integer(data, pos, end, anomalies)
    varbinds = _read_varbinds(data, pos, end, anomalies)
    return Pdu(kind, request_id, error_status, error_index, varbinds)


def _decode_trap_v1(data: bytes, kind: PduKind, pos: int, end: int, anomalies: list[DecodeAnomaly]) -> TrapV1Pdu:
    del kind  # one shape only
    start, pos = read_tlv(data, pos, end, OBJECT_IDENTIFIER, anomalies)
    enterprise = Oid.from_contents(data[start:pos])
    start, pos = read_tlv(data, pos, end, ValueType.IP_ADDRESS, anomalies)
    if pos - start != 4:
        raise DecodeError(f"an agent-addr of {pos - start} octets", start)
    agent_address = ".".join(map(str, data[start:pos]))
    generic_trap, pos = _read_integer(data, pos, end, anomalies)
    specific_trap, pos = _read_integer(data, pos, end, anomalies)
    start, pos = read_tlv(data, pos, end, ValueType.TIME_TICKS, anomalies)
    time_stamp = decode_unsigned(data[start:pos]) & 0xFFFFFFFF
    varbinds = _read_varbinds(data, pos, end, anomalies)
    return TrapV1Pdu(enterprise, agent_address, generic_trap, specific_trap, time_stamp, varbinds)


def _read_varbinds(data: bytes, pos: int, end: int, anomalies: list[DecodeAnomaly]) -> tuple[VarBind, ...]:
    start, stop = read_tlv(data, pos, end, SEQUENCE, anomalies)
    if stop != end:
        anomalies.append(DecodeAnomaly(AnomalyKind.TRAILING_BYTES, stop))
    return tuple(decode_varbinds(data, start, stop, anomalies))
