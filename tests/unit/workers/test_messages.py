"""The vocabulary between server and workers: survives the wire, and hides what is secret."""

from __future__ import annotations

import msgspec
import pytest

from trishul.workers.agent_messages import DeviceSummary
from trishul.workers.message import Message
from trishul.workers.messages import (
    AcceptSenders,
    Command,
    ConfigureReceiver,
    ConfigureSimulator,
    Event,
    Failed,
    NotificationRow,
    NotificationsReceived,
    Ready,
    ReceiverStatistics,
    RefusedUser,
    SendersAccepted,
    SnmpUser,
)

ROW: NotificationRow = (
    1, "127.0.0.1:1162", "127.0.0.1:40000", 1, 0xA7, "1.3.6.1.6.3.1.1.5.3", None, None, None, b"\x30\x00", b"0", "[]",
    None, None, None, None, None, "run42",
)  # fmt: skip

USER = SnmpUser("ops", 3, "SHA", "password", b"hush-hush", "AES", "password", b"hush-hush")


@pytest.mark.parametrize(
    "event",
    [
        Ready(8 << 20, [DeviceSummary("public", "demo", "built in", 500)], ["line 3: value repaired"]),
        Failed("bad_recording", "no file could be read"),
        ReceiverStatistics(10, {"malformed": 3}, 0, 0),
        NotificationsReceived(1, 500, [ROW, ROW]),
        SendersAccepted(1, [RefusedUser("ops", "DES cannot be used here")]),
    ],
)
def test_events_survive_the_wire(event: Message) -> None:
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(event), type=Event) == event


def test_rows_come_out_as_the_tuples_that_a_database_driver_takes() -> None:
    encoded = msgspec.msgpack.encode(NotificationsReceived(1, 500, [ROW]))
    decoded = msgspec.msgpack.decode(encoded, type=Event)
    assert isinstance(decoded, NotificationsReceived)
    assert type(decoded.rows[0]) is tuple


@pytest.mark.parametrize(
    "command",
    [
        ConfigureSimulator("/data/recordings", b"hush-hush", [], 1 << 20),
        ConfigureReceiver([b"hush-hush"], 1 << 20, 1000, 1 << 20, 1 << 20, [USER]),
        AcceptSenders([b"hush-hush"], [USER], ["ops"]),
    ],
)
def test_communities_and_keys_travel_but_are_never_printed(command: Message) -> None:
    decoded = msgspec.msgpack.decode(msgspec.msgpack.encode(command), type=Command)
    assert decoded == command
    assert "hush" not in repr(decoded)
