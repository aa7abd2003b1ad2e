"""The simulator process: requests in, answers out, activity and figures to the server.

Run by the server as `python -m trishul.workers.simulator CHANNEL_FD SOCKET_FD…`. Answers for the default device under
the configured community, and for all agents that `served_agents` knows, each recording of the folder among them.
Every SET is told to the server before it is answered. Owns what the server hears and who asks for which device;
answering is `snmp.Agent`, what a device holds is `simulation`, the default one `default_device`.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections import Counter
from collections.abc import Mapping
from functools import partial
from itertools import islice
from pathlib import Path

import msgspec

from trishul.engine.access import AccessControl, AccessTables
from trishul.engine.activity import RequestsServed
from trishul.engine.admission import Admission
from trishul.engine.local_engine import DEFAULT_CONTEXT
from trishul.simulation.demo_switch import demo_switch
from trishul.simulation.device import Device
from trishul.simulation.engine_objects import EngineFigures
from trishul.simulation.set_values import Changes
from trishul.snmp.agent import Agent
from trishul.snmp.engine_state import EngineRole, start_engine
from trishul.snmp.ordered_notifications import OrderedNotifications
from trishul.workers.activity_entries import entry_of
from trishul.workers.agent_commands import (
    AgentApplied,
    AgentControl,
    ApplyOverrides,
    OverridesApplied,
    PutAgent,
    ReadObjects,
    RemoveAgent,
)
from trishul.workers.agent_controls import AgentControls
from trishul.workers.agent_messages import ActivityEntry, AgentSpec, DeviceSummary, OverridesOfAgent, RestartedEngine
from trishul.workers.default_device import DEFAULT_DEVICE_ID, DEFAULT_DEVICE_NAME, DefaultDevice
from trishul.workers.drop_reports import DropReports
from trishul.workers.entry import Outlet, run_worker
from trishul.workers.known_types import KnownTypes
from trishul.workers.messages import (
    AccessApplied,
    ActivityObserved,
    AgentsFound,
    AgentsObserved,
    ApplyAccess,
    AskersServed,
    Command,
    ConfigureSimulator,
    EngineStarted,
    ForgetSetValues,
    LibraryChanged,
    Ready,
    RecordingsRescanned,
    RefusedUser,
    RescanRecordings,
    RestoreSetValues,
    ServeAskers,
    SetValue,
    SetValuesForgotten,
    SetValuesRestored,
    SimulatorCommand,
    SimulatorStatistics,
    ValuesSet,
)
from trishul.workers.object_reader import LOADING_PATIENCE_S, ObjectReader
from trishul.workers.recordings_folder import FolderIndex, index_folder
from trishul.workers.served_agents import ServedAgents
from trishul.workers.simulated_engines import SimulatedEngines

_DEFAULT_DEVICE = ""
"""The default device in what is told about set values; others are told by their IDs."""
MAX_ENTRIES = 200
"""Groups in one report of activity; the rest is counted only."""
MAX_WARNINGS = 200
"""Sentences about the folder that are told; the rest is counted only."""

_REPORT_INTERVAL_S = 1.0
_LOOK_INTERVAL_S = 2.0
"""Between two looks at whether recordings came, went or changed."""


class SimulatorRole:
    """One simulator worker between its configuration and its end."""

    def __init__(self, outlet: Outlet, sockets: list[socket.socket]) -> None:
        self._outlet = outlet
        self._sockets = sockets
        self._folder = FolderIndex()
        self._rescan: asyncio.Task[None] | None = None
        self._looked_at = self._told_agents_at = 0.0
        self._known_types: KnownTypes | None = None
        self._access: AccessTables | None = None
        self._further_communities: set[bytes] = set()
        self._given_engines: list[tuple[bytes, bytes]] = []
        self._figures_before: Counter[int] = Counter()
        self._last_request_at: float | None = None
        self._reported: SimulatorStatistics | None = None
        self._reported_at = 0.0

    def configure(self, command: Command) -> Ready:
        """Loads all devices and starts to answer."""
        assert isinstance(command, ConfigureSimulator)  # the server's first command to this role
        self._known_types = KnownTypes(Path(command.library_index)) if command.library_index else None
        self._default_community = command.default_community
        set_before = _by_device(command.set_values)
        self._engines = self._start_engines(command) if command.engine_directory else None
        self._notifications = OrderedNotifications(None if self._engines is None else self._engines.first)
        own = sum(spec.sockets for spec in command.agents)
        shared, further = self._sockets[: len(self._sockets) - own], iter(self._sockets[len(self._sockets) - own :])
        self._agent = Agent(
            {},
            sockets=shared,
            receive_buffer_bytes=command.receive_buffer_bytes,
            rate_per_source=command.rate_per_source,
            engines=self._engines.by_id if self._engines is not None else None,
        )
        self._controls = AgentControls(
            self._agent, self._outlet, command, load=self._load, restart_engines=self._restart_engines
        )
        self._agents = ServedAgents(
            self._agent,
            self._engines,
            prepare=self._prepare,
            tell_set=self._tell_set,
            follow=self._controls.follow,
            library_index=command.library_index,
        )
        for overrides in command.overrides:
            self._agents.override(overrides)
        for device, changes in set_before.items():
            self._agents.restore(device, changes)
        for spec in command.agents:
            self._agents.put(spec, list(islice(further, spec.sockets)))
        self._access_engines = command.own_engines
        self._recordings_dir = Path(command.recordings_dir)
        self._take_folder(index_folder(self._recordings_dir, taken=self._taken()))
        self._further_communities = set(command.communities) - set(self._agents.communities)
        self._drops = DropReports(self._agent.drops, self._outlet)
        self._default = self._make_default(command, set_before.get(_DEFAULT_DEVICE, {}))
        self._objects = ObjectReader(
            self._agents, self._default.find, self._outlet.send, asyncio.get_running_loop().time
        )
        self._serve_default()
        self._control_access(command.access)
        self._serve_askers(ServeAskers(command.users, command.communities))
        self._give_engines()
        self._agent.open()
        self._agents.open()
        summaries = [_summary(spec) for spec in (*command.agents, *self._folder.agents.values())]
        community = command.default_community.decode(errors="replace")
        built_in = DeviceSummary(
            community, DEFAULT_DEVICE_NAME, "built in", len(self._default.device), DEFAULT_DEVICE_ID
        )
        return Ready(self._agent.granted_buffer_bytes, [built_in, *summaries], _told(self._folder.warnings))

    def _make_default(self, command: ConfigureSimulator, set_before: Changes) -> DefaultDevice:
        by_id = {overrides.agent_id: overrides for overrides in command.overrides}
        return DefaultDevice(
            demo_switch(started_at=time.monotonic(), **_seed(command.seed)),
            by_id.get(DEFAULT_DEVICE_ID, OverridesOfAgent(DEFAULT_DEVICE_ID)),
            set_before,
            prepare=self._prepare,
            tell_set=partial(self._tell_set, _DEFAULT_DEVICE),
        )

    def handle(self, command: Command) -> None:
        """What the server wants otherwise, applied between two datagrams."""
        if isinstance(command, PutAgent | RemoveAgent | ApplyOverrides | ReadObjects):
            self._handle_for_agent(command)
        elif isinstance(command, ServeAskers):
            self._serve_askers(command)
        elif isinstance(command, ApplyAccess):
            self._control_access(command.access)
            self._access_engines = command.own_engines
            self._give_engines()
            self._outlet.send(AccessApplied(command.sequence))
        elif isinstance(command, AgentControl):
            self._controls.handle(command)
        elif isinstance(command, RestoreSetValues):
            self._restore(_by_device(command.values))
            self._outlet.send(SetValuesRestored(command.sequence))
        elif isinstance(command, ForgetSetValues):
            self._forget_set_values()
        elif isinstance(command, RescanRecordings):
            self._start_rescan(command.sequence)
        elif isinstance(command, LibraryChanged) and self._known_types is not None:
            self._known_types.refresh()
            self._agents.look_at_library()
        else:
            self._drops.handle(command)

    def _handle_for_agent(self, command: PutAgent | RemoveAgent | ApplyOverrides | ReadObjects) -> None:
        """What concerns one agent; all others do not notice."""
        if isinstance(command, ApplyOverrides):
            if command.agent.agent_id == DEFAULT_DEVICE_ID:
                self._override(command.agent)
            else:
                self._agents.override(command.agent)
            self._outlet.send(OverridesApplied(command.sequence))
        elif isinstance(command, ReadObjects):
            self._objects.begin(command)
        else:
            self._change_agent(command)

    def tick(self) -> None:
        """Activity since the last time, and the figures when they changed or a second has passed."""
        self._report_activity()
        now = time.monotonic()
        self._report_agents(now)
        self._look_at_recordings(now)
        agents = self._every_agent()
        statistics = SimulatorStatistics(
            requests=sum(agent.requests for agent in agents),
            varbinds=sum(agent.varbinds for agent in agents),
            drops=self._drops.counts(),
            kernel_drops=sum(agent.kernel_drops() or 0 for agent in agents),
            last_request_at=self._last_request_at,
            connections=sum(agent.connections for agent in agents),
            accepted_connections=sum(agent.accepted_connections for agent in agents),
            datagrams=sum(agent.datagrams for agent in agents),
            questions=sum(agent.questions for agent in agents),
            last_drops=self._drops.news(),
        )
        if statistics != self._reported or now - self._reported_at >= _REPORT_INTERVAL_S:
            self._reported, self._reported_at = statistics, now
            self._outlet.send(statistics)

    async def finish(self) -> None:
        """Sends the last figures and closes the sockets."""
        self.tick()
        self._report_agents()
        self._drops.hand_over()
        if self._rescan is not None:
            self._rescan.cancel()
        self._controls.close()
        self._objects.close()
        await self._agents.close()
        self._notifications.close()
        self._agent.close()
        if self._known_types is not None:
            self._known_types.close()

    def _change_agent(self, command: PutAgent | RemoveAgent) -> None:
        """Serves an agent otherwise, or no longer; all others do not notice."""
        self._report_activity()  # while what is asked now still has its agent
        if isinstance(command, PutAgent):
            spec = command.agent
            for agent_id in [at for at, other in self._folder.agents.items() if other.community == spec.community]:
                del self._folder.agents[agent_id]
                self._agents.remove(agent_id)
                self._outlet.send(AgentsFound([], [agent_id], _told(self._folder.warnings)))
            self._agents.put(spec, [self._outlet.received_sockets.popleft() for _ in range(spec.sockets)])
            if spec.modules:  # that takes longer than reading a recording, and who makes one looks at it next
                self._agents.make_ready(spec.id)
        else:
            self._agents.remove(command.agent_id)
            if command.is_deleted:
                self._agents.forget(command.agent_id)
                self._controls.forget(command.agent_id)
        self._serve_askers(self._asked)
        self._give_engines()
        self._start_rescan()
        self._outlet.send(AgentApplied(command.sequence))

    def _give_engines(self) -> None:
        wanted = [*self._access_engines, *self._agents.own_engines]
        if self._engines is not None and wanted != self._given_engines:
            self._given_engines = wanted
            self._tell_askers(self._engines.give_own(wanted))
        self._renew_engine_objects()

    def _taken(self) -> set[bytes]:
        """Communities that no recording of the folder can have."""
        folder = {spec.community for spec in self._folder.agents.values()}
        return {self._default_community, *self._agents.communities} - folder

    def _take_folder(self, found: FolderIndex) -> None:
        """Serves the recordings of the folder as they are now; those that are as before stay as they are."""
        before, self._folder = self._folder.agents, found
        for agent_id, spec in before.items():
            if found.agents.get(agent_id) != spec:
                self._agents.remove(agent_id)
        for agent_id, spec in found.agents.items():
            if before.get(agent_id) != spec:
                self._agents.put(spec)
        self._agent.probing = found.probing()

    def _look_at_recordings(self, now: float) -> None:
        if now - self._looked_at < _LOOK_INTERVAL_S or self._rescan is not None:
            return
        self._looked_at = now
        self._agents.look_at_files()
        if self._folder.has_changed():
            self._start_rescan()

    def _start_rescan(self, sequence: int | None = None) -> None:
        earlier = self._rescan
        self._rescan = asyncio.get_running_loop().create_task(self._rescan_folder(sequence, earlier))

    async def _rescan_folder(self, sequence: int | None, earlier: asyncio.Task[None] | None) -> None:
        """Reads the folder in a thread and serves what came, while all others answer on."""
        if earlier is not None:
            await asyncio.wait({earlier})
        before = self._folder
        found = await asyncio.to_thread(index_folder, self._recordings_dir, taken=self._taken())
        self._agents.look_at_files()
        self._take_folder(found)
        self._serve_askers(self._asked)
        added = [_summary(spec) for agent_id, spec in found.agents.items() if before.agents.get(agent_id) != spec]
        removed = [agent_id for agent_id, spec in before.agents.items() if found.agents.get(agent_id) != spec]
        if added or removed or found.warnings != before.warnings:
            self._outlet.send(AgentsFound(added, removed, _told(found.warnings)))
        self._report_agents()
        if sequence is not None:
            self._outlet.send(RecordingsRescanned(sequence))
        if self._rescan is asyncio.current_task():
            self._rescan = None

    async def _load(self, agent_id: str) -> Device | None:
        if agent_id == DEFAULT_DEVICE_ID:
            return self._default.device
        served = await self._agents.load(agent_id, LOADING_PATIENCE_S)
        return None if served is None else served.device

    async def _restart_engines(self, agent_id: str) -> RestartedEngine | None:
        """Counts a start of the SNMPv3 engines that an agent has to itself; the first one is the default device's."""
        if agent_id == DEFAULT_DEVICE_ID:
            self._figures_before = self._agent.snmp_group()
        if self._engines is None:
            return None
        first = self._engines.first
        engines = [first] if agent_id == DEFAULT_DEVICE_ID else self._agents.engines_of(agent_id)
        if not engines:
            return None
        boots = await asyncio.to_thread(self._engines.count_start, self._engine_directory)
        self._engines.restart(engines, boots, time.monotonic())
        if first in engines:
            self._outlet.send(EngineStarted(first.engine_id, boots))
        return RestartedEngine(engines[0].engine_id, boots)

    def _prepare(self, device: Device) -> None:
        device.order_notification = self._notifications.order
        if self._known_types is not None:
            device.find_type = self._known_types.find
            device.find_rule = self._known_types.find_rule

    def _override(self, overrides: OverridesOfAgent) -> None:
        self._report_activity()  # while the device that answered still has its name
        self._default.override(overrides)
        self._serve_default()

    def _serve_default(self) -> None:
        """Answers for the default device as it is now."""
        device = self._default.device
        self._agent.devices[self._default_community] = device
        self._agent.devices |= dict.fromkeys(self._further_communities, device)
        self._controls.follow(DEFAULT_DEVICE_ID, device)
        if self._engines is not None:
            self._engines.serve(DEFAULT_CONTEXT, device)
        self._renew_engine_objects()

    def _tell_set(self, device: str, changes: Changes) -> None:
        """Raises OSError when the server does not read: what it does not hear of is not set."""
        if not self._outlet.send(ValuesSet([(device, name, varbind) for name, varbind in changes.items()])):
            raise BlockingIOError

    def _restore(self, values: Mapping[str, dict[bytes, bytes | None]]) -> None:
        for device, changes in values.items():
            if device != _DEFAULT_DEVICE:
                self._agents.restore(device, changes)
            else:
                self._default.device.restore(changes)

    def _forget_set_values(self) -> None:
        self._default.device.forget_set_values()
        self._agents.forget_set_values()
        self._outlet.send(SetValuesForgotten())

    def _start_engines(self, command: ConfigureSimulator) -> SimulatedEngines:
        """Counts a start of the engine, which all its engines share."""
        self._engine_directory = Path(command.engine_directory)
        identity = start_engine(self._engine_directory, EngineRole.SIMULATOR)
        self._outlet.send(EngineStarted(*identity))
        return SimulatedEngines(identity, started_at=time.monotonic())

    def _serve_askers(self, command: ServeAskers) -> None:
        """Users and communities of now; those of recordings and of the default device stay theirs."""
        devices = self._agent.devices
        default = devices[self._default_community]
        self._asked = command
        before = self._further_communities
        self._further_communities = set(command.communities) - {self._default_community, *self._agents.communities}
        for community in before - self._further_communities:
            if devices.get(community) is default:
                del devices[community]
        devices |= dict.fromkeys(self._further_communities, default)
        self._control_access(self._access)
        if self._engines is not None:
            self._tell_askers(self._engines.use(command.users))
        self._renew_engine_objects()

    def _tell_askers(self, refused: list[RefusedUser]) -> None:
        if self._engines is not None:
            self._outlet.send(AskersServed(self._engines.user_count, refused))

    def _control_access(self, access: AccessTables | None) -> None:
        self._access = access
        unnamed = {self._default_community, *self._further_communities}
        for agent in self._every_agent():
            agent.admission = None if access is None else Admission(AccessControl(access), unnamed)

    def _every_agent(self) -> list[Agent]:
        """What answers at the shared address and at those of single agents."""
        return [self._agent, *(own.agent for own in self._agents.own_addresses)]

    def _renew_engine_objects(self) -> None:
        engine = None if self._engines is None else self._engines.first
        self._default.renew(EngineFigures(self._snmp_group, engine, self._access or AccessTables()))

    def _snmp_group(self) -> Counter[int]:
        """What the agent has counted since the default device was last rebooted."""
        return self._agent.snmp_group() - self._figures_before

    def _report_activity(self) -> None:
        groups = [group for agent in self._every_agent() for group in agent.activity()]
        if not groups:
            return
        at = self._last_request_at = round(time.time(), 3)
        self._agents.note(groups, at)
        self._default.note(groups, at)
        entries = [self._entry_of(group, at) for group in groups[:MAX_ENTRIES]]
        self._outlet.send(ActivityObserved(entries, max(len(groups) - MAX_ENTRIES, 0)))

    def _report_agents(self, now: float | None = None) -> None:
        """Tells what became of agents; at once, or not more than once a second."""
        if now is not None and now - self._told_agents_at < _REPORT_INTERVAL_S:
            return
        self._told_agents_at = time.monotonic()
        self._controls.report()
        figures = [*self._default.news(), *self._agents.news()]
        if figures:
            self._outlet.send(AgentsObserved(figures))

    def _entry_of(self, group: RequestsServed, at: float) -> ActivityEntry:
        served = self._agents.find(group.instances)
        if served is None:
            return entry_of(group, at, DEFAULT_DEVICE_ID, DEFAULT_DEVICE_NAME)
        return entry_of(group, at, served.spec.id, served.spec.name)


def _by_device(values: list[SetValue]) -> dict[str, dict[bytes, bytes | None]]:
    found: dict[str, dict[bytes, bytes | None]] = {}
    for device, name, varbind in values:
        found.setdefault(device, {})[name] = varbind
    return found


def _seed(seed: int) -> dict[str, int]:
    return {"seed": seed} if seed else {}


def _summary(spec: AgentSpec) -> DeviceSummary:
    return DeviceSummary(spec.community.decode(errors="replace"), spec.name, spec.source, 0, spec.id)


def _told(warnings: list[str]) -> list[str]:
    """As many as are told, and how many more there are."""
    left_out = len(warnings) - MAX_WARNINGS
    return warnings if left_out <= 0 else [*warnings[:MAX_WARNINGS], f"{left_out:,} more findings"]


if __name__ == "__main__":
    run_worker(SimulatorRole, msgspec.msgpack.Decoder(SimulatorCommand))
