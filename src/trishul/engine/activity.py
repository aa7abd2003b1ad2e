"""What an agent was asked: in groups for the log, one by one for the journals of devices.

Owns both memories and their bounds. On the path of each request: two look-ups, running figures, and an append where
the device has a journal. A group is memory that nothing else of a request touches, which a thousand agents pay for with
misses of the processor's cache: where nobody reads the log there are none. Measured by `bench/`.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from trishul.engine.addresses import Address
from trishul.engine.agent_figures import RequestTotals
from trishul.engine.instances import InstanceTable
from trishul.engine.journal import UNANSWERED, Journal
from trishul.engine.requests import SlicedRequest
from trishul.protocol.message import Version
from trishul.protocol.pdu import PduKind

MAX_ACTIVITY_GROUPS = 4096
"""Groups of requests kept between two readings of `events`; later ones are counted but not grouped."""
KEPT_OCTETS = 4096
"""Of the last request of each group, and of its answer."""


class LastExchange(NamedTuple):
    """The last request of a group and its answer, or their beginnings, and how many octets each had."""

    request: bytes = b""
    answer: bytes = b""
    """Empty where a fault has spoiled it."""
    request_size: int = 0
    answer_size: int = 0


class RequestsServed(NamedTuple):
    """Requests of one kind from one peer to one device since the events were last read; `varbinds` were served."""

    source: Address
    instances: InstanceTable
    kind: PduKind
    version: Version
    requests: int
    varbinds: int
    errors: int
    first_oid: bytes
    last_oid: bytes
    last: LastExchange = LastExchange()


class _Group:
    """Running figures of one group of requests."""

    __slots__ = ("errors", "first_oid", "instances", "last", "last_oid", "requests", "varbinds")

    def __init__(self, instances: InstanceTable, first_oid: bytes) -> None:
        self.instances = instances
        self.last: tuple[bytes, bytes] | LastExchange = (b"", b"")
        self.first_oid = self.last_oid = first_oid
        self.requests = self.varbinds = self.errors = 0


def _beginnings(data: bytes, answer: bytes) -> LastExchange:
    return LastExchange(data[:KEPT_OCTETS], answer[:KEPT_OCTETS], len(data), len(answer))


class Activity:
    """The requests that one agent answered."""

    def __init__(self) -> None:
        self.is_grouped = True
        """False where nobody reads `events`: then requests are counted by their kind only."""
        self.journals: dict[InstanceTable, Journal] = {}
        """Devices of which every request is written down; may change at any time."""
        self._earlier = RequestTotals(Counter(), Counter())
        """Without the groups that are kept."""
        self._groups: dict[tuple[Address, bytes, int, int], _Group] = {}

    def note(
        self,
        request: SlicedRequest,
        asker: bytes,
        version: int,
        table: InstanceTable,
        source: Address,
        served: int | None,
        now: float,
        seen: tuple[bytes, bytes],
    ) -> None:
        """Writes down a request that was answered: `served` bindings, None for an error; `seen` are the datagrams."""
        names = request.names
        journal = self.journals.get(table)
        if journal is not None:
            journal.write(request, version, source, served, now)
        key = (source, asker, request.kind, version)
        group = self._groups.get(key)
        if group is None:
            if not self.is_grouped or len(self._groups) >= MAX_ACTIVITY_GROUPS:
                self._earlier.requests[request.kind] += 1
                self._earlier.varbinds[request.kind] += served or 0
                return
            group = self._groups[key] = _Group(table, names[0] if names else b"")
        group.requests += 1
        data, answer = seen
        group.last = seen if len(data) + len(answer) <= KEPT_OCTETS else _beginnings(data, answer)
        if names:
            group.last_oid = names[-1]
        if served is None:
            group.errors += 1
        else:
            group.varbinds += served

    def note_withheld(
        self, request: SlicedRequest, version: int, table: InstanceTable, source: Address, now: float
    ) -> None:
        """Writes down a request that a device left unanswered, though it was asked."""
        journal = self.journals.get(table)
        if journal is not None:
            journal.write(request, version, source, UNANSWERED, now)

    def events(self) -> list[RequestsServed]:
        """What was asked since the last call, grouped by peer, asker, PDU kind and version."""
        self._earlier = self.request_totals()
        groups, self._groups = self._groups, {}
        return [
            RequestsServed(
                source, group.instances, PduKind(kind), Version(version), group.requests, group.varbinds, group.errors,
                group.first_oid, group.last_oid, _beginnings(*group.last[:2]) if len(group.last) == 2 else group.last,
            )
            for (source, _, kind, version), group in groups.items()
        ]  # fmt: skip

    def request_totals(self) -> RequestTotals:
        """Requests and served bindings of each kind so far."""
        requests, varbinds = map(Counter, self._earlier)
        for (_, _, kind, _), group in self._groups.items():
            requests[kind] += group.requests
            varbinds[kind] += group.varbinds
        return RequestTotals(requests, varbinds)
