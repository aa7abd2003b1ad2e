"""The manager asks by the RFCs and says what an error-status means."""

from __future__ import annotations

import pytest

from tests.unit.engine.answers import PEER, PEER_V1, sent_pdu
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.manager import SET_EXPLANATIONS, ManagerEngine, encode_names, error_of, set_error_of
from trishul.engine.responses import Response
from trishul.errors import ErrorResponse, InvalidInput, NoSuchName, SetRejected
from trishul.protocol.message import Version, decode_message
from trishul.protocol.pdu import ErrorStatus, PduKind

SYS_DESCR = Oid("1.3.6.1.2.1.1.1.0")
SYS_NAME = Oid("1.3.6.1.2.1.1.5.0")
NAMES = [SYS_DESCR.contents, SYS_NAME.contents]


@pytest.fixture
def engine() -> ManagerEngine:
    return ManagerEngine(first_request_id=1)


def _sent(engine: ManagerEngine) -> bytes:
    ((datagram, address),) = engine.datagrams_to_send()
    assert address == PEER.address
    return datagram


class TestRequests:
    def test_get_asks_for_all_names_in_order_with_null_values(self, engine: ManagerEngine) -> None:
        """RFC 3416 §4.2.1; unspecified values are NULL (§3)."""
        engine.get(PEER, NAMES, 0.0)
        pdu = sent_pdu(_sent(engine))
        assert pdu.kind is PduKind.GET
        assert pdu.varbinds == tuple(VarBind.of(oid, Value.null()) for oid in (SYS_DESCR, SYS_NAME))

    def test_getnext_is_its_own_pdu(self, engine: ManagerEngine) -> None:
        engine.get_next(PEER, NAMES, 0.0)
        assert sent_pdu(_sent(engine)).kind is PduKind.GET_NEXT

    def test_getbulk_carries_non_repeaters_and_max_repetitions(self, engine: ManagerEngine) -> None:
        engine.get_bulk(PEER, NAMES, 0.0, non_repeaters=1, max_repetitions=40)
        pdu = sent_pdu(_sent(engine))
        assert (pdu.kind, pdu.non_repeaters, pdu.max_repetitions) == (PduKind.GET_BULK, 1, 40)

    def test_v1_requests_are_v1_messages(self, engine: ManagerEngine) -> None:
        engine.get(PEER_V1, NAMES, 0.0)
        assert decode_message(_sent(engine))[0].version is Version.V1

    def test_v1_has_no_getbulk(self, engine: ManagerEngine) -> None:
        """RFC 3584 §4.1: GetBulkRequest does not exist in SNMPv1."""
        with pytest.raises(InvalidInput, match="does not exist in SNMP version 1"):
            engine.get_bulk(PEER_V1, NAMES, 0.0, max_repetitions=10)

    @pytest.mark.parametrize(("non_repeaters", "max_repetitions"), [(-1, 1), (0, -1), (0, 2**31)])
    def test_getbulk_numbers_outside_the_range_are_refused(
        self, engine: ManagerEngine, non_repeaters: int, max_repetitions: int
    ) -> None:
        with pytest.raises(InvalidInput, match="between 0 and 2147483647"):
            engine.get_bulk(PEER, NAMES, 0.0, non_repeaters=non_repeaters, max_repetitions=max_repetitions)

    def test_a_request_for_nothing_is_refused(self, engine: ManagerEngine) -> None:
        with pytest.raises(InvalidInput, match="at least one OID"):
            engine.get(PEER, [], 0.0)

    def test_more_names_than_a_message_holds_are_refused(self) -> None:
        with pytest.raises(InvalidInput, match="do not fit one message"):
            encode_names([SYS_DESCR.contents] * 6000)


class TestErrors:
    def test_no_error_is_none(self) -> None:
        assert error_of(Response(0, 0, []), NAMES) is None

    def test_an_error_status_is_told_with_name_and_the_oid_of_its_index(self) -> None:
        error = error_of(Response(ErrorStatus.GEN_ERR, 2, [VarBind(name, 5, b"") for name in NAMES]), NAMES)
        assert isinstance(error, ErrorResponse)
        assert (error.status, error.status_name, error.index, error.oid) == (5, "genErr", 2, str(SYS_NAME))

    def test_no_such_name_of_a_v1_agent_says_which_oid(self) -> None:
        """RFC 1157 §4.1.2: error-index names the missing variable."""
        error = error_of(Response(ErrorStatus.NO_SUCH_NAME, 1, [VarBind(name, 5, b"") for name in NAMES]), NAMES)
        assert isinstance(error, NoSuchName)
        assert (error.oid, error.kind) == (str(SYS_DESCR), "noSuchName")

    def test_an_agent_that_repeats_no_bindings_is_read_by_what_was_asked(self) -> None:
        error = error_of(Response(ErrorStatus.NO_SUCH_NAME, 2, []), NAMES)
        assert isinstance(error, NoSuchName)
        assert error.oid == str(SYS_NAME)

    @pytest.mark.parametrize("index", [-1, 0, 3])
    def test_an_index_that_points_nowhere_names_no_oid(self, index: int) -> None:
        error = error_of(Response(ErrorStatus.TOO_BIG, index, []), NAMES)
        assert isinstance(error, ErrorResponse)
        assert error.oid is None

    def test_where_one_oid_was_asked_it_is_the_one(self) -> None:
        error = error_of(Response(ErrorStatus.GEN_ERR, 0, []), NAMES[:1])
        assert isinstance(error, ErrorResponse)
        assert error.oid == str(SYS_DESCR)

    def test_a_status_no_rfc_knows_is_told_by_its_number(self) -> None:
        error = error_of(Response(99, 0, []), NAMES)
        assert isinstance(error, ErrorResponse)
        assert error.status_name == "error-status 99"

    def test_a_broken_oid_at_the_index_is_left_out(self) -> None:
        error = error_of(Response(ErrorStatus.GEN_ERR, 1, [VarBind(b"\x2b\x86", 5, b"")]), NAMES)
        assert isinstance(error, ErrorResponse)
        assert error.oid is None


class TestSet:
    def test_the_values_travel_as_they_are(self, engine: ManagerEngine) -> None:
        varbinds = [VarBind.of("1.3.6.1.2.1.1.5.0", Value.octet_string("x")), VarBind.of("1.3.6.1.4", Value.integer(5))]
        engine.set(PEER, varbinds, 0.0)
        pdu = sent_pdu(engine.datagrams_to_send()[0][0])
        assert (pdu.kind, pdu.error_status, pdu.error_index, list(pdu.varbinds)) == (PduKind.SET, 0, 0, varbinds)

    def test_what_makes_no_message_is_refused_before_it_is_sent(self, engine: ManagerEngine) -> None:
        for varbinds in ([], [VarBind.of("1.3.6.1.4", Value.octet_string(bytes(65535)))]):
            with pytest.raises(InvalidInput, match="do not make one message"):
                engine.set(PEER, varbinds, 0.0)
        with pytest.raises(InvalidInput, match="Counter64"):
            engine.set(PEER_V1, [VarBind.of("1.3.6.1.4", Value.counter64(1))], 0.0)

    @pytest.mark.parametrize("status", [status for status in ErrorStatus if status])
    def test_every_status_has_its_name_and_its_reason(self, status: ErrorStatus) -> None:
        names = [Oid("1.3.6.1").contents, Oid("1.3.6.2").contents]
        error = set_error_of(Response(status, 2, []), names)
        assert isinstance(error, SetRejected)
        assert (error.status_name, error.index, error.oid) == (status.label, 2, "1.3.6.2")
        assert str(error) == f"1.3.6.2 was not set: {status.label}, {SET_EXPLANATIONS[status]}"

    def test_a_status_without_an_index_blames_nobody(self) -> None:
        error = set_error_of(Response(ErrorStatus.UNDO_FAILED, 0, []), [Oid("1.3.6.1").contents])
        assert str(error).startswith("Nothing was set: undoFailed, ")
        assert str(set_error_of(Response(77, 0, []), [])) == "Nothing was set: error-status 77"

    def test_success_is_no_error(self) -> None:
        assert set_error_of(Response(0, 0, []), []) is None
