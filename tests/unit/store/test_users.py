"""Users are found by their exact name and change without a trace of the old password."""

from __future__ import annotations

import pytest

from trishul.store.database import Database
from trishul.store.users import (
    UserNameTaken,
    UserRow,
    add_user,
    change_user,
    count_users,
    delete_user,
    find_user,
    get_first_user,
    has_other_administrator,
    load_users,
)


async def test_a_user_is_found_by_a_name_of_any_script(database: Database) -> None:
    async with database.write() as connection:
        await add_user(connection, "Ærøskøbing 管理", "hash", 1.0, "viewer")
        assert await count_users(connection) == 1
        found = await find_user(connection, "Ærøskøbing 管理")
        assert found == UserRow(1, "Ærøskøbing 管理", "hash", 1.0, 1.0, "viewer", is_disabled=False)
        assert await find_user(connection, "somebody") is None


async def test_the_first_user_is_the_administrator_under_any_name(database: Database) -> None:
    async with database.write() as connection:
        first = await add_user(connection, "admin", "hash", 1.0, "administrator")
        await add_user(connection, "second", "hash", 2.0, "viewer")
        await change_user(connection, first, {"name": "renamed", "password_hash": "other", "password_changed_at": 3.0})
        await change_user(connection, first, {})
        renamed = UserRow(first, "renamed", "other", 1.0, 3.0, "administrator", is_disabled=False)
        assert await get_first_user(connection) == renamed
        assert [user.name for user in await load_users(connection)] == ["renamed", "second"]


async def test_two_users_cannot_have_one_name(database: Database) -> None:
    async with database.write() as connection:
        first = await add_user(connection, "first", "hash", 1.0, "viewer")
        await add_user(connection, "second", "hash", 1.0, "viewer")
        with pytest.raises(UserNameTaken):
            await change_user(connection, first, {"name": "second"})
        with pytest.raises(UserNameTaken):
            await add_user(connection, "second", "hash", 1.0, "viewer")


async def test_only_an_administrator_who_can_log_in_counts_as_another_one(database: Database) -> None:
    async with database.write() as connection:
        first = await add_user(connection, "first", "hash", 1.0, "administrator")
        assert not await has_other_administrator(connection, first)
        second = await add_user(connection, "second", "hash", 1.0, "operator")
        assert not await has_other_administrator(connection, first)
        await change_user(connection, second, {"role": "administrator"})
        assert await has_other_administrator(connection, first)
        await change_user(connection, second, {"is_disabled": True})
        assert not await has_other_administrator(connection, first)
        await delete_user(connection, second)
        assert await count_users(connection) == 1


def test_a_user_prints_without_its_hash() -> None:
    row = UserRow(1, "admin", "$argon2id$...", 1.0, 1.0, "administrator", is_disabled=False)
    assert "$argon2" not in repr(row)
