"""The notifier sends what a receiver understands, and waits for acknowledgements as for any answer."""

from __future__ import annotations

import pytest

from tests.unit.engine.answers import PEER, PEER_V1, answer, sent_pdu
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.notifier import NotifierEngine
from trishul.engine.receiver import ReceiverEngine
from trishul.engine.responses import Response
from trishul.engine.trap_form import heading
from trishul.errors import InvalidInput, RequestTimedOut
from trishul.protocol.message import decode_message
from trishul.protocol.pdu import PduKind, TrapV1Pdu

COLD_START = Oid("1.3.6.1.6.3.1.1.5.1")
TEXT = VarBind.of("1.3.6.1.4.1.9.9.41.1.2.3.1.5.1", Value.octet_string("text"))


@pytest.fixture
def engine() -> NotifierEngine:
    return NotifierEngine(first_request_id=1)


def _sent(engine: NotifierEngine) -> bytes:
    ((datagram, address),) = engine.datagrams_to_send()
    assert address == PEER.address
    return datagram


class TestTraps:
    def test_a_v2c_trap_is_its_heading_and_its_bindings(self, engine: NotifierEngine) -> None:
        """RFC 3416 §4.2.6."""
        engine.trap(PEER, COLD_START, [TEXT], 4200)
        pdu = sent_pdu(_sent(engine))
        assert pdu.kind is PduKind.TRAP_V2
        assert pdu.varbinds == (*heading(COLD_START, 4200), TEXT)
        assert (pdu.error_status, pdu.error_index) == (0, 0)

    def test_a_trap_waits_for_nothing(self, engine: NotifierEngine) -> None:
        engine.trap(PEER, COLD_START, [], 0)
        assert engine.next_deadline() is None
        assert engine.outstanding == 0
        assert engine.traps == 1

    def test_a_heading_that_the_caller_gave_is_not_sent_twice(self, engine: NotifierEngine) -> None:
        engine.trap(PEER, COLD_START, [*heading(COLD_START, 1), TEXT], 4200)
        assert sent_pdu(_sent(engine)).varbinds == (*heading(COLD_START, 4200), TEXT)

    def test_to_a_v1_peer_a_v1_trap_goes(self, engine: NotifierEngine) -> None:
        """RFC 1157 §4.1.6."""
        engine.trap(PEER_V1, COLD_START, [TEXT], 4200, agent_address="192.0.2.7")
        message, anomalies = decode_message(_sent(engine))
        assert anomalies == ()
        assert message.pdu == TrapV1Pdu(Oid("1.3.6.1.6.3.1.1.5"), "192.0.2.7", 0, 0, 4200, (TEXT,))

    @pytest.mark.parametrize("peer", [PEER, PEER_V1])
    def test_our_receiver_reads_both_forms_alike(self, engine: NotifierEngine, peer: object) -> None:
        engine.trap(PEER_V1 if peer is PEER_V1 else PEER, COLD_START, [TEXT], 4200)
        receiver = ReceiverEngine()
        receiver.receive_datagram(_sent(engine), ("192.0.2.1", 40000), 0.0)
        (notification,) = receiver.events()
        assert (notification.trap_oid, notification.uptime) == (COLD_START.contents, 4200)
        assert notification.anomalies == ()

    @pytest.mark.parametrize("peer", [PEER, PEER_V1])
    def test_what_does_not_fit_a_datagram_is_refused(self, engine: NotifierEngine, peer: object) -> None:
        large = [VarBind.of("1.3.6.1.4.1.9.1", Value.octet_string(bytes(65000)))] * 2
        with pytest.raises(InvalidInput, match="does not fit a datagram"):
            engine.trap(PEER_V1 if peer is PEER_V1 else PEER, COLD_START, large, 0)
        assert engine.datagrams_to_send() == []

    @pytest.mark.parametrize("uptime", [-1, 2**32])
    def test_an_uptime_that_is_no_time_ticks_is_refused(self, engine: NotifierEngine, uptime: int) -> None:
        with pytest.raises(InvalidInput):
            engine.trap(PEER, COLD_START, [], uptime)


class TestInforms:
    def test_an_inform_is_acknowledged_by_its_response(self, engine: NotifierEngine) -> None:
        """RFC 3416 §4.2.7."""
        request_id = engine.inform(PEER, COLD_START, [TEXT], 4200, 10.0)
        datagram = _sent(engine)
        pdu = sent_pdu(datagram)
        assert (pdu.kind, pdu.request_id) == (PduKind.INFORM, request_id)
        engine.receive_datagram(answer(datagram, *pdu.varbinds), PEER.address, 10.5)
        ((settled, response),) = engine.events()
        assert settled == request_id
        assert isinstance(response, Response)
        assert response.elapsed_s == 0.5

    def test_our_receiver_acknowledges_our_inform(self, engine: NotifierEngine) -> None:
        engine.inform(PEER, COLD_START, [TEXT], 4200, 10.0)
        receiver = ReceiverEngine(frozenset((b"public",)))
        receiver.receive_datagram(_sent(engine), ("192.0.2.50", 40000), 0.0)
        ((acknowledgement, _),) = receiver.datagrams_to_send()
        engine.receive_datagram(acknowledgement, PEER.address, 10.1)
        ((_, response),) = engine.events()
        assert isinstance(response, Response)

    def test_an_inform_is_repeated_until_it_is_given_up(self, engine: NotifierEngine) -> None:
        engine.inform(PEER, COLD_START, [], 0, 10.0)
        first = _sent(engine)
        for now in (11.0, 12.0):
            engine.handle_timeout(now)
            assert _sent(engine) == first
        engine.handle_timeout(13.0)
        ((_, error),) = engine.events()
        assert isinstance(error, RequestTimedOut)

    def test_v1_has_no_informs(self, engine: NotifierEngine) -> None:
        with pytest.raises(InvalidInput, match="does not exist in SNMP version 1"):
            engine.inform(PEER_V1, COLD_START, [], 0, 10.0)

    def test_what_does_not_fit_a_datagram_is_refused(self, engine: NotifierEngine) -> None:
        large = [VarBind.of("1.3.6.1.4.1.9.1", Value.octet_string(bytes(65000)))] * 2
        with pytest.raises(InvalidInput, match="does not fit a datagram"):
            engine.inform(PEER, COLD_START, large, 0, 10.0)
