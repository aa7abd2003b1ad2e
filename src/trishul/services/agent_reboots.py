"""The reboot of a simulated agent, and the coldStart that tells a manager of it (RFC 3418 §2).

Owns that order, and that a notification which cannot be sent is told beside the reboot that has happened. What a reboot
does is `simulation.rebooting`; the trap is sent as all others are.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import msgspec

from trishul.errors import TrishulError
from trishul.services.agent_clocks import AgentClocks
from trishul.services.trap_sending import SentNotification, TrapToSend

COLD_START = "1.3.6.1.6.3.1.1.5.1"


class RebootNotified(msgspec.Struct, frozen=True):
    """What became of the coldStart: sent, acknowledged, or failed with the reason."""

    status: str
    error: str | None = None


class RebootOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """An agent has just started again: sysUpTime from zero on, counters at zero."""

    status: str
    agent: str
    engine_boots: int | None
    """snmpEngineBoots of the SNMPv3 engine that it has to itself; null where it shares that of other agents."""
    notification: RebootNotified | None
    """null where none was asked for."""


class AgentReboots:
    """Reboots agents of the running simulator."""

    def __init__(self, clocks: AgentClocks, send: Callable[[TrapToSend], Awaitable[SentNotification]]) -> None:
        self._clocks = clocks
        self._send = send

    async def reboot(self, agent: str, notification: TrapToSend | None = None) -> RebootOutcome:
        """Reboots an agent, and tells whom the notification names. Raises UnknownAgent, SimulatorStopped."""
        agent_id, boots = await self._clocks.reboot(agent)
        notified = None
        if notification is not None:
            try:
                sent = await self._send(replace(notification, oid=COLD_START, uptime=0))
                notified = RebootNotified(sent.status)
            except TrishulError as error:
                notified = RebootNotified("failed", str(error))
        return RebootOutcome(status="rebooted", agent=agent_id, engine_boots=boots, notification=notified)
