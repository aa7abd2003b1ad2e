"""Stored rows as records (contract §4): complete, readable, without a community."""

from __future__ import annotations

import msgspec
import pytest

from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.protocol.ber import encode_varbinds
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind
from trishul.services.trap_records import detail_of, record_of
from trishul.store.notifications import StoredNotification

VARBINDS = (
    VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(4200)),
    VarBind.of("1.3.6.1.6.3.1.1.4.1.0", Value.object_identifier("1.3.6.1.6.3.1.1.5.3")),
    VarBind.of("1.3.6.1.2.1.2.2.1.1.3", Value.integer(3)),
)
RAW = encode_message(Message(Version.V2C, b"******", Pdu(PduKind.TRAP_V2, 7, 0, 0, VARBINDS)))


def a_notification(**changes: object) -> StoredNotification:
    row = StoredNotification(
        id=5,
        received_at_ns=1_800_000_000_123_456_789,
        local_address="127.0.0.1:1162",
        peer_address="192.0.2.1:40000",
        version=1,
        pdu_kind=0xA7,
        trap_oid="1.3.6.1.6.3.1.1.5.3",
        uptime=4200,
        agent_address=None,
        enterprise=None,
        varbinds=encode_varbinds(VARBINDS),
        raw=RAW,
        anomalies='[{"kind":"trailing_bytes","offset":9}]',
    )
    return row._replace(**changes)


def test_a_record_has_what_the_contract_names() -> None:
    record = record_of(a_notification())
    assert (record.id, record.source, record.local) == (5, "192.0.2.1:40000", "127.0.0.1:1162")
    assert (record.version, record.pdu_type) == ("2c", "SNMPv2-Trap")
    assert (record.trap_oid, record.trap_type, record.resolved) == ("1.3.6.1.6.3.1.1.5.3", "linkDown", True)
    assert (record.severity, record.uptime) == ("info", 4200)
    assert [(row.oid, row.value) for row in record.varbinds][2] == ("1.3.6.1.2.1.2.2.1.1.3", "3")
    assert [(anomaly.kind, anomaly.offset) for anomaly in record.anomalies] == [("trailing_bytes", 9)]


def test_the_time_keeps_its_nanoseconds_as_text_and_says_its_zone() -> None:
    record = record_of(a_notification())
    assert record.received_at_ns == "1800000000123456789"
    assert record.timestamp == 1_800_000_000.123456
    assert record.time_str[:10] == "2027-01-15"
    assert record.time_str[-6] in "+-"


@pytest.mark.parametrize("number", range(1, 7))
def test_the_six_generic_traps_have_their_names(number: int) -> None:
    """RFC 3418 §2, snmpTraps."""
    names = ["coldStart", "warmStart", "linkDown", "linkUp", "authenticationFailure", "egpNeighborLoss"]
    assert record_of(a_notification(trap_oid=f"1.3.6.1.6.3.1.1.5.{number}")).trap_type == names[number - 1]


def test_a_trap_without_a_known_name_keeps_its_number() -> None:
    record = record_of(a_notification(trap_oid="1.3.6.1.4.1.32473.0.1"))
    assert (record.trap_type, record.resolved) == ("1.3.6.1.4.1.32473.0.1", False)


def test_a_damaged_row_is_still_a_record() -> None:
    assert record_of(a_notification(varbinds=b"\x30\x7f")).varbinds == ()


def test_the_detail_adds_octets_and_their_tree() -> None:
    detail = detail_of(a_notification())
    assert bytes.fromhex(detail.raw_hex) == RAW
    assert detail.tree.size == len(RAW)
    assert msgspec.json.decode(msgspec.json.encode(detail))["tree"]["children"]
