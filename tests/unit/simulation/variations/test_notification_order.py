"""An order keeps its secrets."""

from __future__ import annotations

from trishul.datatypes import Oid
from trishul.simulation.variations.notification_order import NotificationOrder


def test_nobody_sees_the_community() -> None:
    order = NotificationOrder("h", 162, "2c", b"private", None, is_inform=True, trap_oid=Oid("1.3"), varbinds=())
    assert "private" not in repr(order)
