"""The agent role: answers GET, GETNEXT, GETBULK and SET of every version (RFC 1157 §4.1, RFC 3416 §4.2).

Strategy: nothing that is echoed is decoded. Version, community and request-id are copied as slices, values are joined
from variable bindings that the device keeps encoded. A request in an unusual form is decoded leniently into the same
slices, so that there is one way of answering only.

A device belongs to a community; an unknown community is silence and a count (RFC 3584 §5.2). For SNMPv3 it belongs to
a context of an engine: `authority` opens and closes the messages, what is inside is answered as a v2c request is. What
a SET does is `setting`. Hot path: flat functions on bytes, measured by `bench/`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TypeAlias

from trishul.datatypes.contents import encode_integer
from trishul.engine.access import AccessResult
from trishul.engine.activity import Activity, RequestsServed
from trishul.engine.addresses import Address
from trishul.engine.admission import Admission, Sight, may_write_everything
from trishul.engine.agent_figures import RequestTotals
from trishul.engine.authority import Authority, Refused, SecuredRequest
from trishul.engine.delayed import DelayedAnswers
from trishul.engine.drops import DropReason, Drops
from trishul.engine.faulty_devices import FaultyDevices, FaultyRequest
from trishul.engine.instances import InstanceTable, Withheld
from trishul.engine.local_engine import LocalEngine
from trishul.engine.probing import Probing
from trishul.engine.requests import SlicedRequest, decode_request, slice_request
from trishul.engine.retrieval import RetrievalError, get, get_bulk, get_next
from trishul.engine.setting import MayWrite, SetRefused, set_values
from trishul.errors import DecodeError
from trishul.protocol.ber import INTEGER, decode_varbinds, encode_length, encode_tlv, encode_varbinds
from trishul.protocol.message import UnsupportedVersion, Version
from trishul.protocol.message_v3 import (
    LEVEL_FLAGS,
    UnsupportedSecurityModel,
    community_message,
    is_v3,
    undressed_pdu,
)
from trishul.protocol.pdu import ErrorStatus, PduKind
from trishul.protocol.security.reports import Refusal

MAX_UDP_MESSAGE_OCTETS = 65507
"""The largest UDP payload over IPv4."""
MIN_MESSAGE_OCTETS = 484
"""Every agent must be able to send messages of this size (RFC 3417 §3.2)."""

_FRAME_OCTETS = 32
"""Octets of an answer beside version, community, request-id and bindings: tags, lengths and the two error fields."""
_NO_ERROR = b"\x02\x01\x00\x02\x01\x00"
_LARGEST_ERRORS = b"\x02\x01\x12\x02\x04\x7f\xff\xff\xff"
"""error-status and error-index at their largest, which is how the answer to a SET is measured (RFC 3416 §4.2.5)."""
_GET, _GET_NEXT, _GET_BULK, _SET = (
    PduKind.GET.value,
    PduKind.GET_NEXT.value,
    PduKind.GET_BULK.value,
    PduKind.SET.value,
)
_ASKED = {kind.value: kind.label for kind in PduKind}

Wake: TypeAlias = Callable[[bytes, bytes, bytes, Address], bool]
"""Hears of a request for a device that is not there: engine ID (empty for a community), community or context name, the
datagram and its source. True when the device will come; the datagram is then kept by who is called."""

_V1_REQUESTS = frozenset((_GET, _GET_NEXT, _SET))
_V2_REQUESTS = _V1_REQUESTS | {_GET_BULK}


class AgentEngine:
    """Answers requests for the devices in `devices`, which maps communities to them and may change at any time."""

    def __init__(
        self,
        devices: Mapping[bytes, InstanceTable],
        *,
        max_message_size: int = MAX_UDP_MESSAGE_OCTETS,
        engines: Mapping[bytes, LocalEngine] | None = None,
        first_salt: int = 0,
        drops: Drops | None = None,
    ) -> None:
        """`max_message_size`: octets of the largest answer, at least 484 (RFC 3417 §3.2).

        `engines` maps snmpEngineIDs to the engines that answer SNMPv3 and may change at any time; without it, SNMPv3 is
        an unsupported version. `first_salt` should be random.
        `drops` may be shared with other engines.
        """
        self.devices = devices
        self.max_message_size = max(max_message_size, MIN_MESSAGE_OCTETS)
        self.admission: Admission | None = None
        """Who may see and change what; without it, who is known sees everything."""
        self.wake: Wake | None = None
        """Who loads devices when they are first asked; without it, what is not in `devices` does not exist."""
        self.probing: Probing | None = None
        """Who knows devices by more than their names; without it, a name means the device of that name."""
        self.requests = 0
        self.varbinds = 0
        self.questions = 0
        """SNMPv3 messages that asked for an engine's ID or clock, which are no drops."""
        self.reports = 0
        self.bad_community_uses = 0
        """Requests of communities that their views refused as a whole."""
        self.errors: Counter[ErrorStatus] = Counter()
        """Answers with each error-status."""
        self.drops = Drops() if drops is None else drops
        self._outbox: list[tuple[bytes, Address]] = []
        self._delayed = DelayedAnswers()
        self.faulty = FaultyDevices(self._delayed, self.drops)
        """Devices whose answers go wrong on purpose."""
        self.activity = Activity()
        self._authority = None
        if engines is not None:
            self._authority = Authority(engines, first_salt=first_salt, max_message_size=self.max_message_size)

    def receive_datagram(self, data: bytes, source: Address, now: float) -> None:
        """Takes one datagram; its answer, if it deserves one, waits in `datagrams_to_send`."""
        if self._authority is not None and is_v3(data):
            self._receive_secured(self._authority, data, source, now)
            return
        try:
            self._receive_usual(data, source, now)
        except UnsupportedVersion as error:
            if self._authority is not None and error.version == Version.V3:  # in an unusual form
                self._receive_secured(self._authority, data, source, now)
            else:
                self.drops.note_unreadable(DropReason.UNSUPPORTED_VERSION, source, data, now, error)
        except Withheld as withheld:
            self.drops.note(DropReason.WITHHELD, source, data, now, withheld.detail)
        except DecodeError as error:
            self.drops.note_unreadable(DropReason.MALFORMED, source, data, now, error)

    def datagrams_to_send(self) -> list[tuple[bytes, Address]]:
        """Answers since the last call, with the address each goes to."""
        outbox = self._outbox
        if outbox:
            self._outbox = []
        return outbox

    def events(self) -> list[RequestsServed]:
        """What was asked since the last call, in groups."""
        return self.activity.events()

    def request_totals(self) -> RequestTotals:
        """Requests and served bindings of each kind so far."""
        return self.activity.request_totals()

    def next_deadline(self) -> float | None:
        """When the next of the answers that are sent later is due; None while none waits."""
        return self._delayed.next_deadline()

    def handle_timeout(self, now: float) -> None:
        """Answers whose time has come are in `datagrams_to_send`, or among the strays of faulty devices."""
        self._outbox += self.faulty.without_strays(self._delayed.due(now))

    def _receive_usual(self, data: bytes, source: Address, now: float) -> None:
        """Answers a v1 or v2c request. Raises UnsupportedVersion, DecodeError."""
        request = slice_request(data) or decode_request(data)
        if request is None:
            self.drops.note(DropReason.UNEXPECTED_PDU, source, data, now, "not a request")
            return
        limit = self.max_message_size
        name = request.community if self.probing is None else self.probing.find(request.community, source)
        table = self.devices.get(name)
        if table is None and self.wake is not None and self.wake(b"", name, data, source):
            return
        sight: Sight | AccessResult | None = None
        if table is not None and self.admission is not None:
            sight = self.admission.of_community(request.community, table, request.kind, is_v1=request.is_v1)
        if table is None or (sight is None and self.admission is not None):
            reason = DropReason.UNKNOWN_COMMUNITY if table is None else DropReason.VIEW_REFUSED
            self.drops.note(reason, source, data, now, _ASKED.get(request.kind, ""))
            return
        faulty, answer, served = self._carry_out(request, _version_of(request), table, sight, source, now, limit)
        if answer is None:
            self.drops.note(DropReason.UNEXPECTED_PDU, source, data, now, "not a request of its version")
            return
        if len(answer) > limit and (answer := self._fitting(answer, request, limit)) is None:
            self.drops.note(DropReason.TOO_LARGE, source, data, now, f"the answer takes more than {limit:,} octets")
            table.delay_s = 0.0
            return
        self.requests += 1
        self.varbinds += served or 0
        if faulty is not None or table.delay_s:
            self._send_later(answer, source, now, table, faulty)
        else:
            self._outbox.append((answer, source))
        seen = data, answer if faulty is None else b""
        self.activity.note(request, request.community, 0 if request.is_v1 else 1, table, source, served, now, seen)

    def _receive_secured(self, authority: Authority, data: bytes, source: Address, now: float) -> None:
        """Takes an SNMPv3 datagram: a request is answered, what must be refused is reported where RFC 3412 says so."""
        try:
            opened = authority.open_message(data, now)
            if isinstance(opened, Refused):
                refused: Refused | None = opened
            else:
                refused = self._answer_secured(authority, opened, data, source, now)
        except Withheld as withheld:
            self.drops.note(DropReason.WITHHELD, source, data, now, withheld.detail)
            return
        except UnsupportedSecurityModel as error:
            self.drops.note_unreadable(DropReason.UNKNOWN_SECURITY_MODEL, source, data, now, error)
            return
        except DecodeError as error:
            self.drops.note_unreadable(DropReason.MALFORMED, source, data, now, error)
            return
        if refused is None:
            return
        if refused.reason is not None:
            self.drops.note(refused.reason, source, data, now, refused.detail)
        else:
            self.questions += 1
        if refused.report is not None:
            self.reports += 1
            self._outbox.append((refused.report, source))

    def _answer_secured(
        self, authority: Authority, secured: SecuredRequest, data: bytes, source: Address, now: float
    ) -> Refused | None:
        """Answers an SNMPv3 request; gives why not otherwise. Raises DecodeError."""
        _, engine, user, scoped = secured
        dressed = community_message(scoped.pdu)
        request = slice_request(dressed) or decode_request(dressed)
        if request is None:
            return authority.refuse(Refusal.UNKNOWN_PDU_HANDLER, secured, now)
        context_name = engine.context_meant(user, scoped.context_name)
        foreign = b"" if scoped.context_engine_id == engine.engine_id else scoped.context_engine_id
        name = context_name
        if self.probing is not None:
            name = self.probing.find(context_name, source, foreign)
        if foreign and (self.probing is None or foreign not in self.probing.engine_folders):
            return authority.refuse(Refusal.UNKNOWN_PDU_HANDLER, secured, now)
        table = engine.contexts.get(name)
        if table is None:
            if self.wake is not None and self.wake(engine.engine_id, name, data, source):
                return None
            return authority.refuse(Refusal.UNKNOWN_CONTEXT, secured, now)
        limit = authority.pdu_limit(secured)
        sight = self._sight_of_user(secured, request.kind, table)
        faulty, answer, served = self._carry_out(request, 3, table, sight, source, now, limit)
        if answer is None:
            return authority.refuse(Refusal.UNKNOWN_PDU_HANDLER, secured, now)
        if len(answer) > limit and (answer := self._fitting(answer, request, limit)) is None:
            self.drops.note(DropReason.TOO_LARGE, source, data, now, f"the answer takes more than {limit:,} octets")
            table.delay_s = 0.0
            return None
        self.requests += 1
        self.varbinds += served or 0
        closed = b""
        if faulty is not None:
            self._outbox += self.faulty.spoil(faulty, answer, authority, secured)
        else:
            closed = authority.close_message(secured, undressed_pdu(answer), now)
            if table.delay_s:
                self._send_later(closed, source, now, table)
            else:
                self._outbox.append((closed, source))
        asker = b"%b@%b" % (user.name, context_name)
        self.activity.note(request, asker, Version.V3.value, table, source, served, now, (data, closed))
        return None

    def _sight_of_user(self, secured: SecuredRequest, kind: int, table: InstanceTable) -> Sight | AccessResult | None:
        """What the user may see at the level of the message; None for everything."""
        message, engine, user, scoped = secured
        level = message.flags & LEVEL_FLAGS
        if self.admission is not None:
            context_name = engine.context_meant(user, scoped.context_name)
            return self.admission.of_user(user.name, level, context_name, table, kind)
        return AccessResult.NO_ACCESS_ENTRY if level < engine.lowest_level(user) else None

    def _carry_out(
        self,
        request: SlicedRequest,
        version: int,
        table: InstanceTable,
        sight: Sight | AccessResult | None,
        source: Address,
        now: float,
        limit: int,
    ) -> tuple[FaultyRequest | None, bytes | None, int | None]:
        """What faults a request of version 1, 2 or 3 has met; the answer and what it serves as `_answer` gives them.

        A device that is silent was asked all the same. Raises DecodeError, Withheld.
        """
        try:
            faulty = self.faulty.meet(table, request, version, source, now) if self.faulty.devices else None
            if faulty is not None and faulty.refusal is not None:
                return faulty, self._error_response(request, *faulty.refusal), None
            if sight is None:
                return faulty, *self._answer(request, table, now, limit)
            self.bad_community_uses += version != Version.V3 and not isinstance(sight, Sight)
            return faulty, *self._answer_in_view(request, sight, now, limit)
        except Withheld:
            is_v3 = version == Version.V3
            self.activity.note_withheld(request, version if is_v3 else version - 1, table, source, now)
            raise

    def _send_later(
        self, answer: bytes, source: Address, now: float, table: InstanceTable, faulty: FaultyRequest | None = None
    ) -> None:
        """Lets an answer wait for the slow values of a device, which then are forgotten, or spoils it."""
        if faulty is not None:
            self._outbox += self.faulty.spoil(faulty, answer)
            return
        delay_s, table.delay_s = table.delay_s, 0.0
        if not self._delayed.add(now + delay_s, answer, source):
            self.drops.note(DropReason.TOO_MANY_DELAYED, source, answer, now, f"{len(self._delayed):,} wait already")

    def _answer_in_view(
        self, request: SlicedRequest, sight: Sight | AccessResult, now: float, limit: int
    ) -> tuple[bytes | None, int | None]:
        """As `_answer`, for who has views; without one the whole request is refused (RFC 3413 §3.2)."""
        if isinstance(sight, Sight):
            return self._answer(request, sight.table, now, limit, sight.may_write)
        if request.kind not in (_V1_REQUESTS if request.is_v1 else _V2_REQUESTS):
            return None, None
        status = ErrorStatus.NO_SUCH_NAME if request.is_v1 else ErrorStatus.AUTHORIZATION_ERROR  # RFC 3584 §4.4
        return self._error_response(request, status, 0), None

    def _answer(
        self,
        request: SlicedRequest,
        table: InstanceTable,
        now: float,
        limit: int,
        may_write: MayWrite = may_write_everything,
    ) -> tuple[bytes | None, int | None]:
        """The answer (None where the version has no such PDU) and how many bindings it serves (None: an error).

        `limit`: octets of the largest answer.
        """
        head, is_v1, _, kind, request_id, first_number, second_number, names, _, _ = request
        served = len(names)
        try:
            if kind == _GET:
                bindings = get(table, names, now, is_v1=is_v1)
            elif kind == _GET_NEXT:
                bindings = get_next(table, names, now, is_v1=is_v1)
            elif kind == _GET_BULK and not is_v1:
                budget = limit - len(head) - len(request_id) - _FRAME_OCTETS
                non_repeaters = int.from_bytes(first_number, "big", signed=True)
                max_repetitions = int.from_bytes(second_number, "big", signed=True)
                bindings, served = get_bulk(table, names, non_repeaters, max_repetitions, budget, now)
            elif kind == _SET:
                return self._answer_set(request, table, now, limit, may_write)
            else:
                return None, None
        except RetrievalError as error:
            return self._error_response(request, error.status, error.index), None
        except (DecodeError, Withheld):
            table.delay_s = 0.0
            raise
        answer = _encode_response(head, request_id, _NO_ERROR, bindings)
        if len(answer) > limit:
            return self._error_response(request, ErrorStatus.TOO_BIG, 0), None
        return answer, served

    def _answer_set(
        self, request: SlicedRequest, table: InstanceTable, now: float, limit: int, may_write: MayWrite
    ) -> tuple[bytes | None, int | None]:
        """The answer to a SET, which repeats its bindings. An answer that would not fit changes nothing.

        Values are looked at closely, which slicing did not do. Raises DecodeError.
        """
        data = request.bindings
        varbinds = decode_varbinds(data, request.bindings_at, len(data), [])
        bindings = encode_varbinds(varbinds)
        if len(_encode_response(request.head, request.request_id, _LARGEST_ERRORS, bindings)) > limit:
            return self._error_response(request, ErrorStatus.TOO_BIG, 0), None
        try:
            set_values(table, varbinds, now, is_v1=request.is_v1, may_write=may_write)
        except SetRefused as refused:
            return self._error_response(request, refused.status, refused.index), None
        return _encode_response(request.head, request.request_id, _NO_ERROR, bindings), len(varbinds)

    def _error_response(self, request: SlicedRequest, status: ErrorStatus, index: int) -> bytes | None:
        """The request's bindings with an error-status; an empty list for tooBig of v2c (RFC 3416 §4.2.1).

        Slicing does not look at the values of a request, but here they are sent back: they are decoded first, so that
        only well-formed ones are. Raises DecodeError.
        """
        self.errors[status] += 1
        if status is ErrorStatus.TOO_BIG:
            index = 0  # no binding is at fault (RFC 3416 §4.2.1, RFC 1157 §4.1.2)
        checked = decode_request(request.bindings) if request.bindings_at else request
        bindings = checked.bindings if checked else b""
        if status is ErrorStatus.TOO_BIG and not request.is_v1:
            bindings = b""
        errors = encode_tlv(INTEGER, encode_integer(status)) + encode_tlv(INTEGER, encode_integer(index))
        return _encode_response(request.head, request.request_id, errors, bindings)

    def _fitting(self, answer: bytes, request: SlicedRequest, limit: int) -> bytes | None:
        """What is sent for an error response above the limit: tooBig, or nothing (RFC 3416 §4.2.1).

        In v1 every error is the request again (RFC 1157 §4.1.2), which came and so can go, as long as UDP takes it.
        """
        if request.is_v1:
            return answer if len(answer) <= MAX_UDP_MESSAGE_OCTETS else None
        too_big = self._error_response(request, ErrorStatus.TOO_BIG, 0)
        return too_big if too_big is not None and len(too_big) <= limit else None


def _version_of(request: SlicedRequest) -> int:
    return 1 if request.is_v1 else 2


def _encode_response(head: bytes, request_id: bytes, errors: bytes, bindings: bytes) -> bytes:
    """A Response message from encoded parts."""
    list_length = encode_length(len(bindings))
    pdu_size = len(request_id) + len(errors) + 1 + len(list_length) + len(bindings)
    pdu_length = encode_length(pdu_size)
    message_length = encode_length(len(head) + 1 + len(pdu_length) + pdu_size)
    return b"".join(
        (
            b"\x30",
            message_length,
            head,
            b"\xa2",
            pdu_length,
            request_id,
            errors,
            b"\x30",
            list_length,
            bindings,
        ),
    )
