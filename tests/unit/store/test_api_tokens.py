"""API tokens are stored with their user and go away with it."""

from __future__ import annotations

from trishul.store.api_tokens import (
    ApiTokenRow,
    add_api_token,
    delete_api_tokens,
    load_api_tokens,
    touch_api_tokens,
)
from trishul.store.database import Database
from trishul.store.users import add_user, delete_user


async def test_tokens_come_back_whole_are_touched_and_deleted(database: Database) -> None:
    async with database.write() as connection:
        user_id = await add_user(connection, "eve", "hash", 1.0, "operator")
        one, two, three = (
            ApiTokenRow(
                name, name.encode().ljust(32), user_id, name, "viewer", at, None, None, "eve", "operator", False
            )
            for at, name in enumerate(("one", "two", "three"))
        )
        for row in (one, two, three):
            await add_api_token(connection, row)
        assert await load_api_tokens(connection) == [one, two, three]
        await touch_api_tokens(connection, {"two": 9.0})
        await touch_api_tokens(connection, {})
        assert [row.last_used_at for row in await load_api_tokens(connection)] == [None, 9.0, None]
        await delete_api_tokens(connection, ["one"])
        await delete_api_tokens(connection, [])
        assert [row.id for row in await load_api_tokens(connection)] == ["two", "three"]
        await delete_user(connection, user_id)
        assert await load_api_tokens(connection) == []
    assert "ttt" not in repr(one)
