"""The time that simulated agents live in: read, frozen, stepped, sped up or moved close to a wrap; and their reboots.

Owns what people may say about it, and the speeds, which go on when a worker takes another one's place; everything else
of a clock lives in the worker and begins with it, as the devices do. What a clock is, is `simulation.clock`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from trishul.datatypes.values import time_ticks_text
from trishul.errors import InvalidInput, TrishulError
from trishul.library.names import Names
from trishul.services.bus import Bus
from trishul.services.events import StatusChanged
from trishul.services.simulator.request_journal import Ask
from trishul.services.wrong_fields import field_named, read_struct
from trishul.simulation.clock import AgentClock
from trishul.simulation.rebooting import SYS_UP_TIME
from trishul.workers.agent_commands import AgentRebooted, ClockTold, RebootAgent, SetClock
from trishul.workers.agent_messages import ClockChange, ClockReading, RestartedEngine

_MODULE = "simulator"
_REAL_SPEED = 1.0


class SimulatorStopped(TrishulError):
    """Time passes for agents only while the simulator runs."""

    code = "simulator_stopped"

    def __init__(self) -> None:
        super().__init__("The simulator does not run, or does not answer; only the speed of a clock can be set now")


class WrapToReach(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shortly before a counter is zero again."""

    seconds: float
    """Of the agent's time, before it is."""
    object: str = str(SYS_UP_TIME)
    """An instance of the agent that counts, by number or name."""


class ClockOrder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What becomes of a clock; at most one of the moves, which all go ahead."""

    speed: float | None = None
    """Agent seconds in a second: 0 freezes, 1 is real time."""
    frozen: bool | None = None
    """True is the speed 0, false the speed before it unless another one is given."""
    step_s: float | None = None
    """Agent seconds ahead."""
    uptime_s: float | None = None
    """Ahead to this age of the agent."""
    before_wrap: WrapToReach | None = None


class AgentClockState(msgspec.Struct, frozen=True, kw_only=True):
    """An agent's clock. Without a running simulator only its speed is known."""

    agent: str
    speed: float
    frozen: bool
    uptime_s: float | None
    """Agent seconds since the agent has started."""
    sys_up_time: int | None
    """sysUpTime.0 in hundredths of a second; null for an agent that was not asked yet or has none."""
    sys_up_time_text: str | None
    wraps_in_s: float | None
    """Agent seconds until sysUpTime.0 is zero again; null where it never is."""
    applied: bool
    """Whether a running simulator has said so."""


class AgentClocks:
    """Clocks of all agents by their IDs."""

    def __init__(
        self,
        ask: Ask,
        id_of: Callable[[str], str],
        names: Callable[[], Names],
        bus: Bus,
        reconfigure: Callable[[], None],
    ) -> None:
        """`id_of` finds the ID of an agent named by ID or community, or raises."""
        self._ask = ask
        self._id_of = id_of
        self._names = names
        self._bus = bus
        self._reconfigure = reconfigure
        self._speeds: dict[str, float] = {}
        self._speeds_before: dict[str, float] = {}
        """Those of clocks that are frozen, for when they go on."""

    def for_worker(self) -> dict[str, float]:
        """Speeds that a new worker begins with."""
        return dict(self._speeds)

    def forget(self, agent_id: str) -> None:
        """The agent is no more."""
        self._speeds.pop(agent_id, None)
        self._speeds_before.pop(agent_id, None)

    async def state(self, agent: str) -> AgentClockState:
        """How a clock stands. Raises UnknownAgent."""
        agent_id = self._id_of(agent)
        told = await self._ask(lambda sequence: SetClock(sequence, agent_id))
        return self._state(agent_id, told.reading if isinstance(told, ClockTold) else None)

    async def change(self, agent: str, data: Any) -> AgentClockState:
        """Changes a clock from the next request on. Raises UnknownAgent, InvalidInput, SimulatorStopped."""
        agent_id = self._id_of(agent)
        order = read_struct(data, ClockOrder)
        change, field = self._meant(order, self._going_speed(agent_id))
        told = await self._ask(lambda sequence: SetClock(sequence, agent_id, change))
        if isinstance(told, ClockTold) and told.error:
            raise InvalidInput(told.error, field=field)
        if not isinstance(told, ClockTold) and field != "speed":
            raise SimulatorStopped
        if change.speed is not None:
            self._keep_speed(agent_id, change.speed)
        return self._state(agent_id, told.reading if isinstance(told, ClockTold) else None)

    async def reboot(self, agent: str) -> tuple[str, RestartedEngine | None]:
        """Lets an agent be as if it had just started; gives its ID and its own SNMPv3 engine, if it has one.

        Raises UnknownAgent, SimulatorStopped.
        """
        agent_id = self._id_of(agent)
        told = await self._ask(lambda sequence: RebootAgent(sequence, agent_id))
        if not isinstance(told, AgentRebooted):
            raise SimulatorStopped
        self._bus.publish(StatusChanged(_MODULE))
        return agent_id, told.engine

    def _going_speed(self, agent_id: str) -> float:
        """How fast a clock goes, or went before it was frozen."""
        speed = self._speeds.get(agent_id, _REAL_SPEED)
        return speed or self._speeds_before.get(agent_id, _REAL_SPEED)

    def _keep_speed(self, agent_id: str, speed: float) -> None:
        if speed == 0:
            self._speeds_before[agent_id] = self._going_speed(agent_id)
        else:
            self._speeds_before.pop(agent_id, None)
        if speed == _REAL_SPEED:
            self._speeds.pop(agent_id, None)
        else:
            self._speeds[agent_id] = speed
        self._reconfigure()

    def _meant(self, order: ClockOrder, going_speed: float) -> tuple[ClockChange, str]:
        """The change, and the field that is wrong where it cannot be made. Raises InvalidInput.

        `going_speed`: of a frozen clock that goes on.
        """
        moves = [name for name in ("step_s", "uptime_s", "before_wrap") if getattr(order, name) is not None]
        if len(moves) > 1:
            raise InvalidInput("A clock is moved in one way at a time", field=moves[1])
        speed = order.speed
        if order.frozen is not None:
            if speed is not None and (speed == 0) != order.frozen:
                raise InvalidInput("A frozen clock has the speed 0", field="speed")
            speed = 0.0 if order.frozen else speed or going_speed
        if speed is not None:
            with field_named("speed"):
                AgentClock().at_speed(speed, 0.0)
        if speed is None and not moves:
            raise InvalidInput("Give a speed, or a move ahead", field="speed")
        field = moves[0] if moves else "speed"
        wrap = order.before_wrap
        if wrap is None:
            return ClockChange(speed, order.step_s, order.uptime_s), field
        if wrap.seconds < 0:
            raise InvalidInput("It is before the wrap, so not negative", field="before_wrap.seconds")
        with field_named("before_wrap.object"):
            name = self._names().oid_of(wrap.object).contents
        return ClockChange(speed, before_wrap_of=name, before_s=wrap.seconds), field

    def _state(self, agent_id: str, reading: ClockReading | None) -> AgentClockState:
        speed = self._speeds.get(agent_id, _REAL_SPEED) if reading is None else reading.speed
        ticks = None if reading is None else reading.sys_uptime
        return AgentClockState(
            agent=agent_id,
            speed=speed,
            frozen=speed == 0,
            uptime_s=None if reading is None else round(reading.uptime_s, 3),
            sys_up_time=ticks,
            sys_up_time_text=None if ticks is None else time_ticks_text(ticks),
            wraps_in_s=None if reading is None or reading.wraps_in_s is None else round(reading.wraps_in_s, 3),
            applied=reading is not None,
        )
