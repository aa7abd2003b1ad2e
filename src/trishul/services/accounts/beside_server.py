"""Users and API tokens on a database alone, for `trishul admin`; a server that runs takes them over.

Owns the opening of both without the rest of a workbench, and that what is done here is in the audit log too. Does not
own what may be done (`users`, `api_tokens`).
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from trishul.errors import InvalidInput
from trishul.services.accounts.api_tokens import ApiTokens, NewApiToken
from trishul.services.accounts.audit_log import AuditLog
from trishul.services.accounts.caller import Caller
from trishul.services.accounts.password_checks import PasswordChecks
from trishul.services.accounts.passwords import PasswordKeeper, normalise
from trishul.services.accounts.roles import Role
from trishul.services.accounts.sessions import Sessions
from trishul.services.accounts.users import User, Users
from trishul.services.bus import Bus
from trishul.services.configuration import Configuration
from trishul.store.database import Database
from trishul.store.users import find_user

COMMAND_LINE = "(command line)"
_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class AccountsBesideServer:
    """What the command line does with accounts."""

    database: Database
    users: Users
    tokens: ApiTokens
    audit: AuditLog

    async def add_user(self, name: str, role: Role, password: str) -> User:
        """Make a user. Raises what `Users.create` does."""
        made = await self.users.create(name, role, password)
        self.audit.note(COMMAND_LINE, "", "settings.make_user", f"{made.username} ({made.role})")
        return made

    async def add_token(self, user_name: str, token_name: str, role: Role, days: float | None) -> NewApiToken:
        """Make a token for a user. Raises InvalidInput for one who is not there, and what `ApiTokens.create` does."""
        async with self.database.read() as connection:
            user = await find_user(connection, normalise(user_name.strip()))
        if user is None:
            raise InvalidInput(f"There is no user '{user_name[:80]}' in the database.", field="user")
        owner = Caller("", user.id, user.name, Role(user.role))
        made = await self.tokens.create(owner, token_name, role, None if days is None else time.time() + days * _DAY_S)
        self.audit.note(COMMAND_LINE, "", "settings.make_token", f"{made.name} ({made.role}) of {user.name}")
        return made


@contextlib.asynccontextmanager
async def accounts_beside_server(
    configuration: Configuration, passwords: PasswordKeeper | None = None
) -> AsyncIterator[AccountsBesideServer]:
    """The accounts of a data directory, closed at the end. Raises StoreUnavailable."""
    database = await Database.open(configuration.effective_database_url)
    try:
        keeper = passwords or PasswordKeeper()
        audit, bus, checks = AuditLog(database, configuration.audit_days), Bus(), PasswordChecks(database, keeper)
        sessions = Sessions(
            database, bus, checks, audit,
            timeout_s=lambda: configuration.session_timeout, lifetime_s=configuration.session_lifetime,
        )  # fmt: skip
        tokens = ApiTokens(database, bus)
        await tokens.open()
        yield AccountsBesideServer(database, Users(database, keeper, checks, sessions, tokens), tokens, audit)
        await audit.flush()
    finally:
        await database.close()
