"""The authoritative side of SNMPv3: opens requests, closes answers, reports what it refuses (RFC 3412 §7, RFC 3414 §3).

Agents and receivers of informs share it. Many engines may stand behind one socket; who does not know which, and asks
for its ID, is told that of the first. Owns no PDUs: a request is given on as it came, an answer comes as octets. Hot
path: flat functions on bytes, measured by `bench/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from trishul.engine.drops import DropReason
from trishul.engine.local_engine import LocalEngine
from trishul.errors import DecodeError
from trishul.protocol.message_v3 import (
    LEVEL_FLAGS,
    PRIV_FLAG,
    MessageV3,
    ScopedPdu,
    encode_scoped_pdu,
    read_message_v3,
    read_pdu_head,
    read_scoped_pdu,
)
from trishul.protocol.pdu import PduKind
from trishul.protocol.security.protocols import SecurityLevel
from trishul.protocol.security.reports import Refusal, encode_report, report_level
from trishul.protocol.security.users import MAX_NAME_OCTETS, LocalizedUser
from trishul.protocol.security.usm import process_incoming, protect_outgoing

_CONFIRMED = frozenset((PduKind.GET, PduKind.GET_NEXT, PduKind.GET_BULK, PduKind.SET, PduKind.INFORM))
"""PDU kinds whose senders wait for an answer, and so for a Report (RFC 3411 §2.8)."""
MAX_RECEIVED_OCTETS = 65507
"""msgMaxSize: what fits a UDP datagram is taken, whatever the largest answer may be."""
_FRAME_OCTETS = 96
"""Octets of an SNMPv3 message beside its PDU, names, engine IDs and digest: all tags, lengths, numbers and padding."""


class SecuredRequest(NamedTuple):
    """A message that passed every check, and what its answer needs."""

    message: MessageV3
    engine: LocalEngine
    user: LocalizedUser
    scoped: ScopedPdu


class Refused(NamedTuple):
    """A message that did not pass."""

    reason: DropReason | None
    """None for what is no fault: a question for the engine ID, or for its clock."""
    report: bytes | None
    """The message that tells the sender, where he is told."""
    detail: str = ""
    """Whose message it was and what it claimed, in words."""


class Authority:
    """Opens and closes messages for the engines in `engines`, which maps snmpEngineIDs to them and may change."""

    def __init__(self, engines: Mapping[bytes, LocalEngine], *, first_salt: int, max_message_size: int) -> None:
        """`first_salt` should be random, so that a restart without a boot counted repeats none (RFC 3414 §8.1.1.1)."""
        self.engines = engines
        self.max_message_size = max_message_size
        self._salt = first_salt

    def open_message(self, data: bytes, now: float) -> SecuredRequest | Refused:
        """The request in a datagram, or why it is refused. Raises DecodeError, UnsupportedSecurityModel."""
        message = read_message_v3(data)
        engine = self.engines.get(message.engine_id)
        if engine is None:
            return self._unknown_engine(message, now)
        user = engine.users.get(message.user_name)
        payload = process_incoming(data, message, user, engine.clock, now)
        if isinstance(payload, Refusal):
            return self._refuse(payload, message, engine, user, now)
        assert user is not None  # or it would have been refused
        try:
            scoped = read_scoped_pdu(payload)
        except DecodeError:
            # Authentic octets that decrypt to nonsense were encrypted with another key; who sent them is told so.
            if not message.flags & PRIV_FLAG:
                raise
            return self._refuse(Refusal.DECRYPTION_FAILED, message, engine, user, now)
        return SecuredRequest(message, engine, user, scoped)

    def close_message(
        self, request: SecuredRequest, pdu: bytes, now: float, told: tuple[int, int] | None = None
    ) -> bytes:
        """The answer to a request, of its user, level and context; `told`: boots and time, where not those of now."""
        message, engine, user, scoped = request
        boots, time = told or engine.clock.read(now)
        self._salt += 1
        scoped_pdu = encode_scoped_pdu(scoped.context_engine_id, scoped.context_name, pdu)
        flags = message.flags & LEVEL_FLAGS
        return protect_outgoing(user, flags, message.msg_id, MAX_RECEIVED_OCTETS, boots, time, scoped_pdu, self._salt)

    def pdu_limit(self, request: SecuredRequest) -> int:
        """Octets that a PDU of the answer may have (RFC 3414 §3.2 step 9)."""
        message, _, user, scoped = request
        mac_octets = 0 if user.authenticator is None else user.authenticator.mac_octets
        names = len(user.name) + len(scoped.context_name)
        engine_ids = len(user.engine_id) + len(scoped.context_engine_id)
        return min(message.max_size, self.max_message_size) - _FRAME_OCTETS - mac_octets - names - engine_ids

    def refuse(self, refusal: Refusal, request: SecuredRequest, now: float) -> Refused:
        """Refuses a request that had passed the security checks."""
        message, engine, user, scoped = request
        return self._refuse(refusal, message, engine, user, now, scoped)

    def _unknown_engine(self, message: MessageV3, now: float) -> Refused:
        """The ID of the first engine for who asks for it, or has a wrong one (RFC 3414 §3.2 step 3b, §4)."""
        engine = next(iter(self.engines.values()), None)
        if engine is None:
            return Refused(DropReason.UNKNOWN_ENGINE, None, message.claims)
        return self._refuse(Refusal.UNKNOWN_ENGINE, message, engine, None, now)

    def _refuse(
        self,
        refusal: Refusal,
        message: MessageV3,
        engine: LocalEngine,
        user: LocalizedUser | None,
        now: float,
        scoped: ScopedPdu | None = None,
    ) -> Refused:
        count = engine.count(refusal)
        is_question = (refusal is Refusal.UNKNOWN_ENGINE and not message.engine_id) or (
            refusal is Refusal.NOT_IN_TIME_WINDOW and message.engine_boots == message.engine_time == 0
        )
        request_id = _reportable_id(message, scoped) if refusal.is_reported else None
        if request_id is None:
            return Refused(DropReason[refusal.name], None, _detail(message, scoped))
        level = report_level(refusal, SecurityLevel(message.flags & LEVEL_FLAGS)) if user is not None else 0
        sender = user if level else None
        if sender is None:
            sender = LocalizedUser(message.user_name[:MAX_NAME_OCTETS], engine.engine_id)
        boots, time = engine.clock.read(now)
        self._salt += 1
        context_name = b"" if scoped is None else scoped.context_name
        report = encode_scoped_pdu(engine.engine_id, context_name, encode_report(refusal, count, request_id))
        datagram = protect_outgoing(sender, level, message.msg_id, MAX_RECEIVED_OCTETS, boots, time, report, self._salt)
        if is_question:
            return Refused(None, datagram)
        return Refused(DropReason[refusal.name], datagram, _detail(message, scoped))


def _detail(message: MessageV3, scoped: ScopedPdu | None) -> str:
    if scoped is None:
        return message.claims
    context = scoped.context_name.decode(errors="backslashreplace")
    return f"{message.claims}, context {context!r} of {scoped.context_engine_id.hex() or 'no engine'}"


def _reportable_id(message: MessageV3, scoped: ScopedPdu | None) -> int | None:
    """The request-id of a Report, 0 where nobody knows; None for messages that get none (RFC 3412 §7.1 step 3)."""
    if scoped is None and message.flags & PRIV_FLAG:
        return 0 if message.is_reportable else None
    try:
        kind, request_id = read_pdu_head((scoped or read_scoped_pdu(message.payload)).pdu)
    except DecodeError:
        return 0 if message.is_reportable else None
    return request_id if kind in _CONFIRMED else None
