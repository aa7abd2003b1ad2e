"""Failed logins are kept until they are forgotten."""

from __future__ import annotations

from trishul.store.database import Database
from trishul.store.login_failures import FailureRow, delete_failures_before, load_failures, replace_failures


async def test_failures_replace_each_other_and_are_forgotten(database: Database) -> None:
    account = FailureRow("account", "admin", 1, 5.0, 6.0)
    address = FailureRow("address", "192.0.2.1", 2, 7.0, 8.0)
    async with database.write() as connection:
        await replace_failures(connection, [address, account])
        await replace_failures(connection, [FailureRow("account", "admin", 3, 5.0, 9.0)])
        assert [row.count for row in await load_failures(connection)] == [3, 2]
        await replace_failures(connection, [FailureRow("account", "admin", 0, 0.0, 0.0)])
        assert await load_failures(connection) == [address]
        await delete_failures_before(connection, 8.0)
        assert await load_failures(connection) == []
