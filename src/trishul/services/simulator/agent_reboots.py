"""The reboot of a simulated agent, and the coldStart that tells a manager of it (RFC 3418 §2).

Owns that order, that an SNMPv3 trap comes from the agent's own engine where it has one, and that a notification which
cannot be sent is told beside the reboot that has happened. What a reboot does is `simulation.rebooting`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from typing import Protocol

import msgspec

from trishul.engine.local_engine import LocalEngine
from trishul.errors import TrishulError
from trishul.services.simulator.agent_clocks import AgentClocks
from trishul.services.traps.sending import SentNotification, TrapToSend
from trishul.workers.agent_messages import RestartedEngine

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
    engine_id: str | None
    """Of the same engine, in hexadecimal: an SNMPv3 coldStart comes from it."""
    notification: RebootNotified | None
    """null where none was asked for."""


class Send(Protocol):
    """Sends a notification, over SNMPv3 from `engine`."""

    def __call__(self, trap: TrapToSend, engine: LocalEngine | None = None) -> Awaitable[SentNotification]:
        """As `TrapSender.send`."""


class AgentReboots:
    """Reboots agents of the running simulator."""

    def __init__(self, clocks: AgentClocks, send: Send) -> None:
        self._clocks = clocks
        self._send = send

    async def reboot(self, agent: str, notification: TrapToSend | None = None) -> RebootOutcome:
        """Reboots an agent, and tells whom the notification names. Raises UnknownAgent, SimulatorStopped."""
        agent_id, engine = await self._clocks.reboot(agent)
        notified = None
        if notification is not None:
            try:
                sent = await self._send(replace(notification, oid=COLD_START, uptime=0), _as_sender(engine))
                notified = RebootNotified(sent.status)
            except TrishulError as error:
                notified = RebootNotified("failed", str(error))
        return RebootOutcome(
            status="rebooted",
            agent=agent_id,
            engine_boots=None if engine is None else engine.boots,
            engine_id=None if engine is None else engine.engine_id.hex(),
            notification=notified,
        )


def _as_sender(engine: RestartedEngine | None) -> LocalEngine | None:
    """The engine with the clock that it has just started again; it answers nobody here."""
    if engine is None:
        return None
    return LocalEngine(engine.engine_id, [], {}, boots=engine.boots, started_at=asyncio.get_running_loop().time())
