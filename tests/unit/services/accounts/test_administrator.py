"""The first administrator has no known default password, and a lost one can be replaced."""

from __future__ import annotations

import pytest

from trishul.errors import InvalidInput
from trishul.services.accounts.administrator import ensure_administrator, reset_password
from trishul.services.accounts.passwords import PasswordKeeper
from trishul.store.database import Database
from trishul.store.users import get_first_user


async def fits(database: Database, passwords: PasswordKeeper, password: str) -> bool:
    async with database.read() as connection:
        user = await get_first_user(connection)
    return await passwords.verify(user.password_hash, password)


async def test_a_random_password_is_handed_out_once(database: Database, passwords: PasswordKeeper) -> None:
    made_up = await ensure_administrator(database, passwords, "admin", None)
    assert made_up is not None
    assert await fits(database, passwords, made_up)
    assert await ensure_administrator(database, passwords, "admin", None) is None
    assert await fits(database, passwords, made_up)


async def test_a_given_password_is_taken_and_not_repeated(database: Database, passwords: PasswordKeeper) -> None:
    assert await ensure_administrator(database, passwords, "operator", "given password") is None
    assert await fits(database, passwords, "given password")


async def test_a_given_password_must_be_long_enough(database: Database, passwords: PasswordKeeper) -> None:
    with pytest.raises(InvalidInput, match="at least 8"):
        await ensure_administrator(database, passwords, "admin", "short")


async def test_a_lost_password_is_replaced(database: Database, passwords: PasswordKeeper) -> None:
    await ensure_administrator(database, passwords, "admin", "first password")
    assert await reset_password(database, passwords, None, "second password") == "admin"
    assert await fits(database, passwords, "second password")
    assert await reset_password(database, passwords, "admin", "third password") == "admin"
    assert await fits(database, passwords, "third password")


async def test_an_unknown_user_has_no_password_to_replace(database: Database, passwords: PasswordKeeper) -> None:
    with pytest.raises(KeyError):
        await reset_password(database, passwords, None, "second password")
    await ensure_administrator(database, passwords, "admin", "first password")
    with pytest.raises(KeyError):
        await reset_password(database, passwords, "nobody", "second password")
    with pytest.raises(InvalidInput):
        await reset_password(database, passwords, "admin", "short")
