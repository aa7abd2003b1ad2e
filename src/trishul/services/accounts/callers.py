"""Who makes a request: somebody with a session, or a program with an API token.

Owns the one question that the web asks of every request, "whose token is this?", and the look at the store that ends
what another process ended or changed. Does not own sessions nor API tokens; it knows them apart by how they begin.
"""

from __future__ import annotations

import asyncio

import structlog

from trishul.services.accounts.api_tokens import ApiTokens
from trishul.services.accounts.caller import TOKEN_PREFIX, Caller
from trishul.services.accounts.sessions import Sessions
from trishul.services.background import end_background, run_in_background
from trishul.store.database import StoreUnavailable

STORE_CHECK_S = 1.0

_log = structlog.get_logger(__name__)


class Callers:
    """Sessions and API tokens as one; open it before use."""

    def __init__(self, sessions: Sessions, tokens: ApiTokens) -> None:
        self._sessions = sessions
        self._tokens = tokens
        self._sweeper: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Take over what the last run left and begin to end what is over."""
        await self._sessions.open()
        await self._tokens.open()
        self._sweeper = run_in_background(self._keep_sweeping(), "sessions")

    async def close(self) -> None:
        """Stop watching and save when each was last used."""
        await end_background(self._sweeper)
        await self._sessions.close()
        await self._tokens.close()

    def find(self, token: str) -> Caller | None:
        """Who has this token; does not count as use."""
        if token.startswith(TOKEN_PREFIX):
            return self._tokens.find(token)
        session = self._sessions.find(token)
        return None if session is None else session.caller

    def use(self, token: str) -> Caller | None:
        """Who has this token, whose session is kept alive by this request; never waits for the store."""
        if token.startswith(TOKEN_PREFIX):
            return self._tokens.use(token)
        session = self._sessions.use(token)
        return None if session is None else session.caller

    async def sweep(self) -> None:
        """End what expired, take over what another process changed in the store, save when each was used."""
        for keeper in (self._sessions, self._tokens):
            await keeper.end_expired()
            await keeper.follow_store()
            await keeper.save_use()

    async def _keep_sweeping(self) -> None:
        while True:
            await asyncio.sleep(STORE_CHECK_S)
            try:
                await self.sweep()
            except StoreUnavailable as error:  # what ended, ended in memory all the same
                _log.warning("sessions could not be compared with the store", reason=error.reason)
