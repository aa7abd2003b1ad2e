"""An agent for tests: a device out of a recording, of values or of MIB modules, at a free port.

Owns what a test says to it: other values, faults, what was it asked. What a device answers is `simulation`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from trishul.datatypes.values import PlainValue, Value
from trishul.engine.faults import AgentFaults, Fault
from trishul.engine.journal import Journal
from trishul.errors import InvalidInput
from trishul.library.device_types import read_device_types
from trishul.protocol.ber import encode_varbind
from trishul.protocol.security.users import UserCredentials
from trishul.simulation.demo_switch import demo_switch
from trishul.simulation.device import Device
from trishul.simulation.generation import generate_device
from trishul.simulation.recordings.files import read_recording
from trishul.simulation.set_values import Held
from trishul.simulation.variations.variation import Origin
from trishul.snmp import Agent, LocalEngine
from trishul.snmp.engine_state import new_engine_id
from trishul.testing.background import Background
from trishul.transport.addresses import address_text
from trishul.workers.agent_messages import JournaledRequest
from trishul.workers.request_journals import told_request

DeviceSource: TypeAlias = Path | str | Mapping[str, PlainValue] | Device | None
"""A recording's path, values by OID or name, a device, or None: the demo switch, or one made from modules."""


class SimulatedAgent:
    """Where it answers, and what it was asked. Made by the fixture `snmp_agent`, or by `simulate_agent`."""

    def __init__(self, behind: Background, agent: Agent, device: Device, community: str) -> None:
        self._background = behind
        self._agent = agent
        self._device = device
        self._journal = agent.journals[device] = Journal()
        self.community = community
        self.host = str(agent.address[0])
        self.port = int(agent.address[1])
        """For UDP and TCP."""
        self.address = address_text(agent.address)
        """`127.0.0.1:45123`, as net-snmp's tools take it."""

    @property
    def requests(self) -> list[JournaledRequest]:
        """What it was asked, oldest first; of more than 1,000 the newest."""
        return self._background.call(lambda: [told_request(entry) for entry in self._journal.read()])

    def forget_requests(self) -> None:
        """What it was asked so far does not count any more."""
        self._background.call(self._journal.forget)

    @property
    def drops(self) -> dict[str, int]:
        """Datagrams without an answer, by reason."""
        return self._background.call(lambda: {str(reason): count for reason, count in self._agent.drops.items()})

    def find_value(self, name: str) -> Value | None:
        """What it answers at an instance, by OID or name; None where nothing is. Raises InvalidInput, UnknownName."""
        return self._background.call(
            lambda: self._device.find_value(self._contents(name), asyncio.get_running_loop().time())
        )

    def change(self, values: Mapping[str, PlainValue | None]) -> None:
        """Values that hold from now on; None takes an instance away. Raises InvalidInput, UnknownName."""

        def changed() -> None:
            held: dict[bytes, Held] = {}
            for name, plain in values.items():
                contents = self._contents(name)
                value = None if plain is None else Value.of(plain)
                held[contents] = None if value is None else encode_varbind(contents, value.tag, value.contents)
            self._device.hold(held)

        self._background.call(changed)

    def misbehave(self, *faults: Fault, seed: int = 0) -> None:
        """From now on its answers meet these faults, instead of those before; without any it is well again.

        Raises InvalidInput.
        """

        def spoiled() -> None:
            self._agent.faults.pop(self._device, None)
            if faults:
                since = asyncio.get_running_loop().time()
                self._agent.faults[self._device] = AgentFaults(faults, seed=seed, since=since)

        try:
            self._background.call(spoiled)
        except ValueError as error:
            raise InvalidInput(str(error), field="sources") from None

    def _contents(self, name: str) -> bytes:
        return self._background.names.oid_of(name).contents


@contextmanager
def simulate_agent(
    behind: Background,
    source: DeviceSource = None,
    *,
    modules: Sequence[str] = (),
    seed: int = 1,
    community: str = "public",
    users: Iterable[UserCredentials] = (),
    host: str = "127.0.0.1",
    port: int = 0,
) -> Iterator[SimulatedAgent]:
    """Answers inside of the block, at a free port by default, over UDP and TCP.

    `source` is the path of a recording, or values by OID or name (int is an INTEGER, str and bytes an OCTET STRING);
    `modules` makes a device from MIB modules instead, the same for the same `seed`; with neither it is the demo switch.
    With `users` it answers SNMPv3 too. Raises RecordingError, InvalidInput, UnknownName, and what binding raises.
    """
    device = behind.call(lambda: _device_of(behind, source, modules, seed))
    engines = {engine.engine_id: engine for engine in _engines_of(device, tuple(users))}
    agent = Agent({community: device}, host=host, port=port, transports=("udp", "tcp"), engines=engines)
    behind.call(agent.open)
    try:
        yield SimulatedAgent(behind, agent, device, community)
    finally:
        behind.call(agent.close)


def _engines_of(device: Device, users: Sequence[UserCredentials]) -> list[LocalEngine]:
    """One that knows the users, where there are any; its clock is that of asyncio."""
    if not users:
        return []
    return [LocalEngine(new_engine_id(), users, {b"": device}, boots=1, started_at=time.monotonic())]


def _device_of(behind: Background, source: DeviceSource, modules: Sequence[str], seed: int) -> Device:
    if isinstance(source, Device):
        return source
    if isinstance(source, Mapping):
        oids = {behind.names.oid_of(name): Value.of(plain) for name, plain in source.items()}
        return Device.from_instances(oids)
    if source is not None:
        device = Device.from_recording(read_recording(Path(source), lambda: behind.names))
        device.start(Origin.at(time.monotonic(), time.time()))
        return device
    if not modules:
        return demo_switch(started_at=time.monotonic())
    if behind.library is None:
        raise InvalidInput("Devices are made from modules of a MIB library: name its data directory", field="modules")
    device, _ = generate_device(read_device_types(behind.library, modules), seed, time.monotonic(), None)
    return device
