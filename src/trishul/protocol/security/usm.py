"""The elements of procedure of the User-based Security Model (RFC 3414 §3), for one message at a time.

Incoming: the octets of an accepted ScopedPDU, or the named refusal. Outgoing: a whole message. Owns no users and no
clocks: the caller finds the user and gives the clock of the authoritative engine, its own or its notion of another's.
Hot path: two flat functions, measured by `bench/`.
"""

from __future__ import annotations

from typing import Protocol

from trishul.errors import InvalidInput
from trishul.protocol.message_v3 import (
    LEVEL_FLAGS,
    PRIV_FLAG,
    MessageV3,
    encode_octet_string,
    encode_parts,
)
from trishul.protocol.security.reports import Refusal
from trishul.protocol.security.users import LocalizedUser


class EngineClock(Protocol):
    """The clock of the authoritative engine: `LocalClock` or `RemoteClock`."""

    def accepts(self, boots: int, time: int, now: float) -> bool:
        """True when an authentic message is inside the time window."""


def process_incoming(
    data: bytes, message: MessageV3, user: LocalizedUser | None, clock: EngineClock, now: float
) -> bytes | Refusal:
    """The octets of the ScopedPDU in a message that deserves it, or why not (RFC 3414 §3.2 from step 4 on).

    `data` is the datagram that `message` was read from. Steps 1 to 3, the form and the engine, belong to the caller.
    """
    level = message.flags & LEVEL_FLAGS
    if level == PRIV_FLAG:  # RFC 3412 §7.2 step 5d
        return Refusal.INVALID_MESSAGE
    if user is None:  # step 4
        return Refusal.UNKNOWN_USER
    if level > user.level:  # step 5
        return Refusal.UNSUPPORTED_LEVEL
    if not level:
        return message.payload
    authenticator = user.authenticator
    if authenticator is None or not authenticator.is_authentic(data, message.mac_at, message.mac_end, message.end):
        return Refusal.WRONG_DIGEST  # step 6
    boots, time = message.engine_boots, message.engine_time
    if not clock.accepts(boots, time, now):  # step 7
        return Refusal.NOT_IN_TIME_WINDOW
    if not level & PRIV_FLAG:
        return message.payload  # step 8b
    cipher = user.cipher
    plain = None if cipher is None else cipher.decrypt(message.payload, boots, time, message.privacy_parameters)
    return Refusal.DECRYPTION_FAILED if plain is None else plain  # step 8a


def protect_outgoing(
    user: LocalizedUser,
    flags: int,
    msg_id: int,
    max_size: int,
    boots: int,
    time: int,
    scoped_pdu: bytes,
    salt: int,
) -> bytes:
    """A whole message of a user at the level that `flags` say (RFC 3414 §3.1). Raises InvalidInput (steps 2 and 3).

    `salt` is a counter that has not been used with this user's key before; messages without privacy do not use it.
    """
    level = flags & LEVEL_FLAGS
    if level > user.level or level == PRIV_FLAG:
        raise InvalidInput("The user does not have this security level", field="security_level")
    parameters = b""
    if level & PRIV_FLAG and user.cipher is not None:  # step 4a
        encrypted, parameters = user.cipher.encrypt(scoped_pdu, boots, time, salt)
        scoped_pdu = encode_octet_string(encrypted)
    authenticator = user.authenticator
    if not level or authenticator is None:  # step 8b
        head, tail = encode_parts(
            msg_id, max_size, flags, user.engine_id, boots, time, user.name, 0, parameters, scoped_pdu
        )
        return head + tail
    octets = authenticator.mac_octets
    head, tail = encode_parts(
        msg_id, max_size, flags, user.engine_id, boots, time, user.name, octets, parameters, scoped_pdu
    )
    return b"".join((head, authenticator.mac(head, tail), tail))
