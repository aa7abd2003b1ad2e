"""A reboot, and the coldStart that tells of it."""

from __future__ import annotations

import asyncio
from typing import cast

from trishul.engine.local_engine import LocalEngine
from trishul.errors import InvalidInput
from trishul.services.simulator.agent_clocks import AgentClocks
from trishul.services.simulator.agent_reboots import COLD_START, AgentReboots, RebootNotified
from trishul.services.traps.sending import SentNotification, TrapToSend
from trishul.workers.agent_messages import RestartedEngine


class Clocks:
    """Reboots whoever is asked for."""

    async def reboot(self, agent: str) -> tuple[str, RestartedEngine | None]:
        return agent, RestartedEngine(b"\x80\0\0\0\x05router", 3)


async def test_a_reboot_is_told_by_a_coldstart_with_an_uptime_of_zero() -> None:
    sent: list[TrapToSend] = []
    senders: list[LocalEngine | None] = []

    async def send(trap: TrapToSend, engine: LocalEngine | None = None) -> SentNotification:
        sent.append(trap)
        senders.append(engine)
        return SentNotification("sent")

    reboots = AgentReboots(cast("AgentClocks", Clocks()), send)
    outcome = await reboots.reboot("router", TrapToSend("192.0.2.1", "x"))
    assert (outcome.agent, outcome.engine_boots, outcome.notification) == ("router", 3, RebootNotified("sent"))
    assert [(trap.target, trap.oid, trap.uptime) for trap in sent] == [("192.0.2.1", COLD_START, 0)]
    assert outcome.engine_id == "8000000005726f75746572"
    (engine,) = senders
    assert engine is not None
    assert (engine.engine_id[5:], engine.clock.read(asyncio.get_running_loop().time())) == (b"router", (3, 0))
    assert (await reboots.reboot("router")).notification is None
    assert len(sent) == 1


async def test_a_notification_that_cannot_be_sent_is_told_beside_the_reboot() -> None:
    async def send(trap: TrapToSend, engine: LocalEngine | None = None) -> SentNotification:
        raise InvalidInput("No such host")

    outcome = await AgentReboots(cast("AgentClocks", Clocks()), send).reboot("router", TrapToSend("nowhere", "x"))
    assert (outcome.status, outcome.notification) == ("rebooted", RebootNotified("failed", "No such host"))
