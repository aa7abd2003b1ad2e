"""What an agent was asked: each request in the journal of its device, all in groups with their last datagrams."""

from __future__ import annotations

from tests.unit.engine.tables import ListTable
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.activity import KEPT_OCTETS, MAX_ACTIVITY_GROUPS
from trishul.engine.agent import AgentEngine
from trishul.engine.faults import AgentFaults, Fault, FaultKind
from trishul.engine.journal import JOURNAL_NAMES, UNANSWERED, Journal, JournalEntry
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind

PEER = ("192.0.2.9", 40000)
NAME = "1.3.6.1.2.1.1.5.0"
DEVICE = ListTable([VarBind.of(NAME, Value.octet_string("switch"))])


def ask(
    engine: AgentEngine,
    kind: PduKind,
    names: int = 1,
    numbers: tuple[int, int] = (0, 0),
    now: float = 1.0,
    port: int = 40000,
) -> bytes:
    pdu = Pdu(kind, 1, *numbers, (VarBind.of(NAME, Value.null()),) * names)
    request = encode_message(Message(Version.V2C, b"public", pdu))
    engine.receive_datagram(request, ("192.0.2.9", port), now)
    return request


def test_each_request_is_one_entry_and_an_error_has_served_nothing() -> None:
    engine = AgentEngine({b"public": DEVICE})
    ask(engine, PduKind.GET)  # nobody keeps a journal yet
    journal = engine.activity.journals[DEVICE] = Journal()
    ask(engine, PduKind.GET_BULK, numbers=(0, 25), now=2.0)
    ask(engine, PduKind.SET, now=3.0)
    name = Oid(NAME).contents
    assert journal.read() == [
        JournalEntry(1, 2.0, PEER, 1, PduKind.GET_BULK, b"\x00", b"\x19", [name], 1, 1),
        JournalEntry(2, 3.0, PEER, 1, PduKind.SET, b"\x00", b"\x00", [name], 1, None),
    ]


def test_a_request_that_a_silent_device_leaves_unanswered_was_asked_all_the_same() -> None:
    engine = AgentEngine({b"public": DEVICE})
    engine.faulty.devices[DEVICE] = AgentFaults([Fault(kind=FaultKind.SILENCE)], since=0.0)
    journal = engine.activity.journals[DEVICE] = Journal()
    ask(engine, PduKind.GET)
    assert ([entry.served for entry in journal.read()], engine.events()) == ([UNANSWERED], [])


def test_of_a_request_with_many_names_the_first_are_kept() -> None:
    engine = AgentEngine({b"public": DEVICE})
    journal = engine.activity.journals[DEVICE] = Journal()
    ask(engine, PduKind.GET, names=JOURNAL_NAMES + 5)
    (entry,) = journal.read()
    assert (len(entry.names), entry.asked) == (JOURNAL_NAMES, JOURNAL_NAMES + 5)


def test_a_group_has_the_last_request_and_its_answer() -> None:
    engine = AgentEngine({b"public": DEVICE})
    ask(engine, PduKind.GET)
    request = ask(engine, PduKind.GET, names=2)
    (_, (answer, _)) = engine.datagrams_to_send()
    (group,) = engine.events()
    assert group.last == (request, answer, len(request), len(answer))


def test_of_long_datagrams_the_beginnings_are_kept() -> None:
    engine = AgentEngine({b"public": DEVICE})
    request = ask(engine, PduKind.GET, names=400)
    (group,) = engine.events()
    assert (group.last.request, group.last.request_size) == (request[:KEPT_OCTETS], len(request))
    assert len(group.last.answer) == KEPT_OCTETS < group.last.answer_size


def test_an_answer_that_a_fault_has_spoiled_is_not_kept() -> None:
    engine = AgentEngine({b"public": DEVICE})
    engine.faulty.devices[DEVICE] = AgentFaults([Fault(kind=FaultKind.LOSS)], since=0.0)
    ask(engine, PduKind.GET)
    (group,) = engine.events()
    assert (bool(group.last.request), group.last.answer) == (True, b"")


def test_groups_beyond_the_bound_are_answered_all_the_same() -> None:
    engine = AgentEngine({b"public": DEVICE})
    for port in range(1, MAX_ACTIVITY_GROUPS + 3):
        ask(engine, PduKind.GET, port=port)
    assert (len(engine.events()), engine.requests) == (MAX_ACTIVITY_GROUPS, MAX_ACTIVITY_GROUPS + 2)
    assert engine.request_totals().requests[PduKind.GET] == MAX_ACTIVITY_GROUPS + 2


def test_where_nobody_reads_groups_requests_are_counted_all_the_same() -> None:
    engine = AgentEngine({b"public": DEVICE})
    engine.activity.is_grouped = False
    ask(engine, PduKind.GET, names=2)
    ask(engine, PduKind.SET)
    totals = engine.request_totals()
    assert (engine.events(), totals.requests, totals.varbinds[PduKind.GET]) == (
        [],
        {PduKind.GET: 1, PduKind.SET: 1},
        2,
    )
