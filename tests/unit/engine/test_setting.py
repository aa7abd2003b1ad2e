"""The two phases of SET, and what SNMPv1 is told of them (RFC 3416 §4.2.5, RFC 1157 §4.1.5, RFC 3584 §4.2.2, §4.4)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.unit.engine.tables import ListTable
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.agent import AgentEngine
from trishul.engine.drops import DropReason
from trishul.engine.instances import CommitFailed, UndoFailed
from trishul.engine.setting import V1_STATUSES, SetRefused, set_values
from trishul.errors import LimitReached
from trishul.protocol.message import Message, Version, decode_message, encode_message
from trishul.protocol.pdu import ErrorStatus, Pdu, PduKind

ONE, TWO, BIG = "1.3.6.1.4.1.32473.1.0", "1.3.6.1.4.1.32473.2.0", "1.3.6.1.4.1.32473.3.0"
HELD = [VarBind.of(ONE, Value.integer(1)), VarBind.of(TWO, Value.integer(2)), VarBind.of(BIG, Value.counter64(3))]
BINDINGS = [VarBind.of(ONE, Value.integer(5)), VarBind.of(TWO, Value.integer(6))]
PEER = ("192.0.2.9", 40000)


class Script(ListTable):
    """A table whose transaction does what it is told and writes down what happened."""

    def __init__(self, statuses: Sequence[ErrorStatus | Exception] = (), *, fails_at: int | None = None) -> None:
        super().__init__(HELD)
        self.statuses = statuses
        self.fails_at = fails_at
        self.can_undo = True
        self.course: list[str] = []

    def begin_set(self, varbinds: Sequence[VarBind], now: float) -> Script:  # type: ignore[override]
        self.course.append(f"begin {len(varbinds)}")
        return self

    def test(self, at: int) -> ErrorStatus:
        self.course.append(f"test {at}")
        status = self.statuses[at] if at < len(self.statuses) else ErrorStatus.NO_ERROR
        if isinstance(status, Exception):
            raise status
        return status

    def commit(self) -> None:
        self.course.append("commit")
        if self.fails_at is not None:
            raise CommitFailed(self.fails_at)

    def undo(self) -> None:
        self.course.append("undo")
        if not self.can_undo:
            raise UndoFailed


def refusal(table: Script, bindings: Sequence[VarBind] = BINDINGS, *, is_v1: bool = False) -> tuple[ErrorStatus, int]:
    with pytest.raises(SetRefused) as refused:
        set_values(table, bindings, 0.0, is_v1=is_v1)
    return refused.value.status, refused.value.index


def ask(table: ListTable, *varbinds: VarBind, version: Version = Version.V2C, **options: int) -> Pdu | None:
    engine = AgentEngine({b"private": table}, **options)
    request = Pdu(PduKind.SET, 99, 0, 0, varbinds)
    engine.receive_datagram(encode_message(Message(version, b"private", request)), PEER, 0.0)
    sent = engine.datagrams_to_send()
    if not sent:
        assert engine.drops == {DropReason.MALFORMED: 1}
        return None
    message, anomalies = decode_message(sent[0][0])
    assert anomalies == ()
    assert isinstance(message.pdu, Pdu)
    return message.pdu


def test_every_binding_is_tested_before_anything_is_assigned() -> None:
    table = Script()
    set_values(table, BINDINGS, 0.0, is_v1=False)
    assert table.course == ["begin 2", "test 0", "test 1", "commit"]


def test_the_first_fault_ends_the_request_and_nothing_is_assigned() -> None:
    table = Script([ErrorStatus.NO_ERROR, ErrorStatus.WRONG_TYPE])
    assert refusal(table) == (ErrorStatus.WRONG_TYPE, 2)
    assert "commit" not in table.course


def test_the_write_view_comes_before_every_other_validation_of_its_binding() -> None:
    table = Script([ErrorStatus.NO_ERROR, ErrorStatus.WRONG_TYPE])
    with pytest.raises(SetRefused) as refused:
        set_values(table, BINDINGS, 0.0, is_v1=False, may_write=lambda name: name != Oid(TWO).contents)
    assert (refused.value.status, refused.value.index) == (ErrorStatus.NO_ACCESS, 2)
    assert table.course == ["begin 2", "test 0"]


def test_an_earlier_binding_s_fault_comes_before_a_later_one_out_of_view() -> None:
    with pytest.raises(SetRefused) as refused:
        set_values(
            Script([ErrorStatus.WRONG_TYPE]),
            BINDINGS,
            0.0,
            is_v1=False,
            may_write=lambda name: name != Oid(TWO).contents,
        )
    assert (refused.value.status, refused.value.index) == (ErrorStatus.WRONG_TYPE, 1)


def test_another_failure_of_a_test_is_gen_err() -> None:
    assert refusal(Script([ErrorStatus.NO_ERROR, LimitReached("x", 1)])) == (ErrorStatus.GEN_ERR, 2)


def test_an_assignment_that_fails_is_undone_and_named() -> None:
    table = Script(fails_at=1)
    assert refusal(table) == (ErrorStatus.COMMIT_FAILED, 2)
    assert table.course[-2:] == ["commit", "undo"]


def test_what_cannot_be_undone_is_told_without_an_index() -> None:
    table = Script(fails_at=1)
    table.can_undo = False
    assert refusal(table) == (ErrorStatus.UNDO_FAILED, 0)


@pytest.mark.parametrize("status", [*V1_STATUSES, ErrorStatus.GEN_ERR])
def test_v1_is_told_in_its_own_words(status: ErrorStatus) -> None:
    expected = V1_STATUSES.get(status, status)
    assert expected <= ErrorStatus.GEN_ERR
    assert expected is not ErrorStatus.READ_ONLY
    assert refusal(Script([status]), is_v1=True) == (expected, 1)
    assert refusal(Script([status])) == (status, 1)


def test_every_status_of_snmpv2_has_its_word_in_v1() -> None:
    assert {status for status in ErrorStatus if status > ErrorStatus.GEN_ERR} == set(V1_STATUSES)


def test_a_counter64_of_the_agent_is_not_in_the_view_of_v1() -> None:
    assert refusal(Script(), [VarBind.of(BIG, Value.integer(1))], is_v1=True) == (ErrorStatus.NO_SUCH_NAME, 1)


def test_a_v1_message_with_a_counter64_is_discarded_without_an_answer() -> None:
    assert ask(Script(), VarBind.of(ONE, Value.counter64(1)), version=Version.V1) is None


@pytest.mark.parametrize("version", [Version.V1, Version.V2C])
def test_the_answer_repeats_the_bindings(version: Version) -> None:
    pdu = ask(Script(), *BINDINGS, version=version)
    assert pdu == Pdu(PduKind.RESPONSE, 99, 0, 0, tuple(BINDINGS))


def test_an_error_repeats_the_bindings_too() -> None:
    pdu = ask(Script([ErrorStatus.NO_CREATION]), *BINDINGS)
    assert pdu == Pdu(PduKind.RESPONSE, 99, ErrorStatus.NO_CREATION, 1, tuple(BINDINGS))


def test_a_set_of_nothing_is_answered() -> None:
    assert ask(Script()) == Pdu(PduKind.RESPONSE, 99, 0, 0, ())


def test_an_answer_that_would_not_fit_is_too_big_and_nothing_is_tested() -> None:
    table = Script()
    long = VarBind.of(ONE, Value.octet_string("x" * 500))
    assert ask(table, long, max_message_size=484) == Pdu(PduKind.RESPONSE, 99, ErrorStatus.TOO_BIG, 0, ())
    assert ask(table, long, version=Version.V1, max_message_size=484) == Pdu(
        PduKind.RESPONSE, 99, ErrorStatus.TOO_BIG, 0, (long,)
    )
    assert table.course == []


def test_the_error_fields_are_measured_at_their_largest() -> None:
    at_most = 484 - len(encode_message(Message(Version.V2C, b"private", Pdu(PduKind.SET, 99, 0, 0, ()))))
    fitting = VarBind.of(ONE, Value.octet_string("x" * (at_most - 26 - 10)))
    assert len(encode_message(Message(Version.V2C, b"private", Pdu(PduKind.SET, 99, 0, 0, (fitting,))))) < 484
    pdu = ask(Script(), fitting, max_message_size=484)
    assert pdu is not None
    assert pdu.error_status == 0


def test_octets_that_are_no_value_at_all_are_dropped() -> None:
    assert ask(Script(), VarBind(Oid(ONE).contents, 0x02, b"")) is None
