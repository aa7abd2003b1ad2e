"""Receiver: takes traps and informs over asyncio.

Owns the socket around `engine.receiver` and the bounded queue between it and a slow reader. Hot path: datagrams are
taken in batches, without a task or future each; measured by `bench/`.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Self

from trishul.engine.drops import DropReason, Drops
from trishul.engine.local_engine import LocalEngine
from trishul.engine.receiver import ReceivedNotification, ReceiverEngine
from trishul.protocol.security.users import UserCredentials
from trishul.snmp.exchange import random_salt
from trishul.snmp.listener import Listener
from trishul.transport.tcp_server import DEFAULT_TCP_LIMITS, TcpLimits
from trishul.transport.udp import DEFAULT_RECEIVE_BUFFER_BYTES, Datagrams

DEFAULT_QUEUE_SIZE = 10_000
"""Notifications kept for a reader that is slower than their senders."""


class Receiver(Listener):
    """Takes notifications while it is open; iterate over it, or give `on_notifications` to get them in batches.

    Informs are acknowledged at once. Notifications for which the queue has no room are neither kept nor acknowledged,
    so that the sender of an inform tries again; they are counted in `drops`. `communities=None` accepts any. Opening
    raises AddressInUse, AddressNotAvailable, PermissionRefused or InvalidInput. With `transports=("udp", "tcp")` it
    listens over TCP (RFC 3430) on the same port too. A worker that inherited bound sockets gives them as `sockets`. For
    SNMPv3, `users` are believed at any engine that sends traps, and `engine` is our own, which acknowledges their
    informs.

    ```python
    from trishul.snmp import Notifier, Receiver, Target

    async with Receiver("127.0.0.1", 0, communities={"public"}) as receiver, Notifier() as notifier:
        host, port = receiver.address
        await notifier.trap(Target(host, port), "1.3.6.1.6.3.1.1.5.1")
        async for notification in receiver:
            print(notification.peer, notification.trap_oid.hex())
            break
    ```
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 162,
        *,
        communities: Iterable[str | bytes] | None = None,
        users: Iterable[UserCredentials] = (),
        engine: LocalEngine | None = None,
        sockets: Sequence[socket.socket] = (),
        transports: Sequence[str] = ("udp",),
        tcp_limits: TcpLimits = DEFAULT_TCP_LIMITS,
        on_notifications: Callable[[list[ReceivedNotification]], None] | None = None,
        queue_size: int = DEFAULT_QUEUE_SIZE,
        receive_buffer_bytes: int = DEFAULT_RECEIVE_BUFFER_BYTES,
        rate_per_source: float = 0,
        drops: Drops | None = None,
    ) -> None:
        accepted = (
            None
            if communities is None
            else frozenset(community.encode() if isinstance(community, str) else community for community in communities)
        )
        super().__init__(
            host,
            port,
            sockets=sockets,
            transports=transports,
            receive_buffer_bytes=receive_buffer_bytes,
            tcp_limits=tcp_limits,
            rate_per_source=rate_per_source,
        )
        self._engine = ReceiverEngine(accepted, users=users, engine=engine, first_salt=random_salt(), drops=drops)
        self._on_notifications = on_notifications
        self._queue: deque[ReceivedNotification] = deque()
        self._queue_size = queue_size
        self._arrived = asyncio.Event()

    def close(self) -> None:
        """Stops receiving and closes the socket; who iterates gets what has arrived and then the end."""
        super().close()
        self._arrived.set()

    def add_user(self, credentials: UserCredentials, engine_id: bytes = b"") -> None:
        """Accepts a user's notifications from now on, at one sending engine or at any."""
        self._engine.add_user(credentials, engine_id)

    def remove_user(self, name: str, engine_id: bytes = b"") -> int:
        """Believes no user of this name at this engine, or at any, any more; returns how many there were."""
        return self._engine.remove_user(name, engine_id)

    def forget_engine(self, engine_id: bytes = b"") -> int:
        """Forgets the clock of one sending engine, or of all, for a device that was replaced; returns how many."""
        return self._engine.forget_engine(engine_id)

    @property
    def received(self) -> int:
        """Notifications taken so far."""
        return self._engine.received

    @property
    def waiting(self) -> int:
        """Notifications that nobody has read yet."""
        return len(self._queue)

    @property
    def drops(self) -> Drops:
        """Datagrams that were not taken and acknowledgements that could not be sent, by reason."""
        return self._engine.drops

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> ReceivedNotification:
        while not self._queue:
            if self._open_endpoint.is_closed:
                raise StopAsyncIteration
            self._arrived.clear()
            await self._arrived.wait()
        return self._queue.popleft()

    def _serve(self, datagrams: Datagrams) -> None:
        if self._on_notifications is None:
            self._enqueue(datagrams)
        else:
            notifications = self._take(datagrams)
            if notifications:
                self._on_notifications(notifications)

    def _take(self, datagrams: Datagrams) -> list[ReceivedNotification]:
        """Gives datagrams to the engine and sends its acknowledgements."""
        engine = self._engine
        receive = engine.receive_datagram
        now, received_at_ns = self._now(), time.time_ns()
        for data, source in datagrams:
            receive(data, source, now, received_at_ns=received_at_ns)
        self._open_endpoint.send_many(engine.datagrams_to_send())
        return engine.events()

    def _enqueue(self, datagrams: Datagrams) -> None:
        room = self._queue_size - len(self._queue)
        if len(datagrams) > room:
            now = self._now()
            for data, source in datagrams[room:]:
                self._engine.drops.note(DropReason.QUEUE_FULL, source, data, now, "nobody reads them")
            datagrams = datagrams[:room]
        self._queue.extend(self._take(datagrams))
        self._arrived.set()
