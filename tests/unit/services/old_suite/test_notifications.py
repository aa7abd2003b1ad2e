"""Records of the older suite become rows: types come back by MIB or by the look of the text."""

from __future__ import annotations

import pytest

from tests.unit.services.named_devices import ALARM_MIB, TextLibrary
from trishul.datatypes.values import Value
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.protocol.ber import decode_varbinds
from trishul.protocol.message import Version, decode_message
from trishul.protocol.pdu import PduKind
from trishul.services.old_suite.notifications import row_of
from trishul.services.old_suite.old_suite import OldTrap, OldVarBind
from trishul.store.notifications import StoredNotification

TRAP_OID = OldVarBind("1.3.6.1.6.3.1.1.4.1.0", "1.3.6.1.4.1.99998.0.1")


def row(*varbinds: OldVarBind, source: str = "192.0.2.7:50123", names: Names | None = None) -> StoredNotification:
    return StoredNotification(7, *row_of(OldTrap(1767225600.5, source, list(varbinds)), names or Names(None)))


def value_of(text: str | float, oid: str = "1.3.6.1.4.1.4242.1.0", names: Names | None = None) -> Value:
    encoded = row(TRAP_OID, OldVarBind(oid, text), names=names).varbinds
    return decode_varbinds(encoded, 0, len(encoded))[1].value


def test_a_row_has_time_sender_and_name() -> None:
    stored = row(OldVarBind("1.3.6.1.2.1.1.3.0", "4200"), TRAP_OID)
    assert stored.received_at_ns == 1767225600_500_000_000
    assert (stored.peer_address, stored.trap_oid, stored.uptime) == ("192.0.2.7:50123", TRAP_OID.value, 4200)
    assert (stored.version, stored.pdu_kind) == (Version.V2C, PduKind.TRAP_V2)


def test_its_datagram_says_the_same_with_a_masked_community() -> None:
    message, anomalies = decode_message(row(TRAP_OID, OldVarBind("1.3.6.1.2.1.1.5.0", "sw1")).raw)
    assert set(message.community) == {ord("*")}
    assert [str(each.value) for each in message.pdu.varbinds] == [TRAP_OID.value, "sw1"]
    assert anomalies == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", Value.integer(7)),
        (7, Value.integer(7)),
        ("-7", Value.integer(-7)),
        ("4294967296", Value.counter64(4294967296)),
        ("192.0.2.1", Value.ip_address("192.0.2.1")),
        ("1.3.6.1.4.1.9", Value.object_identifier("1.3.6.1.4.1.9")),
        ("0x001b21ff", Value.octet_string(bytes.fromhex("001b21ff"))),
        ("999.999.999.999", Value.octet_string("999.999.999.999")),
        ("link is down", Value.octet_string("link is down")),
        ("", Value.octet_string("")),
        ("9" * 25, Value.octet_string("9" * 25)),
    ],
)
def test_without_a_mib_the_text_says_the_type(text: str | int, value: Value) -> None:
    assert value_of(text) == value


def test_a_mib_says_the_type_again_and_a_value_it_does_not_allow_is_kept() -> None:
    names = Names(TextLibrary(ALARM_MIB))
    words = "1.3.6.1.4.1.99998.2.0"
    assert value_of("7", words, names) == Value.octet_string("7")
    assert value_of("far too many words", words, names) == Value.octet_string("far too many words")


@pytest.mark.parametrize(
    "varbinds",
    [
        [],
        [OldVarBind("1.3.6.1.2.1.1.3.0", "4200")],
        [OldVarBind("no OID", "1"), TRAP_OID],
        [OldVarBind("1.3.6.1.2.1.1.3.0", "soon"), TRAP_OID],
        [OldVarBind("1.3.6.1.6.3.1.1.4.1.0", "linkDown")],
    ],
)
def test_what_names_no_notification_is_refused(varbinds: list[OldVarBind]) -> None:
    with pytest.raises(InvalidInput):
        row(*varbinds)
