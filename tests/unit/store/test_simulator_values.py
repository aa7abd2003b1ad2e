"""Set values are stored by device and instance; a destroyed instance is stored as such."""

from __future__ import annotations

from trishul.store.database import Database
from trishul.store.simulator_values import (
    StoredSetValue,
    clear_set_values,
    drop_set_values,
    load_set_values,
    save_set_values,
)

A, B, C = b"\x2b\x01", b"\x2b\x02", b"\x2b\x03"


async def stored(database: Database) -> set[StoredSetValue]:
    async with database.read() as connection:
        return set(await load_set_values(connection))


async def test_values_replace_those_before_and_leave_the_others(database: Database) -> None:
    async with database.write() as connection:
        await save_set_values(connection, [("", A, b"one"), ("sw1", A, b"two"), ("", B, None)])
    async with database.write() as connection:
        await save_set_values(connection, [("", A, None), ("", C, b"three")])
        await save_set_values(connection, [])
    assert await stored(database) == {("", A, None), ("sw1", A, b"two"), ("", B, None), ("", C, b"three")}


async def test_some_are_dropped_or_all(database: Database) -> None:
    async with database.write() as connection:
        await save_set_values(connection, [("", A, b"one"), ("sw1", A, b"two")])
        await drop_set_values(connection, [("", A), ("", B)])
    assert await stored(database) == {("sw1", A, b"two")}
    async with database.write() as connection:
        await clear_set_values(connection)
    assert await stored(database) == set()
