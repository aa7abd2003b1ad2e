"""The simulator: start, stop, restart, status, overrides and what its clients ask.

Owns the use cases, their counters and the recent log. A restart counts as a restart only; a crash counts as nothing, it
is shown. Requests are counted from the worker's reports, never from its log, which is grouped. What agents are made of,
and what users put over it, is applied to the running worker without a restart, and part of what a restarted one is
configured with; it is read again whenever the MIB library changes. Keepers of their own own it: `agents`, `overrides`,
`faults`, `set_values`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
import structlog

from trishul.datatypes.oid import Oid
from trishul.engine.drops import Role
from trishul.library.names import Names
from trishul.library.sources import LibraryPlaces
from trishul.services.answered_commands import AnsweredCommands
from trishul.services.background import end_background, run_in_background
from trishul.services.bus import Bus
from trishul.services.configuration import Configuration
from trishul.services.counters import Counters
from trishul.services.drops import DropBook, DropsOverview, KeptDatagrams
from trishul.services.events import CredentialsChanged, MibsChanged, SimulatorActivity, StatusChanged
from trishul.services.mibs.name_source import NameSource, Numeric
from trishul.services.recordings.recordings import Recordings
from trishul.services.simulator.access import MeantAccess
from trishul.services.simulator.access_keeper import AccessKeeper
from trishul.services.simulator.agent_book import AgentBook
from trishul.services.simulator.agent_clocks import AgentClocks
from trishul.services.simulator.agent_host import MODULE, WorkerAgents
from trishul.services.simulator.agent_objects import ObjectTable
from trishul.services.simulator.agent_overrides import OverridesKeeper
from trishul.services.simulator.agent_records import DEFAULT_AGENT_ID
from trishul.services.simulator.askers import NoSimulatorCredentials, SimulatorAskers, SimulatorCredentials
from trishul.services.simulator.faults import FaultKeeper
from trishul.services.simulator.log import RecentActivity, SimulatorLogEntry, named_if_possible
from trishul.services.simulator.request_journal import RequestJournal
from trishul.services.simulator.request_log import RequestLog
from trishul.services.simulator.running_totals import RunningTotals
from trishul.services.simulator.set_values import SetValuesKeeper
from trishul.services.simulator.simulated_agents import SimulatedAgents
from trishul.services.simulator.status import (
    OverridesSaved,
    SimulatorStarted,
    SimulatorStatus,
    refused_askers,
    shown_device,
    shown_engine,
)
from trishul.services.worker_lifecycle import WorkerLifecycle
from trishul.simulation.overrides import Holder
from trishul.store.database import Database, StoreUnavailable
from trishul.store.settings import load_settings
from trishul.workers.agent_commands import (
    AgentApplied,
    AgentRebooted,
    ApplyFaults,
    ApplyOverrides,
    ClockTold,
    FaultsApplied,
    FaultsObserved,
    JournalRead,
    ObjectsRead,
    OverridesApplied,
)
from trishul.workers.agent_messages import DeviceSummary, FaultsOfAgent, OverridesOfAgent
from trishul.workers.messages import (
    AccessApplied,
    ActivityObserved,
    AgentsFound,
    AgentsObserved,
    ApplyAccess,
    AskersServed,
    ConfigureSimulator,
    DroppedRead,
    EngineStarted,
    Event,
    ForgetSetValues,
    LibraryChanged,
    RecordingsRescanned,
    RestoreSetValues,
    ServeAskers,
    SetValuesForgotten,
    SetValuesRestored,
    SimulatorEvent,
    SimulatorStatistics,
    ValuesSet,
)
from trishul.workers.process import WorkerProcess
from trishul.workers.supervisor import WorkerState

RECORDINGS_DIRECTORY = "recordings"
RECORDINGS_STAGING_DIRECTORY = "recordings-staging"

_RECEIVE_BUFFER_BYTES = 4 << 20
_READY_TIMEOUT_S = 30.0
_SHOWN_DEVICES = 200

_ANSWERS = (
    OverridesApplied
    | AccessApplied
    | SetValuesRestored
    | RecordingsRescanned
    | FaultsApplied
    | AgentApplied
    | AgentRebooted
    | ClockTold
    | JournalRead
    | ObjectsRead
)
"""To commands that were waited for."""

_log = structlog.get_logger(__name__)


class SimulatorService:
    """One simulator; open it before use."""

    def __init__(
        self,
        configuration: Configuration,
        database: Database,
        bus: Bus,
        counters: Counters,
        names: NameSource | None = None,
        credentials: SimulatorCredentials | None = None,
        keeps_set_values: Callable[[], bool] = lambda: False,
    ) -> None:
        self._names = names or Numeric()
        self._askers = SimulatorAskers(credentials or NoSimulatorCredentials())
        self._database = database
        self._bus = bus
        self._counters = counters
        self._wanted_community = configuration.snmp_community.get_secret_value()
        self._recordings_dir = configuration.data_dir / RECORDINGS_DIRECTORY
        self._engine_directory = str(configuration.data_dir)
        self._rate_per_source = configuration.snmp_rate_per_source
        self._served = ServeAskers([], [])
        self._engine: EngineStarted | None = None
        self._asked: AskersServed | None = None
        self._library_index = LibraryPlaces(configuration.data_dir).index
        self._lifecycle = WorkerLifecycle(
            MODULE,
            "trishul.workers.simulator",
            msgspec.msgpack.Decoder(SimulatorEvent),
            host=configuration.snmp_host,
            port=configuration.snmp_port,
            bus=bus,
            counters=counters,
            on_message=self._take,
            ready_timeout_s=_READY_TIMEOUT_S,
        )
        self.move_to = self._lifecycle.move_to
        self._commands = AnsweredCommands(self._lifecycle.supervisor.send)
        self._turn = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        self._books: WeakKeyDictionary[WorkerProcess, AgentBook] = WeakKeyDictionary()
        self._requests = RunningTotals()
        self._connections = 0
        self._accepted = RunningTotals()
        self._drops = DropBook(Role.AGENT, self._lifecycle.supervisor.send)
        self._activity = RecentActivity()
        self.log = RequestLog(self._activity, self._find_names, lambda: self._served.users)
        self.access = AccessKeeper(database, self._find_names, turn=self._turn, apply=self._apply_access)
        self.overrides = OverridesKeeper(
            database,
            self._find_names,
            turn=self._turn,
            apply=self._apply_overrides,
            find_held=self._find_held,
            on_saved=self._forget_overridden,
        )
        self.objects = ObjectTable(self._names, self._commands.ask, self.overrides)
        self.faults = FaultKeeper(self._apply_faults, self._known_agents, self._find_names)
        self.journal = RequestJournal(self._commands.ask, self.faults.id_of, self._find_names)
        self.clocks = AgentClocks(self._commands.ask, self.faults.id_of, self._find_names, bus, self._reconfigure)
        self.set_values = SetValuesKeeper(database, keeps_set_values, self._reconfigure)
        self.agents = SimulatedAgents(database, self._recordings_dir, self._as_host(), self._names)
        self.recordings = Recordings(
            self._recordings_dir, configuration.data_dir / RECORDINGS_STAGING_DIRECTORY, self.agents
        )

    async def open(self) -> None:
        """Loads the saved overrides and makes the folder for recordings."""
        self._recordings_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        async with self._database.read() as connection:
            saved = await load_settings(connection)
        self.access.restore(saved)
        await self.recordings.open()
        await self.overrides.open()
        await self.set_values.open()
        await self.agents.open()
        self._tasks = [run_in_background(self._follow(), "changes that the simulator follows")]

    async def close(self) -> None:
        """Ends the worker; the end of the server counts as no stop."""
        await end_background(*self._tasks)
        await self._lifecycle.close()
        self.agents.release_all()
        await self.set_values.close()

    def status(self) -> SimulatorStatus:
        """The simulator now."""
        lifecycle = self._lifecycle
        process = lifecycle.supervisor.process
        ready = process.ready if process is not None and lifecycle.supervisor.is_running else None
        book, counted = self._book, self._counters.snapshot()[MODULE]
        engine_warnings = self._engine.warning if self._engine else None, self.access.warning
        return SimulatorStatus(
            running=lifecycle.supervisor.is_running,
            pid=lifecycle.pid,
            port=lifecycle.port,
            community=self._community,
            uptime_seconds=lifecycle.uptime_seconds,
            requests=int(counted["snmp_requests_served"]),
            last_activity=counted["last_request_at"] or None,
            host=lifecycle.host,
            state=str(lifecycle.supervisor.state),
            error=lifecycle.supervisor.error,
            devices=[shown_device(device, book) for device in islice(book.agents.values(), _SHOWN_DEVICES)],
            devices_total=len(book.agents),
            warnings=[*filter(None, engine_warnings), *book.warnings(), *self.overrides.warnings],
            transports=lifecycle.transports,
            tcp_error=lifecycle.tcp_error,
            connections=self._connections if ready else 0,
            connections_total=self._accepted.totals.get("connections", 0),
            drops=self._drops.totals,
            kernel_drops=self._drops.kernel_drops,
            engine=shown_engine(self._engine.engine_id, self._engine.boots) if self._engine else None,
            users=self._asked.users if self._asked else 0,
            refused_users=refused_askers(self._asked),
            set_values=self.set_values.count,
            access=self.access.counted_rows(),
        )

    def drops(self) -> DropsOverview:
        """What was dropped, by reason, and what became of everything that arrived."""
        answered = {"answered": self._requests.totals.get("requests", 0)}
        return DropsOverview(self._drops.summaries(), self._drops.ledger(answered))

    async def dropped(self, reason: str) -> KeptDatagrams:
        """The kept datagrams of a reason. Raises UnknownDropReason."""
        return await self._drops.kept(reason)

    async def forget_dropped(self, reason: str | None = None) -> None:
        """Empties the quarantine of a reason, or of all. Raises UnknownDropReason."""
        await self._drops.forget(reason)

    async def start(self, port: int | None = None, community: str | None = None) -> SimulatorStarted:
        """Starts the simulator; one that runs is left as it is. Raises what binding and starting can raise."""
        async with self._turn:
            if self._lifecycle.supervisor.is_running:
                return self._started("already_running")
            await self._bring_up(port, community)
            self._counters.add(MODULE, "start_count")
            return self._started("started")

    async def restart(self, port: int | None = None, community: str | None = None) -> SimulatorStarted:
        """Replaces the worker; when that fails the running one stays. Raises as `start`."""
        async with self._turn:
            await self._bring_up(port, community)
            self._counters.add(MODULE, "restart_count")
            return self._started("restarted")

    async def stop(self) -> str:
        """Stops the simulator; "stopped" or "not_running"."""
        async with self._turn:
            was_up = await self._lifecycle.stop()
            self.agents.release_all()
            if not was_up:
                return "not_running"
            self._counters.add(MODULE, "stop_count")
            return "stopped"

    def data(self) -> dict[str, Any]:
        """The overrides of the default device as they were given."""
        return self.overrides.of(DEFAULT_AGENT_ID).overrides

    async def save_data(self, data: Mapping[str, Any]) -> OverridesSaved:
        """Checks, saves and applies all overrides of the default device, replacing those before.

        Raises OverridesRefused, StoreUnavailable.
        """
        return await self.overrides.save_values(DEFAULT_AGENT_ID, dict(data))

    async def forget_set_values(self) -> int:
        """Takes back what managers have set on all devices; returns how many instances that were.

        Raises StoreUnavailable.
        """
        return await self.set_values.forget(lambda: self._lifecycle.supervisor.send(ForgetSetValues()))

    def _known_agents(self) -> Mapping[str, DeviceSummary]:
        """Those that run, and those that were made and do not."""
        return {**self.agents.made(), **self._book.agents}

    def _as_host(self) -> WorkerAgents:
        return WorkerAgents(
            self._bus,
            self._turn,
            self._commands.apply,
            find_book=lambda: self._book,
            is_up=lambda: self._lifecycle.supervisor.state is not WorkerState.STOPPED,
            default_community=lambda: self._community,
            reconfigure=self._reconfigure,
            forget=self._forget_agent,
        )

    async def _find_held(self, agent_id: str, names: Sequence[bytes]) -> Holder:
        return await self.objects.held(agent_id, names)

    def _find_names(self) -> Names:
        """Of the MIB library of this moment."""
        return self._names.names

    @property
    def _book(self) -> AgentBook:
        """Of the running worker; an empty one while there is none."""
        supervisor = self._lifecycle.supervisor
        if supervisor.process is None or not supervisor.is_running:
            return AgentBook()
        return self._book_of(supervisor.process)

    def _book_of(self, process: WorkerProcess) -> AgentBook:
        book = self._books.get(process)
        if book is None:
            book = self._books[process] = AgentBook()
        if process.ready is not None and not book.agents:
            book.begin(process.ready)
        return book

    @property
    def _community(self) -> str:
        """The running worker's, which a status pushed during a replacement must show; otherwise the last one."""
        launch = self._lifecycle.supervisor.launch
        if launch is not None and isinstance(launch.configure, ConfigureSimulator):
            return launch.configure.default_community.decode()
        return self._wanted_community

    async def _follow(self) -> None:
        """Serves who was saved since, and reads the overrides again when the library changed."""
        with self._bus.subscribe() as events:
            async for event in events:
                missed = events.take_missed()
                if missed or isinstance(event, CredentialsChanged):
                    await self._serve_saved()
                if missed or isinstance(event, MibsChanged):
                    self._lifecycle.supervisor.send(LibraryChanged())
                    try:
                        if await self.overrides.check_again():
                            self._bus.publish(StatusChanged(MODULE))
                    except StoreUnavailable as error:
                        _log.warning("overrides after a change of the MIBs are not saved", reason=error.reason)

    async def _serve_saved(self) -> None:
        """Tells the worker, and all that come after it, whom to answer."""
        async with self._turn:
            self._served = await self._askers.gather()
            self._reconfigure()
            self._lifecycle.supervisor.send(self._served)

    def _reconfigure(self) -> None:
        """Tells what a worker is started with that follows after a crash."""
        _, sockets = self.agents.for_worker()
        self._lifecycle.supervisor.reconfigure(self._configuration(self._community), sockets)

    async def _apply_access(self, meant: MeantAccess) -> bool:
        self._reconfigure()
        applied = await self._commands.apply(lambda sequence: ApplyAccess(sequence, *meant))
        self._bus.publish(StatusChanged(MODULE))
        return applied

    async def _apply_overrides(self, agent: OverridesOfAgent) -> bool:
        self._reconfigure()
        return await self._commands.apply(lambda sequence: ApplyOverrides(sequence, agent))

    def _forget_overridden(self, agent: OverridesOfAgent) -> None:
        """What managers had set before users overrode it is gone."""
        device = "" if agent.agent_id == DEFAULT_AGENT_ID else agent.agent_id
        names = [Oid(oid).contents for oid, _, _ in agent.values]
        self.set_values.override(device, names, [Oid(oid).contents for oid in agent.hidden])

    async def _forget_agent(self, agent_id: str) -> None:
        """Keeps nothing for an agent that does not come back. Raises StoreUnavailable."""
        self.faults.forget(agent_id)
        self.clocks.forget(agent_id)
        self.set_values.forget_device(agent_id)
        await self.overrides.drop(agent_id)

    async def _apply_faults(self, agent: FaultsOfAgent) -> bool:
        self._reconfigure()
        return await self._commands.apply(lambda sequence: ApplyFaults(sequence, agent))

    async def _bring_up(self, port: int | None, community: str | None) -> None:
        wanted = community or self._community
        self._served = await self._askers.gather()
        self.agents.bind_all()
        configuration = self._configuration(wanted)
        with self.agents.released_on_failure(lambda: self._lifecycle.supervisor.state is WorkerState.STOPPED):
            await self._lifecycle.bring_up(port, configuration, self.agents.for_worker()[1])
        self.set_values.begin_anew()
        missing = self.set_values.missing_in(configuration.set_values)
        if missing:
            await self._commands.apply(lambda sequence: RestoreSetValues(sequence, missing))
        self._wanted_community = wanted
        self._counters.put(MODULE, "oids_loaded", self._book.instances)

    def _configuration(self, community: str) -> ConfigureSimulator:
        return ConfigureSimulator(
            str(self._recordings_dir),
            community.encode(),
            self.overrides.for_worker(),
            _RECEIVE_BUFFER_BYTES,
            library_index=str(self._library_index),
            engine_directory=self._engine_directory,
            own_engines=self.access.meant.own_engines,
            users=self._served.users,
            communities=self._served.communities,
            access=self.access.meant.tables,
            rate_per_source=self._rate_per_source,
            agents=self.agents.for_worker()[0],
            set_values=self.set_values.for_worker(),
            faults=self.faults.for_worker(),
            clock_speeds=self.clocks.for_worker(),
        )

    def _started(self, status: str) -> SimulatorStarted:
        return SimulatorStarted(status, self._lifecycle.pid, self._lifecycle.port, self._community)

    def _take(self, process: WorkerProcess, event: Event) -> None:
        if isinstance(event, ActivityObserved):
            self._announce(self._activity.note_requests(event.entries))
        elif isinstance(event, ValuesSet | SetValuesForgotten):
            self.set_values.take(event)
        elif isinstance(event, SimulatorStatistics):
            self._note_statistics(process, event)
        elif isinstance(event, DroppedRead):
            self._drops.take(event)
        elif isinstance(event, AgentsFound | AgentsObserved):
            self._note_agents(process, event)
        elif isinstance(event, EngineStarted | AskersServed):
            self._note_identity(process, event)
        elif isinstance(event, FaultsObserved):
            self.faults.take(event.agents)
        elif isinstance(event, _ANSWERS):
            self._commands.take(event)

    def _note_identity(self, process: WorkerProcess, event: EngineStarted | AskersServed) -> None:
        if isinstance(event, EngineStarted):
            self._engine = event
            if event.warning is not None:
                _log.warning("the simulator's engine is not the one that it was", reason=event.warning)
            return
        self._asked = event
        if process is self._lifecycle.supervisor.process:  # one that is being started is told about as a whole
            self._bus.publish(StatusChanged(MODULE))

    def _note_agents(self, process: WorkerProcess, event: AgentsFound | AgentsObserved) -> None:
        book = self._book_of(process)
        if isinstance(event, AgentsFound):
            book.take_found(event)
            self._bus.publish(StatusChanged(MODULE))
        else:
            book.take_figures(event.figures)
        if process is self._lifecycle.supervisor.process:
            self._counters.put(MODULE, "oids_loaded", book.instances)

    def _note_statistics(self, process: WorkerProcess, statistics: SimulatorStatistics) -> None:
        report = {"requests": statistics.requests, "varbinds": statistics.varbinds}
        news = self._requests.note(process.pid, report)
        if news:
            self._counters.add(MODULE, "snmp_requests_served", news.get("requests", 0))
            self._counters.add(MODULE, "total_oids_simulated", news.get("varbinds", 0))
        if statistics.last_request_at is not None:
            self._counters.put(MODULE, "last_request_at", statistics.last_request_at)
        self._connections = statistics.connections
        self._accepted.note(process.pid, {"connections": statistics.accepted_connections})
        dropped, is_kernel_full = self._drops.note(process, statistics, time.time())
        if dropped:
            self._announce(self._activity.note_drops(dropped))
        if dropped or is_kernel_full:
            self._bus.publish(StatusChanged(MODULE))  # what is lost is never older than a second on any page

    def _announce(self, entries: tuple[SimulatorLogEntry, ...]) -> None:
        self._bus.publish(SimulatorActivity(named_if_possible(entries, self._names.names)))
