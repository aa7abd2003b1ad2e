"""What each fault makes of an answer, read back by our own decoder."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.engine.tables import ListTable
from trishul.datatypes import Value, VarBind
from trishul.datatypes.contents import decode_integer
from trishul.engine.agent import AgentEngine
from trishul.engine.faults import AgentFaults, Fault, FaultKind
from trishul.errors import DecodeError
from trishul.protocol.anomalies import AnomalyKind
from trishul.protocol.message import Message, Version, decode_message, encode_message
from trishul.protocol.pdu import ErrorStatus, Pdu, PduKind

PEER = ("192.0.2.9", 40000)
SYS_DESCR = "1.3.6.1.2.1.1.1.0"
SYS_UP_TIME = "1.3.6.1.2.1.1.3.0"
ROWS = "1.3.6.1.2.1.2.2.1.2"
LAST = f"{ROWS}.3"
REQUEST_ID = 0x12345678
END = 0x82


def table() -> ListTable:
    rows = [VarBind.of(f"{ROWS}.{row}", Value.integer(row)) for row in (1, 2, 3)]
    return ListTable(
        [VarBind.of(SYS_DESCR, Value.octet_string("a switch")), VarBind.of(SYS_UP_TIME, Value.time_ticks(0)), *rows]
    )


def ask(
    fault: Fault,
    kind: PduKind,
    *oids: str,
    numbers: tuple[int, int] = (0, 0),
    version: Version = Version.V2C,
    now: float = 0.0,
) -> bytes:
    device = table()
    engine = AgentEngine({b"public": device})
    engine.faulty.devices[device] = AgentFaults([fault], since=0.0)
    pdu = Pdu(kind, REQUEST_ID, *numbers, tuple(VarBind.of(oid, Value.null()) for oid in oids))
    engine.receive_datagram(encode_message(Message(version, b"public", pdu)), PEER, now)
    ((answer, address),) = engine.datagrams_to_send()
    assert address == PEER
    return answer


def read(answer: bytes) -> tuple[Message, Pdu]:
    message, _ = decode_message(answer)
    assert isinstance(message.pdu, Pdu)
    return message, message.pdu


def names(pdu: Pdu) -> list[str]:
    return [str(varbind.oid) for varbind in pdu.varbinds]


def get(kind: FaultKind, **parameters: Any) -> tuple[Message, Pdu]:
    return read(ask(Fault(kind=kind, **parameters), PduKind.GET, SYS_DESCR))


def test_the_request_id_is_wrong_or_cut_and_the_rest_is_right() -> None:
    for kind, expected in ((FaultKind.WRONG_REQUEST_ID, 0x12345679), (FaultKind.CUT_REQUEST_ID, 0x5678)):
        _, pdu = get(kind)
        assert (pdu.request_id, pdu.error_status, names(pdu)) == (expected, 0, [SYS_DESCR])


def test_the_community_of_the_answer_is_another() -> None:
    assert get(FaultKind.WRONG_COMMUNITY)[0].community == b"wrong"
    assert get(FaultKind.WRONG_COMMUNITY, community=b"other")[0].community == b"other"


def test_an_empty_response_has_neither_bindings_nor_an_error() -> None:
    _, pdu = get(FaultKind.EMPTY)
    assert (pdu.error_status, pdu.error_index, pdu.varbinds) == (0, 0, ())


def test_an_answer_is_too_big_above_the_limit_and_v1_repeats_the_names() -> None:
    fault = Fault(kind=FaultKind.TOO_BIG, above_varbinds=1)
    assert read(ask(fault, PduKind.GET, SYS_DESCR))[1].error_status == 0
    _, pdu = read(ask(fault, PduKind.GET, SYS_DESCR, LAST))
    assert (pdu.error_status, pdu.error_index, pdu.varbinds) == (ErrorStatus.TOO_BIG, 0, ())
    _, pdu = read(ask(fault, PduKind.GET, SYS_DESCR, LAST, version=Version.V1))
    assert (pdu.error_status, names(pdu)) == (ErrorStatus.TOO_BIG, [SYS_DESCR, LAST])


def test_the_mib_ends_too_early_for_walks_only() -> None:
    fault = Fault(kind=FaultKind.END_OF_MIB)
    assert names(read(ask(fault, PduKind.GET, SYS_DESCR))[1]) == [SYS_DESCR]
    for kind in (PduKind.GET_NEXT, PduKind.GET_BULK):
        (varbind,) = read(ask(fault, kind, SYS_DESCR, numbers=(0, 5)))[1].varbinds
        assert (str(varbind.oid), varbind.tag) == (SYS_DESCR, END)
    _, pdu = read(ask(fault, PduKind.GET_NEXT, SYS_DESCR, version=Version.V1))
    assert (pdu.error_status, pdu.error_index) == (ErrorStatus.NO_SUCH_NAME, 1)


@pytest.mark.parametrize("version", [Version.V1, Version.V2C])
def test_an_endless_walk_finds_more_behind_the_last_instance(version: Version) -> None:
    at, seen = LAST, []
    for _ in range(5):
        _, pdu = read(ask(Fault(kind=FaultKind.ENDLESS_WALK), PduKind.GET_NEXT, at, version=version))
        assert pdu.error_status == 0
        (at,) = names(pdu)
        seen.append(at)
    assert seen == [f"{ROWS}.{row}" for row in (4, 5, 6, 7, 8)]


def test_an_endless_walk_stays_in_the_subtree_of_its_fault_and_goes_on_column_by_column() -> None:
    subtree = VarBind.of("1.3.6.1.2.1.1", Value.null()).name
    fault = Fault(kind=FaultKind.ENDLESS_WALK, subtrees=(subtree,))
    pdu = read(ask(fault, PduKind.GET_BULK, SYS_UP_TIME, SYS_DESCR, numbers=(0, 2)))[1]
    assert names(pdu) == ["1.3.6.1.2.1.1.3.1", SYS_UP_TIME, "1.3.6.1.2.1.1.3.2", "1.3.6.1.2.1.1.3.1"]
    assert names(read(ask(fault, PduKind.GET_NEXT, LAST))[1]) == [LAST]  # outside: the end, as it is


def test_the_last_binding_turns_back_to_what_was_asked() -> None:
    pdu = read(ask(Fault(kind=FaultKind.NON_INCREASING), PduKind.GET_BULK, SYS_DESCR, numbers=(0, 3)))[1]
    assert names(pdu) == [SYS_UP_TIME, f"{ROWS}.1", SYS_DESCR]


def test_rows_come_in_the_reverse_order() -> None:
    pdu = read(ask(Fault(kind=FaultKind.OUT_OF_ORDER), PduKind.GET_BULK, ROWS, numbers=(0, 3)))[1]
    assert names(pdu) == [f"{ROWS}.{row}" for row in (3, 2, 1)]


def test_sys_up_time_wraps_when_it_is_told_to() -> None:
    fault = Fault(kind=FaultKind.UPTIME_WRAP, wrap_after_s=10.0)
    ticks = [
        decode_integer(read(ask(fault, PduKind.GET, SYS_UP_TIME, now=now))[1].varbinds[0].contents)
        for now in (0.0, 9.99, 10.0, 12.0)
    ]
    assert ticks == [2**32 - 1000, 2**32 - 1, 0, 200]


def test_integers_have_a_needless_octet_and_the_same_values() -> None:
    answer = ask(Fault(kind=FaultKind.NON_MINIMAL_INTEGERS), PduKind.GET, LAST)
    message, anomalies = decode_message(answer)
    assert isinstance(message.pdu, Pdu)
    assert (message.pdu.request_id, decode_integer(message.pdu.varbinds[0].contents)) == (REQUEST_ID, 3)
    assert AnomalyKind.NON_MINIMAL_INTEGER in {anomaly.kind for anomaly in anomalies}


def test_malformed_and_truncated_answers_cannot_be_read() -> None:
    whole = ask(Fault(kind=FaultKind.LOSS, times=0), PduKind.GET, SYS_DESCR)
    malformed = ask(Fault(kind=FaultKind.MALFORMED), PduKind.GET, SYS_DESCR)
    assert len(malformed) == len(whole)
    half = ask(Fault(kind=FaultKind.TRUNCATED), PduKind.GET, SYS_DESCR)
    assert half == whole[: len(whole) // 2]
    assert ask(Fault(kind=FaultKind.TRUNCATED, kept_octets=3), PduKind.GET, SYS_DESCR) == whole[:3]
    for answer in (malformed, half):
        with pytest.raises(DecodeError):
            decode_message(answer)


@pytest.mark.parametrize("kind", [kind for kind in FaultKind if kind not in {FaultKind.SILENCE, FaultKind.LOSS}])
def test_no_fault_trips_over_an_error_response_or_a_request_without_names(kind: FaultKind) -> None:
    requests = [
        Message(version, b"public", Pdu(pdu_kind, 1, 0, 2, tuple(VarBind.of(name, Value.null()) for name in asked)))
        for asked in ((), (ROWS,), (f"{ROWS}.9",))
        for version in (Version.V1, Version.V2C)
        for pdu_kind in (PduKind.GET, PduKind.GET_NEXT, PduKind.SET, PduKind.GET_BULK)
        if (version, pdu_kind) != (Version.V1, PduKind.GET_BULK)
    ]
    device = table()
    engine = AgentEngine({b"public": device})
    engine.faulty.devices[device] = AgentFaults([Fault(kind=kind)], since=0.0)
    for request in requests:
        engine.receive_datagram(encode_message(request), PEER, 0.0)
    assert engine.drops == {}
