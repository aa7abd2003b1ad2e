"""Recovery of informs: what was acknowledged and is not stored comes into the store once, and nothing else does."""

from __future__ import annotations

import asyncio
import errno
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from trishul.services.traps.inform_recovery import InformRecovery, delete_spent
from trishul.store.database import Database
from trishul.store.notification_writer import NotificationWriter
from trishul.store.notifications import list_notifications
from trishul.workers.inform_spool import InformSpool, spool_files
from trishul.workers.messages import NotificationRow

NOW_NS = 1_700_000_000_000_000_000


def a_row(number: int, kind: int = 0xA6, *, peer: str = "127.0.0.1:9") -> NotificationRow:
    raw = b"\x30" + number.to_bytes(4, "big")
    at = NOW_NS + number * 1_000_000
    return (at, "l", peer, 1, kind, "1.3", None, None, None, b"", raw, "[]", None, None, None, None, None, None)


class Bench(NamedTuple):
    """A store with its writer, a folder of spools and who reads them."""

    database: Database
    writer: NotificationWriter
    folder: Path
    recovery: InformRecovery

    async def store(self, *rows: NotificationRow) -> None:
        self.writer.offer(rows, 100, lambda _: None)
        await self.writer.settled_so_far()

    async def stored(self) -> list[tuple[str, bytes]]:
        await self.writer.settled_so_far()
        async with self.database.read() as connection:
            rows = await list_notifications(connection, limit=1000)
        return sorted((row.peer_address, row.raw) for row in rows)


@pytest.fixture
async def bench(tmp_path: Path, database: Database) -> AsyncIterator[Bench]:
    writer = NotificationWriter(database, on_stored=lambda *_: None)
    await writer.start()
    yield Bench(database, writer, tmp_path / "informs", InformRecovery(tmp_path / "informs", database, writer))
    await writer.close(patience_s=0)


def facts(*rows: NotificationRow) -> list[tuple[str, bytes]]:
    return sorted((row[2], row[10]) for row in rows)


async def test_without_files_there_is_nothing_to_do(bench: Bench) -> None:
    assert await bench.recovery.recover() == 0


async def test_what_the_store_has_is_not_stored_again_and_the_files_go(bench: Bench) -> None:
    rows = [a_row(number) for number in range(5)]
    await bench.store(*rows[:3], a_row(3, peer="127.0.0.1:8"), a_row(4, 0xA7))
    InformSpool(bench.folder).append(rows)
    assert await bench.recovery.recover() == 2
    assert await bench.stored() == facts(*rows, a_row(3, peer="127.0.0.1:8"), a_row(4, 0xA7))
    assert spool_files(bench.folder) == []


async def test_the_same_datagram_twice_in_one_turn_is_two_informs(bench: Bench) -> None:
    await bench.store(a_row(1))
    InformSpool(bench.folder).append([a_row(1), a_row(1), a_row(1)])
    assert await bench.recovery.recover() == 2
    assert await bench.stored() == facts(*[a_row(1)] * 3)


async def test_a_long_history_is_not_read_and_finds_what_is_new(bench: Bench) -> None:
    minute = 60_000
    await bench.store(*(a_row(number * minute // 100) for number in range(900)))
    new = [a_row(8 * minute + 1), a_row(899 * minute // 100), a_row(9 * minute)]
    InformSpool(bench.folder).append(new)
    assert await bench.recovery.recover() == 2
    assert len(await bench.stored()) == 902


async def test_only_the_files_of_the_process_that_ended_are_read(bench: Bench) -> None:
    InformSpool(bench.folder).append([a_row(1)])
    (path,) = spool_files(bench.folder)
    path.rename(path.with_name("0-77-1.informs"))
    InformSpool(bench.folder).append([a_row(2)])
    assert await bench.recovery.recover(77) == 1
    assert await bench.stored() == facts(a_row(1))
    assert len(spool_files(bench.folder)) == 1


async def test_files_stay_until_the_store_has_committed(bench: Bench, database_url: str) -> None:
    InformSpool(bench.folder).append([a_row(1)])
    blocker = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    assert await bench.recovery.recover() == 1
    assert await bench.recovery.recover() == 0, "they are under way already"
    assert len(spool_files(bench.folder)) == 1
    blocker.rollback()
    blocker.close()
    assert await bench.stored() == facts(a_row(1))
    assert spool_files(bench.folder) == []


async def test_what_was_deleted_meanwhile_does_not_come_back(bench: Bench) -> None:
    InformSpool(bench.folder).append([a_row(1)])
    async with bench.recovery._turn:
        recovering = asyncio.create_task(bench.recovery.recover())
        await asyncio.sleep(0)  # it has begun and waits for its turn
        bench.recovery.forget()
    assert await recovering == 0
    assert (await bench.stored(), spool_files(bench.folder)) == ([], [])


async def test_what_cannot_be_read_is_counted_and_the_rest_is_stored(bench: Bench) -> None:
    InformSpool(bench.folder).append([a_row(1)])
    (path,) = spool_files(bench.folder)
    path.write_bytes(path.read_bytes() + b"cut")
    (bench.folder / "1-5-1.informs").mkdir()
    assert await bench.recovery.recover() == 1
    assert bench.recovery.unreadable_bytes == 3
    assert await bench.stored() == facts(a_row(1))


def test_a_file_that_cannot_be_deleted_stays_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_path: Path, *, missing_ok: bool) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "unlink", refuse)
    delete_spent(tmp_path / "1.informs")
    assert "Read-only file system" in capsys.readouterr().out
