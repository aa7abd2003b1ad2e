"""An address that one agent has to itself: its sockets, its engine, and what answers there.

Owns what belongs to the address; when the device is loaded is `served_agents`. An engine ID means one engine at one
address (RFC 3411 §3.1.1.1), so there is one here, made of the shared one's and the agent's ID unless it was chosen.
"""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Sequence

from trishul.engine.agent import Wake
from trishul.engine.local_engine import DEFAULT_CONTEXT, LocalEngine
from trishul.protocol.security.engine_id import EngineIdFormat
from trishul.simulation.device import Device
from trishul.snmp.agent import Agent
from trishul.workers.agent_messages import AgentSpec
from trishul.workers.simulated_engines import SimulatedEngines

_ENTERPRISE_OCTETS = 4


class OwnAddress:
    """One agent's address, served after `open`."""

    def __init__(
        self,
        spec: AgentSpec,
        sockets: Sequence[socket.socket],
        shared: Agent,
        engines: SimulatedEngines | None,
        wake: Wake,
    ) -> None:
        """Counts its drops with those of the `shared` agent, and goes wrong as devices there do."""
        self._spec = spec
        self._shared = shared
        self._engines = engines
        self._engine = None
        if engines is not None:
            self._engine = engines.open_elsewhere(spec.engine_id or engine_id_of(engines.first.engine_id, spec.id))
        self.agent = Agent(
            {},
            sockets=sockets,
            rate_per_source=shared.rate_per_source,
            engines=None if self._engine is None else {self._engine.engine_id: self._engine},
            drops=shared.drops,
        )
        self.agent.share_books(shared)
        self.agent.admission = shared.admission
        self.agent.wake = wake

    def open(self) -> None:
        """Serves the sockets from now on."""
        self.agent.open()

    @property
    def engines(self) -> list[LocalEngine]:
        """Its one engine; none without SNMPv3."""
        return [] if self._engine is None else [self._engine]

    def answers(self, engine_id: bytes, name: bytes) -> bool:
        """True for its community, and for its context and the one without a name."""
        if not engine_id:
            return name == self._spec.community
        return name in {DEFAULT_CONTEXT, self._spec.context_name}

    def serve(self, device: Device) -> None:
        """Answers for a device from now on."""
        if self._spec.community:
            self.agent.devices[self._spec.community] = device
        if self._engine is not None:
            self._engine.contexts[DEFAULT_CONTEXT] = self._engine.contexts[self._spec.context_name] = device

    def withdraw(self) -> None:
        """Answers for it no longer; the next request wakes it."""
        self.agent.devices.clear()
        if self._engine is not None:
            self._engine.contexts.clear()

    def close(self) -> None:
        """Gives the address up; what was counted there is counted at the shared one from now on."""
        self._shared.take_over_figures(self.agent)
        self.agent.close()
        if self._engines is not None and self._engine is not None:
            self._engines.close_elsewhere(self._engine.engine_id)


def engine_id_of(first: bytes, agent_id: str) -> bytes:
    """An engine ID beside the first one, the same after every start (RFC 3411 §5, SnmpEngineID, format octets)."""
    octets = hashlib.blake2s(first + agent_id.encode(), digest_size=8).digest()
    return first[:_ENTERPRISE_OCTETS] + bytes((EngineIdFormat.OCTETS,)) + octets
