"""The agent's answers, case by case (RFC 1157 §4.1, RFC 3416 §4.2, RFC 3584 §4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engine.tables import ListTable
from trishul.datatypes import Value, VarBind
from trishul.engine.agent import AgentEngine
from trishul.engine.delayed import DelayedAnswers
from trishul.engine.drops import DropReason
from trishul.engine.instances import InstanceError, Withheld
from trishul.protocol.message import Message, Version, decode_message, encode_message
from trishul.protocol.pdu import ErrorStatus, Pdu, PduKind

PEER = ("192.0.2.9", 40000)
NOW = 12.5
COLUMN = "1.3.6.1.2.1.2.2.1.2"
VARBINDS = [
    VarBind.of("1.3.6.1.2.1.1.1.0", Value.octet_string("a switch")),
    VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(0)),
    *(VarBind.of(f"{COLUMN}.{row}", Value.octet_string(f"port {row}")) for row in range(1, 201)),
    VarBind.of("1.3.6.1.2.1.31.1.1.1.6.1", Value.counter64(5)),
    VarBind.of("1.3.6.1.2.1.31.1.1.1.18.1", Value.octet_string("last")),
]
END = 0x82


def agent(**options: int) -> AgentEngine:
    return AgentEngine({b"public": ListTable(VARBINDS)}, **options)


def ask(
    kind: PduKind,
    *oids: str,
    version: Version = Version.V2C,
    numbers: tuple[int, int] = (0, 0),
    engine: AgentEngine | None = None,
) -> Pdu:
    engine = engine or agent()
    request = Pdu(kind, 4711, *numbers, tuple(VarBind.of(oid, Value.null()) for oid in oids))
    engine.receive_datagram(encode_message(Message(version, b"public", request)), PEER, NOW)
    ((data, address),) = engine.datagrams_to_send()
    message, anomalies = decode_message(data)
    assert (address, message.version, message.community, anomalies) == (PEER, version, b"public", ())
    pdu = message.pdu
    assert isinstance(pdu, Pdu)
    assert (pdu.kind, pdu.request_id) == (PduKind.RESPONSE, 4711)
    return pdu


def names(pdu: Pdu) -> list[str]:
    return [str(varbind.oid) for varbind in pdu.varbinds]


class TestGet:
    def test_values_come_in_the_order_asked(self) -> None:
        pdu = ask(PduKind.GET, f"{COLUMN}.7", "1.3.6.1.2.1.1.1.0")
        assert pdu.varbinds == (VARBINDS[8], VARBINDS[0])
        assert (pdu.error_status, pdu.error_index) == (0, 0)

    def test_time_dependent_values_are_those_of_now(self) -> None:
        assert ask(PduKind.GET, "1.3.6.1.2.1.1.3.0").varbinds[0].value.native == 1250

    def test_a_known_object_without_the_instance_is_no_such_instance(self) -> None:
        assert ask(PduKind.GET, f"{COLUMN}.999").varbinds[0].tag == 0x81

    def test_an_unknown_object_is_no_such_object_and_the_rest_is_answered(self) -> None:
        pdu = ask(PduKind.GET, "1.3.6.1.9.9.0", "1.3.6.1.2.1.1.1.0")
        assert [varbind.tag for varbind in pdu.varbinds] == [0x80, 0x04]
        assert names(pdu)[0] == "1.3.6.1.9.9.0"

    def test_v1_answers_no_such_name_with_the_index_and_the_request_s_bindings(self) -> None:
        pdu = ask(PduKind.GET, "1.3.6.1.2.1.1.1.0", "1.3.6.1.9.9.0", version=Version.V1)
        assert (pdu.error_status, pdu.error_index) == (ErrorStatus.NO_SUCH_NAME, 2)
        assert [varbind.tag for varbind in pdu.varbinds] == [0x05, 0x05]

    def test_v1_never_sees_counter64(self) -> None:
        pdu = ask(PduKind.GET, "1.3.6.1.2.1.31.1.1.1.6.1", version=Version.V1)
        assert (pdu.error_status, pdu.error_index) == (ErrorStatus.NO_SUCH_NAME, 1)

    def test_no_bindings_asked_is_no_bindings_answered(self) -> None:
        assert ask(PduKind.GET).varbinds == ()


class TestGetNext:
    def test_from_a_known_instance(self) -> None:
        assert names(ask(PduKind.GET_NEXT, f"{COLUMN}.7")) == [f"{COLUMN}.8"]

    def test_from_any_oid(self) -> None:
        assert names(ask(PduKind.GET_NEXT, "1.3", f"{COLUMN}.7.1", "1.3.6.1.2.1.1.2")) == [
            "1.3.6.1.2.1.1.1.0", f"{COLUMN}.8", "1.3.6.1.2.1.1.3.0",
        ]  # fmt: skip

    def test_arcs_above_127_keep_their_order(self) -> None:
        assert names(ask(PduKind.GET_NEXT, f"{COLUMN}.127", f"{COLUMN}.128", f"{COLUMN}.199")) == [
            f"{COLUMN}.128", f"{COLUMN}.129", f"{COLUMN}.200",
        ]  # fmt: skip

    def test_behind_the_last_instance_is_end_of_mib_view_with_the_name_asked(self) -> None:
        pdu = ask(PduKind.GET_NEXT, "1.3.6.1.2.1.31.1.1.1.18.1")
        assert (names(pdu), pdu.varbinds[0].tag) == (["1.3.6.1.2.1.31.1.1.1.18.1"], END)

    def test_v1_answers_no_such_name_there(self) -> None:
        pdu = ask(PduKind.GET_NEXT, "1.3.6.1.2.1.31.1.1.1.18.1", version=Version.V1)
        assert (pdu.error_status, pdu.error_index) == (ErrorStatus.NO_SUCH_NAME, 1)

    def test_v1_steps_over_counter64(self) -> None:
        pdu = ask(PduKind.GET_NEXT, "1.3.6.1.2.1.31", version=Version.V1)
        assert names(pdu) == ["1.3.6.1.2.1.31.1.1.1.18.1"]


class TestGetBulk:
    def test_one_column(self) -> None:
        pdu = ask(PduKind.GET_BULK, COLUMN, numbers=(0, 25))
        assert names(pdu) == [f"{COLUMN}.{row}" for row in range(1, 26)]

    def test_non_repeaters_come_once_and_first(self) -> None:
        pdu = ask(PduKind.GET_BULK, "1.3.6.1.2.1.1.1", COLUMN, numbers=(1, 3))
        assert names(pdu) == ["1.3.6.1.2.1.1.1.0", f"{COLUMN}.1", f"{COLUMN}.2", f"{COLUMN}.3"]

    def test_repeaters_are_interleaved(self) -> None:
        pdu = ask(PduKind.GET_BULK, COLUMN, f"{COLUMN}.100", numbers=(0, 2))
        assert names(pdu) == [f"{COLUMN}.1", f"{COLUMN}.101", f"{COLUMN}.2", f"{COLUMN}.102"]

    def test_time_dependent_values_are_computed_within_a_run(self) -> None:
        pdu = ask(PduKind.GET_BULK, "1.3", numbers=(0, 3))
        assert pdu.varbinds[1].value.native == 1250

    def test_the_end_is_said_once_with_the_last_name(self) -> None:
        pdu = ask(PduKind.GET_BULK, "1.3.6.1.2.1.31.1.1.1.6", numbers=(0, 10))
        assert [varbind.tag for varbind in pdu.varbinds] == [0x46, 0x04, END]
        assert names(pdu)[-1] == "1.3.6.1.2.1.31.1.1.1.18.1"

    def test_a_start_behind_the_end_names_what_was_asked(self) -> None:
        pdu = ask(PduKind.GET_BULK, "1.4", numbers=(0, 10))
        assert (names(pdu), [varbind.tag for varbind in pdu.varbinds]) == (["1.4"], [END])

    def test_a_column_that_ended_is_filled_while_others_go_on(self) -> None:
        pdu = ask(PduKind.GET_BULK, "1.3.6.1.2.1.31.1.1.1.6.1", f"{COLUMN}.1", numbers=(0, 3))
        assert names(pdu)[0::2] == ["1.3.6.1.2.1.31.1.1.1.18.1"] * 3
        assert [varbind.tag for varbind in pdu.varbinds[0::2]] == [0x04, END, END]
        assert names(pdu)[1::2] == [f"{COLUMN}.2", f"{COLUMN}.3", f"{COLUMN}.4"]

    @pytest.mark.parametrize("numbers", [(0, 0), (0, -5)])
    def test_no_repetitions_give_no_bindings(self, numbers: tuple[int, int]) -> None:
        assert ask(PduKind.GET_BULK, COLUMN, numbers=numbers).varbinds == ()

    @pytest.mark.parametrize("numbers", [(-1, 2), (0, 2)])
    def test_negative_non_repeaters_are_none(self, numbers: tuple[int, int]) -> None:
        assert len(ask(PduKind.GET_BULK, COLUMN, numbers=numbers).varbinds) == 2

    def test_more_non_repeaters_than_names_are_all_of_them(self) -> None:
        assert len(ask(PduKind.GET_BULK, COLUMN, "1.3", numbers=(9, 9)).varbinds) == 2

    @pytest.mark.parametrize("columns", [1, 2])
    def test_the_answer_is_cut_to_the_message_size_and_never_too_big(self, columns: int) -> None:
        engine = agent(max_message_size=484)
        request = Pdu(PduKind.GET_BULK, 1, 0, 2**31 - 1, (VarBind.of("1.3", Value.null()),) * columns)
        engine.receive_datagram(encode_message(Message(Version.V2C, b"public", request)), PEER, NOW)
        ((data, _),) = engine.datagrams_to_send()
        pdu = decode_message(data)[0].pdu
        assert 400 < len(data) <= 484
        assert isinstance(pdu, Pdu)
        assert pdu.error_status == 0

    def test_v1_has_no_get_bulk(self) -> None:
        engine = agent()
        data = bytearray(encode_message(Message(Version.V2C, b"public", Pdu(PduKind.GET_BULK, 1, 0, 1, ()))))
        data[4] = 0
        engine.receive_datagram(bytes(data), PEER, NOW)
        assert engine.datagrams_to_send() == []
        assert engine.drops == {DropReason.UNEXPECTED_PDU: 1}


class TestTooBig:
    OIDS = tuple(f"{COLUMN}.{row}" for row in range(1, 61))

    def test_v2c_sends_an_empty_list(self) -> None:
        pdu = ask(PduKind.GET, *self.OIDS, engine=agent(max_message_size=484))
        assert (pdu.error_status, pdu.error_index, pdu.varbinds) == (ErrorStatus.TOO_BIG, 0, ())

    def test_v1_sends_the_request_s_bindings(self) -> None:
        pdu = ask(PduKind.GET, *self.OIDS, engine=agent(max_message_size=484), version=Version.V1)
        assert (pdu.error_status, len(pdu.varbinds)) == (ErrorStatus.TOO_BIG, 60)


class TestSet:
    def test_v2c_answers_not_writable(self) -> None:
        pdu = ask(PduKind.SET, "1.3.6.1.2.1.1.1.0")
        assert (pdu.error_status, pdu.error_index) == (ErrorStatus.NOT_WRITABLE, 1)

    def test_v1_answers_no_such_name(self) -> None:
        pdu = ask(PduKind.SET, "1.3.6.1.2.1.1.1.0", version=Version.V1)
        assert (pdu.error_status, pdu.error_index) == (ErrorStatus.NO_SUCH_NAME, 1)


class TestDrops:
    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", DropReason.MALFORMED),
            (b"GET / HTTP/1.1\r\n\r\n", DropReason.MALFORMED),
            (bytes.fromhex("3003020103"), DropReason.UNSUPPORTED_VERSION),
            (
                encode_message(Message(Version.V2C, b"wrong", Pdu(PduKind.GET, 1, 0, 0, ()))),
                DropReason.UNKNOWN_COMMUNITY,
            ),
            (
                encode_message(Message(Version.V2C, b"public", Pdu(PduKind.RESPONSE, 1, 0, 0, ()))),
                DropReason.UNEXPECTED_PDU,
            ),
            (
                encode_message(Message(Version.V2C, b"public", Pdu(PduKind.INFORM, 1, 0, 0, ()))),
                DropReason.UNEXPECTED_PDU,
            ),
        ],
    )
    def test_what_is_not_answered_is_counted_with_its_reason(self, data: bytes, reason: DropReason) -> None:
        engine = agent()
        engine.receive_datagram(data, PEER, NOW)
        assert engine.datagrams_to_send() == []
        assert engine.drops == {reason: 1}
        assert engine.requests == 0

    def test_values_that_make_no_sense_are_never_echoed(self) -> None:
        data = bytearray(
            encode_message(
                Message(Version.V2C, b"public", Pdu(PduKind.SET, 1, 0, 0, (VarBind.of("1.3.6", Value.integer(5)),)))
            )
        )
        data[-2] = 9  # the value claims nine octets, one is there
        engine = agent()
        engine.receive_datagram(bytes(data), PEER, NOW)
        assert (engine.datagrams_to_send(), engine.drops) == ([], {DropReason.MALFORMED: 1})

    def test_a_request_id_without_octets_is_malformed(self) -> None:
        data = (
            bytes.fromhex("30230201010406")
            + b"public"
            + bytes.fromhex("a0160200020100020100300b300906052b060102010500")
        )
        engine = agent()
        engine.receive_datagram(data[:1] + bytes((len(data) - 2,)) + data[2:], PEER, NOW)
        assert (engine.datagrams_to_send(), engine.drops) == ([], {DropReason.MALFORMED: 1})

    @given(st.binary(max_size=300))
    def test_any_bytes_are_an_answer_or_a_drop(self, data: bytes) -> None:
        engine = agent()
        engine.receive_datagram(data, PEER, NOW)
        assert len(engine.datagrams_to_send()) + sum(engine.drops.values()) == 1


class TestUnusualForms:
    USUAL = encode_message(
        Message(Version.V2C, b"public", Pdu(PduKind.GET, 7, 0, 0, (VarBind.of("1.3.6.1.2.1.1.1.0", Value.null()),)))
    )

    def answer_to(self, data: bytes) -> Pdu:
        engine = agent()
        engine.receive_datagram(data, PEER, NOW)
        ((answer, _),) = engine.datagrams_to_send()
        pdu = decode_message(answer)[0].pdu
        assert isinstance(pdu, Pdu)
        return pdu

    def test_long_lengths_and_trailing_bytes_are_answered_alike(self) -> None:
        usual = self.answer_to(self.USUAL)
        assert self.answer_to(self.USUAL + b"\0\0\0") == usual
        long_length = b"\x30\x84\0\0\0" + self.USUAL[1:]
        assert self.answer_to(long_length) == usual

    def test_padded_numbers_are_answered_alike(self) -> None:
        at = self.USUAL.index(b"\x02\x01\x07")
        padded = bytearray(self.USUAL[:at] + b"\x02\x02\x00\x07" + self.USUAL[at + 3 :])
        padded[1] += 1
        padded[self.USUAL.index(b"\xa0") + 1] += 1
        assert self.answer_to(bytes(padded)) == self.answer_to(self.USUAL)

    def test_values_in_a_request_are_ignored(self) -> None:
        request = Pdu(PduKind.GET, 7, 0, 0, (VarBind.of("1.3.6.1.2.1.1.1.0", Value.octet_string("x" * 300)),))
        assert self.answer_to(encode_message(Message(Version.V2C, b"public", request))) == self.answer_to(self.USUAL)


def test_activity_is_grouped_by_peer_device_and_kind() -> None:
    engine = agent()
    for row in (1, 2, 3):
        ask(PduKind.GET, f"{COLUMN}.{row}", engine=engine)
    ask(PduKind.SET, f"{COLUMN}.1", engine=engine)
    gets, sets = engine.events()
    assert (gets.kind, gets.requests, gets.varbinds, gets.errors) == (PduKind.GET, 3, 3, 0)
    assert (gets.first_oid, gets.last_oid) == (VARBINDS[2].name, VARBINDS[4].name)
    assert (sets.kind, sets.errors, sets.source) == (PduKind.SET, 1, PEER)
    assert engine.events() == []
    assert engine.requests == 4


def test_bindings_served_are_counted_not_bindings_asked() -> None:
    engine = agent()
    ask(PduKind.GET_BULK, COLUMN, numbers=(0, 25), engine=engine)
    ask(PduKind.GET, f"{COLUMN}.1", f"{COLUMN}.2", engine=engine)
    ask(PduKind.SET, f"{COLUMN}.1", engine=engine)
    assert [group.varbinds for group in engine.events()] == [25, 2, 0]
    assert engine.varbinds == 27


def test_devices_may_change_while_running() -> None:
    devices = {b"public": ListTable(VARBINDS)}
    engine = AgentEngine(devices)
    devices[b"public"] = ListTable(VARBINDS[:1])
    assert ask(PduKind.GET_NEXT, "1.3.6.1.2.1.1.1.0", engine=engine).varbinds[0].tag == END


def test_an_agent_has_no_deadlines() -> None:
    assert agent().next_deadline() is None


class SlowTable(ListTable):
    """sysUpTime.0 takes three seconds, or what `outcome` says."""

    outcome: Exception | None = None

    def varbind_at(self, position: int, now: float) -> bytes:
        self.delay_s += 3.0
        if self.outcome is not None:
            raise self.outcome
        return super().varbind_at(position, now)


class TestSlowValues:
    SLOW, PLAIN = "1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.1.1.0"

    @staticmethod
    def request(*oids: str, kind: PduKind = PduKind.GET, request_id: int = 1, version: Version = Version.V2C) -> bytes:
        pdu = Pdu(kind, request_id, 0, 2, tuple(VarBind.of(oid, Value.null()) for oid in oids))
        return encode_message(Message(version, b"public", pdu))

    def test_an_answer_waits_for_all_its_slow_values_and_delays_nobody(self) -> None:
        engine = AgentEngine({b"public": SlowTable(VARBINDS)})
        engine.receive_datagram(self.request(self.SLOW, self.SLOW, request_id=7), PEER, NOW)
        assert (engine.datagrams_to_send(), engine.next_deadline()) == ([], NOW + 6)
        engine.receive_datagram(self.request(self.PLAIN), PEER, NOW)
        assert len(engine.datagrams_to_send()) == 1
        engine.handle_timeout(NOW + 5.9)
        assert engine.datagrams_to_send() == []
        engine.handle_timeout(NOW + 6)
        ((data, address),) = engine.datagrams_to_send()
        pdu = decode_message(data)[0].pdu
        assert (address, pdu.request_id, engine.next_deadline()) == (PEER, 7, None)

    @pytest.mark.parametrize(
        ("kind", "version", "status"),
        [
            (PduKind.GET, Version.V2C, ErrorStatus.NO_ACCESS),
            (PduKind.GET, Version.V1, ErrorStatus.NO_SUCH_NAME),
            (PduKind.GET_NEXT, Version.V2C, ErrorStatus.NO_ACCESS),
            (PduKind.GET_BULK, Version.V2C, ErrorStatus.NO_ACCESS),
        ],
    )
    def test_an_instance_may_refuse_to_be_asked(self, kind: PduKind, version: Version, status: ErrorStatus) -> None:
        table = SlowTable(VARBINDS)
        table.outcome = InstanceError(ErrorStatus.NO_ACCESS)
        engine = AgentEngine({b"public": table})
        before = self.PLAIN if kind is not PduKind.GET else self.SLOW
        engine.receive_datagram(self.request(f"{COLUMN}.1", before, kind=kind, version=version), PEER, NOW)
        engine.handle_timeout(NOW + 3)
        ((data, _),) = engine.datagrams_to_send()
        pdu = decode_message(data)[0].pdu
        assert isinstance(pdu, Pdu)
        assert (pdu.error_status, pdu.error_index) == (status, 2)

    def test_too_big_names_no_binding(self) -> None:
        table = SlowTable(VARBINDS)
        table.outcome = InstanceError(ErrorStatus.TOO_BIG)
        engine = AgentEngine({b"public": table})
        engine.receive_datagram(self.request(self.PLAIN, self.SLOW), PEER, NOW)
        engine.handle_timeout(NOW + 3)
        ((data, _),) = engine.datagrams_to_send()
        pdu = decode_message(data)[0].pdu
        assert isinstance(pdu, Pdu)
        assert (pdu.error_status, pdu.error_index, pdu.varbinds) == (ErrorStatus.TOO_BIG, 0, ())

    def test_a_withheld_answer_is_counted_and_its_delay_forgotten(self) -> None:
        table = SlowTable(VARBINDS)
        table.outcome = Withheld("delay")
        engine = AgentEngine({b"public": table})
        engine.receive_datagram(self.request(self.SLOW), PEER, NOW)
        assert (engine.next_deadline(), dict(engine.drops)) == (None, {DropReason.WITHHELD: 1})
        engine.receive_datagram(self.request(self.PLAIN), PEER, NOW)
        assert len(engine.datagrams_to_send()) == 1

    def test_more_delayed_answers_than_are_kept_are_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        engine = AgentEngine({b"public": SlowTable(VARBINDS)})
        monkeypatch.setattr(engine, "_delayed", DelayedAnswers(max_answers=1))
        for _ in range(2):
            engine.receive_datagram(self.request(self.SLOW), PEER, NOW)
        assert dict(engine.drops) == {DropReason.TOO_MANY_DELAYED: 1}


def test_a_request_for_a_device_that_will_come_is_kept_by_who_loads_it() -> None:
    engine = agent()
    asked: list[tuple[bytes, bytes]] = []

    def wake(engine_id: bytes, name: bytes, data: bytes, source: object) -> bool:
        asked.append((engine_id, name))
        return name == b"router"

    engine.wake = wake
    for community in (b"router", b"stranger", b"public"):
        pdu = Pdu(PduKind.GET, 1, 0, 0, (VarBind.of("1.3.6.1.2.1.1.1.0", Value.null()),))
        engine.receive_datagram(encode_message(Message(Version.V2C, community, pdu)), PEER, NOW)
    assert asked == [(b"", b"router"), (b"", b"stranger")]
    assert engine.drops == {DropReason.UNKNOWN_COMMUNITY: 1}
    assert len(engine.datagrams_to_send()) == 1
