"""Which requests and answers a fault hits: limits, rhythm, chance and time."""

from __future__ import annotations

import pytest

from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.faults import AgentFaults, Fault, FaultKind, refused_status
from trishul.engine.requests import SlicedRequest, slice_request
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import ErrorStatus, Pdu, PduKind

PEER = ("192.0.2.9", 40000)
IF_TABLE = Oid("1.3.6.1.2.1.2.2")
IN_IF_TABLE = f"{IF_TABLE}.1.10.1"


def request(*oids: str, kind: PduKind = PduKind.GET) -> SlicedRequest:
    pdu = Pdu(kind, 4711, 0, 0, tuple(VarBind.of(oid, Value.null()) for oid in oids or (IN_IF_TABLE,)))
    sliced = slice_request(encode_message(Message(Version.V2C, b"public", pdu)))
    assert sliced is not None
    return sliced


def hits(fault: Fault, requests: int = 10, *, seed: int = 0, step_s: float = 0.0) -> list[int]:
    """Which of so many equal requests are hit, counted from 1."""
    faults = AgentFaults([fault], seed=seed, since=100.0)
    asked = request()
    found = [n for n in range(1, requests + 1) if faults.spoiling(asked, 2, PEER, 100.0 + (n - 1) * step_s, 1, 50)]
    assert faults.hits == [len(found)]
    return found


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        ({"every": 3}, [3, 6, 9]),
        ({"skip": 7}, [8, 9, 10]),
        ({"skip": 2, "every": 4}, [6, 10]),
        ({"times": 2}, [1, 2]),
        ({"probability": 0.0}, []),
        ({"pdus": (PduKind.SET,)}, []),
        ({"versions": (3,)}, []),
        ({"subtrees": (IF_TABLE.contents,)}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        ({"subtrees": (Oid("1.3.6.1.2.1.1").contents,)}, []),
        ({"sources": ("192.0.2.0/24",)}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        ({"sources": ("198.51.100.0/24", "2001:db8::/32")}, []),
        ({"above_varbinds": 1}, []),
        ({"above_octets": 49}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        ({"above_varbinds": 7, "above_octets": 40}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    ],
)
def test_a_fault_hits_what_fits_its_limits(limits: dict[str, object], expected: list[int]) -> None:
    assert hits(Fault(kind=FaultKind.LOSS, **limits)) == expected  # type: ignore[arg-type]


def test_a_fault_begins_and_ends_by_the_time_since_it_was_set() -> None:
    assert hits(Fault(kind=FaultKind.LOSS, from_s=2.0, until_s=5.0), step_s=1.0) == [3, 4, 5]


def test_chances_are_those_of_the_seed_and_about_as_many_as_asked_for() -> None:
    fault = Fault(kind=FaultKind.LOSS, probability=0.25)
    assert hits(fault, 1000, seed=7) == hits(fault, 1000, seed=7) != hits(fault, 1000, seed=8)
    assert 200 < len(hits(fault, 1000, seed=7)) < 300


def test_mapped_and_scoped_addresses_are_found_in_their_networks() -> None:
    faults = AgentFaults([Fault(kind=FaultKind.LOSS, sources=("192.0.2.9", "fe80::/10"))], since=0)
    for source in (("::ffff:192.0.2.9", 1, 0, 0), ("fe80::1%eth0", 1, 0, 2)):
        assert faults.spoiling(request(), 2, source, 0, 1, 50), source


def test_what_refuses_a_request_is_met_before_it_and_what_spoils_an_answer_after_it() -> None:
    refusing, spoiling = Fault(kind=FaultKind.ERROR_STATUS), Fault(kind=FaultKind.DELAY)
    faults = AgentFaults([spoiling, refusing], since=0)
    assert faults.refusal(request(), 2, PEER, 0) is refusing
    assert faults.spoiling(request(), 2, PEER, 0, 1, 50) == [spoiling]


def test_a_set_that_would_be_too_big_is_refused_before_it_changes_anything() -> None:
    fault = Fault(kind=FaultKind.TOO_BIG, above_varbinds=1)
    faults = AgentFaults([fault], since=0)
    one, two = request(kind=PduKind.SET), request(IN_IF_TABLE, f"{IF_TABLE}.1.10.2", kind=PduKind.SET)
    assert faults.refusal(one, 2, PEER, 0) is None
    assert faults.refusal(two, 2, PEER, 0) is fault
    assert faults.spoiling(two, 2, PEER, 0, 2, 80) == []


def test_a_status_is_told_in_the_words_of_the_version() -> None:
    fault = Fault(kind=FaultKind.ERROR_STATUS, status=ErrorStatus.NO_ACCESS, index=2)
    assert refused_status(fault, is_v1=False) == (ErrorStatus.NO_ACCESS, 2)
    assert refused_status(fault, is_v1=True) == (ErrorStatus.NO_SUCH_NAME, 2)
    assert refused_status(Fault(kind=FaultKind.TOO_BIG), is_v1=False) == (ErrorStatus.TOO_BIG, 0)


def test_every_kind_says_what_it_does_and_its_parameters_are_fields_of_a_fault() -> None:
    for kind in FaultKind:
        assert kind.label, kind
        assert kind.effect.endswith("."), kind
        assert set(kind.parameters) <= set(Fault.__slots__), kind
