"""Requests that wait for an answer: ids, tries, deadlines, and which datagram answers which request.

A manager and a notifier that sends informs wait in the same way, so both roles stand on this one machine. It owns
matching (request-id, source, version, community), retries with back-off, and the names of answers that match nothing.
It does not own what is asked or what an answer means, nor the security of SNMPv3, which is `remote_engine`.

Every request is encoded once; a retry repeats its octets with the same request-id, so an answer to an earlier try is
still an answer. SNMPv3 messages are dated and so made anew for each try; their msgID is the request-id for all tries,
for the same reason. An answer that comes after all tries, or a second time, is counted as such.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, TypeAlias

from trishul.datatypes.contents import encode_integer
from trishul.datatypes.oid import oid_text
from trishul.engine.addresses import Address, is_same_peer
from trishul.engine.cut_ids import ids_cut_to
from trishul.engine.drops import DropReason, Drops
from trishul.engine.peers import MAX_WAIT_S, Peer, encode_head
from trishul.engine.responses import Response, slice_response
from trishul.errors import (
    DecodeError,
    LimitReached,
    RequestTimedOut,
    SecurityRefused,
    TargetUnreachable,
    TrishulError,
)
from trishul.protocol.anomalies import AnomalyKind, DecodeAnomaly
from trishul.protocol.ber import INTEGER, decode_varbinds, encode_length, encode_tlv, read_header
from trishul.protocol.message import UnsupportedVersion, decode_message
from trishul.protocol.message_v3 import MessageV3, UnsupportedSecurityModel, community_message, is_v3, read_message_v3
from trishul.protocol.pdu import Pdu, PduKind

if TYPE_CHECKING:
    from trishul.engine.remote_engine import RemoteEngine

MIN_REQUEST_ID, MAX_REQUEST_ID = 2**24, 2**31 - 1
"""RFC 3416 §3: a request-id is an Integer32. Only positive ones are used, since some agents know no others, and only
those that take four octets, so that retries and measurements do not depend on where counting started."""
MAX_OUTSTANDING = 65536
MAX_REPORTS_HEEDED = 3
"""For the engine's ID, for its clock, and once more should it restart just then; who is refused again has failed."""
_REMEMBERED = 1024
"""Finished requests whose further answers can still be told from answers to nothing."""

MAX_LOOKED_THROUGH = 256
"""An answer with the id 0 is looked for among all requests, and so only among a few."""
_CUT_ID = (DecodeAnomaly(AnomalyKind.CUT_REQUEST_ID, 0),)

_REQUEST_ID_OCTETS = 4
_REQUEST_ID_HEADER = b"\x02\x04"
_SINGLE_OCTETS = tuple(bytes((octet,)) for octet in range(256))
_SMALL_INTEGERS = tuple(b"\x02\x01" + octet for octet in _SINGLE_OCTETS[:128])

Outcome: TypeAlias = Response | TrishulError


class _Request:
    """One request on its way: as a datagram, for SNMPv3 as a PDU."""

    __slots__ = (
        "deadline",
        "give_up_at",
        "octets",
        "peer",
        "reports",
        "request_id",
        "retries",
        "sent_at",
        "tries",
        "wait_s",
    )

    def __init__(
        self, request_id: int, octets: bytes, peer: Peer, now: float, give_up_at: float | None, retries: int
    ) -> None:
        self.request_id = request_id
        self.octets = octets
        self.reports = 0
        self.peer = peer
        self.sent_at = now
        self.tries = 1
        self.retries = retries
        self.wait_s = peer.timeout_s
        self.give_up_at = give_up_at
        deadline = now + peer.timeout_s
        self.deadline = deadline if give_up_at is None or deadline <= give_up_at else give_up_at


class OutstandingRequests:
    """The machine; `events` gives each request's id with its Response or its error, once."""

    def __init__(self, *, first_request_id: int, first_salt: int = 0) -> None:
        """`first_request_id` should be random: it is all that keeps a stranger from guessing ids (RFC 3416 §4.1).

        So should `first_salt`, which SNMPv3 with privacy counts on from (RFC 3826 §3.1.2.1).
        """
        self.drops = Drops()
        self.requests = 0
        self.retries = 0
        self.responses = 0
        self.foreign_sources = 0
        """Answers that came from another address and were used, because the peer allows it."""
        self.cut_ids = 0
        """Answers that repeated part of a request-id and were used, because one request only could be meant."""
        self._given_up: dict[Address, None] = {}
        """Peers of which an answer may still come that nobody waits for; the latest `_REMEMBERED`."""
        self._next_id = MIN_REQUEST_ID + first_request_id % (MAX_REQUEST_ID - MIN_REQUEST_ID + 1)
        self._waiting: dict[int, _Request] = {}
        self._finished: dict[int, bool] = {}
        self._timers: list[tuple[float, int]] = []
        self._outbox: list[tuple[bytes, Address]] = []
        self._outcomes: list[tuple[int, Outcome]] = []
        self._salt = first_salt
        self._has_secured = False
        """True once there was an SNMPv3 request: until then no datagram of that version is looked at twice."""

    def submit(
        self,
        peer: Peer,
        kind: int,
        bindings: bytes,
        now: float,
        *,
        first_number: int = 0,
        second_number: int = 0,
        give_up_at: float | None = None,
        retries: int | None = None,
    ) -> int:
        """Sends a request with an encoded variable-bindings list and returns its request-id.

        The two numbers are error-status and error-index, or non-repeaters and max-repetitions. After `give_up_at` no
        further try is made; `retries` replaces what the peer's settings say. Raises LimitReached, and for SNMPv3
        InvalidInput and CapabilityMissing.
        """
        if len(self._waiting) >= MAX_OUTSTANDING:
            raise LimitReached("outstanding requests", MAX_OUTSTANDING)
        request_id = self._new_id()
        octets = encode_request(peer.head, kind, request_id, first_number, second_number, bindings)
        if peer.remote is not None:
            peer.remote.prepare()
            self._has_secured = True
            octets = contents_of(octets)
        request = _Request(request_id, octets, peer, now, give_up_at, peer.retries if retries is None else retries)
        self._waiting[request_id] = request
        self._start_timer(request_id, request)
        self._send(request_id, request, now)
        self.requests += 1
        return request_id

    def cancel(self, request_id: int) -> None:
        """Forgets a request: no outcome will be told, its answer counts as late. A finished one is left as it is."""
        if request_id in self._waiting:
            self._finish(request_id, is_answered=False)

    def receive_datagram(self, data: bytes, source: Address, now: float) -> None:
        """Takes one datagram; when it answers a request, the outcome waits in `events`."""
        if self._has_secured and is_v3(data):
            self._receive_secured(data, source, now)
            return
        parts = slice_response(data)
        if parts is None:
            self._receive_unusual(data, source, now)
            return
        head_at, head_end, request_id, list_at = parts
        request = self._match(request_id, data[head_at:head_end], data, source, now)
        if request is None:
            return
        self.responses += 1
        try:
            varbinds = decode_varbinds(data, list_at, len(data))
        except DecodeError as error:
            # It is the answer and it is broken; asking again would only hide why.
            self._settle(request.request_id, error)
            return
        elapsed_s = now - request.sent_at
        if request.request_id == request_id:
            self._settle(request_id, Response(0, 0, varbinds, elapsed_s, request.tries))
        else:
            self._settle(request.request_id, Response(0, 0, varbinds, elapsed_s, request.tries, _CUT_ID))

    def datagrams_to_send(self) -> list[tuple[bytes, Address]]:
        """Requests and retries since the last call."""
        outbox = self._outbox
        if outbox:
            self._outbox = []
        return outbox

    @property
    def has_datagrams(self) -> bool:
        """True when `datagrams_to_send` has some: a Report may have been worth another message."""
        return bool(self._outbox)

    def events(self) -> list[tuple[int, Outcome]]:
        """Outcomes since the last call, by request-id."""
        outcomes = self._outcomes
        if outcomes:
            self._outcomes = []
        return outcomes

    def next_deadline(self) -> float | None:
        """When `handle_timeout` wants to be called; None while nothing waits."""
        timers = self._timers
        while timers:
            deadline, request_id = timers[0]
            request = self._waiting.get(request_id)
            if request is not None and request.deadline == deadline:
                return deadline
            heappop(timers)
        return None

    def handle_timeout(self, now: float) -> None:
        """Repeats or gives up every request whose time is over."""
        while (deadline := self.next_deadline()) is not None and deadline <= now:
            _, request_id = heappop(self._timers)
            request = self._waiting[request_id]
            peer = request.peer
            given_up = request.give_up_at is not None and now >= request.give_up_at
            if given_up or peer.is_stream or request.tries > request.retries:
                if peer.remote is not None:
                    peer.remote.forget_silent(request.sent_at)
                self._settle(request_id, RequestTimedOut(peer.name, now - request.sent_at, request.tries - 1))
                continue
            request.tries += 1
            request.wait_s = min(request.wait_s * peer.backoff, MAX_WAIT_S)
            request.deadline = now + request.wait_s
            if request.give_up_at is not None:
                request.deadline = min(request.deadline, request.give_up_at)
            self._start_timer(request_id, request)
            self._send(request_id, request, now)
            self.retries += 1

    def peer_unreachable(self, address: Address, reason: str) -> None:
        """Ends every request to an address, after the network said that nothing answers there."""
        for request_id, request in self._waiting_at(address):
            self._settle(request_id, TargetUnreachable(request.peer.name, reason))

    def connection_lost(self, address: Address, reason: str, now: float) -> None:
        """Sends every request to an address once more, over a new connection, or ends those that have no try left."""
        for request_id, request in self._waiting_at(address):
            if request.tries > request.peer.retries:
                self._settle(request_id, TargetUnreachable(request.peer.name, reason))
                continue
            request.tries += 1
            self._send(request_id, request, now)
            self.retries += 1

    @property
    def outstanding(self) -> int:
        """Requests without an outcome."""
        return len(self._waiting)

    def _waiting_at(self, address: Address) -> list[tuple[int, _Request]]:
        return [item for item in self._waiting.items() if is_same_peer(item[1].peer.address, address)]

    def _new_id(self) -> int:
        request_id = self._next_id
        while request_id in self._waiting:
            request_id = _id_after(request_id)
        self._next_id = _id_after(request_id)
        return request_id

    def _start_timer(self, request_id: int, request: _Request) -> None:
        timers = self._timers
        if len(timers) > 2 * len(self._waiting) + 64:
            # Timers of answered requests go when they reach the top; behind a long wait they would pile up.
            others = ((number, other) for number, other in self._waiting.items() if other is not request)
            timers[:] = [(other.deadline, number) for number, other in others]
            heapify(timers)
        heappush(timers, (request.deadline, request_id))

    def _send(self, request_id: int, request: _Request, now: float) -> None:
        """Puts a try into the outbox."""
        octets = request.octets
        remote = request.peer.remote
        if remote is not None:
            self._salt += 1
            octets = remote.seal(octets, request_id, now, self._salt)
        self._outbox.append((octets, request.peer.address))

    def _match(self, request_id: int, head: bytes, data: bytes, source: Address, now: float) -> _Request | None:
        """The request that an answer belongs to; otherwise the reason is counted."""
        request = self._waiting.get(request_id) or self._find_cut(request_id, head, source)
        if request is None:
            answered = self._finished.get(request_id)
            reason = (
                DropReason.UNKNOWN_REQUEST
                if answered is None
                else DropReason.DUPLICATE_RESPONSE
                if answered
                else DropReason.LATE_RESPONSE
            )
            self.drops.note(reason, source, data, now, f"request-id {request_id}")
            return None
        peer = request.peer
        if head != peer.head:
            same_version = head[:3] == peer.head[:3]
            reason = DropReason.UNKNOWN_COMMUNITY if same_version else DropReason.UNEXPECTED_VERSION
        elif source != peer.address and not peer.accepts_other_sources:
            reason = DropReason.FOREIGN_SOURCE
        else:
            self.foreign_sources += source != peer.address
            return request
        self.drops.note(reason, source, data, now, f"an answer of {peer.name}, request-id {request_id}")
        return None

    def _find_cut(self, request_id: int, head: bytes, source: Address) -> _Request | None:
        """The one request whose id a device may have cut to this: of that very source and community, or none."""
        waiting = self._waiting
        if not waiting or not head or request_id in self._finished:
            return None
        if request_id:
            oldest = next(iter(waiting))
            candidates = [waiting.get(number) for number in ids_cut_to(request_id, oldest, self._next_id - 1)]
        elif len(waiting) <= MAX_LOOKED_THROUGH and source not in self._given_up:
            candidates = list(waiting.values())
        else:
            return None
        fitting = [
            request
            for request in candidates
            if request is not None
            and request.peer.address == source
            and request.peer.head == head
            and request.peer.accepts_cut_ids
        ]
        if len(fitting) != 1:
            return None
        self.cut_ids += 1
        return fitting[0]

    def _receive_unusual(self, data: bytes, source: Address, now: float) -> None:
        """Error responses, and frames that are not in shortest form."""
        try:
            message, anomalies = decode_message(data)
        except UnsupportedVersion as error:
            self.drops.note_unreadable(DropReason.UNSUPPORTED_VERSION, source, data, now, error)
            return
        except DecodeError as error:
            self.drops.note_unreadable(DropReason.MALFORMED, source, data, now, error)
            return
        pdu = message.pdu
        if not isinstance(pdu, Pdu) or pdu.kind is not PduKind.RESPONSE:
            self.drops.note(DropReason.UNEXPECTED_PDU, source, data, now, pdu.kind.label)
            return
        request = self._match(pdu.request_id, encode_head(message.version, message.community), data, source, now)
        if request is None:
            return
        self.responses += 1
        elapsed_s = now - request.sent_at
        answer = (pdu.error_status, pdu.error_index, list(pdu.varbinds), elapsed_s, request.tries)
        if request.request_id != pdu.request_id:
            anomalies += _CUT_ID
        self._settle(request.request_id, Response(*answer, anomalies))

    def _receive_secured(self, data: bytes, source: Address, now: float) -> None:
        """An SNMPv3 answer or Report (RFC 3412 §7.2 steps 10 to 12)."""
        try:
            message = read_message_v3(data)
            request = self._match(message.msg_id, b"", data, source, now)
            remote = None if request is None else request.peer.remote
            if request is None or remote is None:
                return
            opened = remote.open_message(data, message, now)
            if not isinstance(opened, tuple):
                self.drops.note(DropReason[opened.name], source, data, now, message.claims)
                return
            octets = community_message(opened.scoped.pdu)
            parts = None if opened.is_report else slice_response(octets)
            if parts is not None and parts[2] == message.msg_id:
                self._settle_sliced(message, request, octets, parts[3], now)
                return
            dressed, anomalies = decode_message(octets)
        except UnsupportedSecurityModel as error:
            self.drops.note_unreadable(DropReason.UNKNOWN_SECURITY_MODEL, source, data, now, error)
            return
        except DecodeError as error:
            self.drops.note_unreadable(DropReason.MALFORMED, source, data, now, error)
            return
        pdu = dressed.pdu
        if opened.is_report and isinstance(pdu, Pdu):
            self._receive_report(request, remote, message, pdu, opened.level, now)
        elif pdu.kind is not PduKind.RESPONSE or not isinstance(pdu, Pdu):
            self.drops.note(DropReason.UNEXPECTED_PDU, source, data, now, pdu.kind.label)
        elif pdu.request_id != message.msg_id:
            self.drops.note(DropReason.UNKNOWN_REQUEST, source, data, now, f"request-id {pdu.request_id}")
        else:
            self.responses += 1
            answer = (pdu.error_status, pdu.error_index, list(pdu.varbinds), now - request.sent_at, request.tries)
            self._settle(message.msg_id, Response(*answer, anomalies + message.anomalies))

    def _settle_sliced(self, message: MessageV3, request: _Request, octets: bytes, list_at: int, now: float) -> None:
        """The flat way for error-free SNMPv3 answers in shortest form. Raises DecodeError."""
        varbinds = decode_varbinds(octets, list_at, len(octets))
        self.responses += 1
        answer = Response(0, 0, varbinds, now - request.sent_at, request.tries, message.anomalies)
        self._settle(message.msg_id, answer)

    def _receive_report(
        self, request: _Request, remote: RemoteEngine, message: MessageV3, pdu: Pdu, level: int, now: float
    ) -> None:
        """Sends the request again when the Report says how, fails it otherwise."""
        from trishul.protocol.security.reports import find_refusal

        request_id = message.msg_id
        peer = request.peer
        name = pdu.varbinds[0].name if pdu.varbinds else b""
        refusal = find_refusal(name)
        if refusal is None:
            self._settle(request_id, SecurityRefused(peer.name, oid_text(name), "for a reason of its own"))
            return
        request.reports += 1
        try:
            is_worth_another = request.reports <= MAX_REPORTS_HEEDED and remote.heed_report(
                refusal, message, level, now
            )
        except TrishulError as error:
            self._settle(request_id, error)
            return
        if is_worth_another:
            request.deadline = now + request.wait_s
            if request.give_up_at is not None:
                request.deadline = min(request.deadline, request.give_up_at)
            self._start_timer(request_id, request)
            self._send(request_id, request, now)
        else:
            self._settle(request_id, SecurityRefused(peer.name, refusal.counter, refusal.explanation))

    def _settle(self, request_id: int, outcome: Outcome) -> None:
        self._finish(request_id, is_answered=isinstance(outcome, Response | DecodeError))
        self._outcomes.append((request_id, outcome))

    def _finish(self, request_id: int, *, is_answered: bool) -> None:
        request = self._waiting.pop(request_id)
        if not is_answered or request.tries > 1:
            self._given_up[request.peer.address] = None
            if len(self._given_up) > _REMEMBERED:
                del self._given_up[next(iter(self._given_up))]
        finished = self._finished
        finished[request_id] = is_answered
        if len(finished) > _REMEMBERED:
            del finished[next(iter(finished))]


def _id_after(request_id: int) -> int:
    return request_id + 1 if request_id < MAX_REQUEST_ID else MIN_REQUEST_ID


def encode_request(
    head: bytes, kind: int, request_id: int, first_number: int, second_number: int, bindings: bytes
) -> bytes:
    """A whole message from an encoded head (version and community) and an encoded variable-bindings list."""
    body = b"".join(
        (
            _REQUEST_ID_HEADER, request_id.to_bytes(_REQUEST_ID_OCTETS, "big"),
            _small_integer(first_number), _small_integer(second_number),
            b"\x30", encode_length(len(bindings)), bindings,
        )
    )  # fmt: skip
    length = encode_length(len(body))
    size = len(head) + 1 + len(length) + len(body)
    return b"".join((b"\x30", encode_length(size), head, _SINGLE_OCTETS[kind], length, body))


def contents_of(message: bytes) -> bytes:
    """What is inside a message that was encoded with an empty head: the PDU alone."""
    return message[read_header(message, 0, len(message))[1] :]


def _small_integer(number: int) -> bytes:
    """A whole INTEGER; the numbers below 128, nearly all there are, come from a table."""
    return _SMALL_INTEGERS[number] if 0 <= number < 128 else encode_tlv(INTEGER, encode_integer(number))
