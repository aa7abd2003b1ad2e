"""What faults do to an answer: to its PDU, to the SNMPv3 message around it, to its octets, and to when it is sent.

An answer of ours comes in as it would be sent and is taken apart, spoiled and put together, stage by stage; the tables
at the end of each stage say which fault does what. Pure, and not on the path of agents without faults. Which faults an
answer meets is `faults`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from trishul.datatypes.contents import decode_integer, decode_oid_contents, encode_integer, encode_oid_contents
from trishul.datatypes.oid import Oid
from trishul.engine.authority import Authority, SecuredRequest
from trishul.engine.faults import AgentFaults, Fault, FaultKind
from trishul.engine.requests import SlicedRequest
from trishul.protocol.ber import INTEGER, OCTET_STRING, SEQUENCE, encode_length, encode_tlv, encode_varbind, read_header
from trishul.protocol.message_v3 import read_message_v3
from trishul.protocol.pdu import ErrorStatus, PduKind
from trishul.protocol.security.time_window import MAX_BOOTS, MAX_TIME
from trishul.protocol.security.users import LocalizedUser

_SYS_UP_TIME = Oid("1.3.6.1.2.1.1.3.0").contents
_NULL = 0x05
_TIME_TICKS = 0x43
_END_OF_MIB_VIEW = 0x82
_INTEGERS = frozenset((INTEGER, 0x41, 0x42, _TIME_TICKS, 0x46))
_NO_ERROR = (0, 0)
_WALKING = frozenset((PduKind.GET_NEXT.value, PduKind.GET_BULK.value))
_MAX_ARC = 2**32 - 1


@dataclass(slots=True)
class _Answer:
    """An answer taken apart; `claimed` octets more than there are is what its list of bindings announces."""

    version: bytes
    community: bytes
    request_id: bytes
    errors: tuple[int, int]
    bindings: list[bytes]
    claimed: int = 0
    pads_integers: bool = False

    @classmethod
    def of(cls, message: bytes) -> _Answer:
        """The parts of a message of ours, which is well-formed."""
        _, start, end = read_header(message, 0, len(message))
        version, community, pdu = _split(message, start, end)
        _, start, end = read_header(pdu, 0, len(pdu))
        request_id, status, index, listed = _split(pdu, start, end)
        _, start, end = read_header(listed, 0, len(listed))
        errors = decode_integer(_contents(status)), decode_integer(_contents(index))
        return cls(version, community, _contents(request_id), errors, _split(listed, start, end))

    def encode(self) -> bytes:
        """The message again, with whatever is wrong with it."""
        integer = _padded_integer if self.pads_integers else _integer
        body = b"".join(self.bindings)
        listed = bytes((SEQUENCE,)) + encode_length(len(body) + self.claimed) + body
        numbers = integer(self.request_id) + b"".join(integer(encode_integer(number)) for number in self.errors)
        return encode_tlv(SEQUENCE, self.version + self.community + encode_tlv(PduKind.RESPONSE, numbers + listed))


class Sending(NamedTuple):
    """Octets that are sent at a time on the engine's clock."""

    at: float
    datagram: bytes
    from_other_port: bool


def spoil_pdu(message: bytes, request: SlicedRequest, faults: Iterable[Fault], elapsed_s: float) -> bytes:
    """The answer to a request, with the faults of the PDU stage. `elapsed_s`: since the faults were set."""
    spoiling = [(fault, _PDU_FAULTS[fault.kind]) for fault in faults if fault.kind in _PDU_FAULTS]
    if not spoiling:
        return message
    answer = _Answer.of(message)
    for fault, spoil in spoiling:
        spoil(answer, fault, request, elapsed_s)
    return answer.encode()


def size_of(message: bytes) -> int:
    """How many bindings an answer has."""
    return len(_Answer.of(message).bindings)


def close_spoiled(
    authority: Authority, secured: SecuredRequest, pdu: bytes, now: float, faults: Sequence[Fault]
) -> bytes:
    """The SNMPv3 message around the PDU of an answer, with the faults of the security stage."""
    boots, time = secured.engine.clock.read(now)
    has_wrong_digest = False
    for fault in faults:
        if fault.kind is FaultKind.BOOTS_BACK:
            boots = min(max(boots + fault.boots_offset, 0), MAX_BOOTS)
        elif fault.kind is FaultKind.TIME_OFF:
            time = min(max(time + fault.time_offset_s, 0), MAX_TIME)
        elif fault.kind is FaultKind.OTHER_ENGINE:
            user = secured.user
            user = LocalizedUser(user.name, fault.engine_id, user.authenticator, user.cipher)
            secured = secured._replace(user=user, scoped=secured.scoped._replace(context_engine_id=fault.engine_id))
        has_wrong_digest |= fault.kind is FaultKind.WRONG_DIGEST
    message = authority.close_message(secured, pdu, now, told=(boots, time))
    if has_wrong_digest:
        at, end = (found := read_message_v3(message)).mac_at, found.mac_end
        if at < end:
            message = message[:at] + bytes((message[at] ^ 1,)) + message[at + 1 :]
    return message


def sendings(datagram: bytes, faults: Iterable[Fault], agent: AgentFaults, now: float) -> list[Sending]:
    """What is sent of an answer, and when; nothing where it is lost."""
    at, copies, from_other_port = now, 1, False
    for fault in faults:
        if fault.kind is FaultKind.LOSS:
            return []
        if fault.kind is FaultKind.TRUNCATED:
            datagram = datagram[: len(datagram) // 2 if fault.kept_octets is None else fault.kept_octets]
        elif fault.kind is FaultKind.DELAY:
            share = 2 * agent.chance(f"jitter/{sum(agent.hits)}") - 1
            at += max(fault.delay_s + fault.jitter_s * share, 0)
        elif fault.kind is FaultKind.REORDER:
            at += fault.hold_s
        elif fault.kind is FaultKind.DUPLICATE:
            copies += fault.copies
        from_other_port |= fault.kind is FaultKind.OTHER_PORT
    return [Sending(at, datagram, from_other_port)] * copies


_Spoil: TypeAlias = Callable[[_Answer, Fault, SlicedRequest, float], None]


def _make_too_big(answer: _Answer, _: Fault, request: SlicedRequest, __: float) -> None:
    answer.errors = ErrorStatus.TOO_BIG, 0
    answer.bindings = _without_values(request) if request.is_v1 else []


def _empty(answer: _Answer, _: Fault, __: SlicedRequest, ___: float) -> None:
    answer.errors, answer.bindings = _NO_ERROR, []


def _end_mib(answer: _Answer, _: Fault, request: SlicedRequest, __: float) -> None:
    if request.kind not in _WALKING:
        return
    if request.is_v1:  # RFC 1157 §4.1.3
        answer.errors, answer.bindings = (ErrorStatus.NO_SUCH_NAME, 1), _without_values(request)
        return
    answer.errors = _NO_ERROR
    answer.bindings = [encode_varbind(name, _END_OF_MIB_VIEW, b"") for name in request.names]


def _go_on_for_ever(answer: _Answer, fault: Fault, request: SlicedRequest, _: float) -> None:
    if request.kind not in _WALKING:
        return
    if answer.errors[0] == ErrorStatus.NO_SUCH_NAME and request.is_v1:
        answer.errors = _NO_ERROR
        answer.bindings = [encode_varbind(name, _END_OF_MIB_VIEW, b"") for name in request.names]
    before = list(request.names)
    for at, binding in enumerate(answer.bindings):
        column = _column(request, at)
        asked = request.names[column]
        within = next((subtree for subtree in fault.subtrees if asked.startswith(subtree)), b"")
        name, tag = _varbind(binding)[:2]
        if tag == _END_OF_MIB_VIEW or not name.startswith(within):
            name = _successor(before[column], within)
            answer.bindings[at] = encode_varbind(name, INTEGER, b"\x00")
        before[column] = name


def _turn_back(answer: _Answer, _: Fault, request: SlicedRequest, __: float) -> None:
    if request.kind in _WALKING and answer.bindings:
        last = len(answer.bindings) - 1
        tag, contents = _varbind(answer.bindings[last])[1:]
        answer.bindings[last] = encode_varbind(request.names[_column(request, last)], tag, contents)


def _reverse(answer: _Answer, _: Fault, __: SlicedRequest, ___: float) -> None:
    answer.bindings.reverse()


def _wrap_uptime(answer: _Answer, fault: Fault, _: SlicedRequest, elapsed_s: float) -> None:
    ticks = encode_integer(int((elapsed_s - fault.wrap_after_s) * 100 // 1) % 2**32)
    for at, binding in enumerate(answer.bindings):
        name, tag = _varbind(binding)[:2]
        if name == _SYS_UP_TIME and tag == _TIME_TICKS:
            answer.bindings[at] = encode_varbind(name, tag, ticks)


def _miss_request_id(answer: _Answer, _: Fault, __: SlicedRequest, ___: float) -> None:
    answer.request_id = encode_integer((decode_integer(answer.request_id) + 1) & 0x7FFFFFFF)


def _cut_request_id(answer: _Answer, _: Fault, __: SlicedRequest, ___: float) -> None:
    answer.request_id = encode_integer(decode_integer(answer.request_id) & 0xFFFF)


def _pad_integers(answer: _Answer, _: Fault, __: SlicedRequest, ___: float) -> None:
    answer.pads_integers = True
    answer.bindings = [
        encode_varbind(name, tag, _padded(contents) if tag in _INTEGERS else contents)
        for name, tag, contents in map(_varbind, answer.bindings)
    ]


def _change_community(answer: _Answer, fault: Fault, _: SlicedRequest, __: float) -> None:
    answer.community = encode_tlv(OCTET_STRING, fault.community)


def _claim_too_much(answer: _Answer, _: Fault, __: SlicedRequest, ___: float) -> None:
    answer.claimed = 7


_PDU_FAULTS: dict[FaultKind, _Spoil] = {
    FaultKind.TOO_BIG: _make_too_big,
    FaultKind.EMPTY: _empty,
    FaultKind.END_OF_MIB: _end_mib,
    FaultKind.ENDLESS_WALK: _go_on_for_ever,
    FaultKind.NON_INCREASING: _turn_back,
    FaultKind.OUT_OF_ORDER: _reverse,
    FaultKind.UPTIME_WRAP: _wrap_uptime,
    FaultKind.WRONG_REQUEST_ID: _miss_request_id,
    FaultKind.CUT_REQUEST_ID: _cut_request_id,
    FaultKind.NON_MINIMAL_INTEGERS: _pad_integers,
    FaultKind.WRONG_COMMUNITY: _change_community,
    FaultKind.MALFORMED: _claim_too_much,
}


def _without_values(request: SlicedRequest) -> list[bytes]:
    """The bindings of a request as an error response of v1 repeats them."""
    return [encode_varbind(name, _NULL, b"") for name in request.names]


def _column(request: SlicedRequest, at: int) -> int:
    """Which name of the request the binding `at` of its answer belongs to (RFC 3416 §4.2.3)."""
    if request.kind != PduKind.GET_BULK:
        return at % len(request.names)
    non_repeaters = min(max(int.from_bytes(request.first_number, "big", signed=True), 0), len(request.names))
    if at < non_repeaters:
        return at
    return non_repeaters + (at - non_repeaters) % (len(request.names) - non_repeaters)


def _successor(name: bytes, within: bytes) -> bytes:
    """A name behind another one, and inside a subtree when that is."""
    arcs = decode_oid_contents(name)
    if name == within or arcs[-1] == _MAX_ARC:
        return encode_oid_contents((*arcs, 1))
    return encode_oid_contents((*arcs[:-1], arcs[-1] + 1))


def _split(data: bytes, at: int, end: int) -> list[bytes]:
    """The TLVs between two positions, each whole."""
    found = []
    while at < end:
        stop = read_header(data, at, end)[2]
        found.append(data[at:stop])
        at = stop
    return found


def _contents(tlv: bytes) -> bytes:
    return tlv[read_header(tlv, 0, len(tlv))[1] :]


def _varbind(binding: bytes) -> tuple[bytes, int, bytes]:
    """Name, tag of the value and contents of a binding."""
    name, value = _split(binding, read_header(binding, 0, len(binding))[1], len(binding))
    return _contents(name), value[0], _contents(value)


def _integer(contents: bytes) -> bytes:
    return encode_tlv(INTEGER, contents)


def _padded_integer(contents: bytes) -> bytes:
    return encode_tlv(INTEGER, _padded(contents))


def _padded(contents: bytes) -> bytes:
    """The same number with a leading octet that says nothing."""
    return (b"\xff" if contents[:1] >= b"\x80" else b"\x00") + contents
