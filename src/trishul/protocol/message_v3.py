"""SNMPv3 messages: header, UsmSecurityParameters and ScopedPDU (RFC 3412 §6, RFC 3414 §2.4).

Owns the frame in both directions, lenient inwards, strict outwards; what the security parameters mean is
`security.usm`. A message is taken apart by slices: usual shortest forms in one flat function, all others leniently with
their anomalies named. The PDU inside is that of SNMPv2, so `community_message` dresses it as a v2c message for the
functions that read those. Hot path: one tuple per message, nothing per TLV; measured by `bench/`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from trishul.datatypes.contents import decode_integer, encode_integer
from trishul.errors import DecodeError
from trishul.protocol.anomalies import AnomalyKind, DecodeAnomaly
from trishul.protocol.ber import (
    INTEGER,
    MAX_MESSAGE_OCTETS,
    OCTET_STRING,
    SEQUENCE,
    encode_length,
    encode_tlv,
    is_padded,
    note_length,
    read_header,
    read_tlv,
)
from trishul.protocol.message import UnsupportedVersion, Version

AUTH_FLAG, PRIV_FLAG, REPORTABLE_FLAG = 1, 2, 4
LEVEL_FLAGS = AUTH_FLAG | PRIV_FLAG
USER_SECURITY_MODEL = 3
"""RFC 3411 §5, SnmpSecurityModel."""
MIN_MESSAGE_SIZE = 484
"""RFC 3412 §6, HeaderData: no msgMaxSize is smaller; smaller ones are read as this."""
MAX_NUMBER = 2**31 - 1
LEVEL_NAMES = ("noAuthNoPriv", "authNoPriv", "privacy without authentication", "authPriv")
"""By the two flags of a message."""
MAX_SHOWN_OCTETS = 32
"""No user name and no engine ID is longer (RFC 3411 §5)."""

_VERSION_AND_SEQUENCE = b"\x02\x01\x03\x30"
_FLAGS_HEADER = b"\x04\x01"
_USM = b"\x02\x01\x03"
_V2C_NO_COMMUNITY = b"\x02\x01\x01\x04\x00"
_SINGLE_OCTETS = tuple(bytes((octet,)) for octet in range(256))


class UnsupportedSecurityModel(DecodeError):
    """A well-formed SNMPv3 message of another security model (RFC 3412 §7.2 step 4); `model` is its number."""

    def __init__(self, model: int, offset: int) -> None:
        super().__init__(f"security model number {model}", offset)
        self.model = model


class MessageV3(NamedTuple):
    """An SNMPv3 message taken apart; nothing in it has been believed yet."""

    msg_id: int
    max_size: int
    """msgMaxSize: octets of the largest message that the sender takes."""
    flags: int
    """msgFlags with the reserved bits cleared (RFC 3412 §7.2 step 5e)."""
    engine_id: bytes
    """msgAuthoritativeEngineID."""
    engine_boots: int
    engine_time: int
    user_name: bytes
    mac_at: int
    """Where the contents of msgAuthenticationParameters start in the datagram."""
    mac_end: int
    privacy_parameters: bytes
    payload: bytes
    """The ScopedPDU with its tag, or the contents of encryptedPDU."""
    end: int
    """Where the message ends; octets behind it are no part of the digest."""
    anomalies: tuple[DecodeAnomaly, ...]

    @property
    def is_reportable(self) -> bool:
        """True when the sender wants to be told what is wrong (RFC 3412 §6.4)."""
        return bool(self.flags & REPORTABLE_FLAG)

    @property
    def claims(self) -> str:
        """Who it says it is from, at which level and when; for people, and not believed."""
        user = self.user_name[:MAX_SHOWN_OCTETS].decode(errors="backslashreplace")
        engine = self.engine_id[:MAX_SHOWN_OCTETS].hex() or "none"
        level = LEVEL_NAMES[self.flags & LEVEL_FLAGS]
        return f"user {user!r}, {level}, engine {engine}, boots {self.engine_boots}, time {self.engine_time}"


class ScopedPdu(NamedTuple):
    """A ScopedPDU taken apart (RFC 3412 §6.8)."""

    context_engine_id: bytes
    context_name: bytes
    pdu: bytes
    """The PDU with its tag."""


def is_v3(data: bytes) -> bool:
    """True when a datagram in usual form says that its version is 3."""
    size = data[1] if len(data) > 8 else 0
    pos = 2 if size < 128 else 2 + (size & 0x7F)
    return data[pos : pos + 3] == b"\x02\x01\x03"


def read_message_v3(data: bytes) -> MessageV3:
    """The message in a datagram. Raises DecodeError, UnsupportedVersion, UnsupportedSecurityModel."""
    try:
        message = _slice(data)
    except IndexError:
        message = None
    return message or _decode(data)


def _slice(data: bytes) -> MessageV3 | None:
    """The message of usual shortest form; None for every other."""
    total = len(data)
    size = data[1]
    pos = 2 if size < 128 else 3 if size == 0x81 else 4
    id_at = pos + 5
    size_at = id_at + 2 + data[id_at + 1]
    flags_at = size_at + 2 + data[size_at + 1]
    head_end = flags_at + 6
    security = _slice_security(data, head_end)
    if security is None:
        return None
    engine_id, boots, time, user_name, mac_at, mac_end, parameters, payload_at = security
    flags = data[flags_at + 2]
    size = data[payload_at + 1]
    contents_at = payload_at + (2 if size < 128 else 3 if size == 0x81 else 4)
    if (
        data[0] != SEQUENCE
        or data[pos : pos + 4] != _VERSION_AND_SEQUENCE
        or data[pos + 4] != head_end - id_at
        or data[id_at] != INTEGER
        or data[size_at] != INTEGER
        or data[flags_at : flags_at + 2] != _FLAGS_HEADER
        or data[flags_at + 3 : head_end] != _USM
        or data[payload_at] != (OCTET_STRING if flags & PRIV_FLAG else SEQUENCE)
        or not (2 < size_at - id_at < 7 and 2 < flags_at - size_at < 7)
        or _declared_end(data, 0, pos) != total
        or _declared_end(data, payload_at, contents_at) != total
    ):
        return None
    msg_id = int.from_bytes(data[id_at + 2 : size_at], "big", signed=True)
    max_size = int.from_bytes(data[size_at + 2 : flags_at], "big", signed=True)
    if msg_id < 0 or max_size < MIN_MESSAGE_SIZE:
        return None
    payload = data[contents_at if flags & PRIV_FLAG else payload_at :]
    return tuple.__new__(
        MessageV3,
        (
            msg_id, max_size, flags & 7, engine_id, boots, time, user_name,
            mac_at, mac_end, parameters, payload, total, (),
        ),
    )  # fmt: skip


def _slice_security(data: bytes, at: int) -> tuple[bytes, int, int, bytes, int, int, bytes, int] | None:
    """UsmSecurityParameters in the OCTET STRING at `at`, and where it ends; None for every unusual form."""
    security_at = at + (2 if data[at + 1] < 128 else 3)
    engine_at = security_at + (2 if data[security_at + 1] < 128 else 3)
    boots_at = engine_at + 2 + data[engine_at + 1]
    time_at = boots_at + 2 + data[boots_at + 1]
    user_at = time_at + 2 + data[time_at + 1]
    mac_at = user_at + 2 + data[user_at + 1]
    salt_at = mac_at + 2 + data[mac_at + 1]
    end = salt_at + 2 + data[salt_at + 1]
    identity = _read_identity(data[engine_at:mac_at])
    if (
        identity is None
        or data[at] != OCTET_STRING
        or data[security_at] != SEQUENCE
        or data[mac_at] != OCTET_STRING
        or data[salt_at] != OCTET_STRING
        or salt_at - mac_at >= 130
        or _declared_end(data, at, security_at) != end
        or _declared_end(data, security_at, engine_at) != end
    ):
        return None
    engine_id, boots, time, user_name = identity
    return engine_id, boots, time, user_name, mac_at + 2, salt_at, data[salt_at + 2 : end], end


@lru_cache(maxsize=1024)
def _read_identity(octets: bytes) -> tuple[bytes, int, int, bytes] | None:
    """Engine ID, boots, time and user name, None for every unusual form: those of one sender change once a second."""
    boots_at = 2 + octets[1]
    time_at = boots_at + 2 + octets[boots_at + 1]
    user_at = time_at + 2 + octets[time_at + 1]
    if (
        octets[0] != OCTET_STRING
        or octets[boots_at] != INTEGER
        or octets[time_at] != INTEGER
        or octets[user_at] != OCTET_STRING
        or not (2 < time_at - boots_at < 7 and 2 < user_at - time_at < 7)
        or not (boots_at < 130 and len(octets) - user_at < 130)
    ):
        return None
    boots = int.from_bytes(octets[boots_at + 2 : time_at], "big", signed=True)
    time = int.from_bytes(octets[time_at + 2 : user_at], "big", signed=True)
    if boots < 0 or time < 0:
        return None
    return octets[2:boots_at], boots, time, octets[user_at + 2 :]


def _declared_end(data: bytes, at: int, contents_at: int) -> int:
    """Where the TLV at `at` ends, given that its contents start at `contents_at`; -1 for an unusual length."""
    size = contents_at - at
    if size == 2:
        return contents_at + data[at + 1]
    if size == 3:
        return contents_at + data[at + 2] if data[at + 1] == 0x81 else -1
    return contents_at + (data[at + 2] << 8 | data[at + 3]) if data[at + 1] == 0x82 else -1


def _decode(data: bytes) -> MessageV3:
    """The message in any readable form."""
    if len(data) > MAX_MESSAGE_OCTETS:
        raise DecodeError(f"a message of {len(data)} octets", 0)
    anomalies: list[DecodeAnomaly] = []
    pos, end = read_tlv(data, 0, len(data), SEQUENCE, anomalies)
    if end != len(data):
        anomalies.append(DecodeAnomaly(AnomalyKind.TRAILING_BYTES, end))
    version_at = pos
    version, pos = _read_number(data, pos, end, anomalies)
    if version != Version.V3:
        raise UnsupportedVersion(version, version_at)
    head, head_end = read_tlv(data, pos, end, SEQUENCE, anomalies)
    msg_id, head = _read_number(data, head, head_end, anomalies)
    max_size, head = _read_number(data, head, head_end, anomalies)
    start, head = read_tlv(data, head, head_end, OCTET_STRING, anomalies)
    if start == head:
        raise DecodeError("msgFlags without an octet", start)
    flags = data[start]
    model_at = head
    model, head = _read_number(data, head, head_end, anomalies)
    if model != USER_SECURITY_MODEL:
        raise UnsupportedSecurityModel(model, model_at)
    start, pos = read_tlv(data, head_end, end, OCTET_STRING, anomalies)
    security, security_end = read_tlv(data, start, pos, SEQUENCE, anomalies)
    start, security = read_tlv(data, security, security_end, OCTET_STRING, anomalies)
    engine_id = data[start:security]
    boots, security = _read_number(data, security, security_end, anomalies)
    time, security = _read_number(data, security, security_end, anomalies)
    start, security = read_tlv(data, security, security_end, OCTET_STRING, anomalies)
    user_name = data[start:security]
    mac_at, mac_end = read_tlv(data, security, security_end, OCTET_STRING, anomalies)
    start, security = read_tlv(data, mac_end, security_end, OCTET_STRING, anomalies)
    parameters = data[start:security]
    tag, start, stop = read_header(data, pos, end)
    if tag != (OCTET_STRING if flags & PRIV_FLAG else SEQUENCE):
        raise DecodeError(f"tag 0x{tag:02x} does not go with msgFlags 0x{flags:02x}", pos)
    note_length(data, pos, start, stop, anomalies)
    payload = data[start if flags & PRIV_FLAG else pos : stop]
    return MessageV3(
        msg_id, max(max_size, MIN_MESSAGE_SIZE), flags & 7, engine_id, boots, time, user_name,
        mac_at, mac_end, parameters, payload, end, tuple(anomalies),
    )  # fmt: skip


def _read_number(data: bytes, pos: int, end: int, anomalies: list[DecodeAnomaly]) -> tuple[int, int]:
    """A number from 0 to 2147483647 and where it ends."""
    start, stop = read_tlv(data, pos, end, INTEGER, anomalies)
    contents = data[start:stop]
    number = decode_integer(contents) if 0 < stop - start <= 8 else -1
    if not 0 <= number <= MAX_NUMBER:
        raise DecodeError("a number that is not between 0 and 2147483647", pos)
    if is_padded(contents):
        anomalies.append(DecodeAnomaly(AnomalyKind.NON_MINIMAL_INTEGER, pos))
    return number, stop


def read_scoped_pdu(octets: bytes) -> ScopedPdu:
    """The parts of a ScopedPDU; octets behind it are a cipher's padding. Raises DecodeError."""
    try:
        scoped = _slice_scoped_pdu(octets)
    except IndexError:
        scoped = None
    return scoped or _decode_scoped_pdu(octets)


def _slice_scoped_pdu(octets: bytes) -> ScopedPdu | None:
    """The parts of a ScopedPDU of usual shortest form; None for every other."""
    size = octets[1]
    engine_at = 2 if size < 128 else 3 if size == 0x81 else 4
    name_at = engine_at + 2 + octets[engine_at + 1]
    pdu_at = name_at + 2 + octets[name_at + 1]
    size = octets[pdu_at + 1]
    end = _declared_end(octets, 0, engine_at)
    if (
        octets[0] != SEQUENCE
        or octets[engine_at] != OCTET_STRING
        or octets[name_at] != OCTET_STRING
        or not (name_at - engine_at < 130 and pdu_at - name_at < 130)
        or end > len(octets)
        or _declared_end(octets, pdu_at, pdu_at + (2 if size < 128 else 3 if size == 0x81 else 4)) != end
    ):
        return None
    return ScopedPdu(octets[engine_at + 2 : name_at], octets[name_at + 2 : pdu_at], octets[pdu_at:end])


def _decode_scoped_pdu(octets: bytes) -> ScopedPdu:
    """The parts of a ScopedPDU of any readable form."""
    anomalies: list[DecodeAnomaly] = []  # offsets inside decrypted octets mean nothing to anybody
    pos, end = read_tlv(octets, 0, len(octets), SEQUENCE, anomalies)
    start, pos = read_tlv(octets, pos, end, OCTET_STRING, anomalies)
    context_engine_id = octets[start:pos]
    start, pos = read_tlv(octets, pos, end, OCTET_STRING, anomalies)
    _, _, stop = read_header(octets, pos, end)
    return ScopedPdu(context_engine_id, octets[start:pos], octets[pos:stop])


def read_pdu_head(pdu: bytes) -> tuple[int, int]:
    """Tag and request-id of a PDU. Raises DecodeError."""
    kind, start, end = read_header(pdu, 0, len(pdu))
    start, stop = read_tlv(pdu, start, end, INTEGER, [])
    return kind, decode_integer(pdu[start:stop])


def community_message(pdu: bytes) -> bytes:
    """The PDU as a v2c message without a community, for the functions that read those."""
    return b"".join((b"\x30", encode_length(len(_V2C_NO_COMMUNITY) + len(pdu)), _V2C_NO_COMMUNITY, pdu))


def undressed_pdu(message: bytes) -> bytes:
    """The PDU of a v2c message without a community, of shortest form: the way back from `community_message`."""
    return message[(2 if message[1] < 128 else 2 + (message[1] & 0x7F)) + len(_V2C_NO_COMMUNITY) :]


def encode_scoped_pdu(context_engine_id: bytes, context_name: bytes, pdu: bytes) -> bytes:
    """A ScopedPDU with its tag, around a PDU with its tag."""
    body = b"".join(
        (
            b"\x04", encode_length(len(context_engine_id)), context_engine_id,
            b"\x04", encode_length(len(context_name)), context_name,
            pdu,
        )
    )  # fmt: skip
    return b"".join((b"\x30", encode_length(len(body)), body))


def encode_parts(
    msg_id: int,
    max_size: int,
    flags: int,
    engine_id: bytes,
    boots: int,
    time: int,
    user_name: bytes,
    mac_octets: int,
    parameters: bytes,
    payload: bytes,
) -> tuple[bytes, bytes]:
    """A message in two parts, between which `mac_octets` of msgAuthenticationParameters belong.

    `payload` comes with its tag: a ScopedPDU, or an encryptedPDU.
    """
    number = encode_integer(msg_id)
    head = b"".join((b"\x02", _SINGLE_OCTETS[len(number)], number, _encode_capabilities(max_size, flags)))
    security = _encode_security(engine_id, boots, time, user_name, mac_octets)
    tail = b"".join((b"\x04", _SINGLE_OCTETS[len(parameters)], parameters))
    inner = len(security) + mac_octets + len(tail)
    inner_length = encode_length(inner)
    outer = 1 + len(inner_length) + inner
    outer_length = encode_length(outer)
    size_after = 4 + 1 + len(head) + 1 + len(outer_length) + outer + len(payload)
    first = b"".join(
        (
            b"\x30", encode_length(size_after), _VERSION_AND_SEQUENCE, _SINGLE_OCTETS[len(head)], head,
            b"\x04", outer_length, b"\x30", inner_length, security,
        )
    )  # fmt: skip
    return first, tail + payload


@lru_cache(maxsize=64)
def _encode_capabilities(max_size: int, flags: int) -> bytes:
    """HeaderData behind msgID: hardly ever another one."""
    size = encode_integer(max_size)
    return b"".join((b"\x02", _SINGLE_OCTETS[len(size)], size, _FLAGS_HEADER, _SINGLE_OCTETS[flags], _USM))


@lru_cache(maxsize=4096)
def _encode_security(engine_id: bytes, boots: int, time: int, user_name: bytes, mac_octets: int) -> bytes:
    """UsmSecurityParameters up to where the digest stands: for a user and engine a new one each second."""
    boots_octets, time_octets = encode_integer(boots), encode_integer(time)
    return b"".join(
        (
            b"\x04", encode_length(len(engine_id)), engine_id,
            b"\x02", _SINGLE_OCTETS[len(boots_octets)], boots_octets,
            b"\x02", _SINGLE_OCTETS[len(time_octets)], time_octets,
            b"\x04", encode_length(len(user_name)), user_name,
            b"\x04", _SINGLE_OCTETS[mac_octets],
        )
    )  # fmt: skip


def encode_octet_string(contents: bytes) -> bytes:
    """An encryptedPDU (RFC 3412 §6, ScopedPduData)."""
    return encode_tlv(OCTET_STRING, contents)
