"""Notifications read from octets that somebody has: hexadecimal, a dump, base64, a capture file.

Owns what of such a text or file is a notification, in a form that can be sent again or put into a form. The files are
`protocol.capture`'s, the messages `protocol.reading`'s; SNMPv3 is opened with the users that are saved for the
receiver. Communities are not told.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from trishul.datatypes.oid import Oid, oid_text
from trishul.datatypes.values import ValueType
from trishul.datatypes.varbind import VarBind
from trishul.engine.receiver import SNMP_TRAP_OID_0, SYS_UP_TIME_0, trap_v1_oid
from trishul.errors import CapabilityMissing, DecodeError, InvalidInput
from trishul.library.names import Names
from trishul.protocol.capture.frames import BadCapture
from trishul.protocol.capture.hex_text import octets_of
from trishul.protocol.capture.internet import Endpoint
from trishul.protocol.capture.lone_packets import guess_frame
from trishul.protocol.capture.messages import CapturedMessage, CaptureReader, is_capture, read_frames
from trishul.protocol.pdu import PduKind, TrapV1Pdu
from trishul.protocol.reading import Reading, read_datagram
from trishul.protocol.security.inspection import KeyRing
from trishul.protocol.security.users import UserCredentials
from trishul.services.value_texts import ShownVarBind, show_varbind
from trishul.services.varbind_texts import VarBindText, text_of_varbind
from trishul.transport.addresses import address_text

MAX_READ = 1_000
MAX_PASSED_OVER = 100
_NS_PER_S = 1_000_000_000
_HEADING = (SYS_UP_TIME_0, SNMP_TRAP_OID_0)
_NOTIFICATIONS = frozenset((PduKind.TRAP_V1, PduKind.TRAP_V2, PduKind.INFORM))


class ReadVarBind(msgspec.Struct, frozen=True):
    """One variable as sending takes it, and as people read it."""

    oid: str
    type: str
    value: str
    name: str
    display: str


class ReadNotification(msgspec.Struct, frozen=True, kw_only=True):
    """One notification that was read."""

    number: int
    """Of the frame or packet, from 1."""
    after_s: float
    """Since the first of them; 0 where no time is known."""
    source: str
    destination: str
    version: str
    kind: str
    """trap or inform."""
    oid: str
    name: str
    uptime: int | None
    agent_address: str | None
    enterprise: str | None
    varbinds: list[ReadVarBind]
    """Without sysUpTime.0 and snmpTrapOID.0."""


class PassedOver(msgspec.Struct, frozen=True):
    """A message that is no notification, or that cannot be read."""

    number: int
    reason: str


class NotificationsRead(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a text or file; `is_cut` when there were more than are listed."""

    notifications: list[ReadNotification]
    passed_over: list[PassedOver]
    is_cut: bool
    broken: str | None = None
    """Why a capture ends early."""


def octets_of_base64(text: str) -> bytes:
    """The octets of a file in base64. Raises InvalidInput."""
    try:
        return b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise InvalidInput("This is no base64", field="capture") from None


def read_notifications(text: str, capture: bytes, users: Iterable[UserCredentials], names: Names) -> NotificationsRead:
    """The notifications in a text or, where there is none, in a capture. Raises InvalidInput."""
    keys = KeyRing()
    for user in users:
        keys.add(user)
    messages = _messages_of_text(text) if text.strip() else _messages_of_capture(capture)
    found: list[ReadNotification] = []
    passed_over: list[PassedOver] = []
    first_ns: int | None = None
    broken: str | None = None
    try:
        for message in messages:
            if len(found) == MAX_READ:
                return NotificationsRead(notifications=found, passed_over=passed_over, is_cut=True)
            reading = read_datagram(message.octets, keys)
            reason = _reason_against(message, reading)
            if reason is not None:
                if len(passed_over) < MAX_PASSED_OVER:
                    passed_over.append(PassedOver(message.number, reason))
                continue
            first_ns = message.time_ns if first_ns is None else first_ns
            after_ns = 0 if message.time_ns is None or first_ns is None else max(0, message.time_ns - first_ns)
            try:
                found.append(_read(message, reading, after_ns, names))
            except (DecodeError, CapabilityMissing) as error:
                passed_over.append(PassedOver(message.number, str(error)))
    except BadCapture as error:
        if not found and not passed_over:
            raise InvalidInput(f"The capture cannot be read: {error}", field="capture") from None
        broken = str(error)
    return NotificationsRead(notifications=found, passed_over=passed_over, is_cut=False, broken=broken)


def _messages_of_text(text: str) -> Iterator[CapturedMessage]:
    nowhere = Endpoint("", 0)
    for number, octets in enumerate(octets_of(text), 1):
        frame = guess_frame(octets)
        inner = next(iter(CaptureReader(iter((frame,)))), None) if frame is not None else None
        whole = CapturedMessage(number, None, nowhere, nowhere, "", octets, is_cut=False)
        yield whole if inner is None else inner._replace(number=number, time_ns=None)


def _messages_of_capture(capture: bytes) -> Iterator[CapturedMessage]:
    if not capture:
        raise InvalidInput("Give a text or a capture", field="text")
    if not is_capture(capture[:12]):
        if capture[:1] == b"\x30":  # one datagram, as it is
            nowhere = Endpoint("", 0)
            return iter((CapturedMessage(1, None, nowhere, nowhere, "", capture, is_cut=False),))
        raise InvalidInput("This is no pcap, no pcapng and no SNMP message", field="capture")
    return iter(CaptureReader(read_frames(capture)))


def _reason_against(message: CapturedMessage, reading: Reading) -> str | None:
    if message.is_cut:
        return "the capture has only the beginning of it"
    if reading.fault is not None:
        return str(reading.fault)
    if reading.pdu is None:
        return "encrypted, and no user who is saved for the receiver can open it"
    if reading.pdu.kind not in _NOTIFICATIONS:
        return f"a {reading.pdu.kind.label}, which is no notification"
    return None


def _read(message: CapturedMessage, reading: Reading, after_ns: int, names: Names) -> ReadNotification:
    """Raises DecodeError for one without an snmpTrapOID."""
    pdu = reading.pdu
    assert pdu is not None  # told by `_reason_against`
    version = reading.version
    agent_address = enterprise = None
    uptime: int | None
    if isinstance(pdu, TrapV1Pdu):
        oid, uptime, varbinds = trap_v1_oid(pdu).contents, pdu.time_stamp, list(pdu.varbinds)
        agent_address, enterprise = pdu.agent_address, str(pdu.enterprise)
    else:
        oid, uptime = _heading(pdu.varbinds)
        varbinds = [varbind for varbind in pdu.varbinds if varbind.name not in _HEADING]
    return ReadNotification(
        number=message.number,
        after_s=after_ns / _NS_PER_S,
        source=_endpoint(message.source),
        destination=_endpoint(message.destination),
        version="" if version is None else version.label,
        kind="inform" if pdu.kind is PduKind.INFORM else "trap",
        oid=oid_text(oid),
        name=names.text_of(oid),
        uptime=uptime,
        agent_address=agent_address,
        enterprise=enterprise,
        varbinds=[_read_varbind(varbind, names) for varbind in varbinds],
    )


def _heading(varbinds: Sequence[VarBind]) -> tuple[bytes, int | None]:
    """snmpTrapOID.0 and sysUpTime.0, wherever they stand. Raises DecodeError."""
    found = {varbind.name: varbind for varbind in reversed(varbinds)}
    trap_oid, uptime = found.get(SNMP_TRAP_OID_0), found.get(SYS_UP_TIME_0)
    if trap_oid is None or trap_oid.tag != ValueType.OBJECT_IDENTIFIER:
        raise DecodeError("a notification without snmpTrapOID.0", 0)
    Oid.from_contents(trap_oid.contents)
    is_time = uptime is not None and uptime.tag == ValueType.TIME_TICKS
    ticks = uptime.value.native if is_time and uptime is not None else None
    return trap_oid.contents, ticks & 0xFFFFFFFF if isinstance(ticks, int) else None


def _read_varbind(varbind: VarBind, names: Names) -> ReadVarBind:
    shown: ShownVarBind = show_varbind(varbind, names)
    text: VarBindText = text_of_varbind(varbind)
    return ReadVarBind(text.oid, text.type or "", text.value, shown.name, shown.display)


def _endpoint(endpoint: Endpoint) -> str:
    return address_text((endpoint.host, endpoint.port)) if endpoint.host else ""
