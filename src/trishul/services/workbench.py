"""The workbench: the one place where everything is put together, opened in order and closed in reverse.

Owns construction, the first administrator and what starts by itself. Holds no use case of its own; front ends take the
services from here.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from functools import partial
from pathlib import Path

import structlog

from trishul.errors import TrishulError
from trishul.library.sources import LibraryPlaces
from trishul.services.accounts.administrator import ensure_administrator
from trishul.services.accounts.api_tokens import ApiTokens
from trishul.services.accounts.audit_log import AuditLog
from trishul.services.accounts.callers import Callers
from trishul.services.accounts.password_checks import PasswordChecks
from trishul.services.accounts.passwords import PasswordKeeper
from trishul.services.accounts.sessions import Sessions
from trishul.services.accounts.users import Users
from trishul.services.backup.backups import Backups
from trishul.services.bind_addresses import parse_bind_address
from trishul.services.bus import Bus
from trishul.services.configuration import Configuration
from trishul.services.counters import Counters
from trishul.services.credentials.credentials import Credentials
from trishul.services.credentials.forms import CredentialFacts
from trishul.services.credentials.trials import CredentialTests
from trishul.services.database_examination import DatabaseExamination
from trishul.services.directory_at_start import DamagedDatabases, held_directory
from trishul.services.events import WalksChanged
from trishul.services.forwarding.forwarding import Forwarding
from trishul.services.mibs.builder import LibraryBuilder
from trishul.services.mibs.mibs import Mibs
from trishul.services.rates import Rates
from trishul.services.recordings.recorded_devices import DeviceRecordings
from trishul.services.settings import Settings
from trishul.services.simulator.agent_reboots import AgentReboots
from trishul.services.simulator.simulator import RECORDINGS_DIRECTORY, SimulatorService
from trishul.services.statistics import Statistics
from trishul.services.steady_clock import PatientClock, SteadyClock
from trishul.services.traps.expectations import Expectations
from trishul.services.traps.insight import TrapInsight
from trishul.services.traps.orders import TrapOrders
from trishul.services.traps.receiver_policy import PolicyKeeper, ReceiverPolicy
from trishul.services.traps.runs import TrapRunService
from trishul.services.traps.saved_searches import SearchKeeper
from trishul.services.traps.search_help import SearchHelp
from trishul.services.traps.templates import TrapTemplates
from trishul.services.traps.traps import TrapService
from trishul.services.walks.comparisons import WalkComparisons
from trishul.services.walks.imports import WalkImports
from trishul.services.walks.jobs import WalkJobs
from trishul.services.walks.kept_walks import KeptWalks
from trishul.services.walks.reader import WalkReader
from trishul.services.walks.targets import WalkTargets
from trishul.services.walks.views import WalkViews
from trishul.services.walks.walks import WalkService
from trishul.store.database import Database, database_file

_log = structlog.get_logger(__name__)


class Workbench:
    """Everything that runs behind one `trishul serve`."""

    def __init__(
        self,
        configuration: Configuration,
        database: Database,
        passwords: PasswordKeeper,
        builder: LibraryBuilder | None = None,
    ) -> None:
        self.configuration = configuration
        self.store = database
        self.bus = Bus()
        self.passwords = passwords
        self.backups = Backups(configuration.data_dir, database_file(configuration.effective_database_url))
        self.damaged = DamagedDatabases(configuration)
        self.examination = DatabaseExamination(configuration)
        self.settings = Settings(database, configuration.session_timeout)
        self._make_accounts()
        self.credentials = Credentials(database, configuration.data_dir, self.bus, self._uses_of)
        self.credential_tests = CredentialTests(self.credentials)
        self.counters = Counters(database, self.bus)
        self.rates = Rates(self.counters)
        self.mibs = Mibs(configuration, self.settings, self.bus, self.counters, builder=builder)
        self.simulator = SimulatorService(
            configuration,
            database,
            self.bus,
            self.counters,
            self.mibs,
            self.credentials,
            keeps_set_values=lambda: self.settings.current.keep_set_values == "restart",
        )
        self.settings.listeners.append(self.simulator.set_values.settings_changed)
        self._make_receiver()
        self.searches = SearchKeeper(database, self.mibs)
        self.expectations = Expectations(database, self.bus, self.mibs, self.traps.stored, self.traps.inboxes)
        self.search_help = SearchHelp(database, self.mibs)
        self.trap_runs = TrapRunService(self.bus, self.traps.sender)
        self.trap_orders = TrapOrders(
            database, self.mibs, self.trap_runs, self.traps.sender, self.credentials.for_receiver
        )
        self.trap_templates = TrapTemplates(database)
        self.trap_insight = TrapInsight(database, self.mibs)
        self.reboots = AgentReboots(self.simulator.clocks, self.traps.send)
        self._make_walker(configuration.data_dir / RECORDINGS_DIRECTORY)
        self.credentials.named_by += (self.walk_targets, self.trap_templates, self.forwarding.destinations)
        self.device_recordings = DeviceRecordings(
            configuration.data_dir / RECORDINGS_DIRECTORY, self.bus, self.mibs, self.credentials
        )
        self.simulator.agents.live.find_job = self.device_recordings.job_of
        self.statistics = Statistics(self.counters, self.simulator, self.traps, self.mibs)
        self.made_up_password: str | None = None
        self._workers: list[SimulatorService | TrapService | WalkService | WalkJobs | DeviceRecordings] = []
        self._closing = contextlib.AsyncExitStack()

    def _make_accounts(self) -> None:
        """Who may enter, as what, and what is written down of it."""
        steady = SteadyClock()
        self.audit = AuditLog(self.store, self.configuration.audit_days, PatientClock())
        self.password_checks = PasswordChecks(self.store, self.passwords, steady)
        self.sessions = Sessions(
            self.store,
            self.bus,
            self.password_checks,
            self.audit,
            timeout_s=lambda: self.settings.current.session_timeout,
            lifetime_s=self.configuration.session_lifetime,
            clock=steady,
        )
        self.api_tokens = ApiTokens(self.store, self.bus, PatientClock())
        self.callers = Callers(self.sessions, self.api_tokens)
        self.users = Users(self.store, self.passwords, self.password_checks, self.sessions, self.api_tokens)

    def _make_receiver(self) -> None:
        """What receives notifications, and what forwards them."""
        self.trap_policy = PolicyKeeper(
            self.store, ReceiverPolicy(rate_per_source=self.configuration.trap_rate_per_source)
        )
        self.forwarding = Forwarding(
            self.store,
            self.bus,
            self.credentials,
            lambda row: self.traps.stored.record(row),  # noqa: PLW0108 -- what receives is made after what forwards
            lambda: self.traps.sender(),  # noqa: PLW0108
        )
        self.traps = TrapService(
            self.configuration,
            self.store,
            self.bus,
            self.counters,
            self.mibs,
            self.credentials,
            self.trap_policy,
            self.forwarding,
        )
        self.forwarding.destinations.rules_of = self.traps.rules.forwarding_to

    def _make_walker(self, recordings: Path) -> None:
        """What is about walks; `recordings` is the folder of agents that are made of them."""
        self.walk_targets = WalkTargets(
            self.store, self.credentials, self._jobs_of_target, partial(self.bus.publish, WalksChanged("targets"))
        )
        patient = PatientClock()
        self.kept_walks = KeptWalks(
            self.store,
            lambda: self.settings.current,
            patient,
            on_change=partial(self.bus.publish, WalksChanged("kept")),
        )
        self.walk_reader = WalkReader(self.mibs, LibraryPlaces(self.configuration.data_dir).index)
        self.walk_views = WalkViews(
            self.kept_walks,
            self.mibs,
            self.walk_reader,
            recordings,
            on_recorded=self.simulator.agents.rescan,
        )
        self.walk_imports = WalkImports(self.kept_walks, self.mibs, patient)
        self.walk_comparisons = WalkComparisons(self.kept_walks, self.walk_reader)
        self.walks = WalkService(self.counters, self.mibs, self.credentials, self.kept_walks, patient)
        self.walk_jobs = WalkJobs(
            self.store,
            self.walk_targets,
            self.walks,
            self.kept_walks,
            on_change=partial(self.bus.publish, WalksChanged("jobs")),
        )

    @classmethod
    async def open(
        cls,
        configuration: Configuration,
        passwords: PasswordKeeper | None = None,
        builder: LibraryBuilder | None = None,
    ) -> Workbench:
        """Open the store, load what was saved, start what starts by itself."""
        async with contextlib.AsyncExitStack() as opened:
            opened.enter_context(await asyncio.to_thread(held_directory, configuration))
            database = await Database.open(configuration.effective_database_url)
            opened.push_async_callback(database.close)
            workbench = cls(configuration, database, passwords or PasswordKeeper(), builder)
            workbench._closing = opened.pop_all()
        try:
            await workbench._start()
        except BaseException:  # also when cancelled: what was opened is closed, and the error goes on
            await workbench.close()
            raise
        return workbench

    async def close(self) -> None:
        """Stop the workers, save, close; each step happens even when one before it failed."""
        began_at, stored = time.monotonic(), self.traps.status().stored
        self.store.hurry()
        await self._closing.aclose()
        left = self.traps.status()
        _log.info(
            f"stopped: workers ended, {'not everything' if left.waiting else 'everything'} is saved",
            notifications_stored=left.stored - stored,
            notifications_left=left.waiting,
            seconds=round(time.monotonic() - began_at, 1),
        )

    async def _start(self) -> None:
        given = self.configuration.admin_password
        self.made_up_password = await ensure_administrator(
            self.store, self.passwords, self.configuration.admin_user, given.get_secret_value() if given else None
        )
        await self.settings.open()
        self.place_services()
        await self.credentials.open()
        await self.walk_targets.open()
        await self.trap_policy.open()
        await self.forwarding.open()
        await self.password_checks.open()
        for keeper in (self.audit, self.callers, self.counters, self.rates, self.mibs):
            await keeper.open()
            self._closing.push_async_callback(keeper.close)
        self._closing.push_async_callback(self._close_workers)
        for worker in (self.simulator, self.traps, self.walks, self.walk_jobs, self.device_recordings):
            await worker.open()
            self._workers.append(worker)
        await self.forwarding.start()
        self._closing.push_async_callback(self.forwarding.close)
        self._closing.push_async_callback(self.trap_runs.close)
        self._closing.push_async_callback(self.walk_reader.close)
        await self.examination.open()
        self._closing.push_async_callback(self.examination.close)
        if self.settings.current.auto_start_simulator:
            await self._start_by_itself("simulator", self.simulator)
        if self.settings.current.auto_start_trap_receiver:
            await self._start_by_itself("receiver", self.traps)

    def place_services(self) -> bool:
        """Tells both services where to listen when they start next; True when one still runs elsewhere."""
        saved, fixed = self.settings.current, self.configuration
        places = (
            (self.simulator, saved.simulator_address, (fixed.snmp_host, fixed.snmp_port)),
            (self.traps, saved.receiver_address, (fixed.trap_host, fixed.trap_port)),
        )
        waiting = [
            service.move_to(*(parse_bind_address(address, "address") if address else started_with))
            for service, address, started_with in places
        ]
        return any(waiting)

    def _jobs_of_target(self, target_id: str) -> list[str]:
        """The jobs that ask a saved target."""
        return self.walk_jobs.jobs_of(target_id)

    def _uses_of(self, name: str, credential: CredentialFacts) -> list[str]:
        """What would refuse people, or ask nobody any more, if the credential went away."""
        roles = (
            ("the trap receiver", credential.for_receiver, self.traps.status().running),
            ("the simulator", credential.for_simulator, self.simulator.status().running),
        )
        running = [role for role, is_accepted, is_running in roles if is_accepted and is_running]
        targets = [f"the target '{target}'" for target in self.walk_targets.names_with_credential(name)]
        destinations = self.forwarding.destinations.names_with_credential(name)
        return running + targets + [f"the destination '{destination}'" for destination in destinations]

    async def _close_workers(self) -> None:
        """All at once: each may need its grace time, and the whole end has three seconds."""
        outcomes = await asyncio.gather(*(worker.close() for worker in self._workers), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                _log.error("a worker did not end in order", reason=str(outcome), exc_info=outcome)

    async def _start_by_itself(self, name: str, service: SimulatorService | TrapService) -> None:
        try:
            await service.start()
        except TrishulError as error:  # the server must come up all the same: the page is where this is put right
            _log.error("could not start by itself", service=name, code=error.code, reason=str(error))
