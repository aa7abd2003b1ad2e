"""A peer's SNMP engine as an asking role knows it: discovery, clock, and one user there (RFC 3414 §2.3, §3.1, §4).

Owns what is learned from Reports and authentic answers and turns PDUs into messages and back. While the engine's ID is
unknown a question for it is sent in the place of the request. Waiting and matching belong to `outstanding`.
"""

from __future__ import annotations

from typing import NamedTuple

from trishul.errors import DecodeError, InvalidInput
from trishul.protocol.ber import encode_tlv
from trishul.protocol.message import encode_pdu_body
from trishul.protocol.message_v3 import (
    LEVEL_FLAGS,
    PRIV_FLAG,
    REPORTABLE_FLAG,
    MessageV3,
    ScopedPdu,
    encode_scoped_pdu,
    read_scoped_pdu,
)
from trishul.protocol.pdu import Pdu, PduKind
from trishul.protocol.security.engine_id import check_engine_id, is_engine_id
from trishul.protocol.security.protocols import SecurityLevel
from trishul.protocol.security.reports import Refusal
from trishul.protocol.security.time_window import RemoteClock
from trishul.protocol.security.users import MAX_NAME_OCTETS, LocalizedUser, UserCredentials
from trishul.protocol.security.usm import process_incoming, protect_outgoing

MAX_RECEIVED_OCTETS = 65507
"""msgMaxSize: what fits a UDP datagram."""
_REPORT = PduKind.REPORT.value
_NO_ENGINE = LocalizedUser(b"", b"")


class OpenedAnswer(NamedTuple):
    """A message from the engine that its level's checks let pass."""

    is_report: bool
    level: int
    """The level it came with; a Report without authentication may be anybody's."""
    scoped: ScopedPdu


class RemoteEngine:
    """One engine and one user. Starts from nothing, or from an engine ID that is known."""

    __slots__ = (
        "_credentials",
        "_heard_at",
        "_sender",
        "clock",
        "context_engine_id",
        "context_name",
        "given_engine_id",
        "level",
        "user",
    )

    def __init__(
        self,
        credentials: UserCredentials,
        *,
        level: SecurityLevel | None = None,
        context_name: bytes = b"",
        engine_id: bytes = b"",
        context_engine_id: bytes = b"",
    ) -> None:
        """`level` is the user's highest by default. Costs nothing yet: keys are made when the engine is known."""
        self.level = credentials.level if level is None else level
        if self.level > credentials.level:
            raise InvalidInput(f"The user has no secrets for {self.level.label}", field="security_level")
        if len(context_name) > MAX_NAME_OCTETS:  # RFC 3415 §4, vacmContextName
            raise InvalidInput(f"A context name has at most {MAX_NAME_OCTETS} octets", field="context")
        if engine_id:
            check_engine_id(engine_id)
        self._credentials = credentials
        self.given_engine_id = engine_id
        self.context_name = context_name
        self.context_engine_id = context_engine_id
        self.user: LocalizedUser | None = None
        """The user at this engine; None until the engine ID is known."""
        self.clock = RemoteClock()
        self._heard_at: float | None = None
        self._sender: LocalizedUser | None = None

    def prepare(self) -> None:
        """Makes the keys where the engine ID was given. Raises InvalidInput, CapabilityMissing."""
        if self.user is None and self.given_engine_id:
            self.learn(self.given_engine_id)

    def learn(self, engine_id: bytes) -> None:
        """Takes an engine ID; a new one has a new clock. Raises InvalidInput, CapabilityMissing."""
        if self.user is None or self.user.engine_id != engine_id:
            self._credentials = self._credentials.with_master_keys()
            self.user = self._credentials.localized(engine_id)
            self.clock = RemoteClock()

    def forget_silent(self, since: float) -> None:
        """Knows nothing any more when nothing was heard since then: next time it may be another engine."""
        if self._heard_at is None or self._heard_at < since:
            self.user = None
            self.clock = RemoteClock()

    def seal(self, pdu: bytes, msg_id: int, now: float, salt: int) -> bytes:
        """The message around a PDU of the confirmed class, or the question for the engine ID that has to come first."""
        user = self.user
        if user is None:  # RFC 3414 §4
            question = encode_tlv(PduKind.GET, encode_pdu_body(Pdu(PduKind.GET, msg_id, 0, 0, ())))
            scoped_pdu = encode_scoped_pdu(b"", b"", question)
            return protect_outgoing(_NO_ENGINE, REPORTABLE_FLAG, msg_id, MAX_RECEIVED_OCTETS, 0, 0, scoped_pdu, salt)
        level = self.level
        boots, time = self.clock.read(now) if level else (0, 0)  # RFC 3414 §3.1 step 6
        scoped_pdu = encode_scoped_pdu(self.context_engine_id or user.engine_id, self.context_name, pdu)
        flags = level | REPORTABLE_FLAG
        return protect_outgoing(user, flags, msg_id, MAX_RECEIVED_OCTETS, boots, time, scoped_pdu, salt)

    def seal_trap(self, pdu: bytes, msg_id: int, engine_id: bytes, boots: int, time: int, salt: int) -> bytes:
        """The message around a PDU of the unconfirmed class, for which our engine is authoritative (RFC 3412 §7.1).

        Raises InvalidInput, CapabilityMissing.
        """
        sender = self._sender
        if sender is None or sender.engine_id != engine_id:
            self._credentials = self._credentials.with_master_keys()
            sender = self._sender = self._credentials.localized(engine_id)
        scoped_pdu = encode_scoped_pdu(self.context_engine_id or engine_id, self.context_name, pdu)
        return protect_outgoing(sender, self.level, msg_id, MAX_RECEIVED_OCTETS, boots, time, scoped_pdu, salt)

    def open_message(self, data: bytes, message: MessageV3, now: float) -> OpenedAnswer | Refusal:
        """What a message from the engine says, or why it is not believed. Raises DecodeError.

        A Report may come without authentication, and from an engine whose ID is not known yet (RFC 3412 §7.2 step 11);
        anything else only with the level of the request (step 12b) and from the engine that was asked.
        """
        level = message.flags & LEVEL_FLAGS
        user = self.user
        if not level:
            scoped = read_scoped_pdu(message.payload)
            is_report = scoped.pdu[:1] == b"\xa8"
            if not is_report and (user is None or self.level or message.engine_id != user.engine_id):
                return Refusal.UNSUPPORTED_LEVEL if user is not None and self.level else Refusal.UNKNOWN_ENGINE
            self._heard_at = now
            return OpenedAnswer(is_report, level, scoped)
        if user is None or message.engine_id != user.engine_id:
            return Refusal.UNKNOWN_ENGINE
        if message.user_name != user.name:
            return Refusal.UNKNOWN_USER
        payload = process_incoming(data, message, user, self.clock, now)
        if isinstance(payload, Refusal):
            return payload
        try:
            scoped = read_scoped_pdu(payload)
        except DecodeError:
            if message.flags & PRIV_FLAG:  # authentic octets that decrypt to nonsense: another key
                return Refusal.DECRYPTION_FAILED
            raise
        is_report = scoped.pdu[0] == _REPORT
        if level < self.level and not is_report:
            return Refusal.UNSUPPORTED_LEVEL
        self._heard_at = now
        return OpenedAnswer(is_report, level, scoped)

    def heed_report(self, refusal: Refusal, message: MessageV3, level: int, now: float) -> bool:
        """Learns from a Report; True when the same request deserves another message.

        An authentic one has already set the clock (RFC 3414 §3.2 step 7b). Raises InvalidInput, CapabilityMissing.
        """
        if refusal is Refusal.UNKNOWN_ENGINE:
            if not is_engine_id(message.engine_id) or (self.user and self.user.engine_id == message.engine_id):
                return False
            self.learn(message.engine_id)
            self.clock.guess(message.engine_boots, message.engine_time, now)
            return True
        if refusal is Refusal.NOT_IN_TIME_WINDOW and self.user and self.user.engine_id == message.engine_id:
            if not level:
                if self.clock.is_authentic:
                    return False
                self.clock.guess(message.engine_boots, message.engine_time, now)
            return True
        return False
