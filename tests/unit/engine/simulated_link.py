"""A manager engine and an agent with a link between them, on a clock that jumps from event to event."""

from __future__ import annotations

import heapq
import itertools
from bisect import bisect_right
from collections.abc import Callable

from tests.unit.engine.answers import answer, sent_pdu
from trishul.datatypes import VarBind
from trishul.datatypes.oid import oid_sort_key
from trishul.engine.manager import ManagerEngine, encode_names
from trishul.engine.peers import Peer
from trishul.engine.read_ahead import ReadAhead, Stretch
from trishul.engine.walk import Walk
from trishul.protocol.message import Version
from trishul.protocol.pdu import ErrorStatus, PduKind

Next = Callable[[bytes], VarBind]
"""What an agent gives for the name before: a binding, or an exception in its place."""

ROUND_TRIP_S = 0.02


def never() -> bool:
    return False


class Link:
    """One walk over a link that takes `round_trip_s` and loses what `loses` says."""

    def __init__(
        self,
        next_of: Next,
        *,
        cap: int = 1000,
        loses: Callable[[], bool] = never,
        largest: int = 10_000,
        version: Version = Version.V2C,
        round_trip_s: float = ROUND_TRIP_S,
    ) -> None:
        """`cap`: rows an answer has room for; above `largest` the agent says nothing."""
        self.next_of = next_of
        self.cap = cap
        self.loses = loses
        self.largest = largest
        self.round_trip_s = round_trip_s
        self.peer = Peer(("192.0.2.1", 161), version, b"public", timeout_s=1.0, retries=2, name="switch")
        self.engine = ManagerEngine(first_request_id=1)
        self.now = 0.0
        self.most_in_flight = 0
        self.asked: list[int] = []
        """The repetitions of each datagram sent."""

    def walk(self, walk: Walk, *, max_in_flight: int = 8) -> list[VarBind]:
        """Walks to the end, whatever it is."""
        reading = ReadAhead(walk, timeout_s=self.peer.timeout_s, max_in_flight=max_in_flight)
        waiting: dict[int, Stretch] = {}
        arriving: list[tuple[float, int, bytes]] = []
        numbers = itertools.count()
        rows: list[VarBind] = []
        while True:
            page = reading.next_page(self.now)
            rows += page
            for stretch, request in reading.next_requests():
                request_id = self.engine.submit(
                    self.peer,
                    request.kind,
                    encode_names((request.name,)),
                    self.now,
                    second_number=request.max_repetitions,
                    give_up_at=walk.give_up_at,
                    retries=0 if request.is_attempt else None,
                )
                waiting[request_id] = stretch
            self.most_in_flight = max(self.most_in_flight, len(waiting))
            for data, _ in self.engine.datagrams_to_send():
                reply = None if self.loses() else self._answer(data)
                if reply is not None and not self.loses():
                    heapq.heappush(arriving, (self.now + self.round_trip_s, next(numbers), reply))
            if page:
                continue
            if walk.has_ended:
                return rows
            self._go_on(arriving)
            for request_id, outcome in self.engine.events():
                reading.receive(waiting.pop(request_id), outcome)

    def _go_on(self, arriving: list[tuple[float, int, bytes]]) -> None:
        deadline = self.engine.next_deadline()
        if arriving and (deadline is None or arriving[0][0] <= deadline):
            self.now, _, data = heapq.heappop(arriving)
            self.engine.receive_datagram(data, self.peer.address, self.now)
        else:
            assert deadline is not None, "nothing is in flight, and yet the walk has not ended"
            self.now = deadline
            self.engine.handle_timeout(self.now)

    def _answer(self, data: bytes) -> bytes | None:
        pdu = sent_pdu(data)
        repetitions = pdu.max_repetitions if pdu.kind is PduKind.GET_BULK else 1
        self.asked.append(repetitions)
        if repetitions > self.largest:
            return None
        name = pdu.varbinds[0].name
        if pdu.kind is PduKind.GET:
            return answer(data, VarBind(name, 0x80, b""))
        rows: list[VarBind] = []
        while len(rows) < min(repetitions, self.cap) and not (rows and rows[-1].is_exception):
            rows.append(self.next_of(rows[-1].name if rows else name))
        if self.peer.version is Version.V1 and rows[0].is_exception:
            return answer(data, *pdu.varbinds, status=ErrorStatus.NO_SUCH_NAME, index=1)
        return answer(data, *rows)


def table_agent(varbinds: list[VarBind]) -> Next:
    """An agent that is right."""
    ordered = sorted(varbinds, key=lambda varbind: oid_sort_key(varbind.name))
    keys = [oid_sort_key(varbind.name) for varbind in ordered]

    def next_of(name: bytes) -> VarBind:
        place = bisect_right(keys, oid_sort_key(name))
        return ordered[place] if place < len(ordered) else VarBind(name, 0x82, b"")

    return next_of
