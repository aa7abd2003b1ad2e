"""A stored notification as REST and the live socket show it (contract §4): rendered when it is looked at, never before.

Owns the record's shape. Does not own storage, what a notification is called (`kinds`), nor the tree of octets
(`protocol.anatomy`). A community cannot appear: the stored octets have it masked; what came
encrypted is readable in the bindings and still encrypted in the octets. Names cannot be stale: OIDs are stored, and
what the library calls them is asked anew for each look.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from trishul.errors import DecodeError
from trishul.library.names import Names
from trishul.protocol.anatomy import BerNode, dissect
from trishul.protocol.ber import decode_varbinds
from trishul.protocol.message import Version
from trishul.protocol.pdu import PduKind
from trishul.search.severity import severity_of
from trishul.services.mibs.name_source import NameSource
from trishul.services.traps.kinds import trap_kind
from trishul.services.traps.security import TrapSecurity, security_of
from trishul.services.traps.sentences import sentence_of
from trishul.services.value_texts import ShownVarBind, show_varbinds
from trishul.store.notifications import StoredNotification

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
    """Name without its module; the number where no loaded module names it."""
    trap_name: str
    """Name with its module, such as IF-MIB::linkDown."""
    enterprise: str | None
    severity: str
    resolved: bool
    uptime: int | None
    is_pinned: bool
    is_read: bool
    inbox: str | None
    """The only inbox that it is in."""
    tags: tuple[str, ...]
    repeats: int
    """For how many equal traps it stands: more than one where duplicates are folded."""
    security: TrapSecurity | None
    """How it came by SNMPv3; None for the other versions."""
    anomalies: list[Anomaly]
    varbinds: tuple[ShownVarBind, ...]


class TrapDetail(TrapRecord, frozen=True, kw_only=True):
    """One notification with its octets and what each of them means."""

    sentence: str
    """What happened, as the MIB says it; empty where it says nothing."""
    raw_hex: str
    tree: BerNode


def record_of(notification: StoredNotification, names: Names | None) -> TrapRecord:
    """The record of a stored row; without names everything is numeric."""
    return TrapRecord(**_fields(notification, names))


def detail_of(notification: StoredNotification, source: NameSource | None) -> TrapDetail:
    """The record with raw octets, their tree, and the MIB's sentence; without a source of names all is numeric."""
    fields = _fields(notification, source.names if source is not None else None)
    return TrapDetail(
        **fields,
        sentence=sentence_of(notification.trap_oid, fields["varbinds"], source) if source is not None else "",
        raw_hex=notification.raw.hex(),
        tree=dissect(notification.raw),
    )


def _fields(notification: StoredNotification, names: Names | None) -> dict[str, Any]:
    seconds, nanoseconds = divmod(notification.received_at_ns, _NS_PER_S)
    timestamp = seconds + nanoseconds // 1000 / 1e6
    kind = trap_kind(notification.trap_oid, names)
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
        "trap_type": kind.name,
        "trap_name": kind.full_name,
        "enterprise": notification.enterprise,
        "severity": severity_of(notification.severity).label,
        "resolved": kind.is_resolved,
        "uptime": notification.uptime,
        "is_pinned": bool(notification.is_pinned),
        "is_read": bool(notification.is_read),
        "inbox": notification.inbox,
        "tags": notification.tags,
        "repeats": notification.repeats or 1,
        "security": security_of(notification),
        "anomalies": msgspec.json.decode(notification.anomalies, type=list[Anomaly]),
        "varbinds": _varbinds(notification.varbinds, names or Names(None)),
    }


def _varbinds(encoded: bytes, names: Names) -> tuple[ShownVarBind, ...]:
    try:
        return show_varbinds(decode_varbinds(encoded, 0, len(encoded)), names)
    except DecodeError:
        return ()  # a row that another program damaged: the rest of the record is still worth showing
