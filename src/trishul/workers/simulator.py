"""The simulator process: requests in, answers out, activity and figures to the server.

Run by the server as `python -m trishul.workers.simulator CHANNEL_FD SOCKET_FD…`. One agent answers for all devices: the
default device under the configured community and each recording of the folder under its file's name. Overrides make a
new default device that takes the old one's place between two datagrams; where they say nothing, what managers had set
stays. Every SET is told to the server before it is answered. Owns which devices there are and what the
server hears of them; answering is `snmp.Agent`, what a device holds is `simulation`.
"""

from __future__ import annotations

import socket
import time
from functools import partial
from pathlib import Path

import msgspec

from trishul.datatypes.oid import Oid, oid_text
from trishul.datatypes.values import Value
from trishul.engine.access import AccessControl, AccessTables
from trishul.engine.admission import Admission
from trishul.engine.agent import RequestsServed
from trishul.engine.local_engine import DEFAULT_CONTEXT
from trishul.simulation.demo_switch import demo_switch
from trishul.simulation.device import Device
from trishul.simulation.engine_objects import EngineFigures, EngineObjects, read_only
from trishul.simulation.set_values import Changes
from trishul.snmp.agent import Agent
from trishul.snmp.engine_state import EngineRole, start_engine
from trishul.transport.addresses import address_text
from trishul.workers.drop_reports import DropReports
from trishul.workers.entry import Outlet, run_worker
from trishul.workers.known_types import KnownTypes
from trishul.workers.messages import (
    AccessApplied,
    ActivityEntry,
    ActivityObserved,
    ApplyAccess,
    ApplyOverrides,
    AskersServed,
    Command,
    ConfigureSimulator,
    DeviceSummary,
    EngineStarted,
    ForgetSetValues,
    LibraryChanged,
    Loading,
    OverridesApplied,
    Ready,
    RefusedUser,
    RestoreSetValues,
    ServeAskers,
    SetValue,
    SetValuesForgotten,
    SetValuesRestored,
    SimulatorCommand,
    SimulatorStatistics,
    ValuesSet,
)
from trishul.workers.simulated_engines import SimulatedEngines

DEFAULT_DEVICE_NAME = "demo switch"
_DEFAULT_DEVICE = ""
"""The default device in what is told about set values; others are told by their names."""
MAX_ENTRIES = 200
"""Groups in one report of activity; the rest is counted only."""
MAX_WARNINGS = 200
"""Sentences about recordings that are told; the rest is counted only."""

_REPORT_INTERVAL_S = 1.0


class SimulatorRole:
    """One simulator worker between its configuration and its end."""

    def __init__(self, outlet: Outlet, sockets: list[socket.socket]) -> None:
        self._outlet = outlet
        self._sockets = sockets
        self._names: dict[int, str] = {}
        self._known_types: KnownTypes | None = None
        self._access: AccessTables | None = None
        self._further_communities: set[bytes] = set()
        self._set_before: dict[str, dict[bytes, bytes | None]] = {}
        self._settable: dict[str, Device] = {}
        self._last_request_at: float | None = None
        self._reported: SimulatorStatistics | None = None
        self._reported_at = 0.0

    def configure(self, command: Command) -> Ready:
        """Loads all devices and starts to answer."""
        assert isinstance(command, ConfigureSimulator)  # the server's first command to this role
        self._known_types = KnownTypes(Path(command.library_index)) if command.library_index else None
        self._default_community = command.default_community
        self._set_before = _by_device(command.set_values)
        self._engines = self._start_engines(command) if command.engine_directory else None
        self._agent = Agent(
            {},
            sockets=self._sockets,
            receive_buffer_bytes=command.receive_buffer_bytes,
            engines=self._engines.by_id if self._engines is not None else None,
        )
        summaries, warnings = self._load(Path(command.recordings_dir), command.default_community)
        self._plain_device = demo_switch(started_at=time.monotonic(), **_seed(command.seed))
        self._further_communities = set(command.communities) - set(self._agent.devices)
        self._drops = DropReports(self._agent.drops, self._outlet)
        default = self._override(command.overrides)
        self._control_access(command.access)
        self._serve_askers(ServeAskers(command.users, command.communities))
        summaries.insert(0, _summary(command.default_community, DEFAULT_DEVICE_NAME, "built in", default))
        self._agent.open()
        return Ready(self._agent.granted_buffer_bytes, summaries, warnings)

    def handle(self, command: Command) -> None:
        """Overrides and a new library, applied between two datagrams."""
        if isinstance(command, ApplyOverrides):
            self._override(command.overrides)
            self._outlet.send(OverridesApplied(command.sequence))
        elif isinstance(command, ServeAskers):
            self._serve_askers(command)
        elif isinstance(command, ApplyAccess):
            self._control_access(command.access)
            if self._engines is not None:
                self._tell_askers(self._engines.give_own(command.own_engines))
            self._renew_engine_objects()
            self._outlet.send(AccessApplied(command.sequence))
        elif isinstance(command, RestoreSetValues):
            for name, changes in _by_device(command.values).items():
                if name in self._settable:
                    self._settable[name].restore(changes)
            self._outlet.send(SetValuesRestored(command.sequence))
        elif isinstance(command, ForgetSetValues):
            self._forget_set_values()
        elif isinstance(command, LibraryChanged) and self._known_types is not None:
            self._known_types.refresh()
        else:
            self._drops.handle(command)

    def tick(self) -> None:
        """Activity since the last time, and the figures when they changed or a second has passed."""
        self._report_activity()
        now = time.monotonic()
        statistics = SimulatorStatistics(
            requests=self._agent.requests,
            varbinds=self._agent.varbinds,
            drops=self._drops.counts(),
            kernel_drops=self._agent.kernel_drops() or 0,
            last_request_at=self._last_request_at,
            connections=self._agent.connections,
            accepted_connections=self._agent.accepted_connections,
            datagrams=self._agent.datagrams,
            questions=self._agent.questions,
            last_drops=self._drops.news(),
        )
        if statistics != self._reported or now - self._reported_at >= _REPORT_INTERVAL_S:
            self._reported, self._reported_at = statistics, now
            self._outlet.send(statistics)

    async def finish(self) -> None:
        """Sends the last figures and closes the sockets."""
        self.tick()
        self._drops.hand_over()
        self._agent.close()
        if self._known_types is not None:
            self._known_types.close()

    def _load(self, folder: Path, reserved_community: bytes) -> tuple[list[DeviceSummary], list[str]]:
        summaries: list[DeviceSummary] = []
        warnings: list[str] = []
        if folder.is_dir() and any(folder.iterdir()):
            from trishul.workers.recordings_folder import load_recordings  # a start without recordings need not wait

            for recorded in load_recordings(folder, reserved_community=reserved_community):
                self._outlet.send(Loading(recorded.name))
                warnings += recorded.warnings
                if recorded.device is not None:
                    self._keep_set_values(recorded.device, recorded.name, self._set_before.get(recorded.name, {}))
                    self._serve(recorded.community, recorded.device, recorded.name)
                    summaries.append(_summary(recorded.community, recorded.name, recorded.source, recorded.device))
        if len(warnings) > MAX_WARNINGS:
            warnings[MAX_WARNINGS:] = [f"{len(warnings) - MAX_WARNINGS:,} more findings"]
        return summaries, warnings

    def _serve(self, community: bytes, device: Device, name: str) -> None:
        if self._known_types is not None:
            device.find_type = self._known_types.find
            device.find_rule = self._known_types.find_rule
        replaced = self._agent.devices.get(community)
        if replaced is not None:
            self._names.pop(id(replaced), None)
        self._agent.devices[community] = device
        self._names[id(device)] = name
        if self._engines is not None:
            self._engines.serve(DEFAULT_CONTEXT if community == self._default_community else community, device)

    def _override(self, overrides: list[tuple[str, int, bytes]]) -> Device:
        values = {Oid(oid): Value(tag, contents) for oid, tag, contents in overrides}
        device = self._plain_device.with_overrides(values)
        replaced = self._agent.devices.get(self._default_community)
        kept = self._set_before.get(_DEFAULT_DEVICE, {})
        if isinstance(replaced, Device):  # an override that is saved later than a value was set counts
            overridden = {oid.contents for oid in values}
            current = replaced.set_values.current
            kept = {name: varbind for name, varbind in current.items() if name not in overridden}
        self._keep_set_values(device, _DEFAULT_DEVICE, kept)
        self._report_activity()  # while the device that answered still has its name
        self._engine_objects = EngineObjects(device, replaces=True, kept=values)
        self._serve(self._default_community, device, DEFAULT_DEVICE_NAME)
        device.find_rule = None if device.find_rule is None else read_only(device.find_rule)
        self._agent.devices |= dict.fromkeys(self._further_communities, device)
        self._renew_engine_objects()
        return device

    def _keep_set_values(self, device: Device, name: str, set_before: Changes) -> None:
        self._settable[name] = device
        device.restore(set_before)
        device.set_values.tell = partial(self._tell_set, name)

    def _tell_set(self, device: str, changes: Changes) -> None:
        """Raises OSError when the server does not read: what it does not hear of is not set."""
        if not self._outlet.send(ValuesSet([(device, name, varbind) for name, varbind in changes.items()])):
            raise BlockingIOError

    def _forget_set_values(self) -> None:
        for device in self._settable.values():
            device.forget_set_values()
        self._outlet.send(SetValuesForgotten())

    def _start_engines(self, command: ConfigureSimulator) -> SimulatedEngines:
        """Counts a start of the engine, which all its engines share."""
        identity = start_engine(Path(command.engine_directory), EngineRole.SIMULATOR)
        self._outlet.send(EngineStarted(*identity))
        engines = SimulatedEngines(identity, started_at=time.monotonic())
        engines.give_own(command.own_engines)
        return engines

    def _serve_askers(self, command: ServeAskers) -> None:
        """Users and communities of now; those of recordings and of the default device stay theirs."""
        devices = self._agent.devices
        default = devices[self._default_community]
        recorded = set(devices) - self._further_communities
        for community in self._further_communities - set(command.communities):
            del devices[community]
        self._further_communities = set(command.communities) - recorded
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
        self._agent.admission = None if access is None else Admission(AccessControl(access), unnamed)

    def _renew_engine_objects(self) -> None:
        engine = None if self._engines is None else self._engines.first
        self._engine_objects.renew(EngineFigures(self._agent.snmp_group, engine, self._access or AccessTables()))

    def _report_activity(self) -> None:
        groups = self._agent.activity()
        if not groups:
            return
        at = self._last_request_at = round(time.time(), 3)
        entries = [self._entry_of(group, at) for group in groups[:MAX_ENTRIES]]
        self._outlet.send(ActivityObserved(entries, max(len(groups) - MAX_ENTRIES, 0)))

    def _entry_of(self, group: RequestsServed, at: float) -> ActivityEntry:
        return ActivityEntry(
            at=at,
            source=address_text(group.source),
            device=self._names.get(id(group.instances), DEFAULT_DEVICE_NAME),
            operation=group.kind.label,
            version=group.version.label,
            requests=group.requests,
            varbinds=group.varbinds,
            errors=group.errors,
            first_oid=oid_text(group.first_oid),
            last_oid=oid_text(group.last_oid),
        )


def _by_device(values: list[SetValue]) -> dict[str, dict[bytes, bytes | None]]:
    found: dict[str, dict[bytes, bytes | None]] = {}
    for device, name, varbind in values:
        found.setdefault(device, {})[name] = varbind
    return found


def _seed(seed: int) -> dict[str, int]:
    return {"seed": seed} if seed else {}


def _summary(community: bytes, name: str, source: str, device: Device) -> DeviceSummary:
    return DeviceSummary(community.decode(errors="replace"), name, source, len(device))


if __name__ == "__main__":
    run_worker(SimulatorRole, msgspec.msgpack.Decoder(SimulatorCommand))
