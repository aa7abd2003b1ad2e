"""Manager: GET, GETNEXT, GETBULK, SET and walks over asyncio.

Owns the calls that users make; what is asked and what answers mean is `engine.manager`, sockets and waiting are
`exchange`, the course of a walk is `walk`, which is loaded when something is walked: a single GET from a shell starts
sooner without.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Self, TypeAlias

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import PlainValue, Value
from trishul.datatypes.varbind import VarBind
from trishul.engine.drops import Drops
from trishul.engine.manager import ManagerEngine, error_of, set_error_of
from trishul.engine.peers import Peer
from trishul.engine.repetitions import DEFAULT_MAX_IN_FLIGHT, DEFAULT_MAX_REPETITIONS, MaxRepetitions
from trishul.protocol.pdu import ErrorStatus
from trishul.snmp.exchange import Exchange, random_request_id, random_salt
from trishul.snmp.target import Target

_Ask: TypeAlias = Callable[[Peer, Sequence[bytes], float], int]

if TYPE_CHECKING:
    from trishul.snmp.walk import WalkPages, WalkRows


class Manager:
    """Asks any number of targets at a time over one socket per address family.

    Calls raise RequestTimedOut, TargetUnreachable, ErrorResponse, NoSuchName (SNMPv1 only; v2c agents answer with
    noSuchObject and the like, see `VarBind.is_exception`), DecodeError for a broken answer and InvalidInput. A
    cancelled call forgets its request.

    ```python
    from trishul.snmp import Manager, Target

    target = Target("127.0.0.1", port, community="public")
    async with Manager() as manager:
        (description,) = await manager.get(target, "1.3.6.1.2.1.1.1.0")
        print(description.oid, description.value)
        async for varbind in manager.walk(target, "1.3.6.1.2.1.1"):
            print(varbind.oid, varbind.value.native)
    ```
    """

    def __init__(self) -> None:
        self._exchange = Exchange(ManagerEngine(first_request_id=random_request_id(), first_salt=random_salt()))

    async def get(self, target: Target, *oids: Oid | str) -> list[VarBind]:
        """The values of these instances; what is too big for one answer is asked in parts, at different times then."""
        names = [Oid(oid).contents for oid in oids]
        return await self._ask(self._exchange.engine.get, await self._exchange.find_peer(target), names)

    async def getnext(self, target: Target, *oids: Oid | str) -> list[VarBind]:
        """The next instance after each OID; in parts as `get`."""
        names = [Oid(oid).contents for oid in oids]
        return await self._ask(self._exchange.engine.get_next, await self._exchange.find_peer(target), names)

    async def getbulk(
        self,
        target: Target,
        *oids: Oid | str,
        non_repeaters: int = 0,
        max_repetitions: int = DEFAULT_MAX_REPETITIONS,
    ) -> list[VarBind]:
        """One instance after each of the first `non_repeaters` OIDs, up to `max_repetitions` after each other."""
        names = [Oid(oid).contents for oid in oids]
        peer = await self._exchange.find_peer(target)
        request_id = self._exchange.engine.get_bulk(
            peer,
            names,
            self._exchange.now(),
            non_repeaters=non_repeaters,
            max_repetitions=max_repetitions,
        )
        return await self._varbinds(request_id, names)

    async def set(self, target: Target, *bindings: tuple[Oid | str, PlainValue]) -> list[VarBind]:
        """Sets all these variables or, when the agent raises an objection to one, none.

        Each binding is an OID and a `Value`; an int stands for an INTEGER, a str or bytes for an OCTET STRING, an Oid
        for an OBJECT IDENTIFIER. Gives the bindings as the agent repeats them. Raises SetRejected, whose `status_name`
        (RFC 3416 §3, such as wrongType) and `oid` say what was wrong with which; the rest as every request. A try that
        was lost on the way back is repeated: use a TestAndIncr variable where that matters.

        ```python
        from trishul.snmp import Manager, SetRejected, Target

        target = Target("127.0.0.1", port, community="public")
        async with Manager() as manager:
            await manager.set(target, ("1.3.6.1.2.1.1.1.0", "A switch in rack 4"))
            try:
                await manager.set(target, ("1.3.6.1.2.1.1.3.0", 0))
            except SetRejected as error:
                print(error.status_name, error.oid)
        ```
        """
        varbinds = [VarBind.of(oid, Value.of(value)) for oid, value in bindings]
        peer = await self._exchange.find_peer(target)
        request_id = self._exchange.engine.set(peer, varbinds, self._exchange.now())
        response = await self._exchange.response(request_id)
        error = set_error_of(response, [varbind.name for varbind in varbinds])
        if error is not None:
            raise error
        return response.varbinds

    def walk(
        self,
        target: Target,
        root: Oid | str,
        *,
        max_repetitions: MaxRepetitions = "auto",
        max_in_flight: int = DEFAULT_MAX_IN_FLIGHT,
        max_rows: int | None = None,
        max_time_s: float | None = None,
        tolerates_non_increasing: bool = False,
    ) -> WalkRows:
        """Everything at and below an OID, row by row; see `walk_pages` for the errors and limits."""
        from trishul.snmp.walk import WalkRows

        return WalkRows(
            self.walk_pages(
                target,
                root,
                max_repetitions=max_repetitions,
                max_in_flight=max_in_flight,
                max_rows=max_rows,
                max_time_s=max_time_s,
                tolerates_non_increasing=tolerates_non_increasing,
            )
        )

    def walk_pages(
        self,
        target: Target,
        root: Oid | str,
        *,
        max_repetitions: MaxRepetitions = "auto",
        max_in_flight: int = DEFAULT_MAX_IN_FLIGHT,
        max_rows: int | None = None,
        max_time_s: float | None = None,
        tolerates_non_increasing: bool = False,
        after: Oid | str | None = None,
    ) -> WalkPages:
        """Everything at and below an OID, answer by answer: the fast form.

        Uses GETBULK (GETNEXT for SNMPv1). `max_repetitions`, the rows asked at a time, is exact when it is a number;
        "auto" starts with 25, grows while answers fit and shrinks when they get lost. Where round trips take the time,
        up to `max_in_flight` requests read different parts of the subtree, 1 being a plain walk: the rows and their
        order are the same. Rows that came before an error are given before it is raised:
        NonIncreasingOid, NoSuchName when nothing is there at all, and those of every request. Limits end the walk
        quietly and are told by `WalkPages.cut`. `tolerates_non_increasing` goes on as `snmpwalk -Cc` does, but not in
        circles. `after` begins the walk behind a name below the OID, where an earlier one was broken off.

        ```python
        from trishul.snmp import Manager, Target

        async with Manager() as manager:
            pages = manager.walk_pages(Target("127.0.0.1", port), "1.3.6.1.2.1", max_rows=10)
            rows = [varbind async for page in pages for varbind in page]
            print(len(rows), "rows, cut by", pages.cut)
        ```
        """
        from trishul.snmp.walk import WalkPages

        return WalkPages(
            self._exchange,
            target,
            Oid(root),
            max_repetitions=max_repetitions,
            max_in_flight=max_in_flight,
            max_rows=max_rows,
            max_time_s=max_time_s,
            tolerates_non_increasing=tolerates_non_increasing,
            after=None if after is None else Oid(after),
        )

    @property
    def retries(self) -> int:
        """Tries after the first of all requests so far."""
        return self._exchange.engine.retries

    @property
    def cut_ids(self) -> int:
        """Answers used although they repeated only part of their request-id; see `Target.accepts_cut_ids`."""
        return self._exchange.engine.cut_ids

    @property
    def drops(self) -> Drops:
        """Datagrams that answered nothing, by reason."""
        return self._exchange.engine.drops

    def kernel_drops(self) -> int:
        """Answers the kernel had no room for."""
        return self._exchange.kernel_drops()

    def close(self) -> None:
        """Closes the sockets; calls that still wait raise an error."""
        self._exchange.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    async def _ask(self, ask: _Ask, peer: Peer, names: list[bytes]) -> list[VarBind]:
        """Asks for names, for half of them at a time when the agent says tooBig (RFC 3416 §4.2.1)."""
        response = await self._exchange.response(ask(peer, names, self._exchange.now()))
        if response.error_status == ErrorStatus.TOO_BIG and len(names) > 1:
            half = len(names) // 2
            return await self._ask(ask, peer, names[:half]) + await self._ask(ask, peer, names[half:])
        error = error_of(response, names)
        if error is not None:
            raise error
        return response.varbinds

    async def _varbinds(self, request_id: int, names: list[bytes]) -> list[VarBind]:
        response = await self._exchange.response(request_id)
        error = error_of(response, names)
        if error is not None:
            raise error
        return response.varbinds
