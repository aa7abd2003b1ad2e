"""Sessions are stored with their user and go away with it."""

from __future__ import annotations

from msgspec.structs import replace

from trishul.store.database import Database
from trishul.store.sessions import (
    SessionRow,
    add_session,
    delete_sessions,
    delete_sessions_of_user,
    load_sessions,
    touch_sessions,
)
from trishul.store.users import add_user


async def store_session(database: Database, session_id: str, user_name: str = "admin") -> SessionRow:
    async with database.write() as connection:
        user_id = await add_user(connection, f"{user_name}-{session_id}", "hash", 1.0, "viewer")
        row = SessionRow(
            session_id,
            session_id.encode().ljust(32),
            user_id,
            f"{user_name}-{session_id}",
            "viewer",
            1.0,
            2.0,
            "192.0.2.1",
            "curl/8",
        )
        assert await add_session(connection, row, "hash")
    return row


async def test_a_session_of_another_password_or_of_nobody_is_not_stored(database: Database) -> None:
    row = await store_session(database, "one")
    async with database.write() as connection:
        await delete_sessions(connection, ["one"])
        assert not await add_session(connection, row, "another hash")
        assert not await add_session(connection, replace(row, user_id=99), "hash")
        assert await load_sessions(connection) == []


async def test_a_stored_session_comes_back_whole(database: Database) -> None:
    row = await store_session(database, "one")
    async with database.read() as connection:
        assert await load_sessions(connection) == [row]


async def test_use_is_remembered_per_session(database: Database) -> None:
    await store_session(database, "one")
    await store_session(database, "two")
    async with database.write() as connection:
        await touch_sessions(connection, {"two": 9.0})
        await touch_sessions(connection, {})
        assert {row.id: row.last_used_at for row in await load_sessions(connection)} == {"one": 2.0, "two": 9.0}


async def test_sessions_are_deleted_by_id_and_by_user(database: Database) -> None:
    await store_session(database, "one")
    two = await store_session(database, "two")
    async with database.write() as connection:
        await delete_sessions(connection, ["one"])
        await delete_sessions(connection, [])
        assert await load_sessions(connection) == [two]
        await delete_sessions_of_user(connection, two.user_id)
        assert await load_sessions(connection) == []
