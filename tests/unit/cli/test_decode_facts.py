"""The record of a message, as scripts read it."""

from __future__ import annotations

import pytest

from tests.unit.protocol.security.exchanges import ENGINE_ID, EXCHANGES
from trishul.cli.decode_facts import community_text, endpoint_text, record_of, time_text
from trishul.datatypes import Oid
from trishul.protocol.capture.internet import Endpoint
from trishul.protocol.capture.messages import CapturedMessage
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind, TrapV1Pdu
from trishul.protocol.reading import read_datagram

NOWHERE = Endpoint("", 0)


def record(octets: bytes) -> dict[str, object]:
    message = CapturedMessage(1, None, NOWHERE, NOWHERE, "", octets, is_cut=False)
    return record_of(message, read_datagram(octets), None, shows_community=False)


def test_a_v1_trap_has_its_own_fields() -> None:
    pdu = TrapV1Pdu(Oid("1.3.6.1.4.1.1"), "192.0.2.1", 3, 0, 5, ())
    fields = record(encode_message(Message(Version.V1, b"x", pdu)))
    assert (fields["enterprise"], fields["agent_address"], fields["generic_trap"]) == ("1.3.6.1.4.1.1", "192.0.2.1", 3)


def test_a_bulk_request_has_repetitions_and_no_error_status() -> None:
    fields = record(encode_message(Message(Version.V2C, b"x", Pdu(PduKind.GET_BULK, 1, 2, 30, ()))))
    assert (fields["non_repeaters"], fields["max_repetitions"]) == (2, 30)
    assert "error_status" not in fields


def test_a_v3_message_has_its_security() -> None:
    fields = record(EXCHANGES[0].response)
    assert (fields["level"], fields["user"], fields["engine_id"]) == ("noAuthNoPriv", "none0", ENGINE_ID.hex())
    assert (fields["digest"], fields["privacy"], fields["context"]) == ("none", "none", "")


@pytest.mark.parametrize(
    ("time_ns", "text"),
    [(None, None), (1_700_000_000_123_456_789, "2023-11-14T22:13:20.123456Z"), (2**70, None), (-(2**70), None)],
)
def test_times_are_utc_and_impossible_ones_are_none(time_ns: int | None, text: str | None) -> None:
    assert time_text(time_ns) == text


def test_addresses_and_communities_are_written_for_terminals() -> None:
    assert endpoint_text(Endpoint("2001:db8::1", 161)) == "[2001:db8::1]:161"
    assert (community_text(b"public"), community_text(b"\x1b[31m")) == ("public", "1b5b33316d")
