"""Arrivals with a real worker that is killed: acknowledged informs are stored once, the rest is lost by name."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.interop.drop_stage import notification
from trishul.protocol.pdu import PduKind
from trishul.services.bus import Bus
from trishul.services.configuration import Configuration
from trishul.services.counters import Counters
from trishul.services.traps.traps import MAX_UNSTORED_BYTES, SPOOL_DIRECTORY, TrapService
from trishul.store.database import Database
from trishul.workers.inform_spool import InformSpool, read_spool, spool_files

LARGE = 60_000
MORE_THAN_THE_SERVER_HOLDS = MAX_UNSTORED_BYTES // LARGE + 40
INFORM = notification(PduKind.INFORM)


class Bench:
    """A service whose counters and database can be looked at."""

    def __init__(self, data_dir: Path, database: Database) -> None:
        self.spool = data_dir / SPOOL_DIRECTORY
        self.counters = Counters(database, Bus())
        configuration = Configuration(data_dir=data_dir, trap_port=0)
        self.service = TrapService(configuration, database, Bus(), self.counters)

    @property
    def received(self) -> float:
        return self.counters.snapshot()["traps"]["traps_received_total"]

    async def eventually(self, claim: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not claim():  # noqa: ASYNC110 -- nothing announces what is waited for
                await asyncio.sleep(0.005)

    async def at_rest(self) -> dict[str, int]:
        """What was used, by what became of it, and the drops, once nothing is on its way."""
        await self.eventually(lambda: (ledger := self.service.drops().ledger).difference == ledger.used["waiting"] == 0)
        overview = self.service.drops()
        return overview.ledger.used | {each.reason: each.count for each in overview.data if each.count}

    async def send_over_tcp(self, *messages: bytes) -> None:
        """Over a connection, because it waits where a socket of UDP drops; returns when the worker took all."""
        before = self.service.drops().ledger.received
        _, writer = await asyncio.open_connection("127.0.0.1", self.service.status().port)
        for message in messages:
            writer.write(message)
            await writer.drain()
        await self.eventually(lambda: self.service.drops().ledger.received == before + len(messages))
        writer.close()

    async def acknowledged(self, informs: int) -> int:
        """Sends informs one by one and takes their acknowledgements; returns how many came."""
        loop = asyncio.get_running_loop()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.setblocking(False)
            sock.connect(("127.0.0.1", self.service.status().port))
            for _ in range(informs):
                await loop.sock_sendall(sock, INFORM)
                async with asyncio.timeout(10):
                    await loop.sock_recv(sock, 65535)
        return informs

    async def kill_the_worker(self) -> None:
        pid = self.service.status().pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await self.eventually(lambda: self.service.status().pid not in {None, pid})


@pytest.fixture
async def bench(tmp_path: Path, database: Database) -> AsyncIterator[Bench]:
    made = Bench(tmp_path, database)
    await made.service.open()
    await made.service.start()
    yield made
    await made.service.close()


async def test_a_killed_worker_takes_no_acknowledged_inform_with_it_and_the_ledger_names_the_rest(
    bench: Bench, database_url: str
) -> None:
    """While the database is locked the server holds what it can, and the worker what comes then."""
    trap = notification(PduKind.TRAP_V2, padding=LARGE)
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)) as blocker:
        blocker.execute("BEGIN IMMEDIATE")
        await bench.send_over_tcp(*[trap] * MORE_THAN_THE_SERVER_HOLDS)
        acknowledged = await bench.acknowledged(5)
        handed_over = bench.received
        assert handed_over < MORE_THAN_THE_SERVER_HOLDS
        await bench.eventually(lambda: bench.service.drops().ledger.received == MORE_THAN_THE_SERVER_HOLDS + 5)
        await bench.kill_the_worker()
        blocker.rollback()
    figures = await bench.at_rest()
    assert figures["stored"] == handed_over + acknowledged == bench.received
    assert figures["lost_with_worker"] == MORE_THAN_THE_SERVER_HOLDS - handed_over
    assert bench.service.status().drops == {"lost_with_worker": figures["lost_with_worker"]}
    assert spool_files(bench.spool) == []


async def test_a_worker_that_ends_in_order_leaves_nothing_to_recover(bench: Bench) -> None:
    await bench.acknowledged(3)
    await bench.service.stop()
    assert (await bench.at_rest())["stored"] == 3
    await bench.eventually(lambda: spool_files(bench.spool) == [])
    assert bench.service.status().drops == {}


async def test_informs_of_an_earlier_server_are_stored_before_anything_is_taken(
    tmp_path: Path, database: Database
) -> None:
    first = Bench(tmp_path, database)
    await first.service.open()
    await first.service.start()
    await first.acknowledged(3)
    await first.at_rest()
    before = [record.id for record in (await first.service.stored.page()).data]
    await first.service.close()
    inform = (1, "l", "p", 1, 0xA6, "1.3", None, None, None, b"", INFORM, "[]", None, None, None, None, None, None)
    InformSpool(first.spool).append([inform])
    assert len(read_spool(spool_files(first.spool)[0]).rows) == 1
    second = Bench(tmp_path, database)
    await second.service.open()
    figures = await second.at_rest()
    assert (figures["stored"], second.received) == (1, 1)
    assert [record.id for record in (await second.service.stored.page()).data][1:] == before
    await second.service.close()


async def test_equal_traps_are_folded_into_a_row_that_counts_them_when_that_is_wanted(bench: Bench) -> None:
    await bench.service._policy.update({"fold_window_s": 3600})
    await bench.send_over_tcp(*[notification(PduKind.TRAP_V2)] * 20, *[INFORM] * 2)
    assert (await bench.at_rest())["duplicate"] == 19
    await bench.service._policy.update({"fold_window_s": 0})
    await bench.eventually(lambda: bench.service.drops().ledger.used.get("duplicate") == 18)
    figures = await bench.at_rest()
    assert (figures["stored"], figures["duplicate"]) == (4, 18)
    page = await bench.service.stored.page()
    assert [(record.pdu_type, record.repeats) for record in page.data] == [
        ("SNMPv2-Trap", 19), ("InformRequest", 1), ("InformRequest", 1), ("SNMPv2-Trap", 1),
    ]  # fmt: skip
