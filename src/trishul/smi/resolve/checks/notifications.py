"""Notifications: their OIDs, and what the objects they carry must be (RFC 2578 §8)."""

from __future__ import annotations

from trishul.smi.resolve.checks.gathered import Gathered
from trishul.smi.syntax import NotificationType, ObjectType


def check_notifications(gathered: Gathered) -> None:
    """All notifications of a module."""
    if not gathered.notifications:
        return
    nodes = {node.name: node for node in gathered.nodes}
    for notification in gathered.notifications:
        if notification.enterprise:
            if gathered.is_smiv2:
                message = f"{notification.name} is a TRAP-TYPE, which SMIv2 does not have"
                gathered.report("smiv1-trap", notification.at, message, "Write NOTIFICATION-TYPE")
        else:
            node = nodes.get(notification.name)
            if node is not None and node.oid_contents[-2:-1] != b"\0":
                message = f"The OID of {notification.name} has no 0 before its last number"
                hint = "SMIv1 has no such trap (RFC 2578 §8.6)"
                gathered.report("notification-oid", notification.at, message, hint)
        for name in notification.objects:
            _check_object(gathered, notification, name)


def _check_object(gathered: Gathered, notification: NotificationType, name: str) -> None:
    """One object of a notification: a scalar or column that can be read."""
    definition = gathered.find_value(name)
    if definition is None:
        return
    if not isinstance(definition, ObjectType) or (definition.syntax is not None and definition.syntax.row_type):
        message = f"{notification.name} carries {name}, which is no scalar or column"
        gathered.report("notification-object", notification.objects_at, message, "Name an object", subject=name)
    elif definition.access == "not-accessible":
        message = f"{notification.name} carries {name}, which is not-accessible"
        hint = f"Make {name} accessible-for-notify"
        gathered.report("notification-access", notification.objects_at, message, hint, subject=name)
