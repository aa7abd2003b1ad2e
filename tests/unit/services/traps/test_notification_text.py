"""Which words a row has."""

from __future__ import annotations

from tests.unit.notification_rows import bindings, stored_row
from trishul.datatypes.values import Value
from trishul.services.traps.notification_text import host_of, texts_of, varbinds_of, words_of_row


def test_texts_numbers_and_addresses_are_words_and_ticks_are_not() -> None:
    found = bindings(
        ("1.3.1", Value.octet_string("Gi0/3 down")),
        ("1.3.2", Value.integer(-5)),
        ("1.3.3", Value.counter64(2**64 - 1)),
        ("1.3.4", Value.ip_address("10.0.0.1")),
        ("1.3.5", Value.time_ticks(77)),
        ("1.3.6", Value.octet_string(b"\xff")),
        ("1.3.7", Value.object_identifier("1.3.6")),
    )
    row = stored_row(varbinds=found, user_name="ops", agent_address="192.0.2.9")
    assert texts_of(row, varbinds_of(row)) == [
        ["192.0.2.1"], ["192.0.2.9"], ["ops"], ["gi0", "3", "down"], ["5"], ["18446744073709551615"], ["10.0.0.1"],
    ]  # fmt: skip
    assert words_of_row(row)[:4] == ["192.0.2.1", "192.0.2.9", "ops", "gi0"]


def test_a_damaged_row_has_the_words_that_are_left() -> None:
    assert words_of_row(stored_row(varbinds=b"\x30\x05\x06")) == ["192.0.2.1"]


def test_a_host_has_no_port_and_no_brackets() -> None:
    assert [host_of(text) for text in ("10.0.0.1:162", "[fe80::1%eth0]:162")] == ["10.0.0.1", "fe80::1%eth0"]
