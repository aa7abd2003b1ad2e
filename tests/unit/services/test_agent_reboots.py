"""A reboot, and the coldStart that tells of it."""

from __future__ import annotations

from typing import cast

from trishul.errors import InvalidInput
from trishul.services.agent_clocks import AgentClocks
from trishul.services.agent_reboots import COLD_START, AgentReboots, RebootNotified
from trishul.services.trap_sending import SentNotification, TrapToSend


class Clocks:
    """Reboots whoever is asked for."""

    async def reboot(self, agent: str) -> tuple[str, int | None]:
        return agent, 3


async def test_a_reboot_is_told_by_a_coldstart_with_an_uptime_of_zero() -> None:
    sent: list[TrapToSend] = []

    async def send(trap: TrapToSend) -> SentNotification:
        sent.append(trap)
        return SentNotification("sent")

    reboots = AgentReboots(cast("AgentClocks", Clocks()), send)
    outcome = await reboots.reboot("router", TrapToSend("192.0.2.1", "x"))
    assert (outcome.agent, outcome.engine_boots, outcome.notification) == ("router", 3, RebootNotified("sent"))
    assert [(trap.target, trap.oid, trap.uptime) for trap in sent] == [("192.0.2.1", COLD_START, 0)]
    assert (await reboots.reboot("router")).notification is None
    assert len(sent) == 1


async def test_a_notification_that_cannot_be_sent_is_told_beside_the_reboot() -> None:
    async def send(trap: TrapToSend) -> SentNotification:
        raise InvalidInput("No such host")

    outcome = await AgentReboots(cast("AgentClocks", Clocks()), send).reboot("router", TrapToSend("nowhere", "x"))
    assert (outcome.status, outcome.notification) == ("rebooted", RebootNotified("failed", "No such host"))
