"""Agent: answers requests for simulated devices over asyncio.

Owns the socket around `engine.agent`; what a device answers is `simulation`. Hot path: datagrams are answered in the
turn in which they are received, without a task or future each; measured by `bench/`.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from typing import Self

from trishul.engine.addresses import Address
from trishul.engine.agent import MAX_UDP_MESSAGE_OCTETS, AgentEngine, RequestsServed
from trishul.engine.drops import DropCounts, DropReason
from trishul.engine.instances import InstanceTable
from trishul.errors import TrishulError
from trishul.transport.udp import DEFAULT_RECEIVE_BUFFER_BYTES, Datagrams, UdpEndpoint


class Agent:
    """Serves one device for each community while it is open; `async with` opens and closes it.

    Opening raises AddressInUse, AddressNotAvailable, PermissionRefused or InvalidInput. Port 0 takes a free port,
    told by `address`. A worker that inherited a bound socket gives it as `sock` instead of host and port.

    ```python
    from trishul.simulation.device import Device
    from trishul.snmp import Agent, Manager, Oid, Target, Value

    device = Device.from_instances({Oid("1.3.6.1.2.1.1.5.0"): Value.octet_string("switch")})
    async with Agent({"public": device}) as agent, Manager() as manager:
        host, port = agent.address
        (name,) = await manager.get(Target(host, port), "1.3.6.1.2.1.1.5.0")
        print(name, "after", agent.requests, "request")
    ```
    """

    def __init__(
        self,
        devices: Mapping[str, InstanceTable] | Mapping[bytes, InstanceTable],
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        sock: socket.socket | None = None,
        max_message_size: int = MAX_UDP_MESSAGE_OCTETS,
        receive_buffer_bytes: int = DEFAULT_RECEIVE_BUFFER_BYTES,
    ) -> None:
        """`max_message_size`: octets of the largest answer, at least 484 (RFC 3417 §3.2)."""
        self.devices: dict[bytes, InstanceTable] = {
            community.encode() if isinstance(community, str) else community: device
            for community, device in devices.items()
        }
        """Community to device; may be changed while the agent runs."""
        self._engine = AgentEngine(self.devices, max_message_size=max_message_size)
        self._host = host
        self._port = port
        self._sock = sock
        self._receive_buffer_bytes = receive_buffer_bytes
        self._endpoint: UdpEndpoint | None = None

    def open(self) -> None:
        """Binds and answers from now on; needs a running event loop."""
        self._now = asyncio.get_running_loop().time
        if self._sock is not None:
            self._endpoint = UdpEndpoint.adopt(
                self._sock, on_datagrams=self._serve, receive_buffer_bytes=self._receive_buffer_bytes
            )
        else:
            self._endpoint = UdpEndpoint.open(
                self._host, self._port, on_datagrams=self._serve, receive_buffer_bytes=self._receive_buffer_bytes
            )

    def close(self) -> None:
        """Stops answering and closes the socket."""
        if self._endpoint is not None:
            self._endpoint.close()

    @property
    def address(self) -> Address:
        """Where the agent listens."""
        return self._open_endpoint.local_address

    @property
    def requests(self) -> int:
        """Requests answered so far."""
        return self._engine.requests

    @property
    def drops(self) -> DropCounts:
        """Datagrams without an answer, by reason, and answers that could not be sent."""
        drops = DropCounts(self._engine.drops)
        endpoint = self._endpoint
        if endpoint is not None and endpoint.dropped_sends + endpoint.failed_sends:
            drops.count(DropReason.SEND_FAILED, endpoint.dropped_sends + endpoint.failed_sends)
        return drops

    def activity(self) -> list[RequestsServed]:
        """What was asked since the last call, grouped by peer, device and kind; read it a few times a second."""
        return self._engine.events()

    def kernel_drops(self) -> int | None:
        """Requests the kernel had no room for; None where the system does not tell."""
        return self._open_endpoint.kernel_drops()

    @property
    def granted_buffer_bytes(self) -> int:
        """The receive buffer that the system granted."""
        return self._open_endpoint.granted_buffer_bytes

    async def __aenter__(self) -> Self:
        self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    @property
    def _open_endpoint(self) -> UdpEndpoint:
        if self._endpoint is None:
            raise TrishulError("The agent is not open")
        return self._endpoint

    def _serve(self, datagrams: Datagrams) -> None:
        engine = self._engine
        receive = engine.receive_datagram
        now = self._now()
        for data, source in datagrams:
            receive(data, source, now)
        if self._endpoint is not None:
            self._endpoint.send_many(engine.datagrams_to_send())
