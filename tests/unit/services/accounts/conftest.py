"""All of the accounts on one database: what a server has of them, with a clock that is set by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.unit.services.conftest import Clock
from trishul.services.accounts.administrator import ensure_administrator
from trishul.services.accounts.api_tokens import ApiTokens
from trishul.services.accounts.audit_log import AuditLog
from trishul.services.accounts.caller import Caller
from trishul.services.accounts.callers import Callers
from trishul.services.accounts.password_checks import PasswordChecks
from trishul.services.accounts.passwords import PasswordKeeper
from trishul.services.accounts.sessions import Sessions
from trishul.services.accounts.users import Users
from trishul.services.bus import Bus
from trishul.store.database import Database

PASSWORD = "correct horse"
TIMEOUT_S = 600.0


class Accounts:
    """With one administrator, `admin`."""

    def __init__(self, database: Database, passwords: PasswordKeeper, clock: Clock) -> None:
        self.database, self.clock, self.bus = database, clock, Bus()
        self.checks = PasswordChecks(database, passwords, clock)
        self.audit = AuditLog(database, 365, clock)
        self.sessions = Sessions(
            database, self.bus, self.checks, self.audit, timeout_s=lambda: TIMEOUT_S, lifetime_s=1e6, clock=clock
        )
        self.tokens = ApiTokens(database, self.bus, clock)
        self.callers = Callers(self.sessions, self.tokens)
        self.users = Users(database, passwords, self.checks, self.sessions, self.tokens, clock)

    async def login(self, name: str = "admin", password: str = PASSWORD) -> Caller:
        """Who has just logged in."""
        begun = await self.sessions.login(name, password, "192.0.2.1")
        caller = self.callers.use(begun.token)
        assert caller is not None
        return caller


@pytest.fixture
async def accounts(database: Database, passwords: PasswordKeeper, clock: Clock) -> AsyncIterator[Accounts]:
    await ensure_administrator(database, passwords, "admin", PASSWORD)
    made = Accounts(database, passwords, clock)
    await made.checks.open()
    await made.callers.open()
    yield made
    await made.callers.close()
