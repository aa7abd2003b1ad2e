"""The receiver process: datagrams in, acknowledgements out, notifications to the server as rows.

Run by the server as `python -m trishul.workers.receiver CHANNEL_FD SOCKET_FD…`. Informs are acknowledged in the turn in
which they came, as soon as they are where the death of this process cannot reach them; where that fails, and while the
queue is full, they are neither taken nor acknowledged, so that their senders try again. Owns the glue of engine, socket
and queue; the protocol is `engine.receiver`, who is believed is `accepted_senders`, rows are `notification_rows`, the
queue is `outgoing`, what is safe is `inform_spool`, what would be lost `held_traps`, whose list a row is in is said by
`inboxes`. Hot path, measured by `bench/`.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from ipaddress import ip_network
from itertools import islice
from pathlib import Path

import msgspec

from trishul.engine.addresses import Address
from trishul.engine.drops import UNBELIEVED, DropReason
from trishul.engine.local_engine import LocalEngine
from trishul.engine.receiver import ReceivedNotification, ReceiverEngine
from trishul.protocol.pdu import PduKind
from trishul.snmp.engine_state import EngineRole, start_engine
from trishul.snmp.exchange import random_salt
from trishul.transport.listening import ListeningEndpoint
from trishul.transport.source_gate import SourceGate
from trishul.transport.udp import Datagrams
from trishul.workers.accepted_senders import AcceptedSenders
from trishul.workers.drop_reports import DropReports
from trishul.workers.entry import Outlet, run_worker
from trishul.workers.folding import FoldedTraps, Folding
from trishul.workers.held_traps import BatchFacts, HeldTraps
from trishul.workers.inboxes import Door, Inboxes
from trishul.workers.inform_spool import InformSpool
from trishul.workers.messages import (
    AcceptSenders,
    Command,
    ConfigureReceiver,
    ConfirmStored,
    EnginesForgotten,
    EngineStarted,
    ForgetEngines,
    ForgetWaiting,
    NotificationRow,
    Ready,
    ReceiverCommand,
    ReceiverStatistics,
    SendersAccepted,
    TrapsFolded,
    WaitingForgotten,
)
from trishul.workers.notification_rows import NotificationRows
from trishul.workers.outgoing import OutgoingNotifications
from trishul.workers.receiver_commands import (
    CloseInbox,
    InboxApplied,
    InboxSpec,
    LimitReceiver,
    OpenInbox,
    ReadSources,
    SourceReport,
    SourcesRead,
)

_INFORM = PduKind.INFORM.value
_REPORT_INTERVAL_S = 1.0


class ReceiverRole:
    """One receiver worker between its configuration and its end."""

    def __init__(self, outlet: Outlet, sockets: list[socket.socket]) -> None:
        self._outlet = outlet
        self._sockets = sockets
        self._rows = NotificationRows()
        self._gate = SourceGate()
        self._folding = Folding()
        self._inboxes = Inboxes(self._open_door)
        self._reported: ReceiverStatistics | None = None
        self._reported_at = 0.0
        self._datagrams = self._reopened = 0
        self._kernel_drops = 0

    def configure(self, command: Command) -> Ready:
        """Counts a start of the engine and starts receiving."""
        assert isinstance(command, ConfigureReceiver)  # the server's first command to this role
        own = self._start_engine(Path(command.engine_directory)) if command.engine_directory else None
        self._engine = ReceiverEngine(engine=own, first_salt=random_salt())
        self._drops = DropReports(self._engine.drops, self._outlet)
        self._senders = AcceptedSenders(self._engine)
        self._receive_buffer_bytes = command.receive_buffer_bytes
        self._accept(AcceptSenders(command.communities, command.users))
        directory = command.spool_directory
        self._spool = InformSpool(Path(directory), is_synced=command.is_spool_synced) if directory else None
        self._held = HeldTraps(Path(directory)) if directory else None
        self._outgoing = OutgoingNotifications(
            self._outlet,
            max_rows=command.max_waiting_rows,
            max_bytes=command.max_waiting_bytes,
            max_unconfirmed_bytes=command.max_unstored_bytes,
            on_settled=self._settle,
        )
        self._limit(command.limits)
        self._open_doors(command.inboxes)
        return Ready(granted_buffer_bytes=self._endpoint.granted_buffer_bytes)

    def handle(self, command: Command) -> None:
        """Confirmations, clearing, and who is believed; all of it between two datagrams."""
        if isinstance(command, ConfirmStored):
            self._outgoing.confirm(command.sequence, is_taken=command.is_taken)
        elif isinstance(command, AcceptSenders):
            self._accept(command)
        elif isinstance(command, ForgetEngines):
            self._outlet.send(EnginesForgotten(command.token, self._engine.forget_engine(command.engine_id)))
        elif isinstance(command, ForgetWaiting):
            self._outlet.send(WaitingForgotten(command.token, self._outgoing.forget()))
        elif isinstance(command, LimitReceiver):
            self._limit(command)
        elif isinstance(command, ReadSources):
            self._tell_sources(command)
        elif isinstance(command, OpenInbox | CloseInbox):
            self._change_inbox(command)
        else:
            self._drops.handle(command)

    def tick(self) -> None:
        """Statistics, when they changed, so that little is unknown of a worker that is killed, and once a second."""
        now = time.monotonic()
        self._send_folded(self._folding.due(now))
        due = now - self._reported_at >= _REPORT_INTERVAL_S
        drops = self._drops.counts()
        told = self._reported
        if not due and told is not None and (drops, self._datagrams) == (told.drops, told.datagrams):
            return
        self._note_kernel_drops()
        self._reported = ReceiverStatistics(
            received=self._engine.received,
            drops=drops,
            kernel_drops=self._kernel_drops + self._inboxes.kernel_drops,
            waiting_rows=self._outgoing.rows,
            connections=self._endpoint.connections + self._inboxes.connections,
            accepted_connections=self._endpoint.accepted_connections + self._inboxes.accepted_connections,
            datagrams=self._datagrams,
            questions=self._engine.questions,
            last_drops=self._drops.news(),
            folded=self._folding.folded,
            reopened=self._reopened,
        )
        self._reported_at = now
        self._outlet.send(self._reported)

    async def finish(self) -> None:
        """Closes the sockets, then sends what waits, the last figures and what is kept of dropped datagrams."""
        self._note_kernel_drops()
        self._endpoint.close()
        self._inboxes.close_all()
        await self._outgoing.send_all()
        self._send_folded(self._folding.end())
        if self._spool is not None:
            self._spool.close()
        if self._held is not None:
            self._held.close()
        self._reported_at = 0.0
        self.tick()
        self._drops.hand_over()

    def _start_engine(self, directory: Path) -> LocalEngine:
        """Our own engine, which informs are sent to, started once more."""
        identity = start_engine(directory, EngineRole.RECEIVER)
        self._outlet.send(EngineStarted(*identity))
        return LocalEngine(identity.engine_id, [], {}, boots=identity.boots, started_at=time.monotonic())

    def _open_doors(self, inboxes: Sequence[InboxSpec]) -> None:
        """The common one first; the sockets come in the order of the inboxes."""
        further = sum(inbox.sockets for inbox in inboxes)
        sockets, common = iter(self._sockets), Door()
        self._open_door(list(islice(sockets, len(self._sockets) - further)), common)
        self._endpoint = common.endpoint
        for inbox in inboxes:
            self._inboxes.open(inbox, list(islice(sockets, inbox.sockets)))
        self._serve_inboxes()

    def _open_door(self, sockets: Sequence[socket.socket], door: Door) -> None:
        door.endpoint = ListeningEndpoint(
            sockets,
            on_datagrams=lambda datagrams: self._take(datagrams, door),
            on_drop=self._note_drop,
            receive_buffer_bytes=self._receive_buffer_bytes,
            gate=self._gate,
        )

    def _change_inbox(self, command: OpenInbox | CloseInbox) -> None:
        if isinstance(command, OpenInbox):
            inbox = command.inbox
            self._inboxes.open(inbox, [self._outlet.received_sockets.popleft() for _ in range(inbox.sockets)])
        else:
            self._inboxes.close(command.name)
            self._outgoing.send_now()  # what it caught arrives before the answer
        self._serve_inboxes()
        self._outlet.send(InboxApplied(command.sequence))

    def _serve_inboxes(self) -> None:
        """Takes what inboxes wait for as well, and tells it apart."""
        accepted = self._communities
        self._engine.communities = None if accepted is None else self._inboxes.communities.union(accepted)
        self._engine.marks = self._inboxes.marks

    def _note_kernel_drops(self) -> None:
        self._kernel_drops = self._endpoint.kernel_drops() or self._kernel_drops

    def _accept(self, command: AcceptSenders) -> None:
        self._communities = command.communities
        self._serve_inboxes()
        self._senders.accept(command.users, command.renewed)
        self._reopen()
        self._outlet.send(SendersAccepted(self._engine.user_count, self._senders.refused))

    def _reopen(self) -> None:
        """Who was not believed may be now: what he had sent is stored with the time at which it came."""
        now, wall_ns = time.monotonic(), time.time_ns()

        def is_taken(data: bytes, source: Address, at: float) -> bool:
            return self._engine.reopen(data, source, at, received_at_ns=wall_ns - int((now - at) * 1e9))

        reopened = sum(self._engine.drops.take_back(reason, is_taken) for reason in UNBELIEVED)
        if reopened:
            self._reopened += reopened
            local, inboxes = self._endpoint.local_address, self._inboxes
            for notification in sorted(self._engine.events(), key=lambda each: each.received_at_ns):
                row = self._rows.row_of(notification, local, inboxes.inbox_of(notification))
                self._outgoing.add(row, len(row[9]) + len(row[10]))
            self._outgoing.send_due()

    def _limit(self, command: LimitReceiver) -> None:
        self._gate.limit(
            rate_per_s=command.rate_per_source,
            networks=[*map(ip_network, command.networks)],
            max_octets=command.max_octets,
        )
        self._folding.window_s = command.fold_window_s
        self._engine.max_varbinds = command.max_varbinds

    def _tell_sources(self, command: ReadSources) -> None:
        figures, hosts = self._gate.figures(time.monotonic(), command.limit)
        sources = [SourceReport(*each) for each in figures]
        self._outlet.send(SourcesRead(command.sequence, sources, hosts, self._gate.forgotten))

    def _note_drop(self, reason: DropReason, address: Address, data: bytes, detail: str) -> None:
        self._datagrams += reason.is_received
        self._engine.drops.note(reason, address, data, time.monotonic(), detail)

    def _take(self, datagrams: Datagrams, door: Door) -> None:
        engine, inboxes = self._engine, self._inboxes
        now, received_at_ns = time.monotonic(), time.time_ns()
        self._datagrams += len(datagrams)
        if self._outgoing.is_full:
            # Nothing is looked at, so no inform is acknowledged that would be lost: its sender tries again.
            detail = f"{self._outgoing.rows:,} notifications wait to be stored"
            for data, source in datagrams:
                engine.drops.note(DropReason.QUEUE_FULL, source, data, now, detail)
            return
        for data, source in datagrams:
            engine.receive_datagram(data, source, now, received_at_ns=received_at_ns)
        acknowledgements = engine.acknowledgements()
        notifications = engine.events()
        row_of, local, inbox = self._rows.row_of, door.endpoint.local_address, door.inbox
        if inbox is None and inboxes:
            rows = [row_of(notification, local, inboxes.inbox_of(notification)) for notification in notifications]
        else:
            rows = [row_of(notification, local, inbox) for notification in notifications]
        if self._folding.window_s:
            rows = self._folding.fold(rows, now)
        if acknowledgements:
            if self._spool is not None and (reason := self._spool.append(_informs(rows))) is not None:
                rows = self._refuse_informs(notifications, rows, now, reason)
            else:
                door.endpoint.send_many(acknowledgements)
        door.endpoint.send_many(engine.datagrams_to_send())
        add = self._outgoing.add
        for row in rows:
            add(row, len(row[9]) + len(row[10]))
        if self._held is not None:
            self._held.take(len(rows) - (len(_informs(rows)) if acknowledgements else 0))
        self._outgoing.send_due()

    def _refuse_informs(
        self, notifications: list[ReceivedNotification], rows: list[NotificationRow], now: float, reason: str
    ) -> list[NotificationRow]:
        """Informs that are not safe are not acknowledged and not taken; gives the rows of the traps."""
        for notification in notifications:
            if notification.kind == _INFORM:
                self._engine.drops.note(DropReason.NOT_SAFE, notification.peer, notification.raw, now, reason)
        return [row for row in rows if row[4] != _INFORM]

    def _send_folded(self, folded: list[FoldedTraps]) -> None:
        if folded:
            self._outlet.send(TrapsFolded([each.row for each in folded], [each.repeats for each in folded]))

    def _settle(self, batch: BatchFacts, is_taken: bool) -> None:  # noqa: FBT001 -- called by the queue alone
        if self._spool is not None:
            self._spool.settle(batch.informs, is_taken=is_taken)
        if self._held is not None:
            self._held.settle(batch)


def _informs(rows: list[NotificationRow]) -> list[NotificationRow]:
    return [row for row in rows if row[4] == _INFORM]


if __name__ == "__main__":
    run_worker(ReceiverRole, msgspec.msgpack.Decoder(ReceiverCommand))
