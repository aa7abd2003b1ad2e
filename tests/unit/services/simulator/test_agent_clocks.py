"""What people may say about an agent's time, and what goes on from worker to worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.services.answered_commands import Answer
from trishul.services.bus import Bus
from trishul.services.simulator.agent_clocks import AgentClocks, SimulatorStopped
from trishul.simulation.rebooting import SYS_UP_TIME
from trishul.workers.agent_commands import AgentRebooted, ClockTold, RebootAgent, SetClock
from trishul.workers.agent_messages import ClockChange, ClockReading, RestartedEngine
from trishul.workers.message import Message

READING = ClockReading(0.0, 12.3456, 1234, 9.8765)


class Worker:
    """Answers as it is told to, and remembers what it was asked."""

    def __init__(self, reading: ClockReading | None = READING, error: str = "", *, is_up: bool = True) -> None:
        self.asked: list[Message] = []
        self.reconfigured = 0
        self._told = ClockTold(1, reading, error)
        self._is_up = is_up

    def clocks(self) -> AgentClocks:
        return AgentClocks(self.ask, lambda agent: agent, lambda: Names(None), Bus(), self.reconfigure)

    async def ask(self, command: Callable[[int], Message]) -> Answer | None:
        self.asked.append(command(1))
        if not self._is_up:
            return None
        return (
            AgentRebooted(1, RestartedEngine(b"engine", 4)) if isinstance(self.asked[-1], RebootAgent) else self._told
        )

    def reconfigure(self) -> None:
        self.reconfigured += 1


@pytest.mark.parametrize(
    ("order", "change"),
    [
        ({"speed": 10}, ClockChange(10.0)),
        ({"frozen": True}, ClockChange(0.0)),
        ({"frozen": False}, ClockChange(1.0)),
        ({"frozen": True, "step_s": 5}, ClockChange(0.0, 5.0)),
        ({"uptime_s": 3600}, ClockChange(None, None, 3600.0)),
        ({"before_wrap": {"seconds": 10}}, ClockChange(before_wrap_of=SYS_UP_TIME.contents, before_s=10.0)),
    ],
)
async def test_an_order_is_one_change_of_the_workers_clock(order: dict[str, Any], change: ClockChange) -> None:
    worker = Worker()
    state = await worker.clocks().change("router", order)
    assert worker.asked == [SetClock(1, "router", change)]
    assert (state.frozen, state.uptime_s, state.sys_up_time_text, state.applied) == (True, 12.346, "0:00:12.34", True)


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({}, "speed"),
        ({"speed": -1}, "speed"),
        ({"speed": "fast"}, "speed"),
        ({"speed": 2, "frozen": True}, "speed"),
        ({"step_s": 1, "uptime_s": 1}, "uptime_s"),
        ({"before_wrap": {"seconds": -1}}, "before_wrap.seconds"),
        ({"before_wrap": {"seconds": 1, "object": "no name"}}, "before_wrap.object"),
        ({"hour": 1}, None),
    ],
)
async def test_an_order_that_cannot_be_meant_names_its_field(order: dict[str, Any], field: str | None) -> None:
    worker = Worker()
    with pytest.raises(InvalidInput) as refused:
        await worker.clocks().change("router", order)
    assert (refused.value.field, worker.asked) == (field, [])


async def test_the_workers_refusal_names_the_move() -> None:
    with pytest.raises(InvalidInput, match="ahead only") as refused:
        await Worker(None, "A clock goes ahead only").clocks().change("router", {"step_s": -1})
    assert refused.value.field == "step_s"


async def test_a_speed_is_kept_for_the_next_worker_and_real_time_needs_no_keeping() -> None:
    worker = Worker(is_up=False)
    clocks = worker.clocks()
    state = await clocks.change("router", {"speed": 5})
    assert (state.speed, state.applied, clocks.for_worker()) == (5.0, False, {"router": 5.0})
    assert (await clocks.state("router")).speed == 5.0
    with pytest.raises(SimulatorStopped):
        await clocks.change("router", {"step_s": 5})
    await clocks.change("router", {"speed": 1})
    assert (clocks.for_worker(), worker.reconfigured) == ({}, 2)


async def test_a_frozen_clock_goes_on_as_fast_as_before() -> None:
    worker = Worker(is_up=False)
    clocks = worker.clocks()
    orders: list[dict[str, Any]] = [{"speed": 60}, {"frozen": True}, {"speed": 0}, {"frozen": False}]
    assert [(await clocks.change("router", order)).speed for order in orders] == [60, 0, 0, 60]
    assert (await clocks.change("router", {"frozen": False})).speed == 60
    await clocks.change("router", {"frozen": True})
    assert (await clocks.change("router", {"frozen": False, "speed": 2})).speed == 2
    await clocks.change("router", {"frozen": True})
    clocks.forget("router")
    assert (await clocks.change("router", {"frozen": False})).speed == 1


async def test_a_reboot_needs_a_running_simulator() -> None:
    assert await Worker().clocks().reboot("router") == ("router", RestartedEngine(b"engine", 4))
    with pytest.raises(SimulatorStopped):
        await Worker(is_up=False).clocks().reboot("router")
