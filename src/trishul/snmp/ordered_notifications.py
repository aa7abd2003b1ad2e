"""Sends the notifications that simulated devices order, beside what they answer, bounded and counted.

Owns their sending and the sockets for it; when one is ordered is `simulation.variations.notification`.
"""

from __future__ import annotations

import asyncio

from trishul.engine.local_engine import LocalEngine
from trishul.errors import TrishulError
from trishul.simulation.variations.notification_order import NotificationOrder
from trishul.snmp.notifier import Notifier
from trishul.snmp.target import Target

MAX_UNDER_WAY = 256


class OrderedNotifications:
    """Takes orders while it is open; needs a running event loop from the first order on."""

    def __init__(self, engine: LocalEngine | None = None) -> None:
        """`engine`: whom SNMPv3 traps come from; without one they fail."""
        self._engine = engine
        self._notifier: Notifier | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self.sent = 0
        """Traps that have left and informs that were acknowledged."""
        self.failed = 0
        """Notifications that could not be sent, or were not acknowledged."""
        self.refused = 0
        """Orders beyond `MAX_UNDER_WAY`, which are not kept."""

    def order(self, order: NotificationOrder) -> None:
        """Sends one as soon as the loop has its turn."""
        if len(self._under_way) >= MAX_UNDER_WAY:
            self.refused += 1
            return
        task = asyncio.get_running_loop().create_task(self._send(order))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def __str__(self) -> str:
        lost = self.failed + self.refused
        return f"{self.sent:,} notifications sent" + (f", {lost:,} failed" if lost else "")

    async def settle(self) -> None:
        """Waits until nothing is under way."""
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def close(self) -> None:
        """Gives up what is under way and closes the sockets."""
        for task in self._under_way:
            task.cancel()
        if self._notifier is not None:
            self._notifier.close()

    async def _send(self, order: NotificationOrder) -> None:
        if self._notifier is None:
            self._notifier = Notifier(engine=self._engine)
        try:
            target = _target(order)
            if order.is_inform:
                await self._notifier.inform(target, order.trap_oid, order.varbinds, uptime=order.uptime)
            else:
                await self._notifier.trap(
                    target, order.trap_oid, order.varbinds, uptime=order.uptime, agent_address=order.agent_address
                )
        except TrishulError:
            self.failed += 1
        else:
            self.sent += 1


def _target(order: NotificationOrder) -> Target:
    user = None if order.user is None else order.user.credentials()
    return Target(
        order.host, order.port, community=order.community, version=order.version, user=user, ip_version=order.ip_version
    )
