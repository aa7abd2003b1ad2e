"""The receiver role: rows as the store takes them, informs answered first, nothing taken that cannot be kept."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import msgspec
import pytest

from tests.unit.engine.secured import BERT, NOBODY, OTHER_ENGINE_ID, discovery, opened, pdu_octets, secured
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.protocol.message import Message as SnmpMessage
from trishul.protocol.message import Version, decode_message, encode_message
from trishul.protocol.pdu import Pdu, PduKind, TrapV1Pdu
from trishul.protocol.security.users import UserCredentials
from trishul.snmp.engine_state import EngineRole, start_engine
from trishul.transport.addresses import bind
from trishul.workers.held_traps import held_files, read_held
from trishul.workers.inform_spool import read_spool, spool_files
from trishul.workers.message import Message
from trishul.workers.messages import (
    AcceptSenders,
    ConfigureReceiver,
    ConfirmStored,
    EnginesForgotten,
    EngineStarted,
    Event,
    ForgetEngines,
    ForgetWaiting,
    NotificationRow,
    NotificationsReceived,
    ReceiverEvent,
    ReceiverStatistics,
    SendersAccepted,
    WaitingForgotten,
)
from trishul.workers.receiver import ReceiverRole
from trishul.workers.receiver_commands import LimitReceiver, ReadSources, SourcesRead
from trishul.workers.users import snmp_user

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

    def __init__(
        self,
        *,
        communities: list[bytes] | None = None,
        max_waiting_rows: int = 1000,
        users: Sequence[UserCredentials] = (),
        engine_directory: Path | str = "",
        spool: Path | str = "",
    ) -> None:
        self.server = Server()
        sock = bind("127.0.0.1", 0)
        self.address = sock.getsockname()
        self.role = ReceiverRole(self.server, [sock])
        self.role.configure(
            ConfigureReceiver(
                communities,
                1 << 20,
                max_waiting_rows,
                1 << 24,
                0,
                [*map(snmp_user, users)],
                str(engine_directory),
                spool_directory=str(spool),
            )
        )
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


async def test_an_inform_is_in_a_file_when_it_is_acknowledged_and_until_it_is_stored(tmp_path: Path) -> None:
    bench = Bench(spool=tmp_path)
    bench.client.send(a_notification())
    bench.client.send(a_notification(PduKind.INFORM))
    await answer_to(bench)
    (path,) = spool_files(tmp_path)
    (inform,) = read_spool(path).rows
    assert inform[4] == PduKind.INFORM.value
    bench.role.handle(ConfirmStored(9))
    assert (await bench.server.has_rows(2))[1] == inform
    bench.role.handle(ConfirmStored(9))
    assert read_spool(path) == ([], 0)
    await bench.role.finish()
    assert spool_files(tmp_path) == []
    bench.client.close()


async def test_how_many_traps_it_holds_is_in_a_file_until_they_are_stored(tmp_path: Path) -> None:
    bench = Bench(spool=tmp_path)
    bench.client.send(a_notification())
    bench.client.send(a_notification(PduKind.INFORM))
    bench.client.send(a_notification())
    rows = await bench.server.has_rows(1)
    (path,) = held_files(tmp_path)
    assert read_held(path).traps >= 1
    bench.role.handle(ConfirmStored(9))
    while len(rows) < 3:
        rows = await bench.server.has_rows(len(rows) + 1)
        bench.role.handle(ConfirmStored(9))
    assert read_held(path) == (0, rows[2][0], sum(row[0] == rows[2][0] and row[4] != PduKind.INFORM for row in rows))
    await bench.role.finish()
    assert held_files(tmp_path) == []
    bench.client.close()


async def test_an_inform_that_cannot_be_made_safe_is_neither_taken_nor_acknowledged_but_traps_are(
    tmp_path: Path,
) -> None:
    (tmp_path / "informs").write_text("in the way")
    bench = Bench(spool=tmp_path / "informs")
    bench.client.send(a_notification(PduKind.INFORM))
    bench.client.send(a_notification())
    (row,) = await bench.server.has_rows(1)
    assert row[4] == PduKind.TRAP_V2.value
    assert bench.drops == {"not_safe": 1}
    with pytest.raises(BlockingIOError):
        bench.client.recv(65535)
    await bench.role.finish()
    bench.client.close()


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


async def test_limits_hold_at_once_and_who_sends_how_much_is_told(bench: Bench) -> None:
    bench.client.send(a_notification())
    await bench.server.has_rows(1)
    bench.role.handle(LimitReceiver(networks=["192.0.2.0/24"]))
    bench.client.send(a_notification())
    await eventually(lambda: bench.drops == {"source_refused": 1})
    bench.role.handle(LimitReceiver(max_octets=20))
    bench.client.send(a_notification())
    await eventually(lambda: bench.drops.get("too_large") == 1)
    bench.role.handle(ReadSources(5, 10))
    answer = bench.server.events[-1]
    assert isinstance(answer, SourcesRead)
    (source,) = answer.sources
    assert (answer.sequence, answer.hosts, answer.forgotten) == (5, 1, 0)
    assert (source.host, source.received, source.limited, source.refused) == ("127.0.0.1", 3, 0, 2)


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


def a_secured_trap(user: UserCredentials = BERT, boots: int = 3) -> bytes:
    trap = pdu_octets(PduKind.TRAP_V2)
    return secured(trap, user, engine_id=OTHER_ENGINE_ID, boots_and_time=(boots, 50), flags=0)


@pytest.mark.parametrize("earlier_starts", [0, 2])
async def test_its_engine_counts_every_start_and_acknowledges_informs(tmp_path: Path, earlier_starts: int) -> None:
    for _ in range(earlier_starts):
        start_engine(tmp_path, EngineRole.RECEIVER)
    bench = Bench(users=[BERT], engine_directory=tmp_path)
    started, accepted = bench.server.events
    assert isinstance(started, EngineStarted)
    assert (started.boots, started.warning) == (earlier_starts + 1, None)
    assert accepted == SendersAccepted(1, [])
    bench.client.send(discovery())
    question = opened(await answer_to(bench), engine_id=started.engine_id)
    assert question.message.engine_boots == started.boots
    inform = pdu_octets(PduKind.INFORM)
    bench.client.send(secured(inform, engine_id=started.engine_id, boots_and_time=(started.boots, 0)))
    answer = opened(await answer_to(bench), engine_id=started.engine_id)
    assert answer.pdu.kind is PduKind.RESPONSE
    await bench.role.finish()
    bench.client.close()


async def test_users_and_communities_change_between_two_datagrams(bench: Bench) -> None:
    bench.client.send(a_secured_trap())
    await eventually(lambda: bench.drops == {"unsupported_version": 1})
    bench.role.handle(AcceptSenders([b"lab"], [snmp_user(BERT), snmp_user(NOBODY, engine_id=OTHER_ENGINE_ID)]))
    assert bench.server.events[-1] == SendersAccepted(2, [])
    for data in (a_secured_trap(), a_secured_trap(NOBODY), a_notification(), a_notification(community=b"lab")):
        bench.client.send(data)
    await eventually(lambda: "unknown_community" in bench.drops)
    bench.role.handle(ConfirmStored(9))
    rows = await bench.server.has_rows(3)
    assert [row[12:14] for row in rows] == [(3, "bert"), (0, "nobody"), (None, None)]


async def test_a_clock_is_forgotten_when_the_server_says_so() -> None:
    bench = Bench(users=[BERT])
    bench.client.send(a_secured_trap(boots=9))
    bench.client.send(a_secured_trap())
    await eventually(lambda: bench.drops == {"not_in_time_window": 1})
    bench.role.handle(ForgetEngines(7, OTHER_ENGINE_ID))
    assert bench.server.events[-1] == EnginesForgotten(7, 1)
    bench.role.handle(ConfirmStored(9))
    bench.client.send(a_secured_trap())
    await bench.server.has_rows(2)
    await bench.role.finish()
    bench.client.close()


async def answer_to(bench: Bench) -> bytes:
    """The next datagram that comes back."""
    async with asyncio.timeout(5):
        return await asyncio.get_running_loop().sock_recv(bench.client, 65535)
