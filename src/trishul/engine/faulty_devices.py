"""The devices whose answers go wrong on purpose, and the way of such an answer: refused, spoiled, delayed, sent astray.

Owns the path that the agent role takes for them instead of its own; which faults are met is `faults`, what they do is
`spoiled_answers`. An agent without faulty devices pays for a look at an empty dictionary.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from trishul.engine.addresses import Address, FromOtherPort
from trishul.engine.authority import Authority, SecuredRequest
from trishul.engine.delayed import DelayedAnswers
from trishul.engine.drops import DropReason, Drops
from trishul.engine.faults import AgentFaults, FaultKind, refused_status
from trishul.engine.instances import InstanceTable, Withheld
from trishul.engine.requests import SlicedRequest
from trishul.engine.spoiled_answers import close_spoiled, sendings, size_of, spoil_pdu
from trishul.protocol.message_v3 import undressed_pdu
from trishul.protocol.pdu import ErrorStatus

Datagrams = list[tuple[bytes, Address]]


class FaultyRequest(NamedTuple):
    """A request to a faulty device."""

    faults: AgentFaults
    table: InstanceTable
    request: SlicedRequest
    version: int
    """1, 2 or 3."""
    source: Address
    now: float
    refusal: tuple[ErrorStatus, int] | None
    """error-status and error-index that it gets instead of being carried out."""


class FaultyDevices:
    """Faults by device."""

    def __init__(self, delayed: DelayedAnswers, drops: Drops) -> None:
        self.devices: dict[InstanceTable, AgentFaults] = {}
        """May change at any time."""
        self.strays: Datagrams = []
        """Answers that are to be sent from another port than was asked; taken out by who sends them."""
        self._delayed = delayed
        self._drops = drops

    def meet(
        self, table: InstanceTable, request: SlicedRequest, version: int, source: Address, now: float
    ) -> FaultyRequest | None:
        """A request before it is carried out; None for a healthy device.

        Raises Withheld for one that is not even looked at.
        """
        faults = self.devices.get(table)
        if faults is None:
            return None
        fault = faults.refusal(request, version, source, now)
        if fault is not None and fault.kind is FaultKind.SILENCE:
            raise Withheld("the fault silence")
        refusal = None if fault is None else refused_status(fault, is_v1=version == 1)
        return FaultyRequest(faults, table, request, version, source, now, refusal)

    def spoil(
        self,
        faulty: FaultyRequest,
        answer: bytes,
        authority: Authority | None = None,
        secured: SecuredRequest | None = None,
    ) -> Datagrams:
        """What is sent at once of an answer; the rest waits or is astray. SNMPv3 answers come as messages of v2c."""
        faults, table, request, version, source, now, _ = faulty
        hits = faults.spoiling(request, version, source, now, size_of(answer), len(answer))
        answer = spoil_pdu(answer, request, hits, now - faults.since)
        if authority is not None and secured is not None:
            answer = close_spoiled(authority, secured, undressed_pdu(answer), now, hits)
        delay_s, table.delay_s = table.delay_s, 0.0
        at_once: Datagrams = []
        for at, datagram, from_other_port in sendings(answer, hits, faults, now + delay_s):
            address: Address = FromOtherPort(source) if from_other_port else source
            if at <= now:
                at_once.append((datagram, address))
            elif not self._delayed.add(at, datagram, address):
                detail = f"{len(self._delayed):,} wait already"
                self._drops.note(DropReason.TOO_MANY_DELAYED, source, datagram, now, detail)
        return self.without_strays(at_once)

    def without_strays(self, datagrams: Iterable[tuple[bytes, Address]]) -> Datagrams:
        """Takes out what is to be sent from another port."""
        straight = []
        for datagram, address in datagrams:
            if isinstance(address, FromOtherPort):
                self.strays.append((datagram, address.source))
            else:
                straight.append((datagram, address))
        return straight
