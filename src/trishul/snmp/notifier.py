"""Notifier: traps and informs over asyncio.

Owns the calls that users make; the form of notifications is `engine.notifier`, sockets and waiting are `exchange`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Self

from trishul.datatypes.oid import Oid
from trishul.datatypes.varbind import VarBind
from trishul.engine.local_engine import LocalEngine
from trishul.engine.manager import error_of
from trishul.engine.notifier import UNKNOWN_AGENT_ADDRESS, NotifierEngine
from trishul.protocol.message import Version
from trishul.snmp.exchange import Exchange, random_request_id, random_salt
from trishul.snmp.target import Target
from trishul.transport.addresses import local_ipv4_towards

_HUNDREDTHS = 100
_TIME_TICKS_RANGE = 2**32


class Acknowledgement(NamedTuple):
    """The receiver's answer to an inform."""

    elapsed_s: float
    tries: int


class Notifier:
    """Sends traps, which nobody answers, and informs, which the receiver acknowledges.

    Where no `uptime` (hundredths of a second) is given, it is the age of the notifier.

    ```python
    from trishul.snmp import Notifier, Target, Value, VarBind

    receiver = Target("127.0.0.1", port, community="public")
    link_down = "1.3.6.1.6.3.1.1.5.3"
    async with Notifier() as notifier:
        await notifier.trap(receiver, link_down, [VarBind.of("1.3.6.1.2.1.2.2.1.1.7", Value.integer(7))])
        acknowledgement = await notifier.inform(receiver, link_down)
        print("acknowledged after", acknowledgement.elapsed_s, "s")
    ```
    """

    def __init__(self, *, engine: LocalEngine | None = None) -> None:
        """`engine`: ours, which SNMPv3 traps come from; its clock is started at the time of the running loop."""
        notifier = NotifierEngine(first_request_id=random_request_id(), first_salt=random_salt(), engine=engine)
        self._exchange = Exchange(notifier)
        self._started_at = self._exchange.now()

    async def trap(
        self,
        target: Target,
        trap_oid: Oid | str,
        varbinds: Iterable[VarBind] = (),
        *,
        uptime: int | None = None,
        agent_address: str | None = None,
        enterprise: Oid | str | None = None,
    ) -> None:
        """Sends a trap, in SNMPv1 form to a target of version 1 (RFC 3584 §3.2).

        `agent_address` and `enterprise` are used by that form only: by default the address this host sends from, and
        for a generic trap snmpTrapEnterprise.0 of the bindings or snmpTraps. Raises
        InvalidInput, and TargetUnreachable for a name that is not known. Nobody tells whether the trap arrived; over
        TCP it waits for the connection at least, and TargetUnreachable and RequestTimedOut say when there is none.
        """
        oid = Oid(trap_oid)
        peer = await self._exchange.find_peer(target)
        await self._exchange.connect(peer)
        if agent_address is None and peer.version is Version.V1:
            agent_address = local_ipv4_towards(peer.address)
        self._exchange.engine.trap(
            peer,
            oid,
            list(varbinds),
            self._uptime(uptime),
            agent_address=agent_address or UNKNOWN_AGENT_ADDRESS,
            enterprise=None if enterprise is None else Oid(enterprise),
            now=self._exchange.now(),
        )
        self._exchange.flush()
        await self._exchange.drain(peer)

    async def inform(
        self,
        target: Target,
        trap_oid: Oid | str,
        varbinds: Iterable[VarBind] = (),
        *,
        uptime: int | None = None,
    ) -> Acknowledgement:
        """Sends an inform until it is acknowledged.

        Raises RequestTimedOut, TargetUnreachable, ErrorResponse, InvalidInput (SNMPv1 has no informs).
        """
        oid = Oid(trap_oid)
        peer = await self._exchange.find_peer(target)
        engine = self._exchange.engine
        request_id = engine.inform(peer, oid, list(varbinds), self._uptime(uptime), self._exchange.now())
        response = await self._exchange.response(request_id)
        error = error_of(response, [])
        if error is not None:
            raise error
        return Acknowledgement(response.elapsed_s, response.tries)

    def close(self) -> None:
        """Closes the sockets; informs that still wait raise an error."""
        self._exchange.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def _uptime(self, given: int | None) -> int:
        if given is not None:
            return given
        return int((self._exchange.now() - self._started_at) * _HUNDREDTHS) % _TIME_TICKS_RANGE
