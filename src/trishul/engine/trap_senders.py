"""Whose SNMPv3 traps are believed: users, the engines they were heard from, and those engines' clocks (RFC 3414 §3.2).

The sender of a trap is the authoritative engine, so every device has keys of its own. They are made when a message with
the right digest comes from an engine for the first time, not before: who only pretends fills no memory and costs one
hash. A clock that was learned is believed until it is forgotten: an engine whose boots went backwards may be a replaced
device, or a replay, which octets cannot tell apart. Owns no PDUs; informs, for which we are authoritative, belong to
`authority`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from trishul.errors import DecodeError, InvalidInput
from trishul.protocol.message_v3 import LEVEL_FLAGS, PRIV_FLAG, MessageV3, ScopedPdu, read_scoped_pdu
from trishul.protocol.security.digests import Authenticator
from trishul.protocol.security.engine_id import is_engine_id
from trishul.protocol.security.keys import KeyForm, auth_key
from trishul.protocol.security.protocols import SecurityLevel
from trishul.protocol.security.reports import Refusal
from trishul.protocol.security.time_window import RemoteClock
from trishul.protocol.security.users import LocalizedUser, UserCredentials
from trishul.protocol.security.usm import process_incoming

MAX_SENDERS = 65536
"""Users at engines that are remembered; the one that was learned first is forgotten first and learned again."""
_ANY_ENGINE = b"\x80\0\0\0\5probe"


class _KnownUser(NamedTuple):
    credentials: UserCredentials
    engine_id: bytes
    """The only engine this user is believed at; empty for any."""


class TrapSenders:
    """Users may be added at any time; the same name may have other secrets at other engines."""

    def __init__(self, users: Iterable[UserCredentials] = ()) -> None:
        self._users: dict[bytes, list[_KnownUser]] = {}
        self._senders: dict[tuple[bytes, bytes], LocalizedUser] = {}
        self._clocks: dict[bytes, RemoteClock] = {}
        for user in users:
            self.add_user(user)

    @property
    def user_count(self) -> int:
        """How many users are believed."""
        return sum(map(len, self._users.values()))

    def add_user(self, credentials: UserCredentials, engine_id: bytes = b"") -> bool:
        """Believes a user at one engine, or at any; False when he was before. Raises InvalidInput, CapabilityMissing.

        Users of the same name stay beside him: the digest tells who it is.
        """
        keys = (credentials.auth_key, credentials.priv_key)
        if not engine_id and any(key is not None and key.form is KeyForm.LOCALIZED for key in keys):
            raise InvalidInput("A localized key belongs to one engine: name its ID", field="engine_id")
        masters = credentials.with_master_keys()
        masters.localized(engine_id or _ANY_ENGINE)  # what is wrong with a key is said now
        namesakes = self._users.setdefault(masters.name.encode(), [])
        known = _KnownUser(masters, engine_id)
        if known in namesakes:
            return False
        namesakes.insert(0, known)
        return True

    def remove_user(self, name: bytes, engine_id: bytes = b"") -> int:
        """Believes no user of this name at this engine, or at any, any more; returns how many there were.

        Keys and clocks that were learned from their messages are forgotten.
        """
        namesakes = self._users.pop(name, [])
        kept = [user for user in namesakes if user.engine_id != engine_id]
        if kept:
            self._users[name] = kept
        if len(kept) < len(namesakes):
            for sender in [key for key in self._senders if key[1] == name and engine_id in {b"", key[0]}]:
                del self._senders[sender]
                self._clocks.pop(sender[0], None)
        return len(namesakes) - len(kept)

    def forget_engine(self, engine_id: bytes = b"") -> int:
        """Forgets clock and keys of one engine, or of all; returns how many engines that were.

        The next authentic message sets the clock anew, whatever it says.
        """
        forgotten = [known for known in self._clocks if engine_id in {b"", known}]
        for known in forgotten:
            del self._clocks[known]
        for sender in [key for key in self._senders if engine_id in {b"", key[0]}]:
            del self._senders[sender]
        return len(forgotten)

    def clock_of(self, engine_id: bytes) -> RemoteClock | None:
        """What is known of an engine's boots and time."""
        return self._clocks.get(engine_id)

    def open_message(self, data: bytes, message: MessageV3, now: float) -> ScopedPdu | Refusal:
        """The ScopedPDU of a message from an engine that is not ours, or why it is not believed. Raises DecodeError."""
        engine_id, name = message.engine_id, message.user_name
        level = message.flags & LEVEL_FLAGS
        if level == PRIV_FLAG:
            return Refusal.INVALID_MESSAGE
        if not is_engine_id(engine_id):
            return Refusal.UNKNOWN_ENGINE
        known = [user for user in self._users.get(name, ()) if user.engine_id in {b"", engine_id}]
        if not known:
            return Refusal.UNKNOWN_USER
        if not level:
            without = any(user.credentials.level is SecurityLevel.NO_AUTH_NO_PRIV for user in known)
            return read_scoped_pdu(message.payload) if without else Refusal.UNSUPPORTED_LEVEL
        payload = self._open_authentic(data, message, known, now)
        if isinstance(payload, Refusal):
            return payload
        try:
            return read_scoped_pdu(payload)
        except DecodeError:
            if level & PRIV_FLAG:  # authentic octets that decrypt to nonsense: another key
                return Refusal.DECRYPTION_FAILED
            raise

    def _open_authentic(self, data: bytes, message: MessageV3, known: list[_KnownUser], now: float) -> bytes | Refusal:
        """The octets of the ScopedPDU; learns the sender, or his new key, where the digest is that of a known user."""
        engine_id, name = message.engine_id, message.user_name
        sender = self._senders.get((engine_id, name))
        payload: bytes | Refusal = Refusal.WRONG_DIGEST
        if sender is not None:
            payload = process_incoming(data, message, sender, self._clock_of(engine_id), now)
        if payload is Refusal.WRONG_DIGEST:
            found = _authentic_user(data, message, known)
            if isinstance(found, Refusal):
                return found
            self._remember(engine_id, name, found)
            payload = process_incoming(data, message, found, self._clock_of(engine_id), now)
        return payload

    def _clock_of(self, engine_id: bytes) -> RemoteClock:
        """The clock of an engine that has just proved itself, or had before."""
        clock = self._clocks.get(engine_id)
        if clock is None:
            if len(self._clocks) >= MAX_SENDERS:
                del self._clocks[next(iter(self._clocks))]
            clock = self._clocks[engine_id] = RemoteClock()
        return clock

    def _remember(self, engine_id: bytes, name: bytes, user: LocalizedUser) -> None:
        if len(self._senders) >= MAX_SENDERS:
            del self._senders[next(iter(self._senders))]
        self._senders[engine_id, name] = user


def _authentic_user(data: bytes, message: MessageV3, known: list[_KnownUser]) -> LocalizedUser | Refusal:
    """The user whose key made the digest, with all his keys at this engine."""
    refusal = Refusal.UNSUPPORTED_LEVEL
    for credentials, _ in known:
        if credentials.auth is None or credentials.auth_key is None:
            continue
        if message.flags & LEVEL_FLAGS > credentials.level:
            continue
        refusal = Refusal.WRONG_DIGEST
        key = auth_key(credentials.auth, credentials.auth_key, message.engine_id)
        authenticator = Authenticator(credentials.auth, key)
        if authenticator.is_authentic(data, message.mac_at, message.mac_end, message.end):
            return credentials.localized(message.engine_id)
    return refusal
