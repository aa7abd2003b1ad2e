"""Notifications that devices order: they arrive, or are counted."""

from __future__ import annotations

from trishul.datatypes import Oid
from trishul.simulation.variations.notification_order import NotificationOrder
from trishul.snmp import Receiver
from trishul.snmp.ordered_notifications import MAX_UNDER_WAY, OrderedNotifications

COLD_START = Oid("1.3.6.1.6.3.1.1.5.1")


def order(host: str, port: int, *, is_inform: bool = False, version: str = "2c") -> NotificationOrder:
    return NotificationOrder(host, port, version, b"secret", None, is_inform, COLD_START, ())


async def test_traps_and_informs_arrive_with_their_community() -> None:
    notifications = OrderedNotifications()
    async with Receiver("127.0.0.1", 0, communities={"secret"}) as receiver:
        host, port = receiver.address[:2]
        kinds = [{}, {"is_inform": True}, {"version": "1"}]
        for kind in kinds:
            notifications.order(order(host, port, **kind))  # type: ignore[arg-type]
        arrived = [await anext(aiter(receiver)) for _ in kinds]
        await notifications.settle()
    notifications.close()
    assert {Oid.from_contents(notification.trap_oid) for notification in arrived} == {COLD_START}
    assert (notifications.sent, notifications.failed) == (3, 0)


async def test_what_cannot_be_sent_is_counted_and_so_is_what_is_too_much() -> None:
    notifications = OrderedNotifications()
    for _ in range(MAX_UNDER_WAY + 2):
        notifications.order(order("127.0.0.1", 9, version="3"))
    assert notifications.refused == 2
    await notifications.settle()
    assert str(notifications) == f"0 notifications sent, {MAX_UNDER_WAY + 2} failed"
    notifications.close()
    assert notifications.sent == 0
