"""Notifications: the receiver's life, what it stored, and sending.

Owns the use cases and their counters. A notification is counted when the worker hands it over, stored by the store's
writer, and announced only after the commit, as a row: who shows it to somebody renders it. Clearing is exact: what the
receiver had accepted when it was asked to clear is gone for good, also where it still waited to be stored; what comes
later stays.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from typing import Protocol

import msgspec
import structlog

from trishul.engine.drops import DropReason, Role
from trishul.engine.local_engine import LocalEngine
from trishul.library.names import Names
from trishul.services.answered_commands import AnsweredCommands
from trishul.services.background import end_background, run_in_background
from trishul.services.bus import Bus
from trishul.services.configuration import Configuration
from trishul.services.counters import Counters
from trishul.services.credentials.identities import CredentialSource
from trishul.services.drops import DropBook, DropsOverview, KeptDatagrams
from trishul.services.events import CredentialsChanged, NotificationsChanged, NotificationsStored, StatusChanged
from trishul.services.mibs.name_source import NameSource, Numeric
from trishul.services.rules.rules import TrapRules
from trishul.services.rules.runner import RuleForwarding, RuleRunner
from trishul.services.simulator.arrivals import Arrivals
from trishul.services.simulator.running_totals import RunningTotals
from trishul.services.traps.earlier_losses import EarlierLosses
from trishul.services.traps.inboxes import InboxHost, SecretKeeper, TrapInboxes
from trishul.services.traps.inform_recovery import InformRecovery
from trishul.services.traps.list_changes import ListChanges
from trishul.services.traps.notification_marking import NotificationMarking
from trishul.services.traps.notification_text import words_of_row
from trishul.services.traps.receiver_policy import PolicyKeeper
from trishul.services.traps.receiver_senders import NoReceiverCredentials, ReceiverCredentials, ReceiverSenders
from trishul.services.traps.receiver_status import ReceiverStarted, TrapsStatus, UnusableUser
from trishul.services.traps.retention import Retention
from trishul.services.traps.security import engine_text
from trishul.services.traps.sending import SentNotification, TrapSender, TrapToSend
from trishul.services.traps.sources import SourceBook
from trishul.services.traps.stored_notifications import StoredNotifications
from trishul.services.worker_lifecycle import WorkerLifecycle
from trishul.snmp.engine_state import EngineRole, start_engine
from trishul.store.database import Database
from trishul.store.notification_indexer import NotificationIndexer
from trishul.store.notification_writer import NotificationWriter
from trishul.store.notifications import NewRow
from trishul.workers.message import Message
from trishul.workers.messages import (
    AcceptSenders,
    ConfigureReceiver,
    DroppedRead,
    EnginesForgotten,
    EngineStarted,
    Event,
    ForgetEngines,
    ForgetWaiting,
    NotificationsReceived,
    ReceiverEvent,
    ReceiverStatistics,
    SendersAccepted,
    TrapsFolded,
    WaitingForgotten,
)
from trishul.workers.process import WorkerProcess
from trishul.workers.receiver_commands import InboxApplied, LimitReceiver, SourcesRead
from trishul.workers.supervisor import WorkerState

MODULE = "traps"
RECEIVE_BUFFER_BYTES = 16 << 20
"""Half a second of small notifications at 20,000 a second, book-keeping of the kernel included."""
MAX_WAITING_ROWS = 250_000
MAX_WAITING_BYTES = 256 << 20
MAX_UNSTORED_BYTES = 16 << 20
"""What the server holds at most; everything else waits in the worker."""
SPOOL_DIRECTORY = "informs"
"""Acknowledged informs that are not stored yet, in the data directory."""

_ANSWER_PATIENCE_S = 1.0

_log = structlog.get_logger(__name__)


class SavedCredentials(ReceiverCredentials, CredentialSource, SecretKeeper, Protocol):
    """Those that the receiver accepts, those that notifications are sent with, and the key of all secrets."""


class TrapService:
    """One receiver; open it before use."""

    def __init__(
        self,
        configuration: Configuration,
        database: Database,
        bus: Bus,
        counters: Counters,
        names: NameSource | None = None,
        credentials: SavedCredentials | None = None,
        policy: PolicyKeeper | None = None,
        forwarding: RuleForwarding | None = None,
    ) -> None:
        self._names = names or Numeric()
        self._database = database
        self._bus = bus
        self._counters = counters
        self._writer = NotificationWriter(database, on_stored=self._announce)
        self._indexer = NotificationIndexer(database, words_of_row, lambda: self._writer.waiting_rows > 0)
        self.stored = StoredNotifications(database, self._names, self._shown_names, lambda: self._writer.total)
        self.marking = NotificationMarking(database, bus, self._names, self._writer.note_deleted)
        self._list_changes = ListChanges(bus)
        self.rules = TrapRules(
            database,
            self._names,
            self.stored.record,
            lambda name: forwarding is not None and forwarding.destinations.find(name) is not None,
            on_change=partial(self._list_changes.tell, "rules"),
            on_match=partial(self._list_changes.note, "rules"),
        )
        self.rule_runner = RuleRunner(
            database, bus, self._names, self.rules, lambda: self._writer.waiting_rows > 0, forwarding
        )
        self._policy = policy or PolicyKeeper(database)
        self._policy.listeners.append(self._apply_limits)
        self._retention = Retention(database, self._writer, lambda: self._policy.current, self._indexer.begin_anew)
        self._policy.listeners.append(self._retention.policy_changed)
        self._sender: TrapSender | None = None
        self._lifecycle = WorkerLifecycle(
            MODULE,
            "trishul.workers.receiver",
            msgspec.msgpack.Decoder(ReceiverEvent),
            host=configuration.trap_host,
            port=configuration.trap_port,
            bus=bus,
            counters=counters,
            on_message=self._take,
        )
        self.move_to = self._lifecycle.move_to
        self._engine_directory = configuration.data_dir
        self._spool_directory = configuration.data_dir / SPOOL_DIRECTORY
        self._syncs_informs = configuration.trap_sync_informs
        self._credentials = credentials
        self._senders = ReceiverSenders(credentials or NoReceiverCredentials())
        self._community: str | None = None
        self._engine: EngineStarted | None = None
        self._believed = SendersAccepted(0, [])
        self._following: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._resolve_mibs = True
        self._accepted = RunningTotals()
        self.sources = SourceBook(self._lifecycle.supervisor.send, partial(self._list_changes.note, "sources"))
        self._commands = AnsweredCommands(self._lifecycle.supervisor.send)
        self.inboxes = TrapInboxes(database, bus, self._writer, credentials, self._as_host(), self._list_changes)
        self._drops = DropBook(Role.RECEIVER, self._lifecycle.supervisor.send)
        self._arrivals = self._make_arrivals()
        self._forgotten = 0
        self._statistics: ReceiverStatistics | None = None
        self._buffer_bytes = 0
        self._tokens_of_questions = count(1)
        self._questions: dict[int, asyncio.Future[int]] = {}

    def _make_arrivals(self) -> Arrivals:
        return Arrivals(
            self._writer,
            InformRecovery(self._spool_directory, self._database, self._writer),
            EarlierLosses(self._spool_directory, self._database),
            self._drops,
            on_received=lambda rows: self._counters.add(MODULE, "traps_received_total", rows),
            on_lost=lambda: self._bus.publish(StatusChanged(MODULE)),
            gone_inboxes=self.inboxes.gone,
        )

    async def open(self) -> None:
        """Makes the store ready to take notifications, and the engine that sends them."""
        await self.rules.open()
        await self.inboxes.open()
        await self.rule_runner.open()
        await self._writer.start()
        await self._arrivals.open()
        await self._indexer.start()
        await self._retention.open()
        self._sender = TrapSender(self._counters, self._names, self._credentials, await self._start_notifier())
        self._following = run_in_background(self._follow_credentials(), "receiver credentials")

    async def close(self) -> None:
        """Ends the receiver without counting a stop, stores what waits."""
        await end_background(self._following)
        await self._retention.close()
        await self._lifecycle.close()
        await self.inboxes.close()
        await self._arrivals.close()
        await self._indexer.close()
        await self._writer.close()
        await self.rule_runner.close()
        self._list_changes.close()
        if self._sender is not None:
            self._sender.close()

    def status(self) -> TrapsStatus:
        """The receiver now."""
        lifecycle, statistics = self._lifecycle, self._statistics
        engine = self._engine if lifecycle.supervisor.is_running else None
        drops = self._drops.totals
        for reason, amount in self._refused().items():
            drops[reason] = drops.get(reason, 0) + amount
        return TrapsStatus(
            running=lifecycle.supervisor.is_running,
            pid=lifecycle.pid,
            port=lifecycle.port,
            resolve_mibs=self._resolve_mibs,
            uptime_seconds=lifecycle.uptime_seconds,
            host=lifecycle.host,
            state=str(lifecycle.supervisor.state),
            error=lifecycle.supervisor.error,
            received=self._arrivals.received,
            stored=self._writer.stored,
            waiting=self._waiting,
            total=self._writer.total,
            pruned=self._retention.pruned,
            drops=drops,
            transports=lifecycle.transports,
            tcp_error=lifecycle.tcp_error,
            connections=statistics.connections if statistics and lifecycle.supervisor.is_running else 0,
            connections_total=self._accepted.totals.get("connections", 0),
            kernel_drops=self._drops.kernel_drops,
            buffer_bytes=self._buffer_bytes,
            store_error=self._writer.error,
            engine_id=engine.engine_id.hex() if engine else None,
            engine=engine_text(engine.engine_id) if engine else None,
            engine_boots=engine.boots if engine else None,
            engine_warning=engine.warning if engine else None,
            users=self._believed.users if engine else 0,
            unusable_users=[UnusableUser(*msgspec.structs.astuple(user)) for user in self._believed.refused],
        )

    def drops(self) -> DropsOverview:
        """What was dropped, by reason, and what became of everything that arrived."""
        refused = self._refused()
        cleared = self._forgotten + self._writer.cleared + self._arrivals.thrown_away
        used = {"stored": self._writer.stored, "waiting": self._waiting, "cleared": cleared}
        if self._drops.folded:
            used["duplicate"] = self._drops.folded
        return DropsOverview(self._drops.summaries(refused), self._drops.ledger(used, sum(refused.values())))

    async def dropped(self, reason: str) -> KeptDatagrams:
        """The kept datagrams of a reason. Raises UnknownDropReason."""
        return await self._drops.kept(reason)

    async def forget_dropped(self, reason: str | None = None) -> None:
        """Empties the quarantine of a reason, or of all. Raises UnknownDropReason."""
        await self._drops.forget(reason)

    async def start(
        self, port: int | None = None, community: str | None = None, *, resolve_mibs: bool | None = None
    ) -> ReceiverStarted:
        """Starts the receiver; without a community it accepts every one, SNMPv3 users are those that are saved for it.

        Raises what binding and starting can raise.
        """
        async with self._turn:
            if self._lifecycle.supervisor.is_running:
                return self._started("already_running")
            senders = await self._senders.gather(community)
            sockets = self.inboxes.bind_all()
            try:
                ready = await self._lifecycle.bring_up(port, self._configuration(senders), sockets)
            except BaseException:
                self.inboxes.release_all()
                raise
            self._community = community
            self._buffer_bytes = ready.granted_buffer_bytes
            if resolve_mibs is not None:
                self._resolve_mibs = resolve_mibs
            self._counters.add(MODULE, "receiver_start_count")
            return self._started("started")

    async def stop(self) -> str:
        """Stops the receiver; "stopped" or "not_running"."""
        async with self._turn:
            was_up = await self._lifecycle.stop()
            self.inboxes.release_all()
            if not was_up:
                return "not_running"
            self._counters.add(MODULE, "receiver_stop_count")
            return "stopped"

    def sender(self) -> TrapSender:
        """What sends notifications, for those who send many."""
        assert self._sender is not None  # the service is open
        return self._sender

    async def send(self, trap: TrapToSend, engine: LocalEngine | None = None) -> SentNotification:
        """Sends a trap, over SNMPv3 from `engine` or ours, or an inform and waits for its acknowledgement."""
        return await self.sender().send(trap, engine)

    async def clear(self) -> int:
        """Deletes all notifications, stored and waiting; returns how many were stored."""
        await self._forget_waiting()
        deleted = await self._writer.delete_all()
        self._arrivals.forget()
        self._counters.add(MODULE, "traps_cleared_count")
        self._bus.publish(NotificationsChanged(0, deleted))
        return deleted

    @property
    def _waiting(self) -> int:
        """Notifications that were received and are not stored yet."""
        return self._writer.waiting_rows + self._arrivals.waiting_rows

    def _refused(self) -> dict[str, int]:
        """Drops that no worker knows of: what the store's queue did not take."""
        return {DropReason.QUEUE_FULL: self._writer.refused} if self._writer.refused else {}

    async def _start_notifier(self) -> LocalEngine:
        """The engine that our SNMPv3 traps come from, started once more."""
        identity = await asyncio.to_thread(start_engine, self._engine_directory, EngineRole.NOTIFIER)
        if identity.warning is not None:
            _log.warning("the notifier has another SNMPv3 engine ID", reason=identity.warning)
        now = asyncio.get_running_loop().time()
        return LocalEngine(identity.engine_id, [], {}, boots=identity.boots, started_at=now)

    def _shown_names(self) -> Names | None:
        """The library's names, unless the receiver was told to show numbers."""
        return self._names.names if self._resolve_mibs else None

    async def forget_engines(self, engine_id: bytes = b"") -> int:
        """Forgets the clocks of one engine that sends SNMPv3 traps, or of all; returns how many had been known.

        For a device that was replaced and counts its boots anew: until then its traps are not in the time window.
        """
        return await self._ask(lambda token: ForgetEngines(token, engine_id))

    async def _forget_waiting(self) -> None:
        """Empties the worker's queue; what it had sent before has arrived here when it answers."""
        await self._ask(ForgetWaiting)

    async def _ask(self, question: Callable[[int], Message]) -> int:
        """The number that the worker answers with; 0 where there is none, or none that answers in time."""
        token = next(self._tokens_of_questions)
        answered = self._questions[token] = asyncio.get_running_loop().create_future()
        try:
            if self._lifecycle.supervisor.send(question(token)):
                await asyncio.wait({answered}, timeout=_ANSWER_PATIENCE_S)
            return answered.result() if answered.done() else 0
        finally:
            del self._questions[token]

    def _configuration(self, senders: AcceptSenders) -> ConfigureReceiver:
        return ConfigureReceiver(
            senders.communities,
            RECEIVE_BUFFER_BYTES,
            MAX_WAITING_ROWS,
            MAX_WAITING_BYTES,
            MAX_UNSTORED_BYTES,
            senders.users,
            str(self._engine_directory),
            self._limits(),
            str(self._spool_directory),
            self._syncs_informs,
            self.inboxes.specs(),
        )

    def _as_host(self) -> InboxHost:
        """What inboxes need of this service."""
        supervisor = self._lifecycle.supervisor
        return InboxHost(
            address=lambda: self._lifecycle.host,
            is_up=lambda: supervisor.state is not WorkerState.STOPPED,
            apply=self._commands.apply,
            reconfigure=self._reconfigure_inboxes,
        )

    def _reconfigure_inboxes(self) -> None:
        launch = self._lifecycle.supervisor.launch
        if launch is not None:
            self._reconfigure(msgspec.structs.replace(launch.configure, inboxes=self.inboxes.specs()))

    def _reconfigure(self, configure: Message) -> None:
        """Tells what a worker is started with that follows after a crash."""
        self._lifecycle.supervisor.reconfigure(configure, self.inboxes.sockets)

    def _limits(self) -> LimitReceiver:
        policy = self._policy.current
        return LimitReceiver(
            policy.rate_per_source,
            list(policy.allowed_networks),
            policy.max_octets,
            policy.fold_window_s,
            policy.max_varbinds,
        )

    def _apply_limits(self) -> None:
        """The policy has changed: the running worker hears it now, a later one when it is started."""
        supervisor, limits = self._lifecycle.supervisor, self._limits()
        if supervisor.launch is not None:
            self._reconfigure(msgspec.structs.replace(supervisor.launch.configure, limits=limits))
        supervisor.send(limits)

    async def _follow_credentials(self) -> None:
        """Whoever is saved for the receiver is believed at once, and who is not any more is not."""
        with self._bus.subscribe() as events:
            async for event in events:
                if isinstance(event, CredentialsChanged) or events.take_missed():
                    async with self._turn:
                        senders = await self._senders.gather(self._community)
                        self._reconfigure(self._configuration(senders))
                        self._lifecycle.supervisor.send(senders)

    def _started(self, status: str) -> ReceiverStarted:
        return ReceiverStarted(status, self._lifecycle.pid, self._lifecycle.port, self._resolve_mibs)

    def _take(self, process: WorkerProcess, event: Event) -> None:
        if isinstance(event, NotificationsReceived):
            self._arrivals.take(process, event)
        elif isinstance(event, TrapsFolded):
            self._arrivals.take_folded(process, event)
        elif isinstance(event, ReceiverStatistics):
            self._statistics = event
            self._arrivals.note_statistics(process, event)
            self.sources.note_datagrams(event.datagrams)
            self._accepted.note(process.pid, {"connections": event.accepted_connections})
            if any(self._drops.note(process, event, time.time())):
                self._bus.publish(StatusChanged(MODULE))  # what is lost is never older than a second on any page
        elif isinstance(event, EngineStarted):
            self._engine = event
            self._arrivals.begin(process)
            if event.warning is not None:
                _log.warning("the receiver has another SNMPv3 engine ID", reason=event.warning)
        elif isinstance(event, SendersAccepted):
            self._note_accepted(event)
        else:
            self._take_answer(process, event)

    def _take_answer(self, process: WorkerProcess, event: Event) -> None:
        if isinstance(event, DroppedRead):
            self._drops.take(event)
        elif isinstance(event, WaitingForgotten):
            self._forgotten += event.rows
            self._arrivals.note_forgotten(process, event.rows)
            self._answer(event.token, event.rows)
        elif isinstance(event, EnginesForgotten):
            self._answer(event.token, event.engines)
        elif isinstance(event, SourcesRead):
            self.sources.take(event)
        elif isinstance(event, InboxApplied):
            self._commands.take(event)

    def _answer(self, token: int, number: int) -> None:
        answered = self._questions.get(token)
        if answered is not None and not answered.done():
            answered.set_result(number)

    def _note_accepted(self, accepted: SendersAccepted) -> None:
        for user in accepted.refused:
            if user not in self._believed.refused:
                _log.warning("a saved user cannot send notifications", user=user.user, reason=user.reason)
        has_changed = accepted != self._believed
        self._believed = accepted
        if has_changed and self._lifecycle.supervisor.is_running:
            self._bus.publish(StatusChanged(MODULE))

    def _announce(self, first_id: int, rows: Sequence[NewRow]) -> None:
        self._indexer.wake()
        self.rule_runner.wake(first_id + len(rows) - 1)
        self.inboxes.note_stored(rows)
        self._bus.publish(NotificationsStored(first_id, rows))
