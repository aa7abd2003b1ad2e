"""The receiver process: datagrams in, acknowledgements out, notifications to the server as rows.

Run by the server as `python -m trishul.workers.receiver CHANNEL_FD SOCKET_FD…`. Informs are acknowledged in the turn in
which they came, before anything else happens to them; while the queue is full nothing is taken and nothing
acknowledged, so that their senders try again. Owns the glue of engine, socket and queue; the protocol is
`engine.receiver`, rows are `notification_rows`, the queue is `outgoing`. Hot path, measured by `bench/`.
"""

from __future__ import annotations

import socket
import time

import msgspec

from trishul.engine.drops import DropReason
from trishul.engine.receiver import ReceiverEngine
from trishul.transport.addresses import address_text
from trishul.transport.udp import Datagrams, UdpEndpoint
from trishul.workers.entry import Outlet, run_worker
from trishul.workers.messages import (
    Command,
    ConfigureReceiver,
    ConfirmStored,
    ForgetWaiting,
    Ready,
    ReceiverCommand,
    ReceiverStatistics,
    WaitingForgotten,
)
from trishul.workers.notification_rows import NotificationRows
from trishul.workers.outgoing import OutgoingNotifications

_REPORT_INTERVAL_S = 1.0


class ReceiverRole:
    """One receiver worker between its configuration and its end."""

    def __init__(self, outlet: Outlet, sockets: list[socket.socket]) -> None:
        self._outlet = outlet
        (self._sock,) = sockets
        self._rows = NotificationRows()
        self._reported: ReceiverStatistics | None = None
        self._reported_at = 0.0

    def configure(self, command: Command) -> Ready:
        """Starts receiving."""
        assert isinstance(command, ConfigureReceiver)  # the server's first command to this role
        communities = None if command.communities is None else frozenset(command.communities)
        self._engine = ReceiverEngine(communities)
        self._outgoing = OutgoingNotifications(
            self._outlet,
            max_rows=command.max_waiting_rows,
            max_bytes=command.max_waiting_bytes,
            max_unconfirmed_bytes=command.max_unstored_bytes,
        )
        self._local = address_text(self._sock.getsockname())
        self._endpoint = UdpEndpoint.adopt(
            self._sock, on_datagrams=self._take, receive_buffer_bytes=command.receive_buffer_bytes
        )
        return Ready(granted_buffer_bytes=self._endpoint.granted_buffer_bytes)

    def handle(self, command: Command) -> None:
        """Confirmations and clearing."""
        if isinstance(command, ConfirmStored):
            self._outgoing.confirm(command.sequence)
        elif isinstance(command, ForgetWaiting):
            self._outlet.send(WaitingForgotten(command.token, self._outgoing.forget()))

    def tick(self) -> None:
        """Statistics, when they changed and at least once a second."""
        now = time.monotonic()
        due = now - self._reported_at >= _REPORT_INTERVAL_S
        drops = {str(reason): count for reason, count in self._engine.drops.items()}
        if not due and self._reported is not None and drops == self._reported.drops:
            return
        self._reported = ReceiverStatistics(
            received=self._engine.received,
            drops=drops,
            kernel_drops=self._endpoint.kernel_drops() or 0,
            waiting_rows=self._outgoing.rows,
        )
        self._reported_at = now
        self._outlet.send(self._reported)

    async def finish(self) -> None:
        """Closes the sockets, then sends what waits and the last figures."""
        self._reported_at = 0.0
        self.tick()
        self._endpoint.close()
        await self._outgoing.send_all()

    def _take(self, datagrams: Datagrams) -> None:
        engine = self._engine
        if self._outgoing.is_full:
            # Nothing is looked at, so no inform is acknowledged that would be lost: its sender tries again.
            engine.drops.count(DropReason.QUEUE_FULL, len(datagrams))
            return
        received_at_ns = time.time_ns()
        for data, source in datagrams:
            engine.receive_datagram(data, source, 0.0, received_at_ns=received_at_ns)
        acknowledgements = engine.datagrams_to_send()
        if acknowledgements:
            self._endpoint.send_many(acknowledgements)
        row_of, add, local = self._rows.row_of, self._outgoing.add, self._local
        for notification in engine.events():
            row = row_of(notification, local)
            add(row, len(row[9]) + len(row[10]))
        self._outgoing.send_due()


if __name__ == "__main__":
    run_worker(ReceiverRole, msgspec.msgpack.Decoder(ReceiverCommand))
