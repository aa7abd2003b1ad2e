"""A server whose simulator and receiver run, and every way of giving them something that they drop.

Owns how octets travel (net-snmp's tools, plain sockets, workers that are held up) and what REST then tells; which way
provokes which reason is the table in `drop_cases`.
"""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any, NamedTuple

import httpx

from tests.contract.served import Server
from tests.interop.conftest import NetSnmp, Peer
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.engine.drops import DropReason, Role
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.message_v3 import PRIV_FLAG, REPORTABLE_FLAG, encode_octet_string, encode_parts, encode_scoped_pdu
from trishul.protocol.pdu import Pdu, PduKind

SYS_NAME, LINK_DOWN = "1.3.6.1.2.1.1.5.0", "1.3.6.1.6.3.1.1.5.3"
AREAS = {Role.AGENT: "simulator", Role.RECEIVER: "traps"}

COMMUNITY, WRONG_COMMUNITY = "right-c0mmunity", "wr0ng-community"
AUTH_PASSWORD, PRIV_PASSWORD = "maplesyrup-auth", "pancakes-priv"
WRONG_AUTH_PASSWORD, WRONG_PRIV_PASSWORD = "wrong-maplesyrup", "wrong-pancakes"
KEY, WRONG_KEY = "c0ffee11" * 8, "bada5511" * 8
SECRETS = (
    COMMUNITY, WRONG_COMMUNITY, AUTH_PASSWORD, PRIV_PASSWORD, WRONG_AUTH_PASSWORD, WRONG_PRIV_PASSWORD, KEY, WRONG_KEY,
)  # fmt: skip
USERS: tuple[dict[str, str], ...] = (
    {
        "user": "bert", "auth_protocol": "SHA-256", "auth_password": AUTH_PASSWORD,
        "priv_protocol": "AES", "priv_password": PRIV_PASSWORD,
    },
    {"user": "plain"},
    {"user": "keyed", "auth_protocol": "SHA-256", "auth_key": KEY},
)  # fmt: skip

PATIENCE_S = 30.0
_STALLED_AFTER_S = 0.5
_MORE_THAN_A_BUFFER = 1_000
_MORE_CONNECTIONS_THAN_ALLOWED = 513
_MAX_TRIES = 10


class Sent(NamedTuple):
    """What was sent by a plain socket: from where, and what must be kept of it."""

    source: str
    kept: bytes | None
    """None: how far the answers came hangs on what the system buffers."""


class Stage:
    """The server, a session there, and the tools."""

    def __init__(self, server: Server, client: httpx.Client, netsnmp: NetSnmp) -> None:
        self.server = server
        self.client = client
        self.netsnmp = netsnmp
        (recordings := server.data_dir / "recordings").mkdir(exist_ok=True)
        (recordings / "silent.snmprec").write_text(f"{SYS_NAME}|4:delay|value=lost,wait=100000\n")
        (recordings / "spoilt.snmprec.bz2").write_bytes(b"BZh9 and then something else")
        for user in USERS:
            body = {"name": user["user"], "kind": "user", "for_receiver": True, "for_simulator": True, **user}
            client.post("/api/credentials", json=body).raise_for_status()
        started = {
            role: client.post(f"/api/{area}/start", json={"community": COMMUNITY}).raise_for_status().json()
            for role, area in AREAS.items()
        }
        self.ports = {role: int(reply["port"]) for role, reply in started.items()}

    def peer(self, role: Role) -> Peer:
        """Where a role listens, as the tools take it."""
        return Peer("127.0.0.1", self.ports[role])

    def status(self, role: Role) -> dict[str, Any]:
        """What the area's status says."""
        return dict(self.client.get(f"/api/{AREAS[role]}/status").json())

    def engine_id(self, role: Role) -> bytes:
        """The role's own engine."""
        status = self.status(role)
        return bytes.fromhex(status["engine_id"] if role is Role.RECEIVER else status["engine"]["engine_id"])

    def drops(self, role: Role) -> dict[str, Any]:
        """The overview: `data` and `ledger`."""
        return dict(self.client.get(f"/api/{AREAS[role]}/drops").json())

    def counts(self, role: Role) -> dict[str, int]:
        """How often each reason occurred."""
        return {each["reason"]: each["count"] for each in self.drops(role)["data"]}

    def kept(self, role: Role, reason: str) -> list[dict[str, Any]]:
        """The kept datagrams of a reason, newest first."""
        return list(self.client.get(f"/api/{AREAS[role]}/drops/{reason}").json()["data"])

    def until(self, claim: Callable[[], Any]) -> Any:
        """What the claim gives once it gives something."""
        deadline = time.monotonic() + PATIENCE_S
        while not (found := claim()):
            assert time.monotonic() < deadline, "it did not happen in time"
            time.sleep(0.05)
        return found

    def send(self, role: Role, octets: bytes) -> str:
        """Sends a datagram; returns where it came from."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.sendto(octets, ("127.0.0.1", self.ports[role]))
            return f"127.0.0.1:{sock.getsockname()[1]}"

    def stream(self, role: Role, octets: bytes) -> str:
        """Sends octets over a connection that ends behind them; returns where they came from."""
        with socket.create_connection(("127.0.0.1", self.ports[role]), PATIENCE_S) as sock, suppress(ConnectionError):
            source = f"127.0.0.1:{sock.getsockname()[1]}"
            sock.sendall(octets)
            sock.shutdown(socket.SHUT_WR)
            while sock.recv(65536):
                pass
        return source

    def take_no_answer(self, role: Role, message: bytes) -> str:
        """Asks over a connection without reading, until nothing more is taken there, and breaks it off."""
        with socket.socket() as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.settimeout(_STALLED_AFTER_S)
            sock.connect(("127.0.0.1", self.ports[role]))
            source = f"127.0.0.1:{sock.getsockname()[1]}"
            with suppress(TimeoutError):
                while True:
                    sock.sendall(message)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # the close is a reset
        return source

    def connect_too_often(self, role: Role) -> str:
        """More connections than are allowed; returns where the first came from, which is the most silent one."""
        sockets: list[socket.socket] = []
        try:
            while len(sockets) < _MORE_CONNECTIONS_THAN_ALLOWED:
                sockets.append(socket.create_connection(("127.0.0.1", self.ports[role]), PATIENCE_S))
            first = f"127.0.0.1:{sockets[0].getsockname()[1]}"
            assert sockets[0].recv(1) == b"", "the server closes it"
            return first
        finally:
            for sock in sockets:
                sock.close()

    def overflow_the_kernel(self, role: Role, octets: bytes, other: DropReason) -> None:
        """More datagrams than the buffer takes while the worker does not read; what fits falls to another reason."""
        before, pid = self.counts(role), self.status(role)["pid"]
        os.kill(pid, signal.SIGSTOP)
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
                for _ in range(_MORE_THAN_A_BUFFER):
                    sock.sendto(octets, ("127.0.0.1", self.ports[role]))
        finally:
            os.kill(pid, signal.SIGCONT)

        def fallen() -> int:
            counts = self.counts(role)
            return sum(counts[reason] - before[reason] for reason in (DropReason.KERNEL, other))

        self.until(lambda: fallen() == _MORE_THAN_A_BUFFER)

    def overflow_the_queue(self, trap: bytes) -> str:
        """Notifications while another program locks the database, until the queue is full; returns the source."""
        with locked(self.server), socket.create_connection(("127.0.0.1", self.ports[Role.RECEIVER])) as sock:
            sock.settimeout(PATIENCE_S)
            source = f"127.0.0.1:{sock.getsockname()[1]}"
            self.until(lambda: sock.sendall(trap * 50) or self.counts(Role.RECEIVER)["queue_full"])
        self.client.delete("/api/traps/").raise_for_status()
        return source

    def leave_no_place_for_informs(self, inform: bytes) -> str:
        """Informs that are not stored, until another file is needed where none can be made; returns the source."""
        folder = self.server.data_dir / "informs"
        away = folder.with_name("informs.away")
        folder.mkdir(exist_ok=True)
        folder.rename(away)
        folder.write_text("in the way")
        try:
            with locked(self.server), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
                sock.connect(("127.0.0.1", self.ports[Role.RECEIVER]))
                expected = self._arrived(Role.RECEIVER)
                while not self.counts(Role.RECEIVER)["not_safe"]:
                    sock.send(inform)
                    expected += 1
                self.until(lambda: self._arrived(Role.RECEIVER) == expected)
                source = f"127.0.0.1:{sock.getsockname()[1]}"
        finally:
            folder.unlink()
            away.rename(folder)
        self.client.delete("/api/traps/").raise_for_status()
        return source

    def _arrived(self, role: Role) -> int:
        ledger = self.drops(role)["ledger"]
        return int(ledger["received"] + ledger["kernel_drops"])

    def repeated(self, role: Role, reason: str, attempt: Callable[[], str]) -> str:
        """Tries what depends on what the system buffers until the drop is told; returns the last source."""
        before = self.counts(role)[reason]
        for _ in range(_MAX_TRIES):
            source = attempt()
            told_at = time.monotonic() + 2
            while time.monotonic() < told_at:
                if self.counts(role)[reason] > before:
                    return source
                time.sleep(0.05)
        raise AssertionError(f"{reason} was not provoked")


@contextmanager
def locked(server: Server) -> Iterator[None]:
    """The database of a server, locked by another program."""
    with closing(sqlite3.connect(server.data_dir / "trishul.db", isolation_level=None)) as blocker:
        blocker.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            blocker.rollback()


def community_message(
    kind: PduKind, *varbinds: VarBind, community: str = COMMUNITY, version: Version = Version.V2C
) -> bytes:
    """A message of SNMPv1 or v2c."""
    return encode_message(Message(version, community.encode(), Pdu(kind, 7, 0, 0, varbinds)))


def notification(kind: PduKind, *, padding: int = 0, community: str = COMMUNITY) -> bytes:
    """A linkDown, with so many octets to make it large."""
    heading = (
        VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(1)),
        VarBind.of("1.3.6.1.6.3.1.1.4.1.0", Value.object_identifier(LINK_DOWN)),
    )
    more = (VarBind.of("1.3.6.1.4.1.99999.1", Value.octet_string("x" * padding)),) if padding else ()
    return community_message(kind, *heading, *more, community=community)


def get(names: int = 1, *, community: str = COMMUNITY) -> bytes:
    """Asks for so many objects that do not exist, or for sysName.0; its answer is as large."""
    if names == 1:
        return community_message(PduKind.GET, VarBind.of(SYS_NAME, Value.null()), community=community)
    asked = (VarBind.of(f"1.3.6.1.4.1.99999.{number}", Value.null()) for number in range(names))
    return community_message(PduKind.GET, *asked, community=community)


def v3_message(engine_id: bytes, *, user: str = "plain", flags: int = REPORTABLE_FLAG, payload: bytes = b"") -> bytes:
    """A message without authentication; `payload` with its tag instead of a GET."""
    scoped = payload or encode_scoped_pdu(engine_id, b"", pdu_of(get()))
    if flags & PRIV_FLAG:
        scoped = encode_octet_string(scoped)
    return b"".join(encode_parts(7, 65507, flags, engine_id, 0, 0, user.encode(), 0, b"", scoped))


def pdu_of(message: bytes) -> bytes:
    """The PDU of a message that we made, with its tag."""
    community_at = message.index(COMMUNITY.encode())
    return message[community_at + len(COMMUNITY) :]
