"""Requests wait with a fake clock: tries, back-off, matching, and a name for every answer that matches nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.unit.engine.answers import ELSEWHERE, PEER, answer, sent_pdu
from trishul.datatypes import Value, VarBind
from trishul.engine import outstanding
from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason
from trishul.engine.manager import encode_names
from trishul.engine.outstanding import MAX_REQUEST_ID, MIN_REQUEST_ID, Outcome, OutstandingRequests, encode_request
from trishul.engine.peers import Peer
from trishul.engine.responses import Response
from trishul.errors import DecodeError, LimitReached, RequestTimedOut, TargetUnreachable
from trishul.protocol.anomalies import AnomalyKind, DecodeAnomaly
from trishul.protocol.ber import encode_tlv
from trishul.protocol.message import Version, decode_message
from trishul.protocol.pdu import Pdu, PduKind
from trishul.transport.addresses import TcpAddress

NAME = VarBind.of("1.3.6.1.2.1.1.3.0", Value.null()).name
UPTIME = VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(4200))
BINDINGS = encode_names([NAME])
SOURCE = PEER.address
CUT_ID = DecodeAnomaly(AnomalyKind.CUT_REQUEST_ID, 0)


class Conversation:
    """An engine with a clock that the test moves."""

    def __init__(self, first_request_id: int = 1) -> None:
        self.engine = OutstandingRequests(first_request_id=first_request_id)
        self.now = 100.0

    def ask(self, peer: Peer = PEER, give_up_at: float | None = None) -> tuple[int, bytes]:
        request_id = self.engine.submit(peer, PduKind.GET, BINDINGS, self.now, give_up_at=give_up_at)
        ((datagram, address),) = self.engine.datagrams_to_send()
        assert address == peer.address
        return request_id, datagram

    def receive(self, data: bytes, source: Address = SOURCE) -> list[tuple[int, Outcome]]:
        self.engine.receive_datagram(data, source, self.now)
        return self.engine.events()

    def wait_until_deadline(self) -> list[bytes]:
        deadline = self.engine.next_deadline()
        assert deadline is not None
        self.now = deadline
        self.engine.handle_timeout(self.now)
        return [data for data, _ in self.engine.datagrams_to_send()]

    def dropped(self, reason: DropReason) -> int:
        return self.engine.drops.get(reason, 0)


@pytest.fixture
def talk() -> Conversation:
    return Conversation()


class TestAsking:
    def test_a_request_is_a_strict_message_of_the_peers_version_and_community(self, talk: Conversation) -> None:
        request_id, datagram = talk.ask()
        message, anomalies = decode_message(datagram)
        assert anomalies == ()
        assert (message.version, message.community) == (Version.V2C, b"public")
        assert message.pdu == Pdu(PduKind.GET, request_id, 0, 0, (VarBind(NAME, 5, b""),))

    @pytest.mark.parametrize("numbers", [(0, 25), (127, 128), (3, 2**31 - 1)])
    def test_both_numbers_of_a_getbulk_arrive(self, numbers: tuple[int, int]) -> None:
        """RFC 3416 §3: non-repeaters and max-repetitions are 0 to 2147483647."""
        pdu = sent_pdu(encode_request(PEER.head, PduKind.GET_BULK, 2**24, *numbers, BINDINGS))
        assert (pdu.non_repeaters, pdu.max_repetitions) == numbers

    @pytest.mark.parametrize("octets", [10, 100, 130, 250, 300, 4000])
    def test_requests_of_every_size_are_strict(self, octets: int) -> None:
        bindings = encode_names([NAME] * octets)
        pdu = sent_pdu(encode_request(PEER.head, PduKind.GET, 2**24, 0, 0, bindings))
        assert len(pdu.varbinds) == octets

    @pytest.mark.parametrize("first", [0, 1, 2**31 - 1, 2**32 - 1, MAX_REQUEST_ID - MIN_REQUEST_ID])
    def test_request_ids_are_positive_and_of_four_octets_wherever_counting_starts(self, first: int) -> None:
        talk = Conversation(first)
        ids = [talk.ask()[0] for _ in range(3)]
        assert len(set(ids)) == 3
        assert all(MIN_REQUEST_ID <= request_id <= MAX_REQUEST_ID for request_id in ids)

    def test_a_request_id_that_still_waits_is_not_used_again(self, talk: Conversation) -> None:
        waiting, _ = talk.ask()
        talk.engine._next_id = waiting
        assert talk.ask()[0] == waiting + 1

    def test_the_number_of_waiting_requests_is_bounded(
        self, talk: Conversation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(outstanding, "MAX_OUTSTANDING", 2)
        talk.ask()
        talk.ask()
        with pytest.raises(LimitReached):
            talk.ask()


def cut(request_id: int) -> int:
    return request_id & 0xFFFF


def cut_signed(request_id: int) -> int:
    return int.from_bytes((request_id & 0xFFFF).to_bytes(2, "big"), "big", signed=True)


def cut_to_nothing(request_id: int) -> int:
    return 0 * request_id


CUTS = pytest.mark.parametrize("cut_id", [cut, cut_signed, cut_to_nothing])
CutId = Callable[[int], int]


class TestCutRequestIds:
    """Devices that keep 16 bits of a request-id, or none: RFC 3416 §4.2 wants the same, people want their values."""

    @CUTS
    def test_an_answer_with_a_cut_id_is_used_and_says_so(self, cut_id: CutId) -> None:
        talk = Conversation(0xABCDE)
        request_id, datagram = talk.ask()
        (settled,) = talk.receive(answer(datagram, UPTIME, request_id=cut_id(request_id)))
        assert settled == (request_id, Response(0, 0, [UPTIME], 0.0, 1, (CUT_ID,)))
        assert talk.engine.cut_ids == 1

    @CUTS
    def test_so_is_an_error(self, talk: Conversation, cut_id: CutId) -> None:
        request_id, datagram = talk.ask()
        ((settled, outcome),) = talk.receive(answer(datagram, UPTIME, status=5, request_id=cut_id(request_id)))
        assert settled == request_id
        assert isinstance(outcome, Response)
        assert outcome.anomalies == (CUT_ID,)

    @CUTS
    def test_a_stranger_or_another_community_is_not_believed(self, talk: Conversation, cut_id: CutId) -> None:
        request_id, datagram = talk.ask()
        assert talk.receive(answer(datagram, UPTIME, request_id=cut_id(request_id)), source=ELSEWHERE) == []
        assert talk.receive(answer(datagram, UPTIME, request_id=cut_id(request_id), community=b"private")) == []
        assert talk.engine.drops[DropReason.UNKNOWN_REQUEST] == 2

    @CUTS
    def test_a_peer_can_be_held_to_whole_ids(self, cut_id: CutId) -> None:
        talk = Conversation()
        request_id, datagram = talk.ask(replace(PEER, accepts_cut_ids=False))
        assert talk.receive(answer(datagram, UPTIME, request_id=cut_id(request_id))) == []

    @CUTS
    def test_nothing_is_guessed_when_two_requests_fit(self, talk: Conversation, cut_id: CutId) -> None:
        request_id, datagram = talk.ask()
        talk.engine._next_id = request_id + 65_536
        talk.ask()
        assert talk.receive(answer(datagram, UPTIME, request_id=cut_id(request_id))) == []

    def test_several_outstanding_requests_are_told_apart_by_their_low_halves(self, talk: Conversation) -> None:
        asked = [talk.ask() for _ in range(5)]
        for request_id, datagram in reversed(asked):
            ((settled, _),) = talk.receive(answer(datagram, UPTIME, request_id=cut(request_id)))
            assert settled == request_id

    def test_an_id_of_nothing_is_not_believed_while_an_earlier_answer_may_still_come(self, talk: Conversation) -> None:
        given_up, datagram = talk.ask()
        talk.engine.cancel(given_up)
        talk.ask()
        assert talk.receive(answer(datagram, UPTIME, request_id=0)) == []


class TestAnswers:
    def test_an_answer_settles_its_request_with_elapsed_time_and_tries(self, talk: Conversation) -> None:
        request_id, datagram = talk.ask()
        talk.now += 0.25
        assert talk.receive(answer(datagram, UPTIME)) == [(request_id, Response(0, 0, [UPTIME], 0.25, 1))]
        assert talk.engine.next_deadline() is None
        assert talk.engine.outstanding == 0

    def test_many_requests_to_many_peers_are_answered_in_any_order(self, talk: Conversation) -> None:
        peers = [replace(PEER, address=(f"192.0.2.{number}", 161)) for number in range(1, 51)]
        asked = [(peer, *talk.ask(peer)) for peer in peers]
        for peer, request_id, datagram in reversed(asked):
            ((settled, response),) = talk.receive(answer(datagram, UPTIME), peer.address)
            assert settled == request_id
            assert isinstance(response, Response)
        assert talk.engine.responses == 50
        assert talk.engine.drops == {}

    def test_an_error_response_is_a_response(self, talk: Conversation) -> None:
        request_id, datagram = talk.ask()
        ((_, response),) = talk.receive(answer(datagram, VarBind(NAME, 5, b""), status=2, index=1))
        assert isinstance(response, Response)
        assert (response.error_status, response.error_index) == (2, 1)
        assert request_id is not None

    def test_an_answer_in_a_sloppy_encoding_is_read_and_its_oddities_are_named(self, talk: Conversation) -> None:
        request_id, datagram = talk.ask()
        data = answer(datagram, UPTIME)
        sloppy = b"\x30\x84" + (len(data) - 2).to_bytes(4, "big") + data[2:]
        ((settled, response),) = talk.receive(sloppy)
        assert settled == request_id
        assert isinstance(response, Response)
        assert response.varbinds == [UPTIME]
        assert [anomaly.kind for anomaly in response.anomalies] == ["non_minimal_length"]

    def test_an_answer_whose_bindings_are_broken_ends_the_request_with_the_reason(self, talk: Conversation) -> None:
        request_id, datagram = talk.ask()
        data = answer(datagram, UPTIME)
        broken = data[: -len(UPTIME.contents) - 1] + b"\x7f" + data[-len(UPTIME.contents) :]
        ((settled, error),) = talk.receive(broken)
        assert settled == request_id
        assert isinstance(error, DecodeError)


class TestAnswersThatMatchNothing:
    def test_octets_that_are_no_message(self, talk: Conversation) -> None:
        talk.ask()
        assert talk.receive(b"\x00\x01\x02") == []
        assert talk.dropped(DropReason.MALFORMED) == 1

    def test_an_unknown_request_id(self, talk: Conversation) -> None:
        _, datagram = talk.ask()
        assert talk.receive(answer(datagram, UPTIME, request_id=7)) == []
        assert talk.dropped(DropReason.UNKNOWN_REQUEST) == 1

    def test_a_second_answer_is_a_duplicate(self, talk: Conversation) -> None:
        _, datagram = talk.ask()
        talk.receive(answer(datagram, UPTIME))
        assert talk.receive(answer(datagram, UPTIME)) == []
        assert talk.dropped(DropReason.DUPLICATE_RESPONSE) == 1

    def test_an_answer_after_all_tries_is_late(self, talk: Conversation) -> None:
        _, datagram = talk.ask(replace(PEER, retries=0))
        talk.wait_until_deadline()
        talk.engine.events()
        assert talk.receive(answer(datagram, UPTIME)) == []
        assert talk.dropped(DropReason.LATE_RESPONSE) == 1

    def test_an_answer_to_a_cancelled_request_is_late(self, talk: Conversation) -> None:
        request_id, datagram = talk.ask()
        talk.engine.cancel(request_id)
        talk.engine.cancel(request_id)
        assert talk.engine.next_deadline() is None
        assert talk.receive(answer(datagram, UPTIME)) == []
        assert talk.dropped(DropReason.LATE_RESPONSE) == 1

    def test_another_community(self, talk: Conversation) -> None:
        _, datagram = talk.ask()
        assert talk.receive(answer(datagram, UPTIME, community=b"private")) == []
        assert talk.dropped(DropReason.UNKNOWN_COMMUNITY) == 1
        assert talk.engine.outstanding == 1

    def test_another_version(self, talk: Conversation) -> None:
        _, datagram = talk.ask()
        assert talk.receive(answer(datagram, UPTIME, version=Version.V1)) == []
        assert talk.dropped(DropReason.UNEXPECTED_VERSION) == 1

    def test_a_version_that_is_not_spoken(self, talk: Conversation) -> None:
        talk.ask()
        assert talk.receive(b"\x30\x05\x02\x01\x03\x30\x00") == []
        assert talk.dropped(DropReason.UNSUPPORTED_VERSION) == 1

    @pytest.mark.parametrize("kind", [PduKind.GET, PduKind.REPORT, PduKind.TRAP_V2])
    def test_a_pdu_that_is_no_response(self, talk: Conversation, kind: PduKind) -> None:
        _, datagram = talk.ask()
        assert talk.receive(answer(datagram, UPTIME, kind=kind)) == []
        assert talk.dropped(DropReason.UNEXPECTED_PDU) == 1

    def test_another_source_address(self, talk: Conversation) -> None:
        _, datagram = talk.ask()
        assert talk.receive(answer(datagram, UPTIME), ELSEWHERE) == []
        assert talk.dropped(DropReason.FOREIGN_SOURCE) == 1

    def test_another_source_address_is_used_and_counted_when_the_peer_allows_it(self, talk: Conversation) -> None:
        request_id, datagram = talk.ask(replace(PEER, accepts_other_sources=True))
        ((settled, _),) = talk.receive(answer(datagram, UPTIME), ELSEWHERE)
        assert settled == request_id
        assert talk.engine.foreign_sources == 1
        assert talk.engine.drops == {}

    def test_only_so_many_finished_requests_are_remembered(self, talk: Conversation) -> None:
        first, datagram = talk.ask()
        talk.receive(answer(datagram, UPTIME))
        for _ in range(2000):
            _, other = talk.ask()
            talk.receive(answer(other, UPTIME))
        assert talk.receive(answer(datagram, UPTIME, request_id=first)) == []
        assert talk.dropped(DropReason.UNKNOWN_REQUEST) == 1
        assert len(talk.engine._finished) <= 1024


class TestTries:
    def test_a_try_repeats_the_same_octets(self, talk: Conversation) -> None:
        _, datagram = talk.ask()
        assert talk.wait_until_deadline() == [datagram]
        assert talk.engine.retries == 1

    def test_by_default_every_try_waits_equally_long(self, talk: Conversation) -> None:
        talk.ask()
        times = [talk.engine.next_deadline()]
        while talk.wait_until_deadline():
            times.append(talk.engine.next_deadline())
        assert times == [101.0, 102.0, 103.0]

    def test_back_off_makes_each_wait_longer(self, talk: Conversation) -> None:
        talk.ask(replace(PEER, retries=3, backoff=2.0))
        times = [talk.engine.next_deadline()]
        while talk.wait_until_deadline():
            times.append(talk.engine.next_deadline())
        assert times == [101.0, 103.0, 107.0, 115.0]

    def test_a_wait_never_grows_beyond_its_limit(self, talk: Conversation) -> None:
        talk.ask(replace(PEER, timeout_s=3000, retries=5, backoff=10.0))
        waits = []
        while talk.wait_until_deadline():
            deadline = talk.engine.next_deadline()
            assert deadline is not None
            waits.append(deadline - talk.now)
        assert waits == [3600.0] * 5

    def test_after_all_tries_the_error_tells_target_time_and_tries(self, talk: Conversation) -> None:
        request_id, _ = talk.ask()
        while talk.wait_until_deadline():
            pass
        ((settled, error),) = talk.engine.events()
        assert settled == request_id
        assert isinstance(error, RequestTimedOut)
        assert (error.target, error.elapsed_s, error.retries) == ("switch", 3.0, 2)
        assert talk.engine.next_deadline() is None

    def test_an_answer_to_an_earlier_try_is_an_answer(self, talk: Conversation) -> None:
        _, datagram = talk.ask()
        talk.wait_until_deadline()
        talk.now += 0.5
        ((_, response),) = talk.receive(answer(datagram, UPTIME))
        assert isinstance(response, Response)
        assert (response.tries, response.elapsed_s) == (2, 1.5)

    def test_a_request_that_must_end_earlier_makes_no_further_try(self, talk: Conversation) -> None:
        talk.ask(give_up_at=talk.now + 1.5)
        assert len(talk.wait_until_deadline()) == 1
        assert talk.wait_until_deadline() == []
        assert talk.now == 101.5
        ((_, error),) = talk.engine.events()
        assert isinstance(error, RequestTimedOut)
        assert error.retries == 1

    def test_waiting_too_early_changes_nothing(self, talk: Conversation) -> None:
        talk.ask()
        talk.engine.handle_timeout(talk.now + 0.999)
        assert talk.engine.datagrams_to_send() == []

    def test_the_earliest_deadline_comes_first_whatever_the_order_of_asking(self, talk: Conversation) -> None:
        talk.ask(replace(PEER, timeout_s=5))
        talk.ask(replace(PEER, timeout_s=2))
        talk.ask(replace(PEER, timeout_s=9))
        assert talk.engine.next_deadline() == 102.0

    def test_timers_of_answered_requests_do_not_pile_up_behind_a_long_wait(self, talk: Conversation) -> None:
        talk.ask(replace(PEER, timeout_s=0.5))
        for _ in range(5000):
            _, datagram = talk.ask()
            talk.receive(answer(datagram, UPTIME))
        assert len(talk.engine._timers) < 200
        assert talk.engine.next_deadline() == 100.5
        assert len(talk.wait_until_deadline()) == 1


class TestUnreachablePeers:
    def test_all_requests_to_the_address_end_and_others_wait_on(self, talk: Conversation) -> None:
        other, _ = talk.ask(replace(PEER, address=ELSEWHERE))
        lost = [talk.ask()[0] for _ in range(2)]
        talk.engine.peer_unreachable(PEER.address, "its port is closed")
        outcomes = talk.engine.events()
        assert [request_id for request_id, _ in outcomes] == lost
        assert all(isinstance(error, TargetUnreachable) for _, error in outcomes)
        assert str(outcomes[0][1]) == "switch cannot be reached: its port is closed"
        assert talk.engine.outstanding == 1
        assert other not in lost

    def test_an_ipv6_address_is_compared_without_flow_and_scope(self, talk: Conversation) -> None:
        talk.ask(replace(PEER, address=("2001:db8::1", 161, 0, 0)))
        talk.engine.peer_unreachable(("2001:db8::1", 161, 7, 3), "no route to the host")
        assert len(talk.engine.events()) == 1

    def test_an_address_nobody_asked_is_ignored(self, talk: Conversation) -> None:
        talk.ask()
        talk.engine.peer_unreachable(ELSEWHERE, "its port is closed")
        assert talk.engine.events() == []


def test_a_request_with_a_long_community_is_matched_all_the_same(talk: Conversation) -> None:
    peer = replace(PEER, community=bytes(range(1, 201)))
    request_id, datagram = talk.ask(peer)
    assert encode_tlv(4, peer.community) in datagram
    ((settled, _),) = talk.receive(answer(datagram, UPTIME))
    assert settled == request_id


STREAM_PEER = replace(PEER, timeout_s=4.0, retries=2, is_stream=True)


def test_over_a_stream_nothing_is_repeated_while_the_connection_stands() -> None:
    """RFC 3430: TCP repeats what is lost; a second copy would only be another request."""
    talk = Conversation()
    request_id, _ = talk.ask(STREAM_PEER)
    assert talk.wait_until_deadline() == []
    ((ended_id, error),) = talk.engine.events()
    assert ended_id == request_id
    assert isinstance(error, RequestTimedOut)
    assert talk.now == 104.0


def test_a_lost_connection_takes_the_next_try_at_once_and_the_last_one_ends_in_words() -> None:
    talk = Conversation()
    request_id, datagram = talk.ask(STREAM_PEER)
    for _ in range(2):
        talk.engine.connection_lost(STREAM_PEER.address, "it closed the connection", talk.now)
        assert talk.engine.datagrams_to_send() == [(datagram, STREAM_PEER.address)]
    talk.engine.connection_lost(STREAM_PEER.address, "it closed the connection", talk.now)
    assert talk.engine.datagrams_to_send() == []
    ((ended_id, error),) = talk.engine.events()
    assert (ended_id, str(error)) == (request_id, f"{STREAM_PEER.name} cannot be reached: it closed the connection")


def test_a_peer_that_is_lost_over_one_transport_is_not_lost_over_another() -> None:
    talk = Conversation()
    other = TcpAddress(PEER.address)
    talk.ask(replace(PEER, address=other, is_stream=True))
    talk.engine.peer_unreachable(PEER.address, "its port is closed")
    assert talk.engine.events() == []
    talk.engine.peer_unreachable(other, "connection refused")
    assert len(talk.engine.events()) == 1
