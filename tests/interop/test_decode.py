"""What `trishul decode` says of net-snmp's messages is what Wireshark's tshark says, SNMPv3 decrypted included."""

from __future__ import annotations

import json
import select
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.interop.conftest import FindTool, NetSnmp, Peer, Trishul, running, snmpd_command, wait_for_answer
from tests.interop.security import AUTH_PASSWORD, PRIV_PASSWORD, create_user_lines, tool_options, user_name
from tests.ports import free_port
from tests.unit.protocol.capture.packets import ethernet, ipv4, pcap, udp
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol

SYS_NAME = "1.3.6.1.2.1.1.5.0"
PAIRS: list[tuple[AuthProtocol | None, PrivProtocol | None]] = [
    (None, None),
    (AuthProtocol.MD5, PrivProtocol.DES),
    (AuthProtocol.SHA, PrivProtocol.AES128),
    (AuthProtocol.SHA512, PrivProtocol.AES256),
]
TSHARK_NAMES = {
    AuthProtocol.MD5: "MD5", AuthProtocol.SHA: "SHA1", AuthProtocol.SHA512: "SHA2-512",
    PrivProtocol.DES: "DES", PrivProtocol.AES128: "AES", PrivProtocol.AES256: "AES256",
}  # fmt: skip
PDU_TYPES = {
    "0": "GetRequest", "1": "GetNextRequest", "2": "Response", "4": "Trap", "5": "GetBulkRequest",
    "6": "InformRequest", "7": "SNMPv2-Trap", "8": "Report",
}  # fmt: skip


class Relay:
    """Passes datagrams between one client at a time and a server, and keeps them with their direction."""

    def __init__(self, server: Peer) -> None:
        self.peer = Peer("127.0.0.1", 0)
        self.seen: list[tuple[bytes, bool]] = []
        self._server = (server.host, server.port)
        self._front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._front.bind(("127.0.0.1", 0))
        self._back.connect(self._server)
        self._stop_reading, self._stop_writing = socket.socketpair()
        self.peer = Peer("127.0.0.1", self._front.getsockname()[1])

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Runs while the block does."""
        thread = threading.Thread(target=self._pass)
        thread.start()
        try:
            yield
        finally:
            self._stop_writing.send(b".")
            thread.join()
            for each in (self._front, self._back, self._stop_reading, self._stop_writing):
                each.close()

    def _pass(self) -> None:
        client = ("127.0.0.1", 9)
        while True:
            ready, _, _ = select.select([self._front, self._back, self._stop_reading], [], [])
            if self._stop_reading in ready:
                return
            if self._front in ready:
                data, client = self._front.recvfrom(65535)
                self.seen.append((data, True))
                self._back.send(data)
            if self._back in ready:
                data = self._back.recv(65535)
                self.seen.append((data, False))
                self._front.sendto(data, client)


@pytest.fixture(scope="module")
def messages(tool: FindTool, netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[bytes, bool]]:
    """What net-snmp's tools and its agent say to each other, in all three versions."""
    folder = tmp_path_factory.mktemp("snmpd-decode")
    configuration = folder / "users.conf"
    lines = ["rocommunity public", "sysname interop", create_user_lines()]
    lines += [f"rouser {user_name(auth, priv)} {'auth' if auth else 'noauth'}" for auth, priv in PAIRS]
    configuration.write_text("\n".join(lines) + "\n")
    peer = Peer("127.0.0.1", free_port())
    command = snmpd_command(tool, configuration, peer)
    environment = netsnmp.environment | {"SNMP_PERSISTENT_DIR": str(folder)}
    with running(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)) as process:
        wait_for_answer(netsnmp, process, "snmpget", "-v2c", "-cpublic", peer, SYS_NAME)
        relay = Relay(peer)
        with relay.passing():
            netsnmp.lines("snmpget", "-v1", "-cpublic", "-On", relay.peer, SYS_NAME)
            netsnmp.lines("snmpbulkget", "-v2c", "-cpublic", "-On", relay.peer, "1.3.6.1.2.1.1")
            netsnmp.lines("snmptrap", "-v1", "-cpublic", relay.peer, "1.3.6.1.4.1.1", "192.0.2.1", "6", "17", "5")
            for auth, priv in PAIRS:
                netsnmp.lines("snmpgetnext", *tool_options(auth, priv), "-On", relay.peer, "1.3.6.1.2.1.1.5")
            deadline = time.monotonic() + 5
            while not any(b"\xa4" in data for data, _ in relay.seen) and time.monotonic() < deadline:
                time.sleep(0.01)
        return relay.seen


@pytest.fixture(scope="module")
def capture(messages: list[tuple[bytes, bool]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in a capture file; the larger messages in fragments."""
    frames = []
    for number, (data, is_question) in enumerate(messages):
        body = udp(data, 40000, 161) if is_question else udp(data, 161, 40000)
        if number % 2 and len(body) > 160:
            cuts = [ipv4(body[:160], more=True, identification=number)]
            cuts.append(ipv4(body[160:], offset=160, identification=number))
        else:
            cuts = [ipv4(body, identification=number)]
        frames += [ethernet(packet, vlans=number % 3) for packet in cuts]
    path = tmp_path_factory.mktemp("capture") / "traffic.pcap"
    path.write_bytes(pcap(*frames))
    return path


@pytest.fixture(scope="module")
def users_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("users") / "users.conf"
    path.write_text(create_user_lines())
    return path


def decoded(trishul: Trishul, *arguments: str | Path) -> list[dict[str, object]]:
    done = trishul.run("decode", "-o", "jsonl", *map(str, arguments))
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(line) for line in done.stdout.splitlines()]


def told_by_tshark(tool: FindTool, netsnmp: NetSnmp, path: Path) -> list[tuple[str, str, str, list[str]]]:
    """Version, PDU, request-id and names of each message."""
    options = []
    for auth, priv in PAIRS[1:]:
        words = [user_name(auth, priv), TSHARK_NAMES[auth], AUTH_PASSWORD, TSHARK_NAMES[priv], PRIV_PASSWORD]
        options += ["-o", f'uat:snmp_users:"",{",".join(json.dumps(word) for word in words)}']
    fields = [
        option for name in ("version", "msgVersion", "data", "request_id", "name") for option in ("-e", f"snmp.{name}")
    ]
    command = [tool("tshark"), "-r", str(path), *options, "-Y", "snmp", "-T", "fields", "-E", "occurrence=a", *fields]
    environment = netsnmp.environment | {"HOME": str(path.parent)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    versions = {"0": "1", "1": "2c", "3": "3"}
    return [
        (versions[version or version_3], PDU_TYPES[kind], number, names.split(",") if names else [])
        for version, version_3, kind, number, names in rows
    ]


def test_tshark_says_the_same_of_every_message(
    trishul: Trishul, tool: FindTool, netsnmp: NetSnmp, capture: Path, users_file: Path, messages: list[object]
) -> None:
    ours = [
        (
            record["version"],
            record["pdu_type"],
            str(record.get("request_id", "")),
            [row["oid"] for row in record["varbinds"]],  # type: ignore[attr-defined]
        )
        for record in decoded(trishul, "--users", users_file, capture)
    ]
    assert len(ours) == len(messages)
    assert ours == told_by_tshark(tool, netsnmp, capture)


def test_digests_and_privacy_are_said_with_and_without_keys(trishul: Trishul, capture: Path, users_file: Path) -> None:
    with_keys = [record for record in decoded(trishul, "--users", users_file, capture) if record.get("user")]
    assert {(record["digest"], record["privacy"]) for record in with_keys} == {
        ("none", "none"),
        ("valid", "decrypted"),
    }
    without = [record for record in decoded(trishul, capture) if record.get("level") == "authPriv"]
    assert {(record["digest"], record["privacy"]) for record in without} == {("no key", "no key")}
    assert all("varbinds" not in record for record in without)


def test_a_dump_of_tshark_is_read_as_the_capture_is(
    trishul: Trishul, tool: FindTool, netsnmp: NetSnmp, capture: Path, tmp_path: Path
) -> None:
    command = [tool("tshark"), "-r", str(capture), "-x", "-Y", "frame.number == 1"]
    environment = netsnmp.environment | {"HOME": str(tmp_path)}
    dump = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60).stdout
    (tmp_path / "dump.txt").write_bytes(dump)
    (from_dump,) = decoded(trishul, tmp_path / "dump.txt")
    from_capture = decoded(trishul, capture)[0]
    assert from_dump["varbinds"] == from_capture["varbinds"]
    assert (from_dump["source"], from_dump["request_id"]) == (from_capture["source"], from_capture["request_id"])
