"""Counters are stored as absolute values."""

from __future__ import annotations

from trishul.store.counters import load_counters, save_counters
from trishul.store.database import Database


async def test_writing_a_value_twice_counts_nothing_twice(database: Database) -> None:
    async with database.write() as connection:
        await save_counters(connection, {("traps", "received"): 5.0, ("walker", "walks"): 1.0})
        await save_counters(connection, {("traps", "received"): 5.0})
        await save_counters(connection, {})
        assert await load_counters(connection) == {("traps", "received"): 5.0, ("walker", "walks"): 1.0}


async def test_large_whole_numbers_stay_exact(database: Database) -> None:
    async with database.write() as connection:
        await save_counters(connection, {("traps", "received"): float(2**53)})
        assert (await load_counters(connection))["traps", "received"] == 2**53
