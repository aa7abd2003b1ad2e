"""A notification is in one inbox at most, and only who asked for it has it."""

from __future__ import annotations

import socket
from collections.abc import Sequence

import pytest

from trishul.engine.receiver import NotificationSecurity, ReceivedNotification
from trishul.protocol.security.protocols import SecurityLevel
from trishul.workers.inboxes import Door, Inboxes
from trishul.workers.receiver_commands import InboxSpec


class FakeEndpoint:
    """What is asked of an endpoint at a door."""

    accepted_connections, connections = 2, 1
    is_closed = False

    def kernel_drops(self) -> int:
        return 3

    def close(self) -> None:
        self.is_closed = True


def nobody_opens(_sockets: Sequence[socket.socket], _door: Door) -> None:
    raise AssertionError


def a_notification(mark: str | None = None, *, user: bytes = b"", context: bytes = b"") -> ReceivedNotification:
    security = NotificationSecurity(user, SecurityLevel.AUTH_PRIV, b"", b"", context) if user else None
    return ReceivedNotification(0, ("192.0.2.1", 9), 1, 0xA7, 1, b"", None, None, b"", b"", (), security, mark)


def some_inboxes() -> Inboxes:
    made = Inboxes(nobody_opens)
    made.open(InboxSpec("lab", community=b"lab"), [])
    made.open(InboxSpec("run", tag="run42"), [])
    made.open(InboxSpec("ops", user="ops"), [])
    return made


@pytest.mark.parametrize(
    ("community", "inbox"),
    [(b"lab", "lab"), (b"public+run42", "run"), (b"run42", "run"), (b"lab+", None), (b"", None), (b"Lab", None)],
)
def test_a_community_has_the_inbox_that_names_it_or_its_tag(community: bytes, inbox: str | None) -> None:
    marks = some_inboxes().marks
    assert marks is not None
    assert marks(community) == inbox


def test_over_snmpv3_a_user_comes_first_and_a_context_is_a_tag() -> None:
    inboxes = some_inboxes()
    assert inboxes.inbox_of(a_notification(user=b"ops", context=b"run42")) == "ops"
    assert inboxes.inbox_of(a_notification(user=b"guest", context=b"run42")) == "run"
    assert inboxes.inbox_of(a_notification(user=b"guest")) is None
    assert inboxes.inbox_of(a_notification("lab")) == "lab"


def test_nobody_is_asked_while_there_is_no_inbox() -> None:
    inboxes = some_inboxes()
    assert (bool(inboxes), inboxes.communities) == (True, frozenset({b"lab"}))
    for name in ("lab", "run", "ops", "ops"):
        inboxes.close(name)
    assert (bool(inboxes), inboxes.marks, inboxes.communities) == (False, None, frozenset())


def test_a_port_is_given_up_and_its_figures_stay() -> None:
    endpoint = FakeEndpoint()

    def open_door(_sockets: Sequence[socket.socket], door: Door) -> None:
        door.endpoint = endpoint  # type: ignore[assignment]

    inboxes = Inboxes(open_door)
    with socket.socket() as sock:
        inboxes.open(InboxSpec("mine", 1), [sock])
    assert (inboxes.connections, inboxes.kernel_drops, inboxes.accepted_connections) == (1, 3, 2)
    inboxes.close_all()
    assert endpoint.is_closed
    assert (inboxes.connections, inboxes.kernel_drops, inboxes.accepted_connections) == (0, 3, 2)
    assert not inboxes


def test_a_community_is_not_told() -> None:
    assert "lab" not in repr(InboxSpec("mine", community=b"lab"))
