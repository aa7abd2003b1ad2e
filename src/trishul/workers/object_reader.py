"""Telling the server what an agent holds just now: some instances in order, or certain ones.

Owns how much is told at a time and how long is waited for a device that is still being made; the device is read between
two datagrams, so that the values of one answer are of one moment.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from itertools import islice

from trishul.simulation.behaviours import Unchanging
from trishul.simulation.device import Device
from trishul.simulation.variations.variation import Variation
from trishul.workers.agent_commands import ObjectsRead, ReadObjects
from trishul.workers.agent_messages import AgentState, ObjectMark, ObjectRow
from trishul.workers.served_agents import ServedAgents

MAX_ROWS = 1000
"""In one answer: reading them takes a few milliseconds, in which nobody is answered."""
MAX_OCTETS = 1 << 20
"""Of the values in one answer."""
LOADING_PATIENCE_S = 1.5
"""So long an answer waits for a device; then it says that the device is still being made."""
MAX_WAITING = 64
"""Questions that wait for devices; those beyond are answered at once."""


class ObjectReader:
    """Answers `ReadObjects`."""

    def __init__(
        self,
        agents: ServedAgents,
        find_default: Callable[[str], Device | None],
        tell: Callable[[ObjectsRead], object],
        now: Callable[[], float],
    ) -> None:
        """`find_default` gives the default device by its ID, `now` is the time that devices are asked with."""
        self._agents = agents
        self._find_default = find_default
        self._tell = tell
        self._now = now
        self._waiting: set[asyncio.Task[None]] = set()

    def begin(self, command: ReadObjects) -> None:
        """Answers as soon as the agent's device is there."""
        if len(self._waiting) >= MAX_WAITING:
            self._tell(ObjectsRead(command.sequence, AgentState.LOADING))
            return
        task = asyncio.get_running_loop().create_task(self._answer(command))
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    def close(self) -> None:
        """Answers nobody any more."""
        for task in self._waiting:
            task.cancel()

    async def _answer(self, command: ReadObjects) -> None:
        device = self._find_default(command.agent_id)
        state, error = AgentState.LOADED, None
        if device is None:
            served = await self._agents.load(command.agent_id, LOADING_PATIENCE_S)
            if served is None:
                state, error = AgentState.FAILED, "the simulator does not serve this agent"
            else:
                device, state, error = served.device, served.state, served.error
        if device is None:
            self._tell(ObjectsRead(command.sequence, state, error))
        else:
            rows, is_more = read_objects(device, command, self._now())
            self._tell(ObjectsRead(command.sequence, AgentState.LOADED, None, rows, len(device), is_more))


def read_objects(device: Device, command: ReadObjects, now: float) -> tuple[list[ObjectRow], bool]:
    """The rows that a command asks for, and whether more follow. Raises DecodeError for octets that are no OID."""
    if command.names:
        positions = iter([device.positions[name] for name in command.names if name in device.positions])
        limit = len(command.names)
    else:
        positions = _positions(device, command)
        limit = min(command.limit, MAX_ROWS)
    rows: list[ObjectRow] = []
    octets = 0
    for position in islice(positions, limit):
        name, value = device.names[position], device.value_at(position, now)
        rows.append((name, int(value.tag), value.contents, int(_mark_of(device, name))))
        octets += len(value.contents)
        if octets >= MAX_OCTETS:
            break
    return rows, next(positions, None) is not None


def _positions(device: Device, command: ReadObjects) -> Iterator[int]:
    start, end = 0, len(device)
    if command.below:
        start, end = device.position_after(command.below), device.position_behind(command.below)
        start = device.positions.get(command.below, start)
    if command.after:
        start = max(start, device.position_after(command.after))
    return iter(range(start, end))


def _mark_of(device: Device, name: bytes) -> ObjectMark:
    mark = ObjectMark.SET if name in device.set_values.current else ObjectMark.NONE
    behaviour = device.find_behaviour(name)
    if behaviour is not None and not isinstance(behaviour, Unchanging):
        mark |= ObjectMark.MOVING
    if behaviour is not None and not isinstance(behaviour, Variation):
        mark |= ObjectMark.COMPUTED
    return mark
