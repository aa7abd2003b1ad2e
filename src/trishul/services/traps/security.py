"""How a stored notification came by SNMPv3, in words: level, user, engines and context. Keys are nowhere near it.

Owns the shape and the words for engine IDs (RFC 3411 §5); what their formats are is `protocol.security.engine_id`.
"""

from __future__ import annotations

import msgspec

from trishul.protocol.security.engine_id import describe_engine_id
from trishul.protocol.security.protocols import SecurityLevel
from trishul.store.notifications import StoredNotification


class TrapSecurity(msgspec.Struct, frozen=True, kw_only=True):
    """SNMPv3 only."""

    level: str
    """noAuthNoPriv, authNoPriv or authPriv."""
    user: str
    engine_id: str
    """The authoritative engine in hexadecimal: the sender's for a trap, ours for an inform."""
    engine: str
    """The same in words."""
    context_engine_id: str
    context_name: str


def security_of(notification: StoredNotification) -> TrapSecurity | None:
    """None for the versions that have no users, and for rows that another program damaged."""
    level, engine_id = notification.security_level, notification.engine_id
    if level is None or engine_id is None:
        return None
    try:
        label, octets = SecurityLevel(level).label, bytes.fromhex(engine_id)
    except ValueError:
        return None
    return TrapSecurity(
        level=label,
        user=notification.user_name or "",
        engine_id=engine_id,
        engine=engine_text(octets),
        context_engine_id=notification.context_engine_id or "",
        context_name=notification.context_name or "",
    )


def engine_text(engine_id: bytes) -> str:
    """An snmpEngineID in words, such as `MAC address 00:1b:54:aa:bb:cc, enterprise 9`."""
    described = describe_engine_id(engine_id)
    return f"{described.format_label} {described.text}, enterprise {described.enterprise}"
