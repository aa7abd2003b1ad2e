"""A stored notification as REST and the live socket show it (contract §4): rendered when it is looked at, never before.

Owns the record's shape and the names of the six generic traps (RFC 3418 §2, RFC 3584 §3.1). Does not own storage nor
the tree of octets (`protocol.anatomy`). A community cannot appear: the stored octets have it masked.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from trishul.errors import DecodeError
from trishul.protocol.anatomy import BerNode, dissect
from trishul.protocol.ber import decode_varbinds
from trishul.protocol.message import Version
from trishul.protocol.pdu import PduKind
from trishul.services.value_texts import ShownVarBind, show_varbinds
from trishul.store.notifications import StoredNotification

GENERIC_TRAPS = {
    "1.3.6.1.6.3.1.1.5.1": "coldStart",
    "1.3.6.1.6.3.1.1.5.2": "warmStart",
    "1.3.6.1.6.3.1.1.5.3": "linkDown",
    "1.3.6.1.6.3.1.1.5.4": "linkUp",
    "1.3.6.1.6.3.1.1.5.5": "authenticationFailure",
    "1.3.6.1.6.3.1.1.5.6": "egpNeighborLoss",
}

_NS_PER_S = 1_000_000_000


class Anomaly(msgspec.Struct, frozen=True):
    """What the sender did that the RFCs do not allow and we tolerated."""

    kind: str
    offset: int


class TrapRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One notification."""

    id: int
    timestamp: float
    time_str: str
    received_at_ns: str
    """Text: a browser's numbers end at 2**53."""
    source: str
    local: str
    agent_address: str | None
    version: str
    pdu_type: str
    trap_oid: str
    trap_type: str
    enterprise: str | None
    severity: str
    resolved: bool
    uptime: int | None
    anomalies: list[Anomaly]
    varbinds: tuple[ShownVarBind, ...]


class TrapDetail(TrapRecord, frozen=True, kw_only=True):
    """One notification with its octets and what each of them means."""

    raw_hex: str
    tree: BerNode


def record_of(notification: StoredNotification) -> TrapRecord:
    """The record of a stored row."""
    return TrapRecord(**_fields(notification))


def detail_of(notification: StoredNotification) -> TrapDetail:
    """The record with raw octets and their tree."""
    return TrapDetail(**_fields(notification), raw_hex=notification.raw.hex(), tree=dissect(notification.raw))


def _fields(notification: StoredNotification) -> dict[str, Any]:
    seconds, nanoseconds = divmod(notification.received_at_ns, _NS_PER_S)
    timestamp = seconds + nanoseconds // 1000 / 1e6
    name = GENERIC_TRAPS.get(notification.trap_oid)
    return {
        "id": notification.id,
        "timestamp": timestamp,
        "time_str": datetime.fromtimestamp(timestamp).astimezone().isoformat(timespec="milliseconds"),
        "received_at_ns": str(notification.received_at_ns),
        "source": notification.peer_address,
        "local": notification.local_address,
        "agent_address": notification.agent_address,
        "version": Version(notification.version).label,
        "pdu_type": PduKind(notification.pdu_kind).label,
        "trap_oid": notification.trap_oid,
        "trap_type": name or notification.trap_oid,
        "enterprise": notification.enterprise,
        "severity": "info",
        "resolved": name is not None,
        "uptime": notification.uptime,
        "anomalies": msgspec.json.decode(notification.anomalies, type=list[Anomaly]),
        "varbinds": _varbinds(notification.varbinds),
    }


def _varbinds(encoded: bytes) -> tuple[ShownVarBind, ...]:
    try:
        return show_varbinds(decode_varbinds(encoded, 0, len(encoded)))
    except DecodeError:
        return ()  # a row that another program damaged: the rest of the record is still worth showing
