"""Whether a password is that of a user, asked as seldom as guessing must be.

Owns the way of one attempt: the pause of who failed before, a bound for attempts beside each other, the same work and
the same refusal whether the user is there or not. Does not own the arithmetic of pauses (`login_throttle`), which is
kept over restarts here, nor what a fitting password opens.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from trishul.errors import TrishulError
from trishul.services.accounts.account_fields import MAX_USER_NAME_LENGTH
from trishul.services.accounts.login_throttle import FORGOTTEN_AFTER_S, LoginThrottle
from trishul.services.accounts.passwords import MAX_PASSWORD_LENGTH, PasswordKeeper
from trishul.store.database import Database, StoreUnavailable
from trishul.store.login_failures import delete_failures_before, load_failures, replace_failures
from trishul.store.users import UserRow, find_user

MAX_WAITING_LOGINS = 32

_log = structlog.get_logger(__name__)


class LoginRefused(TrishulError):
    """User name or password is wrong; which of both is not said."""

    code = "login_refused"


class WrongPassword(TrishulError):
    """The current password, asked again before a change, is wrong."""

    code = "wrong_password"


class TooManyAttempts(TrishulError):
    """Guessing is slowed down."""

    code = "too_many_attempts"

    def __init__(self, retry_after_s: float) -> None:
        self.retry_after_s = max(1, int(retry_after_s + 0.999))
        super().__init__(f"Too many failed logins. Try again in {self.retry_after_s} s.")


class PasswordChecks:
    """All attempts of the server; open it before use."""

    def __init__(self, database: Database, passwords: PasswordKeeper, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._passwords = passwords
        self._clock = clock
        self._throttle = LoginThrottle()

    async def open(self) -> None:
        """Take over the failures of the last run: a restart gives nobody new attempts."""
        now = self._clock()
        async with self._database.write() as connection:
            await delete_failures_before(connection, now - FORGOTTEN_AFTER_S)
            self._throttle.restore(await load_failures(connection), now)

    async def verify(self, name: str, password: str, address: str, refusal: TrishulError) -> UserRow:
        """The user whose password it is. Raises the refusal, or TooManyAttempts without a look at the password."""
        self._require_no_pause(name, address)
        if self._passwords.waiting >= MAX_WAITING_LOGINS:  # so at most this many guesses run beside each other
            raise TooManyAttempts(1)
        async with self._database.read() as connection:
            user = await find_user(connection, name)
        if len(password) > MAX_PASSWORD_LENGTH or (user is not None and user.is_disabled):
            user = None
        fits = await self._passwords.verify(
            user.password_hash if user else None,
            password[:MAX_PASSWORD_LENGTH],
            at_its_turn=lambda: self._require_no_pause(name, address),  # others that waited before it may have failed
        )
        if user is None or not fits:
            self._throttle.failed(name, address, self._clock())
            await self._save_failures(name, address)
            _log.warning("login refused", user=name[:MAX_USER_NAME_LENGTH], address=address)
            raise refusal
        if self._throttle.succeeded(name, address):
            await self._save_failures(name, address)
        return user

    def _require_no_pause(self, name: str, address: str) -> None:
        pause_s = self._throttle.pause_s(name, address, self._clock())
        if pause_s > 0:
            raise TooManyAttempts(pause_s)

    async def _save_failures(self, name: str, address: str) -> None:
        try:
            async with self._database.write() as connection:
                await replace_failures(connection, self._throttle.failures_of(name, address))
        except StoreUnavailable as error:  # the pause is in memory all the same
            _log.warning("failed logins were not saved", reason=error.reason)
