"""The database opens, says in words why it does not, and lets one write while others read."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.errors import InvalidInput
from trishul.store.database import Database, StoreUnavailable, is_in_use, parse_sqlite_url
from trishul.store.settings import load_settings, save_settings


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


async def test_directory_and_file_belong_to_their_owner_alone(database: Database, database_url: str) -> None:
    path = path_of(database_url)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("pragma", "expected"), [("journal_mode", "wal"), ("synchronous", 1), ("foreign_keys", 1), ("busy_timeout", 5000)]
)
async def test_connections_use_wal_and_check_foreign_keys(database: Database, pragma: str, expected: object) -> None:
    async with database.read() as connection:
        assert (await connection.execute(text(f"PRAGMA {pragma}"))).scalar_one() == expected


async def test_what_is_written_survives_a_restart(database: Database, database_url: str) -> None:
    async with database.write() as connection:
        await save_settings(connection, {"kept": "1"})
    await database.close()
    again = await Database.open(database_url)
    async with again.read() as connection:
        assert await load_settings(connection) == {"kept": "1"}
    await again.close()


async def test_an_error_inside_write_rolls_everything_back(database: Database) -> None:
    async def fail_half_way() -> None:
        async with database.write() as connection:
            await save_settings(connection, {"lost": "1"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_half_way()
    async with database.read() as connection:
        assert await load_settings(connection) == {}


async def test_readers_do_not_wait_for_the_writer(database: Database) -> None:
    async with database.write() as writing:
        await save_settings(writing, {"unfinished": "1"})
        async with database.read() as reading:
            assert await load_settings(reading) == {}


async def test_writers_of_one_process_take_turns(database: Database) -> None:
    async def add(name: str) -> None:
        async with database.write() as connection:
            await save_settings(connection, {name: "1"})
            await asyncio.sleep(0)

    await asyncio.gather(*(add(f"name{number}") for number in range(20)))
    async with database.read() as connection:
        assert len(await load_settings(connection)) == 20


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StoreUnavailable, match="readonly"):
        async with database.read() as connection:
            await save_settings(connection, {"never": "1"})


async def test_a_file_that_is_no_database_is_named_and_left_alone(database_url: str) -> None:
    path = path_of(database_url)
    path.parent.mkdir()
    path.write_bytes(b"not a database, but somebody's file" * 100)
    before = path.read_bytes()
    with pytest.raises(StoreUnavailable, match=r"trishul\.db: this is no database.*left as it is"):
        await Database.open(database_url)
    assert path.read_bytes() == before


async def test_a_directory_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        await Database.open(f"sqlite:///{tmp_path / 'file' / 'trishul.db'}")


async def test_a_database_of_a_newer_version_is_refused(database: Database, database_url: str) -> None:
    await database.close()
    with sqlite3.connect(path_of(database_url)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreUnavailable, match="newer version"):
        await Database.open(database_url)


async def test_a_database_without_our_tables_is_refused_at_open(database: Database, database_url: str) -> None:
    await database.close()
    with sqlite3.connect(path_of(database_url)) as connection:
        connection.execute("DROP TABLE sessions")
        connection.execute("DROP TABLE users")
    with pytest.raises(StoreUnavailable, match="users"):
        await Database.open(database_url)


async def test_a_full_disk_is_said_in_words_and_is_over_when_there_is_room(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(text("PRAGMA max_page_count=1"))
    with pytest.raises(StoreUnavailable, match="full"):
        await save_large(database)
    async with database.write() as connection:
        await connection.execute(text("PRAGMA max_page_count=1000000"))
    await save_large(database)


async def save_large(database: Database) -> None:
    async with database.write() as connection:
        await save_settings(connection, {"large": "x" * 200_000})


async def test_a_writer_that_is_cancelled_leaves_nothing_half_done(database: Database) -> None:
    async def write_two(number: int) -> None:
        async with database.write() as connection:
            await save_settings(connection, {f"first{number}": "1"})
            await save_settings(connection, {f"second{number}": "1"})

    for number in range(60):
        task = asyncio.create_task(write_two(number))
        for _ in range(number):
            await asyncio.sleep(0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    await write_two(99)
    async with database.read() as connection:
        saved = await load_settings(connection)
    assert {name.removeprefix("first") for name in saved if name.startswith("first")} == {
        name.removeprefix("second") for name in saved if name.startswith("second")
    }


async def test_a_statement_that_nobody_waits_for_any_more_keeps_no_lock(database: Database) -> None:
    slow = text(
        "INSERT INTO settings (name, value)"
        " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
        " SELECT 'many ' || :run || ' ' || i, '1' FROM n RETURNING name"
    )

    async def write_much(run: int) -> None:
        async with database.write() as connection:
            for part in range(50):
                (await connection.execute(slow, {"run": f"{run} {part}"})).fetchall()

    cancelled = []
    for run in range(40):
        writing = asyncio.create_task(write_much(run))
        await asyncio.sleep(run * 0.000_25)  # at another moment each time
        writing.cancel()
        await asyncio.wait([writing])
        cancelled.append(writing)  # with its frames, and so with what they hold
        async with database.write() as connection:
            await save_settings(connection, {"after": str(run)})
    async with database.read() as connection:
        assert await load_settings(connection) == {"after": "39"}


@pytest.mark.parametrize("url", ["nonsense", "postgresql://host/db", "sqlite://", "sqlite:///:memory:"])
def test_other_databases_are_refused_in_words(url: str) -> None:
    with pytest.raises(InvalidInput):
        parse_sqlite_url(url)


async def test_it_is_known_whether_somebody_uses_a_database(database: Database, database_url: str) -> None:
    assert is_in_use(database_url)
    await database.close()
    assert not is_in_use(database_url)
    assert not is_in_use(f"{database_url}.not-there")
    again = await Database.open(database_url)
    async with again.read() as connection:
        assert (await connection.execute(text("PRAGMA journal_mode"))).scalar_one() == "wal"
    await again.close()


def test_what_is_no_database_is_used_by_nobody(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("no database" * 200)
    assert not is_in_use(f"sqlite:///{tmp_path / 'notes.db'}")


async def test_another_programs_lock_is_waited_for_once_however_many_writers_wait(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    async def counted(stack: contextlib.AsyncExitStack, begun: Any = database._begun) -> AsyncConnection:
        nonlocal tries
        tries += 1
        begun_now: AsyncConnection = await begun(stack)
        return begun_now

    async with database.write() as connection:
        await connection.exec_driver_sql("PRAGMA busy_timeout=300")
    monkeypatch.setattr(database, "_begun", counted)
    with contextlib.closing(sqlite3.connect(path_of(database_url), isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")

        async def write() -> str:
            try:
                async with database.write():
                    return "written"
            except StoreUnavailable as refusal:
                return refusal.reason

        assert await asyncio.gather(*(write() for _ in range(20))) == ["database is locked"] * 20
        assert tries == 2, "who waits behind a try that was refused is refused with it"
        database.hurry()
        assert [await write() for _ in range(3)] == ["database is locked"] * 3
        assert tries == 3, "a process that ends waits once"
