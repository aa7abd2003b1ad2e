"""`trishul trap send` from the command line to the wire and back."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from trishul.cli.main import run
from trishul.datatypes.netsnmp_text import netsnmp_line
from trishul.engine.receiver import ReceivedNotification, ReceiverEngine
from trishul.protocol.ber import decode_varbinds
from trishul.protocol.message import Version
from trishul.protocol.pdu import PduKind

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"


class Inbox:
    """A receiver on a loopback port that acknowledges informs."""

    def __init__(self) -> None:
        self.arrived: Queue[ReceivedNotification] = Queue()
        self._server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._server.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._server.getsockname()[1]}"
        self._thread = threading.Thread(target=self._receive, daemon=True)
        self._thread.start()

    def _receive(self) -> None:
        engine = ReceiverEngine()
        while True:
            data, source = self._server.recvfrom(65535)
            if not data:
                return
            engine.receive_datagram(data, source, 0.0)
            for notification in engine.events():
                self.arrived.put(notification)
            for answer, peer in engine.datagrams_to_send():
                self._server.sendto(answer, peer)

    def take(self) -> ReceivedNotification:
        return self.arrived.get(timeout=10)

    def lines(self) -> list[str]:
        varbinds = self.take().varbinds
        return [netsnmp_line(varbind) for varbind in decode_varbinds(varbinds, 0, len(varbinds))]

    def close(self) -> None:
        self._server.sendto(b"", self._server.getsockname())
        self._thread.join()
        self._server.close()


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    receiver = Inbox()
    yield receiver
    receiver.close()


def test_a_trap_carries_uptime_trap_oid_and_the_bindings_in_order(inbox: Inbox) -> None:
    bindings = ["1.3.6.1.2.1.2.2.1.1.7", "i", "-7", "1.3.6.1.2.1.1.5.0", "String", "switch 1"]
    assert run(["trap", "send", "--uptime", "4200", inbox.address, LINK_DOWN, *bindings]) == 0
    assert inbox.lines() == [
        ".1.3.6.1.2.1.1.3.0 = Timeticks: (4200) 0:00:42.00",
        f".1.3.6.1.6.3.1.1.4.1.0 = OID: .{LINK_DOWN}",
        ".1.3.6.1.2.1.2.2.1.1.7 = INTEGER: -7",
        '.1.3.6.1.2.1.1.5.0 = STRING: "switch 1"',
    ]


def test_an_inform_waits_for_its_acknowledgement(inbox: Inbox, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trap", "send", "--inform", inbox.address, LINK_DOWN]) == 0
    assert capsys.readouterr().out.startswith("Acknowledged after ")
    assert inbox.take().kind == PduKind.INFORM


def test_an_inform_that_nobody_acknowledges_exits_with_3(silent_port: str) -> None:
    assert run(["trap", "send", "--inform", "-t0.05", "-r0", silent_port, LINK_DOWN]) == 3


@pytest.mark.parametrize(
    ("arguments", "trap_oid", "enterprise"),
    [
        ([LINK_DOWN], LINK_DOWN, "1.3.6.1.6.3.1.1.5"),
        ([LINK_DOWN, "--enterprise", "1.3.6.1.4.1.9"], LINK_DOWN, "1.3.6.1.4.1.9"),
        (["--generic", "2", "1.3.6.1.4.1.9"], LINK_DOWN, "1.3.6.1.4.1.9"),
        (["--generic", "0", "1.3.6.1.4.1.9"], "1.3.6.1.6.3.1.1.5.1", "1.3.6.1.4.1.9"),
        (["--specific", "17", "1.3.6.1.4.1.9"], "1.3.6.1.4.1.9.0.17", "1.3.6.1.4.1.9"),
        (["--generic", "6", "--specific", "17", "1.3.6.1.4.1.9.0"], "1.3.6.1.4.1.9.0.0.17", "1.3.6.1.4.1.9.0"),
        (["1.3.6.1.4.1.9.0.17"], "1.3.6.1.4.1.9.0.17", "1.3.6.1.4.1.9"),
    ],
)
def test_a_v1_trap_has_the_numbers_that_were_meant(
    inbox: Inbox, arguments: list[str], trap_oid: str, enterprise: str
) -> None:
    """RFC 3584 §3.1 and §3.2, there and back."""
    assert run(["trap", "send", "-v1", "--agent", "192.0.2.1", inbox.address, *arguments]) == 0
    notification = inbox.take()
    assert notification.version == Version.V1
    assert notification.agent_address == "192.0.2.1"
    bindings = decode_varbinds(notification.varbinds, 0, len(notification.varbinds))
    values = {str(varbind.oid): str(varbind.value) for varbind in bindings}
    assert values["1.3.6.1.6.3.1.1.4.1.0"] == trap_oid
    assert values["1.3.6.1.6.3.1.1.4.3.0"] == enterprise


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([LINK_DOWN, "1.3.6", "i"], "'i' ends an incomplete one"),
        ([LINK_DOWN, "1.3.6", "i", "seven"], "1.3.6 i: 'seven' is not a whole number"),
        ([LINK_DOWN, "1.3.6", "y", "7"], "'y' is not a value type"),
        ([LINK_DOWN, "ifIndex.7", "i", "7"], "'ifIndex.7' is not an OID"),
        (["--agent", "192.0.2.1", LINK_DOWN], "belong to SNMPv1; add -v 1"),
        (["-v1", "--inform", LINK_DOWN], "SNMPv1 has no informs"),
        (["-v1", "--agent", "::1", LINK_DOWN], "--agent takes an IPv4 address"),
        (["-v1", "--enterprise", "1.3.6.1.4.1.9", "1.3.6.1.4.1.9.0.1"], "names its enterprise itself"),
        (["-v1", "--generic", "2", "--specific", "1", "1.3.6.1.4.1.9"], "has no specific number"),
        (["-v1", LINK_DOWN, "1.3.6", "C", "7"], "cannot carry Counter64"),
    ],
)
def test_what_cannot_be_sent_exits_with_2_and_one_line(
    closed_port: str, capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    assert run(["trap", "send", closed_port, *arguments]) == 2
    error = capsys.readouterr().err
    assert complaint in error
    assert error.count("\n") == 1


def test_names_labels_and_types_are_those_of_the_mib(data_dir: Path, inbox: Inbox) -> None:
    del data_dir
    bindings = ["ifIndex.7", "=", "7", "ifAdminStatus.7", "=", "up", "ifOperStatus.7", "i", "down"]
    assert run(["trap", "send", "--uptime", "1", inbox.address, "linkDown", *bindings]) == 0
    assert inbox.lines()[1:] == [
        f".1.3.6.1.6.3.1.1.4.1.0 = OID: .{LINK_DOWN}",
        ".1.3.6.1.2.1.2.2.1.1.7 = INTEGER: 7",
        ".1.3.6.1.2.1.2.2.1.7.7 = INTEGER: 1",
        ".1.3.6.1.2.1.2.2.1.8.7 = INTEGER: 2",
    ]


@pytest.mark.parametrize(
    "binding", [["ifAdminStatus.7", "=", "sideways"], ["1.3.6.1.4.1.1.1", "=", "1"], ["x.1", "i", "1"]]
)
def test_what_the_mib_does_not_allow_is_wrong_usage(
    data_dir: Path, inbox: Inbox, capsys: pytest.CaptureFixture[str], binding: list[str]
) -> None:
    del data_dir
    assert run(["trap", "send", inbox.address, LINK_DOWN, *binding]) == 2
    assert binding[0] in capsys.readouterr().err
