"""Notifications as rows: what crosses the channel and what the store inserts.

Owns the row's making; no community is in what it gets. Hot path: one tuple per notification, texts of addresses and
OIDs from small caches, nothing decoded that the store does not need; measured by `bench/`.
"""

from __future__ import annotations

import msgspec

from trishul.datatypes.contents import decode_oid_contents
from trishul.engine.addresses import Address
from trishul.engine.receiver import SNMP_TRAP_ENTERPRISE_0, ReceivedNotification
from trishul.errors import DecodeError
from trishul.protocol.ber import decode_varbinds
from trishul.transport.addresses import address_text
from trishul.transport.asked_address import asked_address
from trishul.workers.messages import NotificationRow

_CACHE_SIZE = 8192
_NO_ANOMALIES = "[]"


class NotificationRows:
    """Turns notifications into rows; remembers the texts of recent peers and trap OIDs."""

    def __init__(self) -> None:
        self._peers: dict[Address, str] = {}
        self._oids: dict[bytes, str] = {}

    def row_of(self, notification: ReceivedNotification, local: Address, inbox: str | None = None) -> NotificationRow:
        """The row that the store inserts; `local` is where the socket is bound, `inbox` the only list that it is in."""
        received_at_ns, peer, version, kind, _, trap_oid, uptime, agent, varbinds, raw, anomalies, security, _ = (
            notification
        )
        asked = asked_address(peer, local)
        return (
            received_at_ns,
            self._peers.get(asked) or self._peer_text(asked),
            self._peers.get(peer) or self._peer_text(peer),
            int(version),
            int(kind),
            self._oids.get(trap_oid) or self._oid_text(trap_oid),
            uptime,
            agent,
            self._enterprise(varbinds) if version == 0 else None,
            varbinds,
            raw,
            _anomalies_text(notification) if anomalies else _NO_ANOMALIES,
            None if security is None else int(security.level),
            None if security is None else _name_text(security.user_name),
            None if security is None else security.engine_id.hex(),
            None if security is None else security.context_engine_id.hex(),
            None if security is None else _name_text(security.context_name),
            inbox,
        )

    def _peer_text(self, peer: Address) -> str:
        if len(self._peers) >= _CACHE_SIZE:
            self._peers.clear()
        text = self._peers[peer] = address_text(peer)
        return text

    def _oid_text(self, contents: bytes) -> str:
        if len(self._oids) >= _CACHE_SIZE:
            self._oids.clear()
        text = self._oids[contents] = _dotted(contents)
        return text

    def _enterprise(self, varbinds: bytes) -> str | None:
        """Only v1 traps have the field; in v2 form it is the variable snmpTrapEnterprise.0 (RFC 3584 §3.1)."""
        for name, _, contents in decode_varbinds(varbinds, 0, len(varbinds)):
            if name == SNMP_TRAP_ENTERPRISE_0:
                return self._oids.get(contents) or self._oid_text(contents)
        return None


def _dotted(contents: bytes) -> str:
    try:
        return ".".join(map(str, decode_oid_contents(contents)))
    except DecodeError:
        return "0.0"  # zeroDotZero (RFC 2578 §2): no OID; the octets stay in `raw`


def _name_text(octets: bytes) -> str:
    """A name as text; octets that are none, and NUL, which not every database takes, are written as escapes."""
    return octets.decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def _anomalies_text(notification: ReceivedNotification) -> str:
    found = [{"kind": str(kind), "offset": offset} for kind, offset in notification.anomalies]
    return msgspec.json.encode(found).decode()
