"""Stored rows as records (contract §4): complete, readable, without a community."""

from __future__ import annotations

import msgspec
import pytest

from tests.unit.library.compiled_library import DEVICE_MIB
from tests.unit.services.named_devices import ALARM_MIB, LibraryThatChanges, device_names
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.library.names import Names
from trishul.protocol.ber import encode_varbinds
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind
from trishul.services.mibs.name_source import Numeric
from trishul.services.traps.records import detail_of, record_of
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
    record = record_of(a_notification(), Names(None))
    assert (record.id, record.source, record.local) == (5, "192.0.2.1:40000", "127.0.0.1:1162")
    assert (record.version, record.pdu_type) == ("2c", "SNMPv2-Trap")
    assert (record.trap_oid, record.trap_type, record.resolved) == ("1.3.6.1.6.3.1.1.5.3", "linkDown", True)
    assert (record.severity, record.uptime) == ("info", 4200)
    assert [(row.oid, row.value) for row in record.varbinds][2] == ("1.3.6.1.2.1.2.2.1.1.3", "3")
    assert [(anomaly.kind, anomaly.offset) for anomaly in record.anomalies] == [("trailing_bytes", 9)]


def test_the_time_keeps_its_nanoseconds_as_text_and_says_its_zone() -> None:
    record = record_of(a_notification(), Names(None))
    assert record.received_at_ns == "1800000000123456789"
    assert record.timestamp == 1_800_000_000.123456
    assert record.time_str[:10] == "2027-01-15"
    assert record.time_str[-6] in "+-"


@pytest.mark.parametrize("number", range(1, 7))
def test_the_six_generic_traps_have_their_names(number: int) -> None:
    """RFC 3418 §2, snmpTraps."""
    names = ["coldStart", "warmStart", "linkDown", "linkUp", "authenticationFailure", "egpNeighborLoss"]
    assert record_of(a_notification(trap_oid=f"1.3.6.1.6.3.1.1.5.{number}"), Names(None)).trap_type == names[number - 1]


def test_a_trap_without_a_known_name_keeps_its_number() -> None:
    record = record_of(a_notification(trap_oid="1.3.6.1.4.1.32473.0.1"), Names(None))
    assert (record.trap_type, record.resolved) == ("1.3.6.1.4.1.32473.0.1", False)


def test_a_damaged_row_is_still_a_record() -> None:
    assert record_of(a_notification(varbinds=b"\x30\x7f"), Names(None)).varbinds == ()


def test_the_detail_adds_octets_and_their_tree() -> None:
    detail = detail_of(a_notification(), Numeric())
    assert bytes.fromhex(detail.raw_hex) == RAW
    assert detail.tree.size == len(RAW)
    assert msgspec.json.decode(msgspec.json.encode(detail))["tree"]["children"]


ALARM = a_notification(
    trap_oid="1.3.6.1.4.1.99998.0.1",
    varbinds=encode_varbinds([VarBind.of("1.3.6.1.4.1.99998.1.0", Value.integer(7))]),
)


def test_a_trap_and_its_variables_have_the_names_of_their_mib() -> None:
    record = record_of(ALARM, device_names().names)
    assert (record.trap_type, record.trap_name) == ("alarmRaised", "ALARM-MIB::alarmRaised")
    (row,) = record.varbinds
    assert (row.name, row.display, row.resolved, row.module) == ("ALARM-MIB::alarmLevel.0", "7", True, "ALARM-MIB")


def test_a_stored_trap_has_names_as_soon_as_its_mib_is_there_and_no_longer() -> None:
    library = LibraryThatChanges()
    assert record_of(ALARM, library.names).trap_type == "1.3.6.1.4.1.99998.0.1"
    library.load(DEVICE_MIB, ALARM_MIB)
    assert record_of(ALARM, library.names).trap_type == "alarmRaised"
    library.load(DEVICE_MIB)
    record = record_of(ALARM, library.names)
    assert (record.trap_type, record.resolved) == ("1.3.6.1.4.1.99998.0.1", False)
    assert record.trap_name == "SNMPv2-SMI::enterprises.99998.0.1"


def test_a_receiver_that_shows_numbers_shows_no_name_at_all() -> None:
    record = record_of(a_notification(), None)
    assert (record.trap_type, record.trap_name, record.resolved) == (record.trap_oid, record.trap_oid, False)
    assert [row.name for row in record.varbinds] == [row.oid for row in record.varbinds]
    assert detail_of(ALARM, None).sentence == ""


def test_the_detail_says_what_happened() -> None:
    assert detail_of(ALARM, device_names()).sentence == "The device is too hot, e.g. for its fans."


def test_a_trap_oid_that_was_no_oid_is_shown_as_it_was_stored() -> None:
    assert record_of(a_notification(trap_oid="0x80"), device_names().names).trap_name == "0x80"
