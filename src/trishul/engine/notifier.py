"""The notifier role (notification originator): traps, which nobody answers, and informs, which are acknowledged.

v1 traps follow RFC 3584 §3.2, later notifications RFC 3416 §4.2.6 and §4.2.7. An SNMPv3 trap is a message of our own
engine, or of the one that the peer was given with, which then is whom we pretend to be; an inform is one of the
receiver's. An inform waits as any request does: tries, back-off and matching are `outstanding`, its Response is the
acknowledgement.
"""

from __future__ import annotations

from collections.abc import Sequence

from trishul.datatypes.oid import Oid
from trishul.datatypes.varbind import VarBind
from trishul.engine.local_engine import LocalEngine
from trishul.engine.outstanding import OutstandingRequests, contents_of, encode_request
from trishul.engine.peers import Peer
from trishul.engine.receiver import SNMP_TRAP_OID_0, SYS_UP_TIME_0
from trishul.engine.remote_engine import RemoteEngine
from trishul.engine.trap_form import heading, trap_v1_of
from trishul.errors import InvalidInput
from trishul.protocol.ber import encode_varbinds
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import PduKind

UNKNOWN_AGENT_ADDRESS = "0.0.0.0"  # noqa: S104 -- a field of the trap, nothing is bound
"""agent-addr of a trap whose sender has no IPv4 address (RFC 3584 §3.2 (2))."""
MAX_NOTIFICATION_OCTETS = 65507
"""The largest UDP payload over IPv4."""


class NotifierEngine(OutstandingRequests):
    """Notifies; `events` gives `(request_id, Response | TrishulError)` for informs only."""

    def __init__(self, *, first_request_id: int, first_salt: int = 0, engine: LocalEngine | None = None) -> None:
        """`first_request_id`, `first_salt`: as for every role that asks, random. `engine`: ours, for SNMPv3 traps."""
        super().__init__(first_request_id=first_request_id, first_salt=first_salt)
        self._engine = engine
        self.traps = 0
        """Traps sent; informs are counted as `requests`."""

    def trap(
        self,
        peer: Peer,
        trap_oid: Oid,
        varbinds: Sequence[VarBind],
        uptime: int,
        *,
        agent_address: str = UNKNOWN_AGENT_ADDRESS,
        enterprise: Oid | None = None,
        now: float = 0.0,
    ) -> None:
        """Sends a trap in the peer's version; `uptime` in hundredths of a second, `now` dates SNMPv3 messages.

        `agent_address` and `enterprise`, which is that of a generic trap, are fields of the SNMPv1 form alone.
        Raises InvalidInput, CapabilityMissing.
        """
        if peer.version is Version.V1:
            pdu = trap_v1_of(trap_oid, uptime, agent_address, varbinds, enterprise=enterprise)
            datagram = encode_message(Message(peer.version, peer.community, pdu))
        else:
            bindings = _bindings(trap_oid, uptime, varbinds)
            request_id = self._new_id()
            datagram = encode_request(peer.head, PduKind.TRAP_V2, request_id, 0, 0, bindings)
            if peer.remote is not None:
                datagram = self._sealed_trap(peer.remote, contents_of(datagram), request_id, now)
        _check_size(len(datagram))
        self._outbox.append((datagram, peer.address))
        self.traps += 1

    def _sealed_trap(self, remote: RemoteEngine, pdu: bytes, msg_id: int, now: float) -> bytes:
        engine = self._engine
        if engine is None:
            raise InvalidInput("An SNMPv3 trap needs an engine of its own", field="engine_id")
        self._salt += 1
        sending_engine_id = remote.given_engine_id or engine.engine_id
        return remote.seal_trap(pdu, msg_id, sending_engine_id, *engine.clock.read(now), self._salt)

    def inform(self, peer: Peer, trap_oid: Oid, varbinds: Sequence[VarBind], uptime: int, now: float) -> int:
        """Sends an inform and returns its request-id. Raises InvalidInput, also for SNMPv1, which has none."""
        if peer.version is Version.V1:
            raise InvalidInput("InformRequest does not exist in SNMP version 1", field="version")
        bindings = _bindings(trap_oid, uptime, varbinds)
        _check_size(len(bindings) + len(peer.head) + 32)
        return self.submit(peer, PduKind.INFORM, bindings, now)


def _bindings(trap_oid: Oid, uptime: int, varbinds: Sequence[VarBind]) -> bytes:
    """The encoded list; a heading that the caller gave as well is not sent twice."""
    own = [varbind for varbind in varbinds if varbind.name not in (SYS_UP_TIME_0, SNMP_TRAP_OID_0)]
    return encode_varbinds([*heading(trap_oid, uptime), *own])


def _check_size(size: int) -> None:
    if size > MAX_NOTIFICATION_OCTETS:
        raise InvalidInput(f"A notification of {size} octets does not fit a datagram", field="varbinds")
