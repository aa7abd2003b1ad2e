"""Stored notifications as they go to the next receiver, with their source kept, and those that come back (RFC 3584 §3).

Owns what is added: snmpTrapAddress.0 with the address of the first sender, where the notification has none; 0.0.0.0
stands for one that has no IPv4 address. snmpTrapCommunity.0 never leaves: it is a secret. What was forwarded carries
that address and the uptime that it came with. One which arrives with an address of its own and equals in all that what
was forwarded a moment ago has come back in a circle; it is not forwarded again.
"""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import blake2b

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.engine.receiver import SNMP_TRAP_ADDRESS_0, SNMP_TRAP_ENTERPRISE_0, SNMP_TRAP_OID_0, SYS_UP_TIME_0
from trishul.protocol.message import Version
from trishul.services.traps.courses import stored_notification
from trishul.services.traps.notification_text import host_of, varbinds_of
from trishul.services.traps.sending import Notification
from trishul.store.notifications import StoredNotification

REMEMBERED = 20_000
REMEMBERED_S = 600.0
SNMP_TRAP_COMMUNITY_0 = Oid("1.3.6.1.6.3.18.1.4.0").contents
_NOT_COMPARED = frozenset((SYS_UP_TIME_0, SNMP_TRAP_OID_0, SNMP_TRAP_ENTERPRISE_0, SNMP_TRAP_COMMUNITY_0))
_NO_ADDRESS = "0.0.0.0"  # noqa: S104 -- a value of snmpTrapAddress, nothing is bound


def source_address(row: StoredNotification) -> str:
    """IPv4 address of who sent it first; 0.0.0.0 where there is none."""
    for text in (row.agent_address, host_of(row.peer_address)):
        try:
            address = ipaddress.ip_address(text or "")
        except ValueError:
            continue
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        if isinstance(address, ipaddress.IPv4Address) and not address.is_unspecified:
            return str(address)
    return _NO_ADDRESS


def forwarded_notification(row: StoredNotification, *, as_v1: bool) -> Notification | None:
    """The notification that goes on; None for a row whose trap OID or bindings are none."""
    notification = stored_notification(row, as_v1=False)
    if notification is None:
        return None
    source = source_address(row)
    left_out = [SNMP_TRAP_COMMUNITY_0]
    if as_v1 and notification.enterprise is not None:
        left_out.append(SNMP_TRAP_ENTERPRISE_0)  # it came as a field and goes as one
    varbinds = [varbind for varbind in notification.varbinds if varbind.name not in left_out]
    if all(varbind.name != SNMP_TRAP_ADDRESS_0 for varbind in varbinds):
        varbinds.append(VarBind(SNMP_TRAP_ADDRESS_0, *Value.ip_address(source)))
    return notification._replace(varbinds=varbinds, uptime=row.uptime or 0, agent_address=source if as_v1 else None)


class ReturningNotifications:
    """Knows what comes back of that which was forwarded: the last 20,000 of ten minutes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sent_at: OrderedDict[bytes, float] = OrderedDict()

    def note_sent(self, notification: Notification) -> None:
        """It leaves now."""
        trap_oid, varbinds, uptime = notification.trap_oid, notification.varbinds, notification.uptime
        digest = _digest(str(trap_oid), uptime, varbinds)
        self._sent_at.pop(digest, None)
        self._sent_at[digest] = self._clock()
        while len(self._sent_at) > REMEMBERED:
            self._sent_at.popitem(last=False)

    def has_returned(self, row: StoredNotification) -> bool:
        """Whether this is one that was forwarded."""
        if not self._sent_at:
            return False
        varbinds = varbinds_of(row)
        if not any(varbind.name == SNMP_TRAP_ADDRESS_0 for varbind in varbinds):
            return False
        if row.version == Version.V1 and SNMP_TRAP_ADDRESS_0 not in row.raw:
            return False  # the receiver added it (RFC 3584 §3.1): no proxy has been there
        sent_at = self._sent_at.get(_digest(row.trap_oid, row.uptime, varbinds))
        return sent_at is not None and self._clock() - sent_at <= REMEMBERED_S


def _digest(trap_oid: str, uptime: int | None, varbinds: Sequence[VarBind]) -> bytes:
    """What stays the same from proxy to proxy."""
    compared = sorted(tuple(varbind) for varbind in varbinds if varbind.name not in _NOT_COMPARED)
    return blake2b(repr((trap_oid, uptime or 0, compared)).encode(), digest_size=16).digest()
