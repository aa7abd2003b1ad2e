"""Drives an engine of outstanding requests: sockets, clock and futures around `engine.outstanding`.

Manager and Notifier share it. One unconnected socket per address family serves all targets, opened when first needed;
one timer serves all requests. A future carries the outcome as a value, errors included, so that an answer nobody
waits for any more leaves nothing to complain about. Hot path, measured by `bench/`.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Generic, TypeVar

from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason
from trishul.engine.outstanding import Outcome, OutstandingRequests
from trishul.engine.peers import Peer
from trishul.engine.responses import Response
from trishul.errors import AddressNotAvailable, RequestTimedOut, TargetUnreachable, TrishulError
from trishul.snmp.target import Target
from trishul.transport.addresses import TcpAddress, numeric_address, resolve
from trishul.transport.udp import Datagrams, UdpEndpoint

if TYPE_CHECKING:
    from trishul.transport.tcp_client import TcpConnections

EngineT = TypeVar("EngineT", bound=OutstandingRequests)

NAME_LIFETIME_S = 60.0
"""How long a resolved name is believed."""
MAX_RESOLVED_TARGETS = 10_000
MAX_POLLS_IN_A_ROW = 16
"""Answers taken without a turn of the event loop; then others have theirs."""
_ANY_ADDRESS = {2: "", 4: "::"}
"""Where the socket of each family is bound; IPv6 addresses have four parts, IPv4 ones two."""


def random_request_id() -> int:
    """A first request-id that cannot be guessed."""
    return int.from_bytes(os.urandom(4), "big")


def random_salt() -> int:
    """A first salt that no earlier process has used (RFC 3826 §3.1.2.1)."""
    return int.from_bytes(os.urandom(8), "big")


class Exchange(Generic[EngineT]):
    """One engine on the running event loop."""

    def __init__(self, engine: EngineT) -> None:
        self.engine = engine
        self._loop = asyncio.get_running_loop()
        self.now = self._loop.time
        """The loop's clock, which the engine's deadlines are measured by."""
        self._endpoints: dict[int, UdpEndpoint] = {}
        self._connections: TcpConnections | None = None
        self._futures: dict[int, asyncio.Future[Outcome]] = {}
        self._peers: dict[Target, tuple[Peer, float | None]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = 0.0
        self._is_closed = False
        self._polls = 0

    async def find_peer(self, target: Target) -> Peer:
        """The target with its address resolved, remembered for a while. Raises TargetUnreachable."""
        known = self._peers.get(target)
        if known is not None and (known[1] is None or known[1] > self.now()):
            return known[0]
        address = numeric_address(target.host, target.port)
        believed_until = None
        if address is None:
            address = await resolve(target.host, target.port, target.ip_version)
            believed_until = self.now() + NAME_LIFETIME_S
        if target.is_stream:
            address = TcpAddress(address)
        peer = target.peer(address)
        if len(self._peers) >= MAX_RESOLVED_TARGETS:
            self._peers.clear()
        self._peers[target] = (peer, believed_until)
        return peer

    def start(self, request_id: int) -> asyncio.Future[Outcome]:
        """Sends what the engine has to send; the future gets the outcome of the request."""
        if self._is_closed:
            self.engine.cancel(request_id)
            raise TrishulError("This manager or notifier was closed")
        future: asyncio.Future[Outcome] = self._loop.create_future()
        self._futures[request_id] = future
        self.flush()
        return future

    async def response(self, request_id: int) -> Response:
        """Sends a request and waits for its answer. Raises what ended it; a cancelled wait forgets the request."""
        outcome = await self.outcome(request_id, self.start(request_id))
        if isinstance(outcome, Response):
            return outcome
        raise outcome

    async def outcome(self, request_id: int, future: asyncio.Future[Outcome]) -> Outcome:
        """Waits for the future of a request; a cancelled wait forgets the request.

        On one host the answer is often there as soon as the request has left, and taking it costs a third of what a
        turn of the loop costs; every few requests the loop has its turn all the same.
        """
        if self._polls < MAX_POLLS_IN_A_ROW and len(self._futures) == 1:
            self._polls += 1
            for endpoint in self._endpoints.values():
                endpoint.poll()
        else:
            self._polls = 0
            if future.done():
                await asyncio.sleep(0)
        if future.done():
            return future.result()
        self._polls = 0
        try:
            return await future
        except asyncio.CancelledError:
            self.forget(request_id)
            raise

    def forget(self, request_id: int) -> None:
        """Nobody waits for this request any more."""
        self._futures.pop(request_id, None)
        self.engine.cancel(request_id)

    async def connect(self, peer: Peer) -> None:
        """Over TCP, waits for a connection to the peer: who sends what nobody answers wants to know that much.

        Raises TargetUnreachable, RequestTimedOut.
        """
        if isinstance(peer.address, TcpAddress):
            await self._until(peer, self._tcp().connect(peer.address))

    async def drain(self, peer: Peer) -> None:
        """Over TCP, waits until the system has taken what was sent. Raises TargetUnreachable, RequestTimedOut."""
        if isinstance(peer.address, TcpAddress):
            await self._until(peer, self._tcp().drain(peer.address))

    def flush(self) -> None:
        """Sends what waits in the engine and sets the timer."""
        for data, address in self.engine.datagrams_to_send():
            try:
                endpoint = self._endpoint_towards(address)
            except AddressNotAvailable:
                self._lose_peer(address, "this host does not speak its IP version")
            else:
                endpoint.send(data, address)
        deadline = self.engine.next_deadline()
        if deadline is not None and (self._timer is None or deadline < self._timer_at):
            self._set_timer(deadline)

    def kernel_drops(self) -> int:
        """Answers the kernel had no room for."""
        return sum(endpoint.kernel_drops() or 0 for endpoint in self._endpoints.values())

    def close(self) -> None:
        """Closes the sockets; who still waits gets an error."""
        self._is_closed = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for endpoint in self._endpoints.values():
            endpoint.close()
        if self._connections is not None:
            self._connections.close()
        for request_id, future in list(self._futures.items()):
            self.engine.cancel(request_id)
            if not future.done():
                future.set_result(TrishulError("The manager or notifier was closed before the answer came"))
        self._futures.clear()

    async def _until(self, peer: Peer, reached: Awaitable[str | None]) -> None:
        started_at = self.now()
        try:
            async with asyncio.timeout(peer.timeout_s):
                reason = await reached
        except TimeoutError:
            raise RequestTimedOut(peer.name, self.now() - started_at, 0) from None
        if reason is not None:
            raise TargetUnreachable(peer.name, reason)

    def _tcp(self) -> TcpConnections:
        """Made when first needed: most asking is done over UDP."""
        if self._is_closed:
            raise TrishulError("This manager or notifier was closed")
        if self._connections is None:
            from trishul.transport.tcp_client import TcpConnections

            self._connections = TcpConnections(
                on_datagrams=self._receive,
                on_error=self._lose_peer,
                on_lost=self._lose_connection,
                on_drop=self._note_drop,
            )
        return self._connections

    def _endpoint_towards(self, address: Address) -> UdpEndpoint | TcpConnections:
        if isinstance(address, TcpAddress):
            return self._tcp()
        endpoint = self._endpoints.get(len(address))
        if endpoint is None:
            endpoint = UdpEndpoint.open(
                _ANY_ADDRESS[len(address)],
                0,
                on_datagrams=self._receive,
                on_error=self._lose_peer,
            )
            self._endpoints[len(address)] = endpoint
        return endpoint

    def _receive(self, datagrams: Datagrams) -> None:
        now = self.now()
        receive = self.engine.receive_datagram
        for data, source in datagrams:
            receive(data, source, now)
        if self.engine.has_datagrams:
            self.flush()
        self._deliver()

    def _lose_peer(self, address: Address, reason: str) -> None:
        self.engine.peer_unreachable(address, reason)
        self._deliver()

    def _lose_connection(self, address: Address, reason: str) -> None:
        """Requests that were on their way take a new one; not at once, since this may come from within a flush."""
        self.engine.connection_lost(address, reason, self.now())
        self._deliver()
        self._loop.call_soon(self._flush_unless_closed)

    def _flush_unless_closed(self) -> None:
        if not self._is_closed:
            self.flush()

    def _note_drop(self, reason: DropReason, address: Address, octets: bytes, detail: str) -> None:
        self.engine.drops.note(reason, address, octets, self.now(), detail)

    def _deliver(self) -> None:
        for request_id, outcome in self.engine.events():
            future = self._futures.pop(request_id, None)
            if future is not None and not future.done():
                future.set_result(outcome)

    def _set_timer(self, deadline: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(deadline, self._handle_timeout)
        self._timer_at = deadline

    def _handle_timeout(self) -> None:
        # The timer may stand for a request that was answered long ago; then the next deadline is simply later.
        self._timer = None
        self.engine.handle_timeout(self.now())
        self._deliver()
        self.flush()
