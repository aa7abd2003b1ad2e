"""Stored notifications for tests of searching: rows as the receiver hands them over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.datatypes import VarBind
from trishul.datatypes.values import Value
from trishul.protocol.ber import encode_varbinds
from trishul.store.notifications import StoredNotification, insert_notifications

LINK_DOWN, LINK_UP = "1.3.6.1.6.3.1.1.5.3", "1.3.6.1.6.3.1.1.5.4"
IF_INDEX, IF_DESCR, IF_ADMIN_STATUS = "1.3.6.1.2.1.2.2.1.1", "1.3.6.1.2.1.2.2.1.2", "1.3.6.1.2.1.2.2.1.7"
NOON_NS = 1_800_000_000_000_000_000


def interface(number: int, name: str = "Gi0/1") -> bytes:
    """The bindings of a linkDown."""
    return bindings((f"{IF_INDEX}.{number}", Value.integer(number)), (f"{IF_DESCR}.{number}", Value.octet_string(name)))


def bindings(*pairs: tuple[str, Value]) -> bytes:
    """A VarBindList."""
    return encode_varbinds([VarBind.of(oid, value) for oid, value in pairs])


def a_row(**changes: Any) -> tuple[Any, ...]:
    """A linkDown of interface 3 from 192.0.2.1."""
    fields: dict[str, Any] = {
        "received_at_ns": NOON_NS,
        "local_address": "127.0.0.1:1162",
        "peer_address": "192.0.2.1:50123",
        "version": 1,
        "pdu_kind": 0xA7,
        "trap_oid": LINK_DOWN,
        "uptime": None,
        "agent_address": None,
        "enterprise": None,
        "varbinds": interface(3),
        "raw": b"\x30\x00",
        "anomalies": "[]",
        "security_level": None,
        "user_name": None,
        "engine_id": None,
        "context_engine_id": None,
        "context_name": None,
        "inbox": None,
    }
    return tuple((fields | changes).values())


def stored_row(number: int = 1, **changes: Any) -> StoredNotification:
    """The same as the store reads it; also with marks."""
    marks = {name: changes.pop(name) for name in ("severity", "is_pinned", "is_read", "tags") if name in changes}
    return StoredNotification(number, *a_row(**changes))._replace(**marks)


async def store(connection: AsyncConnection, rows: Sequence[Sequence[Any]]) -> int:
    """Inserts rows; returns the id of the first."""
    return await insert_notifications(connection, rows)


class NoNames:
    """A library that knows no notification."""

    def is_resolved(self, trap_oid: str) -> bool:
        return False

    def name_contains(self, trap_oid: str, piece: str) -> bool:
        return False
