"""The receiver process: datagrams in, acknowledgements out, notifications to the server as rows.

Run by the server as `python -m trishul.workers.receiver CHANNEL_FD SOCKET_FD…`. Informs are acknowledged in the turn in
which they came, before anything else happens to them; while the queue is full nothing is taken and nothing
acknowledged, so that their senders try again. Owns the glue of engine, socket and queue; the protocol is
`engine.receiver`, who is believed is `accepted_senders`, rows are `notification_rows`, the queue is `outgoing`. Hot
path, measured by `bench/`.
"""

from __future__ import annotations

import socket
import time
from pathlib import Path

import msgspec

from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason
from trishul.engine.local_engine import LocalEngine
from trishul.engine.receiver import ReceiverEngine
from trishul.snmp.engine_state import EngineRole, start_engine
from trishul.snmp.exchange import random_salt
from trishul.transport.listening import ListeningEndpoint
from trishul.transport.udp import Datagrams
from trishul.workers.accepted_senders import AcceptedSenders
from trishul.workers.drop_reports import DropReports
from trishul.workers.entry import Outlet, run_worker
from trishul.workers.messages import (
    AcceptSenders,
    Command,
    ConfigureReceiver,
    ConfirmStored,
    EnginesForgotten,
    EngineStarted,
    ForgetEngines,
    ForgetWaiting,
    Ready,
    ReceiverCommand,
    ReceiverStatistics,
    SendersAccepted,
    WaitingForgotten,
)
from trishul.workers.notification_rows import NotificationRows
from trishul.workers.outgoing import OutgoingNotifications

_REPORT_INTERVAL_S = 1.0


class ReceiverRole:
    """One receiver worker between its configuration and its end."""

    def __init__(self, outlet: Outlet, sockets: list[socket.socket]) -> None:
        self._outlet = outlet
        self._sockets = sockets
        self._rows = NotificationRows()
        self._reported: ReceiverStatistics | None = None
        self._reported_at = 0.0
        self._datagrams = 0
        self._kernel_drops = 0

    def configure(self, command: Command) -> Ready:
        """Counts a start of the engine and starts receiving."""
        assert isinstance(command, ConfigureReceiver)  # the server's first command to this role
        own = self._start_engine(Path(command.engine_directory)) if command.engine_directory else None
        self._engine = ReceiverEngine(engine=own, first_salt=random_salt())
        self._drops = DropReports(self._engine.drops, self._outlet)
        self._senders = AcceptedSenders(self._engine)
        self._accept(AcceptSenders(command.communities, command.users))
        self._outgoing = OutgoingNotifications(
            self._outlet,
            max_rows=command.max_waiting_rows,
            max_bytes=command.max_waiting_bytes,
            max_unconfirmed_bytes=command.max_unstored_bytes,
        )
        self._endpoint = ListeningEndpoint(
            self._sockets,
            on_datagrams=self._take,
            on_drop=self._note_drop,
            receive_buffer_bytes=command.receive_buffer_bytes,
            rate_per_source=command.rate_per_source,
        )
        return Ready(granted_buffer_bytes=self._endpoint.granted_buffer_bytes)

    def handle(self, command: Command) -> None:
        """Confirmations, clearing, and who is believed; all of it between two datagrams."""
        if isinstance(command, ConfirmStored):
            self._outgoing.confirm(command.sequence)
        elif isinstance(command, AcceptSenders):
            self._accept(command)
        elif isinstance(command, ForgetEngines):
            self._outlet.send(EnginesForgotten(command.token, self._engine.forget_engine(command.engine_id)))
        elif isinstance(command, ForgetWaiting):
            self._outlet.send(WaitingForgotten(command.token, self._outgoing.forget()))
        else:
            self._drops.handle(command)

    def tick(self) -> None:
        """Statistics, when they changed and at least once a second."""
        now = time.monotonic()
        due = now - self._reported_at >= _REPORT_INTERVAL_S
        drops = self._drops.counts()
        if not due and self._reported is not None and drops == self._reported.drops:
            return
        self._kernel_drops = self._endpoint.kernel_drops() or self._kernel_drops
        self._reported = ReceiverStatistics(
            received=self._engine.received,
            drops=drops,
            kernel_drops=self._kernel_drops,
            waiting_rows=self._outgoing.rows,
            connections=self._endpoint.connections,
            accepted_connections=self._endpoint.accepted_connections,
            datagrams=self._datagrams,
            questions=self._engine.questions,
            last_drops=self._drops.news(),
        )
        self._reported_at = now
        self._outlet.send(self._reported)

    async def finish(self) -> None:
        """Closes the sockets, then sends what waits, the last figures and what is kept of dropped datagrams."""
        self._kernel_drops = self._endpoint.kernel_drops() or self._kernel_drops
        self._endpoint.close()
        await self._outgoing.send_all()
        self._reported_at = 0.0
        self.tick()
        self._drops.hand_over()

    def _start_engine(self, directory: Path) -> LocalEngine:
        """Our own engine, which informs are sent to, started once more."""
        identity = start_engine(directory, EngineRole.RECEIVER)
        self._outlet.send(EngineStarted(*identity))
        return LocalEngine(identity.engine_id, [], {}, boots=identity.boots, started_at=time.monotonic())

    def _accept(self, command: AcceptSenders) -> None:
        self._engine.communities = None if command.communities is None else frozenset(command.communities)
        self._senders.accept(command.users, command.renewed)
        self._outlet.send(SendersAccepted(self._engine.user_count, self._senders.refused))

    def _note_drop(self, reason: DropReason, address: Address, data: bytes, detail: str) -> None:
        self._datagrams += reason.is_received
        self._engine.drops.note(reason, address, data, time.monotonic(), detail)

    def _take(self, datagrams: Datagrams) -> None:
        engine = self._engine
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
        acknowledgements = engine.datagrams_to_send()
        if acknowledgements:
            self._endpoint.send_many(acknowledgements)
        row_of, add, local = self._rows.row_of, self._outgoing.add, self._endpoint.local_address
        for notification in engine.events():
            row = row_of(notification, local)
            add(row, len(row[9]) + len(row[10]))
        self._outgoing.send_due()


if __name__ == "__main__":
    run_worker(ReceiverRole, msgspec.msgpack.Decoder(ReceiverCommand))
