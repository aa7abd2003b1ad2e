"""The administrator of the first start, and the way back in when the password is lost.

Owns both uses of the user table that need no session. There is no known default password: it is given or random. Works
on a database alone, so that `trishul admin` needs no server; a running server notices that the sessions are gone
(`sessions`).
"""

from __future__ import annotations

import time

from trishul.services.accounts.account_fields import require_password, require_user_name
from trishul.services.accounts.passwords import PasswordKeeper, make_password
from trishul.services.accounts.roles import Role
from trishul.store.database import Database
from trishul.store.sessions import delete_sessions_of_user
from trishul.store.users import add_user, change_user, count_users, find_user, get_first_user


async def ensure_administrator(
    database: Database, passwords: PasswordKeeper, user_name: str, password: str | None
) -> str | None:
    """Make the administrator when there is no user yet; returns the password when it was made up here."""
    async with database.read() as connection:
        if await count_users(connection):
            return None
    name = require_user_name(user_name)
    if password is not None:
        require_password(password)
    made_up = make_password() if password is None else None
    password_hash = await passwords.hash(password or made_up or "")
    async with database.write() as connection:
        await add_user(connection, name, password_hash, time.time(), Role.ADMINISTRATOR)
    return made_up


async def reset_password(database: Database, passwords: PasswordKeeper, user_name: str | None, password: str) -> str:
    """Set a user's password and end all its sessions; without a name it is the first user. Returns the name.

    KeyError when there is no such user.
    """
    require_password(password)
    async with database.read() as connection:
        if not await count_users(connection):
            raise KeyError(user_name or "")
        user = await find_user(connection, user_name) if user_name else await get_first_user(connection)
    if user is None:
        raise KeyError(user_name)
    password_hash = await passwords.hash(password)
    async with database.write() as connection:
        await change_user(connection, user.id, {"password_hash": password_hash, "password_changed_at": time.time()})
        await delete_sessions_of_user(connection, user.id)
    return user.name
