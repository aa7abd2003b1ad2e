"""The clocks of the agents of a simulator worker, and their reboots, whichever device an agent has at the moment.

A clock belongs to an agent: its device comes with the first request, goes when others need the room, and another one
comes with new overrides; each is brought to the agent's time and to its last reboot. Clocks begin with the worker, as
the devices do: of an earlier worker's clock only the speed goes on. SNMPv3's snmpEngineTime is none of this: it stays
real, or managers would refuse the agent. Owns keeping clock and agent together, and answering the server; what a clock
is, is `simulation.clock`, what a reboot does is `simulation.rebooting`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from trishul.errors import InvalidInput
from trishul.simulation.behaviours import next_wrap
from trishul.simulation.clock import AgentClock
from trishul.simulation.device import Device
from trishul.simulation.rebooting import SYS_UP_TIME, reboot
from trishul.workers.agent_commands import AgentRebooted, ClockTold, RebootAgent, SetClock
from trishul.workers.agent_messages import ClockChange, ClockReading, RestartedEngine
from trishul.workers.message import Message

_REAL = AgentClock()


class AgentClocks:
    """Clocks by agent ID."""

    def __init__(
        self,
        send: Callable[[Message], bool],
        now: Callable[[], float],
        *,
        load: Callable[[str], Awaitable[Device | None]],
        restart_engines: Callable[[str], Awaitable[RestartedEngine | None]],
        speeds: Mapping[str, float],
    ) -> None:
        """`load` gives the device of an agent, also of one that was not asked yet.

        `restart_engines` counts a start of the SNMPv3 engines that an agent has to itself and gives the first.
        `speeds`: of an earlier worker's clocks.
        """
        self._send = send
        self._now = now
        self._load = load
        self._restart_engines = restart_engines
        self._started_at = now()
        self._clocks = {
            agent_id: AgentClock(self._started_at, self._started_at, speed) for agent_id, speed in speeds.items()
        }
        self._rebooted_at: dict[str, float] = {}
        """In agent time."""
        self._devices: dict[str, Device] = {}
        self._under_way: set[asyncio.Task[None]] = set()

    def follow(self, agent_id: str, device: Device | None) -> None:
        """The agent answers from this device from now on; None for none at the moment."""
        if device is None:
            self._devices.pop(agent_id, None)
            return
        self._devices[agent_id] = device
        device.clock = self._clocks.get(agent_id)
        if agent_id in self._rebooted_at:
            reboot(device, self._rebooted_at[agent_id])

    def forget(self, agent_id: str) -> None:
        """The agent is no more."""
        self._clocks.pop(agent_id, None)
        self._rebooted_at.pop(agent_id, None)

    def handle(self, command: SetClock | RebootAgent) -> None:
        """Does it and answers, as soon as the device and the disk are ready."""
        doing = self._set_clock(command) if isinstance(command, SetClock) else self._reboot(command)
        task = asyncio.get_running_loop().create_task(doing)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def close(self) -> None:
        """Gives up what is under way."""
        for task in self._under_way:
            task.cancel()

    async def _set_clock(self, command: SetClock) -> None:
        agent_id, change = command.agent_id, command.change
        try:
            if change is not None:
                device = await self._load(agent_id) if change.before_wrap_of else None
                self._put(agent_id, self._changed(agent_id, change, device))
        except InvalidInput as error:
            self._send(ClockTold(command.sequence, None, str(error)))
        else:
            self._send(ClockTold(command.sequence, self.read(agent_id)))

    def _put(self, agent_id: str, clock: AgentClock) -> None:
        self._clocks[agent_id] = clock
        device = self._devices.get(agent_id)
        if device is not None:
            device.clock = clock

    def _changed(self, agent_id: str, change: ClockChange, device: Device | None) -> AgentClock:
        """The clock after a change. Raises InvalidInput."""
        now = self._now()
        clock = self._clocks.get(agent_id, _REAL)
        if change.speed is not None:
            clock = clock.at_speed(change.speed, now)
        if change.step_s is not None:
            clock = clock.stepped(change.step_s, now)
        if change.to_uptime_s is not None:
            started_at = self._rebooted_at.get(agent_id, self._started_at)
            clock = clock.jumped_to(started_at + change.to_uptime_s, now)
        if change.before_wrap_of:
            if device is None:
                raise InvalidInput("The agent's device is not loaded yet")
            reached = clock.agent_time(now)
            wraps_at = next_wrap(device.find_behaviour(change.before_wrap_of), reached)
            if wraps_at is None:
                raise InvalidInput(_why_never(device, change.before_wrap_of))
            if wraps_at - change.before_s < reached:
                raise InvalidInput(f"It is only {wraps_at - reached:,.2f} s until it is zero again")
            clock = clock.jumped_to(wraps_at - change.before_s, now)
        return clock

    def read(self, agent_id: str) -> ClockReading:
        """How a clock stands."""
        now = self._now()
        clock = self._clocks.get(agent_id, _REAL)
        agent_now = clock.agent_time(now)
        uptime_s = agent_now - self._rebooted_at.get(agent_id, self._started_at)
        device = self._devices.get(agent_id)
        if device is None or SYS_UP_TIME.contents not in device.positions:
            return ClockReading(clock.speed, uptime_s, None, None)
        shown = device.find_value(SYS_UP_TIME.contents, now)
        ticks = shown.native if shown is not None else None
        wraps_at = next_wrap(device.find_behaviour(SYS_UP_TIME.contents), agent_now)
        return ClockReading(
            clock.speed,
            uptime_s,
            ticks if isinstance(ticks, int) else None,
            None if wraps_at is None else wraps_at - agent_now,
        )

    async def _reboot(self, command: RebootAgent) -> None:
        agent_id = command.agent_id
        engine = await self._restart_engines(agent_id)
        self._rebooted_at[agent_id] = self._clocks.get(agent_id, _REAL).agent_time(self._now())
        device = self._devices.get(agent_id)
        if device is not None:
            reboot(device, self._rebooted_at[agent_id])
        self._send(AgentRebooted(command.sequence, engine))


def _why_never(device: Device, name: bytes) -> str:
    """Why an instance never begins again at zero."""
    if name not in device.positions:
        return "The agent has no such instance; one of a table has its index, as ifInOctets.1"
    if device.find_behaviour(name) is None:
        return "It stands still at what was recorded; a recording of two readings teaches how counters move"
    return "It moves, but is no counter that begins again at zero"
