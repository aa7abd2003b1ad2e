"""Agent: answers requests for simulated devices over asyncio.

Owns the socket around `engine.agent`; what a device answers is `simulation`. Hot path: datagrams are answered in the
turn in which they are received, without a task or future each; measured by `bench/`.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Mapping, Sequence

from trishul.engine.activity import RequestsServed
from trishul.engine.addresses import Address
from trishul.engine.admission import Admission
from trishul.engine.agent import MAX_UDP_MESSAGE_OCTETS, AgentEngine, Wake
from trishul.engine.agent_figures import snmp_group
from trishul.engine.drops import Drops
from trishul.engine.faults import AgentFaults
from trishul.engine.instances import InstanceTable
from trishul.engine.journal import Journal
from trishul.engine.local_engine import LocalEngine
from trishul.engine.probing import Probing
from trishul.snmp.exchange import random_salt
from trishul.snmp.listener import Listener
from trishul.transport.addresses import TcpAddress
from trishul.transport.tcp_server import DEFAULT_TCP_LIMITS, TcpLimits
from trishul.transport.udp import DEFAULT_RECEIVE_BUFFER_BYTES, Datagrams, UdpEndpoint, bind


class Agent(Listener):
    """Serves one device for each community while it is open; `async with` opens and closes it.

    Opening raises AddressInUse, AddressNotAvailable, PermissionRefused or InvalidInput. Port 0 takes a free port,
    told by `address`. With `transports=("udp", "tcp")` it answers over TCP (RFC 3430) on the same port too. A worker
    that inherited bound sockets gives them as `sockets` instead of host and port.

    ```python
    from trishul.simulation.device import Device
    from trishul.snmp import Agent, Manager, Oid, Target, Value

    device = Device.from_instances({Oid("1.3.6.1.2.1.1.5.0"): Value.octet_string("switch")})
    async with Agent({"public": device}) as agent, Manager() as manager:
        host, port = agent.address
        (name,) = await manager.get(Target(host, port), "1.3.6.1.2.1.1.5.0")
        print(name, "after", agent.requests, "request")
    ```

    SNMPv3 needs an engine, which knows its users and how often it has started:

    ```python
    import asyncio

    from trishul.simulation.device import Device
    from trishul.snmp import Agent, AuthProtocol, KeyMaterial, LocalEngine, Manager, Oid, Target, UserCredentials, Value

    device = Device.from_instances({Oid("1.3.6.1.2.1.1.5.0"): Value.octet_string("switch")})
    user = UserCredentials("bert", AuthProtocol.SHA256, KeyMaterial.password("maplesyrup"))
    engine_id = bytes.fromhex("80001f8804737769746368")
    now = asyncio.get_running_loop().time()
    engine = LocalEngine(engine_id, [user], {b"": device}, boots=1, started_at=now)
    async with Agent({}, engines={engine_id: engine}) as agent, Manager() as manager:
        host, port = agent.address
        (name,) = await manager.get(Target(host, port, version="3", user=user), "1.3.6.1.2.1.1.5.0")
        print(name)
    ```
    """

    def __init__(
        self,
        devices: Mapping[str, InstanceTable] | Mapping[bytes, InstanceTable],
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        sockets: Sequence[socket.socket] = (),
        transports: Sequence[str] = ("udp",),
        tcp_limits: TcpLimits = DEFAULT_TCP_LIMITS,
        max_message_size: int = MAX_UDP_MESSAGE_OCTETS,
        engines: Mapping[bytes, LocalEngine] | None = None,
        receive_buffer_bytes: int = DEFAULT_RECEIVE_BUFFER_BYTES,
        rate_per_source: float = 0,
        drops: Drops | None = None,
        logs_requests: bool = True,
    ) -> None:
        """`max_message_size`: octets of the largest answer, at least 484 (RFC 3417 §3.2).

        `engines`: who answers SNMPv3, by snmpEngineID; their clocks are started at the time of the running loop.
        `drops`: the book of another agent, where both count together.
        `logs_requests`: False where nobody reads `activity`, which then costs nothing.
        """
        super().__init__(
            host,
            port,
            sockets=sockets,
            transports=transports,
            receive_buffer_bytes=receive_buffer_bytes,
            tcp_limits=tcp_limits,
            rate_per_source=rate_per_source,
        )
        self.devices: dict[bytes, InstanceTable] = {
            community.encode() if isinstance(community, str) else community: device
            for community, device in devices.items()
        }
        """Community to device; may be changed while the agent runs."""
        self._engine = AgentEngine(
            self.devices,
            max_message_size=max_message_size,
            engines=engines,
            first_salt=random_salt(),
            drops=drops,
        )
        self._engine.activity.is_grouped = logs_requests
        self._timer: asyncio.TimerHandle | None = None
        self._other_port: UdpEndpoint | None = None

    def close(self) -> None:
        """Stops serving and closes the socket; answers that were to be sent later are not sent."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._other_port is not None:
            self._other_port.close()
        super().close()

    @property
    def admission(self) -> Admission | None:
        """Who may see and change what; without it, who is known sees everything. May be changed while it runs."""
        return self._engine.admission

    @admission.setter
    def admission(self, admission: Admission | None) -> None:
        self._engine.admission = admission

    @property
    def wake(self) -> Wake | None:
        """Who loads devices when they are first asked, and answers what was asked meanwhile by `answer_kept`."""
        return self._engine.wake

    @wake.setter
    def wake(self, wake: Wake | None) -> None:
        self._engine.wake = wake

    @property
    def probing(self) -> Probing | None:
        """Who knows devices by more than their names; without it, a name means the device of that name."""
        return self._engine.probing

    @probing.setter
    def probing(self, probing: Probing | None) -> None:
        self._engine.probing = probing

    def answer_kept(self, data: bytes, source: Address) -> None:
        """Answers a datagram that was kept until its device was there."""
        self._serve([(data, source)])

    def share_books(self, other: Agent) -> None:
        """Takes the faults and journals of devices from the books of another agent, whatever becomes of them."""
        self._engine.faulty.devices = other.faults
        self._engine.activity.journals = other.journals

    def take_over_figures(self, other: Agent) -> None:
        """Counts what another agent, which is about to be closed, has done."""
        self._engine.requests += other.requests
        self._engine.varbinds += other.varbinds
        self._engine.questions += other.questions
        self.datagrams += other.datagrams
        if other.is_open:
            self.earlier_connections += other.accepted_connections

    @property
    def journals(self) -> dict[InstanceTable, Journal]:
        """Devices of which every request is written down, as `engine.journal`; may be changed while the agent runs."""
        return self._engine.activity.journals

    @property
    def faults(self) -> dict[InstanceTable, AgentFaults]:
        """Devices whose answers go wrong on purpose, and how; may be changed while the agent runs."""
        return self._engine.faulty.devices

    @property
    def requests(self) -> int:
        """Requests answered so far."""
        return self._engine.requests

    @property
    def varbinds(self) -> int:
        """Variable bindings served so far."""
        return self._engine.varbinds

    @property
    def questions(self) -> int:
        """SNMPv3 messages that asked for an engine's ID or clock, which are neither requests nor drops."""
        return self._engine.questions

    def snmp_group(self) -> Counter[int]:
        """The counters of the snmp group (RFC 3418) by column."""
        return snmp_group(self._engine)

    @property
    def drops(self) -> Drops:
        """Datagrams without an answer, by reason, and answers that could not be sent."""
        return self._engine.drops

    def activity(self) -> list[RequestsServed]:
        """What was asked since the last call, grouped by peer, device and kind; read it a few times a second."""
        return self._engine.events()

    def _serve(self, datagrams: Datagrams) -> None:
        engine = self._engine
        receive = engine.receive_datagram
        now = self._now()
        for data, source in datagrams:
            receive(data, source, now)
        self._open_endpoint.send_many(engine.datagrams_to_send())
        if engine.faulty.strays:
            self._send_strays()
        self._set_timer()

    def _set_timer(self) -> None:
        """Wakes up when the next of the answers that are sent later is due."""
        deadline = self._engine.next_deadline()
        if deadline is None or (self._timer is not None and self._timer.when() <= deadline):
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(deadline, self._handle_timeout)

    def _handle_timeout(self) -> None:
        self._timer = None
        self._engine.handle_timeout(self._now())
        for answer in self._engine.datagrams_to_send():  # one by one: some may go over UDP and some over TCP
            self._open_endpoint.send_many([answer])
        self._send_strays()
        self._set_timer()

    def _send_strays(self) -> None:
        """Sends what a fault has come from another port; over TCP there is only the connection."""
        strays = self._engine.faulty.strays
        while strays:
            datagram, address = strays.pop(0)
            if isinstance(address, TcpAddress):
                self._open_endpoint.send_many([(datagram, address)])
                continue
            if self._other_port is None:
                other = bind(str(self.address[0]), 0)
                self._other_port = UdpEndpoint.adopt(other, on_datagrams=lambda _: None, answers_from_asked=True)
            self._other_port.send(datagram, address)
