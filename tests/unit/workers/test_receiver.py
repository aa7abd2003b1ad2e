"""The receiver role: rows as the store takes them, informs answered first, nothing taken that cannot be kept."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable

import msgspec
import pytest

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.protocol.message import Message as SnmpMessage
from trishul.protocol.message import Version, decode_message, encode_message
from trishul.protocol.pdu import Pdu, PduKind, TrapV1Pdu
from trishul.transport.addresses import bind
from trishul.workers.messages import (
    ConfigureReceiver,
    ConfirmStored,
    Event,
    ForgetWaiting,
    Message,
    NotificationRow,
    NotificationsReceived,
    ReceiverEvent,
    ReceiverStatistics,
    WaitingForgotten,
)
from trishul.workers.receiver import ReceiverRole

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"


class Server:
    """Collects what the role says."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._changed = asyncio.Event()

    def send(self, message: Message) -> bool:
        return self.send_encoded(msgspec.msgpack.encode(message))

    def send_encoded(self, body: bytes) -> bool:
        self.events.append(msgspec.msgpack.decode(body, type=ReceiverEvent))
        self._changed.set()
        return True

    async def flush(self) -> None:
        return

    @property
    def rows(self) -> list[NotificationRow]:
        return [row for event in self.events if isinstance(event, NotificationsReceived) for row in event.rows]

    async def has_rows(self, count: int) -> list[NotificationRow]:
        async with asyncio.timeout(5):
            while len(self.rows) < count:
                self._changed.clear()
                await self._changed.wait()
        return self.rows


class Bench:
    """A role on a real socket, a server that listens and a client that sends."""

    def __init__(self, *, communities: list[bytes] | None = None, max_waiting_rows: int = 1000) -> None:
        self.server = Server()
        sock = bind("127.0.0.1", 0)
        self.address = sock.getsockname()
        self.role = ReceiverRole(self.server, [sock])
        self.role.configure(ConfigureReceiver(communities, 1 << 20, max_waiting_rows, 1 << 24, 0))
        self.client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.client.bind(("127.0.0.1", 0))
        self.client.setblocking(False)
        self.client.connect(self.address)

    @property
    def drops(self) -> dict[str, int]:
        self.role.tick()
        return next(event.drops for event in reversed(self.server.events) if isinstance(event, ReceiverStatistics))


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    made = Bench()
    yield made
    await made.role.finish()
    made.client.close()


async def eventually(claim: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not claim():  # noqa: ASYNC110 -- nothing announces what is waited for
            await asyncio.sleep(0)


def a_notification(kind: PduKind = PduKind.TRAP_V2, *, community: bytes = b"public", request_id: int = 7) -> bytes:
    varbinds = (
        VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(4200)),
        VarBind.of("1.3.6.1.6.3.1.1.4.1.0", Value.object_identifier(LINK_DOWN)),
        VarBind.of("1.3.6.1.2.1.2.2.1.1.3", Value.integer(3)),
    )
    return encode_message(SnmpMessage(Version.V2C, community, Pdu(kind, request_id, 0, 0, varbinds)))


async def test_a_trap_becomes_the_row_that_the_store_inserts(bench: Bench) -> None:
    bench.client.send(a_notification())
    (row,) = await bench.server.has_rows(1)
    host, port = bench.client.getsockname()
    assert row[1:9] == (
        f"127.0.0.1:{bench.address[1]}", f"{host}:{port}", 1, 0xA7, LINK_DOWN, 4200, None, None,
    )  # fmt: skip
    assert row[0] > 1_600_000_000_000_000_000
    assert json.loads(row[11]) == []


async def test_no_octet_of_the_community_leaves_the_worker(bench: Bench) -> None:
    bench.client.send(a_notification(community=b"hush-hush"))
    (row,) = await bench.server.has_rows(1)
    assert b"hush-hush" not in msgspec.msgpack.encode(row)
    assert b"*********" in row[10]


async def test_an_inform_is_acknowledged(bench: Bench) -> None:
    bench.client.send(a_notification(PduKind.INFORM, request_id=4711))
    await bench.server.has_rows(1)
    answer, _ = decode_message(bench.client.recv(65535))
    assert isinstance(answer.pdu, Pdu)
    assert (answer.pdu.kind, answer.pdu.request_id, answer.pdu.error_status) == (PduKind.RESPONSE, 4711, 0)


async def test_a_v1_trap_keeps_agent_address_and_enterprise(bench: Bench) -> None:
    """RFC 3584 §3.1: the v2 form names both in variables of its own."""
    pdu = TrapV1Pdu(Oid("1.3.6.1.4.1.32473.1"), "192.0.2.7", 6, 5, 99, ())
    bench.client.send(encode_message(SnmpMessage(Version.V1, b"public", pdu)))
    (row,) = await bench.server.has_rows(1)
    assert row[3:9] == (0, 0xA4, "1.3.6.1.4.1.32473.1.0.5", 99, "192.0.2.7", "1.3.6.1.4.1.32473.1")


async def test_anomalies_travel_with_the_row(bench: Bench) -> None:
    bench.client.send(a_notification() + b"\x00")
    (row,) = await bench.server.has_rows(1)
    assert json.loads(row[11])[0]["kind"] == "trailing_bytes"


async def test_a_foreign_community_is_silence_and_a_count() -> None:
    bench = Bench(communities=[b"secret"])
    bench.client.send(a_notification(PduKind.INFORM, community=b"guess"))
    bench.client.send(a_notification(community=b"secret"))
    await bench.server.has_rows(1)
    with pytest.raises(BlockingIOError):
        bench.client.recv(65535)
    assert bench.drops == {"unknown_community": 1}
    await bench.role.finish()
    bench.client.close()


async def test_a_full_queue_takes_nothing_acknowledges_nothing_and_counts() -> None:
    bench = Bench(max_waiting_rows=0)
    bench.client.send(a_notification(PduKind.INFORM))
    await eventually(lambda: bool(bench.drops))
    assert bench.drops == {"queue_full": 1}
    with pytest.raises(BlockingIOError):
        bench.client.recv(65535)
    await bench.role.finish()
    bench.client.close()


async def test_forgetting_answers_after_the_rows_that_were_sent_before(bench: Bench) -> None:
    bench.client.send(a_notification())
    await bench.server.has_rows(1)
    bench.client.send(a_notification())  # unconfirmed octets are not allowed here: this one waits
    await asyncio.sleep(0.05)
    bench.role.handle(ForgetWaiting(5))
    assert bench.server.events[-1] == WaitingForgotten(5, 1)
    bench.role.handle(ConfirmStored(1))
    assert len(bench.server.rows) == 1
    bench.client.send(a_notification())
    await bench.server.has_rows(2)
