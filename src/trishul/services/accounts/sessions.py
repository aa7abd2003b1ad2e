"""Who is logged in: credentials checked, sessions begun, used, ended (contract §1).

Owns login, tokens, idle expiry and the change of credentials. Does not own how a token travels (`web.authentication`).
A token is 256 random bits, known to its holder alone: memory and database keep its SHA-256. Sessions are held in memory
and mirrored to the store, so that a check costs no query and a restart forgets nobody. Being used means a request; an
open socket alone does not keep a session alive, because a page left open is exactly what idle expiry is for.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections.abc import Callable

import structlog
from msgspec import Struct

from trishul.errors import InvalidInput, TrishulError
from trishul.services.accounts.login_throttle import LoginThrottle
from trishul.services.accounts.passwords import MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, PasswordKeeper, normalise
from trishul.services.background import end_background, run_in_background
from trishul.services.bus import Bus
from trishul.services.events import SessionsEnded
from trishul.store.database import Database, StoreUnavailable
from trishul.store.sessions import (
    SessionRow,
    add_session,
    delete_sessions,
    delete_sessions_of_user,
    load_session_ids,
    load_sessions,
    touch_sessions,
)
from trishul.store.users import UserNameTaken, find_user, set_credentials

MAX_SESSIONS = 1000
MAX_USER_NAME_LENGTH = 128
MAX_WAITING_LOGINS = 32
TOUCH_INTERVAL_S = 60.0
STORE_CHECK_S = 1.0

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


class Session(Struct):
    """One login; `id` may be shown and logged, the token's hash stays in here."""

    id: str
    user_id: int
    user_name: str
    created_at: float
    last_used_at: float
    last_saved_at: float
    token_hash: bytes

    def __repr__(self) -> str:
        return f"Session(id={self.id!r}, user_name={self.user_name!r})"


class Begun(Struct, frozen=True):
    """What a login gives back: the only time the token is seen."""

    token: str
    user_name: str

    def __repr__(self) -> str:
        return f"Begun(user_name={self.user_name!r})"


class Sessions:
    """All sessions of the server."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        passwords: PasswordKeeper,
        timeout_s: Callable[[], float],
        clock: Callable[[], float] = time.time,
        max_sessions: int = MAX_SESSIONS,
    ) -> None:
        self._database = database
        self._bus = bus
        self._passwords = passwords
        self._timeout_s = timeout_s
        self._clock = clock
        self._max_sessions = max_sessions
        self._by_hash: dict[bytes, Session] = {}
        self._throttle = LoginThrottle()
        self._sweeper: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Take over the sessions of the last run and begin to end idle ones."""
        async with self._database.read() as connection:
            rows = await load_sessions(connection)
        for row in rows:
            self._by_hash[row.token_hash] = Session(
                row.id,
                row.user_id,
                row.user_name,
                row.created_at,
                row.last_used_at,
                row.last_used_at,
                row.token_hash,
            )
        await self.end_expired()
        self._sweeper = run_in_background(self._keep_sweeping(), "sessions")

    async def close(self) -> None:
        """Stop watching and save when each session was last used."""
        await end_background(self._sweeper)
        await self._save_touches(list(self._by_hash.values()))

    def __len__(self) -> int:
        return len(self._by_hash)

    def find(self, token: str) -> Session | None:
        """The live session of this token; does not count as use."""
        session = self._by_hash.get(_hash_token(token))
        return session if session is not None and not self._has_expired(session) else None

    def use(self, token: str) -> Session | None:
        """The live session of this token, kept alive by this request; never waits for the store."""
        session = self.find(token)
        if session is not None:
            session.last_used_at = self._clock()
        return session

    async def login(self, user_name: str, password: str, address: str) -> Begun:
        """Begin a session; LoginRefused or TooManyAttempts otherwise."""
        name = normalise(user_name)
        await self._verify(name, password, address, LoginRefused("User name or password is wrong."))
        async with self._database.read() as connection:
            user = await find_user(connection, name)
        if user is None:  # renamed while its password was being checked
            raise LoginRefused("User name or password is wrong.")
        token = secrets.token_urlsafe(32)
        now = self._clock()
        session = Session(secrets.token_hex(8), user.id, user.name, now, now, now, _hash_token(token))
        row = SessionRow(session.id, session.token_hash, user.id, user.name, now, now)
        async with self._database.write() as connection:
            await add_session(connection, row)
        self._by_hash[session.token_hash] = session
        await self._end(self._surplus())
        _log.info("login", user=user.name, session=session.id, address=address)
        return Begun(token, user.name)

    async def logout(self, session: Session) -> None:
        """End one session and its sockets."""
        await self._end([session])
        _log.info("logout", user=session.user_name, session=session.id)

    async def change_credentials(
        self, session: Session, current_password: str, user_name: str, password: str, address: str
    ) -> None:
        """Give the session's user a new name and password; every other session of that user ends."""
        name = require_user_name(user_name)
        require_password(password)
        await self._verify(
            session.user_name, current_password, address, WrongPassword("The current password is wrong.")
        )
        password_hash = await self._passwords.hash(password)
        others = [
            other for other in self._by_hash.values() if other.user_id == session.user_id and other.id != session.id
        ]
        try:
            async with self._database.write() as connection:
                await set_credentials(connection, session.user_id, name, password_hash, self._clock())
                await delete_sessions(connection, [other.id for other in others])
        except UserNameTaken:
            raise InvalidInput("Another user has this name.", field="username") from None
        session.user_name = name
        await self._end(others)
        _log.info("credentials changed", user=name, session=session.id, ended_sessions=len(others))

    async def end_all_of(self, user_id: int) -> None:
        """End every session of one user."""
        async with self._database.write() as connection:
            await delete_sessions_of_user(connection, user_id)
        await self._end([session for session in self._by_hash.values() if session.user_id == user_id])

    async def end_expired(self) -> None:
        """End what was idle for too long."""
        await self._end([session for session in self._by_hash.values() if self._has_expired(session)])

    async def save_use(self) -> None:
        """Write when sessions were last used: each at most once a minute."""
        sessions = self._by_hash.values()
        await self._save_touches([one for one in sessions if one.last_used_at - one.last_saved_at >= TOUCH_INTERVAL_S])

    async def end_removed(self) -> None:
        """End what another process took out of the store: `trishul admin reset-password` beside a running server."""
        known = list(self._by_hash.values())  # before the look: a session enters the store first, memory second
        async with self._database.read() as connection:
            stored = await load_session_ids(connection)
        await self._end([session for session in known if session.id not in stored])

    async def _verify(self, name: str, password: str, address: str, refusal: TrishulError) -> None:
        pause_s = self._throttle.pause_s(name, address, self._clock())
        if pause_s > 0:
            raise TooManyAttempts(pause_s)
        if self._passwords.waiting >= MAX_WAITING_LOGINS:  # so at most this many guesses run beside each other
            raise TooManyAttempts(1)
        async with self._database.read() as connection:
            user = await find_user(connection, name)
        if len(password) > MAX_PASSWORD_LENGTH:
            user = None
        if not await self._passwords.verify(user.password_hash if user else None, password[:MAX_PASSWORD_LENGTH]):
            self._throttle.failed(name, address, self._clock())
            _log.warning("login refused", user=name[:MAX_USER_NAME_LENGTH], address=address)
            raise refusal
        self._throttle.succeeded(name, address)

    def _has_expired(self, session: Session) -> bool:
        return self._clock() - session.last_used_at > self._timeout_s()

    def _surplus(self) -> list[Session]:
        count = len(self._by_hash) - self._max_sessions
        return sorted(self._by_hash.values(), key=lambda session: session.last_used_at)[:count] if count > 0 else []

    async def _end(self, ended: list[Session]) -> None:
        if not ended:
            return
        for session in ended:
            self._by_hash.pop(session.token_hash, None)
        ids = tuple(session.id for session in ended)
        self._bus.publish(SessionsEnded(ids))  # before the store: a token that must not work any more must not wait
        async with self._database.write() as connection:
            await delete_sessions(connection, ids)

    async def _save_touches(self, sessions: list[Session]) -> None:
        due = {session.id: session.last_used_at for session in sessions if session.last_used_at > session.last_saved_at}
        if not due:
            return
        try:
            async with self._database.write() as connection:
                await touch_sessions(connection, due)
            for session in sessions:
                session.last_saved_at = due.get(session.id, session.last_saved_at)
        except StoreUnavailable as error:  # the session is alive in memory; losing a minute of idle time harms nobody
            _log.warning("session use was not saved", reason=error.reason)

    async def _keep_sweeping(self) -> None:
        while True:
            await asyncio.sleep(STORE_CHECK_S)
            try:
                await self.end_expired()
                await self.end_removed()
                await self.save_use()
            except StoreUnavailable as error:  # what ended, ended in memory all the same
                _log.warning("sessions could not be compared with the store", reason=error.reason)


def require_user_name(user_name: str) -> str:
    """The name as it is kept; InvalidInput when it is empty, too long or holds control characters."""
    name = normalise(user_name.strip())
    if not name:
        raise InvalidInput("The user name must not be empty.", field="username")
    if len(name) > MAX_USER_NAME_LENGTH:
        raise InvalidInput(f"The user name must have at most {MAX_USER_NAME_LENGTH} characters.", field="username")
    if not name.isprintable():
        raise InvalidInput("The user name must not hold control characters.", field="username")
    return name


def require_password(password: str) -> None:
    """InvalidInput when the password is too short or absurdly long."""
    if len(password) < MIN_PASSWORD_LENGTH:
        raise InvalidInput(f"The password must have at least {MIN_PASSWORD_LENGTH} characters.", field="password")
    if len(password) > MAX_PASSWORD_LENGTH:
        raise InvalidInput(f"The password must have at most {MAX_PASSWORD_LENGTH} characters.", field="password")


def _hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
