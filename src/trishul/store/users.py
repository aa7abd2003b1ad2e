"""Queries on the table of users; password hashes go in and out, passwords never come here."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import users


class UserNameTaken(Exception):
    """Another user has this name."""


class UserRow(Struct, frozen=True):
    """One user as stored."""

    id: int
    name: str
    password_hash: str

    def __repr__(self) -> str:
        return f"UserRow(id={self.id}, name={self.name!r})"


async def count_users(connection: AsyncConnection) -> int:
    """How many users there are; none means a first start."""
    return int((await connection.execute(select(func.count()).select_from(users))).scalar_one())


async def find_user(connection: AsyncConnection, name: str) -> UserRow | None:
    """The user of this exact name."""
    query = select(users.c.id, users.c.name, users.c.password_hash).where(users.c.name == name)
    row = (await connection.execute(query)).first()
    return UserRow(row.id, row.name, row.password_hash) if row else None


async def get_first_user(connection: AsyncConnection) -> UserRow:
    """The administrator of the first start, under whatever name it has now."""
    query = select(users.c.id, users.c.name, users.c.password_hash).order_by(users.c.id).limit(1)
    row = (await connection.execute(query)).one()
    return UserRow(row.id, row.name, row.password_hash)


async def add_user(connection: AsyncConnection, name: str, password_hash: str, now: float) -> int:
    """A new user; returns the id."""
    values = {"name": name, "password_hash": password_hash, "created_at": now, "password_changed_at": now}
    result = await connection.execute(insert(users).values(values))
    key = result.inserted_primary_key
    assert key is not None  # a single-row insert always has one
    return int(key[0])


async def set_credentials(connection: AsyncConnection, user_id: int, name: str, password_hash: str, now: float) -> None:
    """Replace name and password; UserNameTaken when another user has the name."""
    values = {"name": name, "password_hash": password_hash, "password_changed_at": now}
    try:
        await connection.execute(update(users).where(users.c.id == user_id).values(values))
    except IntegrityError as error:
        raise UserNameTaken(name) from error
