"""SNMPv3 messages opened for looking at: is the digest right, and what do the encrypted octets say?

Owns the judgement of one message by known keys, whoever sent it and whenever: no clock decides, nothing is accepted by
it. That is `usm`. Keys are made once for each user and engine.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from trishul.errors import CapabilityMissing, DecodeError, InvalidInput
from trishul.protocol.message_v3 import AUTH_FLAG, LEVEL_FLAGS, PRIV_FLAG, MessageV3, read_pdu_head, read_scoped_pdu
from trishul.protocol.pdu import PduKind
from trishul.protocol.security.engine_id import is_engine_id
from trishul.protocol.security.users import LocalizedUser, UserCredentials

MAX_PREPARED_USERS = 4096
"""The one that was prepared first is forgotten first."""
_PDU_TAGS = frozenset(kind.value for kind in PduKind)


class Digest(StrEnum):
    """What is known of msgAuthenticationParameters."""

    ABSENT = "none"
    VALID = "valid"
    WRONG = "wrong"
    NO_KEY = "no key"


class Privacy(StrEnum):
    """What is known of the ScopedPDU."""

    PLAIN = "none"
    DECRYPTED = "decrypted"
    FAILED = "wrong key"
    NO_KEY = "no key"


class Inspection(NamedTuple):
    """What keys tell of a message."""

    digest: Digest
    privacy: Privacy
    plain: bytes | None
    """The octets of the ScopedPDU with a cipher's padding; None where they stay hidden."""


class KeyRing:
    """Users whose messages can be opened, each at one engine or at any."""

    def __init__(self) -> None:
        self._users: dict[bytes, list[tuple[UserCredentials, bytes]]] = {}
        self._prepared: dict[tuple[bytes, bytes], list[LocalizedUser]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._users.values()))

    def add(self, credentials: UserCredentials, engine_id: bytes = b"") -> None:
        """Adds a user; `engine_id` is the only engine where he has these keys, empty for any. Raises InvalidInput."""
        known = credentials.with_master_keys()
        self._users.setdefault(known.name.encode(), []).append((known, engine_id))
        self._prepared.clear()

    def inspect(self, data: bytes, message: MessageV3) -> Inspection:
        """Judges the message that was read from `data`."""
        level = message.flags & LEVEL_FLAGS
        digest = Digest.NO_KEY if level & AUTH_FLAG else Digest.ABSENT
        if not level & PRIV_FLAG:
            return Inspection(self._digest(data, message, digest), Privacy.PLAIN, message.payload)
        best = Inspection(digest, Privacy.NO_KEY, None)
        for user in self._users_of(message):
            found = _inspect_encrypted(data, message, user)
            if found.digest is Digest.VALID:
                return found
            if found.digest is Digest.WRONG and best.plain is None:
                best = found
        return best

    def _digest(self, data: bytes, message: MessageV3, digest: Digest) -> Digest:
        if digest is Digest.NO_KEY:
            for user in self._users_of(message):
                found = _check(data, message, user)
                if found is Digest.VALID:
                    return found
                digest = found if found is Digest.WRONG else digest
        return digest

    def _users_of(self, message: MessageV3) -> list[LocalizedUser]:
        """Those of this name, prepared for the engine."""
        key = message.user_name, message.engine_id
        users = self._prepared.get(key)
        if users is None:
            users = []
            for credentials, engine_id in self._users.get(message.user_name, ()):
                if engine_id in {b"", message.engine_id} and is_engine_id(message.engine_id):
                    users.append(_prepare(credentials, message.engine_id))
            if len(self._prepared) >= MAX_PREPARED_USERS:
                del self._prepared[next(iter(self._prepared))]
            self._prepared[key] = users
        return users


def _prepare(credentials: UserCredentials, engine_id: bytes) -> LocalizedUser:
    """The user at an engine; without keys where they do not fit it or this host refuses the cipher."""
    try:
        return credentials.localized(engine_id)
    except (CapabilityMissing, InvalidInput):
        return LocalizedUser(credentials.name.encode(), engine_id)


def _check(data: bytes, message: MessageV3, user: LocalizedUser) -> Digest:
    if user.authenticator is None:
        return Digest.NO_KEY
    is_right = user.authenticator.is_authentic(data, message.mac_at, message.mac_end, message.end)
    return Digest.VALID if is_right else Digest.WRONG


def _inspect_encrypted(data: bytes, message: MessageV3, user: LocalizedUser) -> Inspection:
    digest = _check(data, message, user)
    if user.cipher is None:
        return Inspection(digest, Privacy.NO_KEY, None)
    plain = user.cipher.decrypt(message.payload, message.engine_boots, message.engine_time, message.privacy_parameters)
    if plain is None or not _is_scoped_pdu(plain):
        return Inspection(digest, Privacy.FAILED, None)
    return Inspection(digest, Privacy.DECRYPTED, plain)


def _is_scoped_pdu(octets: bytes) -> bool:
    """True for octets that make sense, which those of a wrong key hardly ever do."""
    try:
        return read_pdu_head(read_scoped_pdu(octets).pdu)[0] in _PDU_TAGS
    except DecodeError:
        return False
