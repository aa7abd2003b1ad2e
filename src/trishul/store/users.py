"""Queries on the table of users; password hashes go in and out, passwords never come here."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import users

ADMINISTRATOR = "administrator"


class UserNameTaken(Exception):
    """Another user has this name."""


class UserRow(Struct, frozen=True):
    """One user as stored."""

    id: int
    name: str
    password_hash: str
    created_at: float
    password_changed_at: float
    role: str
    is_disabled: bool

    def __repr__(self) -> str:
        return f"UserRow(id={self.id}, name={self.name!r})"


async def count_users(connection: AsyncConnection) -> int:
    """How many users there are; none means a first start."""
    return int((await connection.execute(select(func.count()).select_from(users))).scalar_one())


async def find_user(connection: AsyncConnection, name: str) -> UserRow | None:
    """The user of this exact name."""
    row = (await connection.execute(select(users).where(users.c.name == name))).first()
    return UserRow(*row) if row else None


async def get_first_user(connection: AsyncConnection) -> UserRow:
    """The administrator of the first start, under whatever name it has now."""
    return UserRow(*(await connection.execute(select(users).order_by(users.c.id).limit(1))).one())


async def load_users(connection: AsyncConnection) -> list[UserRow]:
    """All of them, in the order in which they were made."""
    return [UserRow(*row) for row in await connection.execute(select(users).order_by(users.c.id))]


async def has_other_administrator(connection: AsyncConnection, user_id: int) -> bool:
    """Whether somebody else is an administrator who can log in."""
    is_one = (users.c.role == ADMINISTRATOR) & ~users.c.is_disabled & (users.c.id != user_id)
    return (await connection.execute(select(users.c.id).where(is_one).limit(1))).first() is not None


async def add_user(connection: AsyncConnection, name: str, password_hash: str, now: float, role: str) -> int:
    """A new user; returns the id. UserNameTaken when another user has the name."""
    values = {"name": name, "password_hash": password_hash, "created_at": now, "password_changed_at": now, "role": role}
    try:
        result = await connection.execute(insert(users).values(values))
    except IntegrityError as error:
        raise UserNameTaken(name) from error
    key = result.inserted_primary_key
    assert key is not None  # a single-row insert always has one
    return int(key[0])


async def change_user(connection: AsyncConnection, user_id: int, changes: Mapping[str, object]) -> None:
    """Replace these columns; UserNameTaken when another user has the new name."""
    if not changes:
        return
    try:
        await connection.execute(update(users).where(users.c.id == user_id).values(dict(changes)))
    except IntegrityError as error:
        raise UserNameTaken(str(changes.get("name", ""))) from error


async def delete_user(connection: AsyncConnection, user_id: int) -> None:
    """Forget one, with all sessions and tokens."""
    await connection.execute(delete(users).where(users.c.id == user_id))
