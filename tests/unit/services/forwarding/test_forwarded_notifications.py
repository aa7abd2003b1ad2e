"""Forwarded notifications keep their source (RFC 3584 §3.1, §3.2), carry no community, and do not go round."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.notification_rows import IF_INDEX, LINK_DOWN, bindings, stored_row
from trishul.datatypes import VarBind
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.protocol.ber import encode_varbinds
from trishul.services.forwarding import forwarded_notifications
from trishul.services.forwarding.forwarded_notifications import (
    ReturningNotifications,
    forwarded_notification,
    source_address,
)
from trishul.services.traps.sending import Notification

TRAP_ADDRESS, TRAP_COMMUNITY = "1.3.6.1.6.3.18.1.3.0", "1.3.6.1.6.3.18.1.4.0"
TRAP_ENTERPRISE = "1.3.6.1.6.3.1.1.4.3.0"
A_BINDING = (f"{IF_INDEX}.3", Value.integer(3))
RELAYED = bindings(A_BINDING, (TRAP_ADDRESS, Value.ip_address("198.51.100.7")))


def forwarded(*, as_v1: bool = False, **changes: Any) -> Notification:
    notification = forwarded_notification(stored_row(1, **changes), as_v1=as_v1)
    assert notification is not None
    return notification


def texts(notification: Notification) -> list[tuple[str, str]]:
    return [(str(varbind.oid), str(varbind.value)) for varbind in notification.varbinds]


@pytest.mark.parametrize(
    ("peer", "agent", "expected"),
    [
        ("192.0.2.1:50123", None, "192.0.2.1"),
        ("192.0.2.1:50123", "203.0.113.9", "203.0.113.9"),
        ("192.0.2.1:50123", "0.0.0.0", "192.0.2.1"),
        ("[::ffff:192.0.2.8]:1", None, "192.0.2.8"),
        ("[fe80::1%eth0]:162", None, "0.0.0.0"),
        ("", "x", "0.0.0.0"),
    ],
)
def test_the_source_is_the_agent_then_the_peer(peer: str, agent: str | None, expected: str) -> None:
    assert source_address(stored_row(1, peer_address=peer, agent_address=agent)) == expected


def test_the_source_is_added_once_and_the_community_left_out() -> None:
    first = forwarded(varbinds=bindings(A_BINDING, (TRAP_COMMUNITY, Value.octet_string("******"))), uptime=77)
    assert [oid for oid, _ in texts(first)] == [f"{IF_INDEX}.3", TRAP_ADDRESS]
    assert (first.uptime, first.agent_address) == (77, None)
    assert VarBind.of(TRAP_ADDRESS, Value.ip_address("192.0.2.1")) in first.varbinds
    again = forwarded(varbinds=RELAYED)
    assert VarBind.of(TRAP_ADDRESS, Value.ip_address("198.51.100.7")) in again.varbinds
    assert len(again.varbinds) == 2


def test_a_v1_trap_has_its_source_as_agent_addr_and_its_enterprise_as_a_field() -> None:
    varbinds = bindings(A_BINDING, (TRAP_ENTERPRISE, Value.object_identifier("1.3.6.1.4.1.9")))
    came_as_v1 = forwarded(
        as_v1=True, version=0, enterprise="1.3.6.1.4.1.9", agent_address="10.1.1.1", varbinds=varbinds
    )
    assert (came_as_v1.agent_address, came_as_v1.enterprise) == ("10.1.1.1", Oid("1.3.6.1.4.1.9"))
    assert [oid for oid, _ in texts(came_as_v1)] == [f"{IF_INDEX}.3", TRAP_ADDRESS]
    assert forwarded(as_v1=True).agent_address == "192.0.2.1"


def test_a_damaged_row_is_not_sent() -> None:
    assert forwarded_notification(stored_row(1, varbinds=b"\x30\x99"), as_v1=False) is None
    assert forwarded_notification(stored_row(1, trap_oid=""), as_v1=False) is None


class Round:
    """What was sent comes back from another proxy."""

    def __init__(self) -> None:
        self.now = 0.0
        self.returning = ReturningNotifications(lambda: self.now)

    def send(self, **changes: Any) -> Notification:
        notification = forwarded(uptime=5, **changes)
        self.returning.note_sent(notification)
        return notification

    def has_returned(self, notification: Notification, **changes: Any) -> bool:
        arrived = {"varbinds": encode_varbinds(list(notification.varbinds)), "uptime": notification.uptime}
        return self.returning.has_returned(stored_row(2, **arrived | changes))


def test_what_was_forwarded_is_known_when_it_comes_back() -> None:
    one = Round()
    sent = one.send()
    assert one.has_returned(sent)
    reordered = encode_varbinds(list(sent.varbinds)[::-1])
    assert one.has_returned(sent, varbinds=reordered)
    assert not one.has_returned(sent, uptime=6)
    assert not one.has_returned(sent, trap_oid=f"{LINK_DOWN}.1")
    one.now = forwarded_notifications.REMEMBERED_S + 1
    assert not one.has_returned(sent)


def test_the_same_trap_sent_again_by_its_agent_has_not_returned() -> None:
    one = Round()
    one.send()
    assert not one.returning.has_returned(stored_row(2, uptime=5))
    sent = one.send(version=0, varbinds=RELAYED)  # as our own receiver has it, which adds the address to each v1 trap
    assert not one.has_returned(sent, version=0)
    assert one.has_returned(sent, version=0, raw=Oid(TRAP_ADDRESS).contents)


def test_only_the_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forwarded_notifications, "REMEMBERED", 1)
    one = Round()
    first = one.send()
    second = one.send(trap_oid=f"{LINK_DOWN}.9")
    assert not one.has_returned(first)
    assert one.has_returned(second, trap_oid=f"{LINK_DOWN}.9")
