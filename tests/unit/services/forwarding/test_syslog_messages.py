"""Syslog messages follow the grammar of RFC 5424, and nothing of a notification breaks out of its field."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.notification_rows import bindings, stored_row
from trishul.datatypes.values import Value
from trishul.services.forwarding.syslog_messages import syslog_message
from trishul.services.traps.records import TrapRecord, record_of

VALUE = r'"(?:[^"\\\]]|\\["\\\]])*"'
MESSAGE = re.compile(
    rf"<(\d{{1,3}})>1 (\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{6}}Z) ([!-~]{{1,255}}) ([!-~]{{1,48}}) - ([!-~]{{1,32}}) "
    rf"\[trap@32473((?: [a-z]{{1,32}}={VALUE})+)\] (.*)"
)


def record(**changes: Any) -> TrapRecord:
    return record_of(stored_row(1, **changes), None)


def read(message: bytes) -> tuple[dict[str, str], str]:
    """Header and data by name, and the text."""
    found = MESSAGE.fullmatch(message.decode())
    assert found is not None, message
    fields = dict(zip(("priority", "at", "host", "app", "msgid"), found.groups(), strict=False))
    for name, value in re.findall(rf"([a-z]+)=({VALUE})", found[6]):
        fields[name] = re.sub(r"\\(.)", r"\1", value[1:-1])
    return fields, found[7]


def test_a_message_says_who_what_when_and_how_grave() -> None:
    fields, text = read(syslog_message(record(severity=5, tags=("a", "b")), "k1", "local3"))
    assert (fields["priority"], fields["host"], fields["app"]) == (str(19 * 8 + 2), "192.0.2.1", "trishul")
    assert (fields["id"], fields["oid"], fields["source"], fields["tags"]) == (
        "k1", "1.3.6.1.6.3.1.1.5.3", "192.0.2.1", "a b",
    )  # fmt: skip
    assert fields["at"] == "2027-01-15T08:00:00.000000Z"
    assert text.startswith("1.3.6.1.6.3.1.1.5.3 1.3.6.1.2.1.2.2.1.1.3=3 ")


@pytest.mark.parametrize(("severity", "expected"), [(0, 7), (1, 6), (2, 5), (3, 4), (4, 3), (5, 2), (None, 6)])
def test_severities_are_those_of_syslog(severity: int | None, expected: int) -> None:
    assert syslog_message(record(severity=severity), "k", "kern").startswith(b"<%d>1 " % expected)


def test_text_beyond_ascii_is_marked_and_not_cut_within_a_character() -> None:
    greeting = msgspec.structs.replace(record(varbinds=bindings()), trap_name="grüße")
    whole = syslog_message(greeting, "k", "daemon")
    assert "] \ufeffgrüße".encode() in whole
    assert whole.decode().endswith("grüße")
    assert syslog_message(greeting, "k", "daemon", len(whole) - 2).decode().endswith("grü")


@given(st.text(), st.text(), st.binary())
def test_whatever_a_notification_says_stays_in_its_field(tag: str, name: str, octets: bytes) -> None:
    hostile = record(
        tags=(tag, '"]'),
        agent_address=name or None,
        varbinds=bindings(("1.3.6.1.2.1.1.5.0", Value.octet_string(octets))),
    )
    message = syslog_message(hostile, "k", "user")
    assert not re.search(rb"[\x00-\x1f\x7f]", message)
    fields, _ = read(message)
    assert fields["id"] == "k"
