"""Users are found by their exact name and change without a trace of the old password."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from trishul.store.database import Database
from trishul.store.users import (
    UserNameTaken,
    UserRow,
    add_user,
    count_users,
    find_user,
    get_first_user,
    set_credentials,
)


async def test_a_user_is_found_by_a_name_of_any_script(database: Database) -> None:
    async with database.write() as connection:
        await add_user(connection, "Ærøskøbing 管理", "hash", 1.0)
        assert await count_users(connection) == 1
        found = await find_user(connection, "Ærøskøbing 管理")
        assert found is not None
        assert found.password_hash == "hash"
        assert await find_user(connection, "somebody") is None


async def test_the_first_user_is_the_administrator_under_any_name(database: Database) -> None:
    async with database.write() as connection:
        first = await add_user(connection, "admin", "hash", 1.0)
        await add_user(connection, "second", "hash", 2.0)
        await set_credentials(connection, first, "renamed", "other hash", 3.0)
        assert await get_first_user(connection) == UserRow(first, "renamed", "other hash")


async def test_two_users_cannot_have_one_name(database: Database) -> None:
    async def add_admin() -> None:
        async with database.write() as connection:
            await add_user(connection, "admin", "hash", 1.0)

    await add_admin()
    with pytest.raises(IntegrityError):
        await add_admin()


async def test_no_user_takes_the_name_of_another(database: Database) -> None:
    async with database.write() as connection:
        first = await add_user(connection, "first", "hash", 1.0)
        await add_user(connection, "second", "hash", 1.0)
        with pytest.raises(UserNameTaken):
            await set_credentials(connection, first, "second", "hash", 2.0)


def test_a_user_prints_without_its_hash() -> None:
    assert "$argon2" not in repr(UserRow(1, "admin", "$argon2id$..."))
