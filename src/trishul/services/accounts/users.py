"""Users: made, listed, changed and removed by administrators; name and password changed by themselves.

Owns these changes and what follows from each: sessions that end, roles that count at once. One rule guards them all:
there is always an administrator who can log in. Does not own sessions (`sessions`) nor API tokens (`api_tokens`).
"""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from msgspec import Struct

from trishul.errors import InvalidInput, LimitReached, TrishulError
from trishul.services.accounts.account_fields import require_password, require_user_name
from trishul.services.accounts.api_tokens import ApiTokens
from trishul.services.accounts.caller import Caller
from trishul.services.accounts.password_checks import PasswordChecks, WrongPassword
from trishul.services.accounts.passwords import PasswordKeeper, normalise
from trishul.services.accounts.roles import Forbidden, Role
from trishul.services.accounts.sessions import Sessions
from trishul.store.database import Database, Transaction
from trishul.store.users import (
    UserNameTaken,
    UserRow,
    add_user,
    change_user,
    count_users,
    delete_user,
    find_user,
    has_other_administrator,
    load_users,
)

MAX_USERS = 1000

_log = structlog.get_logger(__name__)


class NoSuchUser(TrishulError):
    """There is no user of this name."""

    code = "no_such_user"


class LastAdministrator(TrishulError):
    """The only administrator who can log in stays one."""

    code = "last_administrator"


class User(Struct, frozen=True):
    """A user as administrators see it; times are Unix seconds."""

    username: str
    role: Role
    is_disabled: bool
    created_at: float
    password_changed_at: float
    sessions: int
    """How many are open."""
    tokens: int


class UserList(Struct, frozen=True):
    """All users, in the order in which they were made."""

    users: list[User]


class Users:
    """All of them, read from the store when somebody asks."""

    def __init__(
        self,
        database: Database,
        passwords: PasswordKeeper,
        checks: PasswordChecks,
        sessions: Sessions,
        tokens: ApiTokens,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._passwords = passwords
        self._checks = checks
        self._sessions = sessions
        self._tokens = tokens
        self._clock = clock

    async def records(self) -> list[User]:
        """All of them."""
        async with self._database.read() as connection:
            rows = await load_users(connection)
        return [self._record(row) for row in rows]

    async def record(self, user_name: str) -> User:
        """One of them. Raises NoSuchUser."""
        async with self._database.read() as connection:
            return self._record(await _get(connection, user_name))

    async def create(self, user_name: str, role: Role, password: str) -> User:
        """Make one. Raises InvalidInput, LimitReached."""
        name = require_user_name(user_name)
        require_password(password)
        password_hash = await self._passwords.hash(password)
        try:
            async with self._database.write() as connection:
                if await count_users(connection) >= MAX_USERS:
                    raise LimitReached("users", MAX_USERS)
                await add_user(connection, name, password_hash, self._clock(), role)
        except UserNameTaken:
            raise _name_taken() from None
        return await self.record(name)

    async def change(
        self,
        user_name: str,
        *,
        role: Role | None = None,
        password: str | None = None,
        is_disabled: bool | None = None,
    ) -> User:
        """Change what is given; a new password and switching off end the user's sessions, a role counts at once.

        Raises NoSuchUser, InvalidInput, LastAdministrator.
        """
        changes: dict[str, object] = {}
        if password is not None:
            require_password(password)
            changes |= {"password_hash": await self._passwords.hash(password), "password_changed_at": self._clock()}
        if role is not None:
            changes["role"] = role.value
        if is_disabled is not None:
            changes["is_disabled"] = is_disabled
        async with self._database.write() as connection:
            user = await _get(connection, user_name)
            if (role or user.role) != Role.ADMINISTRATOR or is_disabled:
                await _require_other_administrator(connection, user)
            await change_user(connection, user.id, changes)
        if password is not None or is_disabled:
            await self._sessions.end_all_of(user.id)
        await self._tell()
        _log.info("user changed", user=user.name, changed=sorted(set(changes) - {"password_hash"}))
        return await self.record(user.name)

    async def delete(self, user_name: str) -> None:
        """Remove one with all sessions and tokens. Raises NoSuchUser, LastAdministrator."""
        async with self._database.write() as connection:
            user = await _get(connection, user_name)
            await _require_other_administrator(connection, user)
            await delete_user(connection, user.id)
        await self._tell()
        _log.info("user removed", user=user.name)

    async def change_own(
        self, caller: Caller, current_password: str, user_name: str, password: str, address: str
    ) -> None:
        """Give the caller a new name and password; every other session of his ends.

        Raises WrongPassword, TooManyAttempts, InvalidInput, Forbidden for a program.
        """
        if caller.is_program:
            raise Forbidden("An API token changes no password. Log in with the password.")
        name = require_user_name(user_name)
        require_password(password)
        await self._checks.verify(
            caller.user_name, current_password, address, WrongPassword("The current password is wrong.")
        )
        password_hash = await self._passwords.hash(password)
        changes = {"name": name, "password_hash": password_hash, "password_changed_at": self._clock()}
        try:
            async with self._database.write() as connection:
                await change_user(connection, caller.user_id, changes)
        except UserNameTaken:
            raise _name_taken() from None
        ended = await self._sessions.end_others(caller)
        await self._tell()
        _log.info("credentials changed", user=name, session=caller.id, ended_sessions=ended)

    async def _tell(self) -> None:
        """Sessions and tokens know at once what users are now."""
        await self._sessions.follow_store()
        await self._tokens.follow_store()

    def _record(self, row: UserRow) -> User:
        return User(
            username=row.name,
            role=Role(row.role),
            is_disabled=row.is_disabled,
            created_at=row.created_at,
            password_changed_at=row.password_changed_at,
            sessions=self._sessions.count_of(row.id),
            tokens=self._tokens.count_of(row.id),
        )


async def _get(connection: Transaction, user_name: str) -> UserRow:
    user = await find_user(connection, normalise(user_name.strip()))
    if user is None:
        raise NoSuchUser("There is no user of this name.")
    return user


async def _require_other_administrator(connection: Transaction, user: UserRow) -> None:
    """Whoever is about to stop being an administrator who can log in must not be the last one."""
    is_one = user.role == Role.ADMINISTRATOR and not user.is_disabled
    if is_one and not await has_other_administrator(connection, user.id):
        raise LastAdministrator("This is the only administrator who can log in. Make another one first.")


def _name_taken() -> InvalidInput:
    return InvalidInput("Another user has this name.", field="username")
