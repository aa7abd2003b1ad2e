"""Who is logged in: sessions begun, used, listed, ended (contract §1).

Owns login, the sessions' tokens and their two ends: idle expiry, which every request puts off, and an age that nothing
puts off. Does not own how a token travels (`web.authentication`) nor whether a password fits (`password_checks`).
A token is 256 random bits, known to its holder alone: memory and database keep its SHA-256. Sessions are held in memory
and mirrored to the store, so that a check costs no query and a restart forgets nobody. A login that the store cannot
take just now, because the disk is full, counts all the same: somebody comes to make room. It is stored when there is
some, unless its user's password was changed meanwhile. Being used means a request; an open socket alone does not keep a
session alive, because a page left open is exactly what idle expiry is for.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Callable, Iterable

import structlog
from msgspec import Struct

from trishul.errors import TrishulError
from trishul.services.accounts.audit_log import AuditLog
from trishul.services.accounts.caller import Caller, hash_token
from trishul.services.accounts.password_checks import LoginRefused, PasswordChecks
from trishul.services.accounts.passwords import normalise
from trishul.services.accounts.roles import Role, require_role
from trishul.services.bus import Bus
from trishul.services.events import SessionsChanged, SessionsEnded
from trishul.store.database import Database, StoreUnavailable
from trishul.store.sessions import SessionRow, add_session, delete_sessions, load_sessions, touch_sessions

MAX_SESSIONS = 1000
LONGEST_USER_AGENT = 300
TOUCH_INTERVAL_S = 60.0

_log = structlog.get_logger(__name__)


class NoSuchSession(TrishulError):
    """There is no session of this number that the caller may see."""

    code = "no_such_session"


class Session(Struct):
    """One login; `id` may be shown and logged, the token's hash stays in here."""

    id: str
    user_id: int
    user_name: str
    role: Role
    created_at: float
    last_used_at: float
    last_saved_at: float
    token_hash: bytes
    address: str = ""
    user_agent: str = ""

    @property
    def caller(self) -> Caller:
        """Who asks with it."""
        return Caller(self.id, self.user_id, self.user_name, self.role)

    def __repr__(self) -> str:
        return f"Session(id={self.id!r}, user_name={self.user_name!r})"


class SessionRecord(Struct, frozen=True):
    """A session as people see it; times are Unix seconds."""

    id: str
    username: str
    created_at: float
    last_seen_at: float
    expires_at: float
    """When it ends if it is not used before, or at its greatest age."""
    address: str
    user_agent: str
    is_current: bool


class SessionList(Struct, frozen=True):
    """Live sessions, the last used ones first."""

    sessions: list[SessionRecord]


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
        checks: PasswordChecks,
        audit: AuditLog,
        timeout_s: Callable[[], float],
        lifetime_s: float,
        clock: Callable[[], float] = time.time,
        max_sessions: int = MAX_SESSIONS,
    ) -> None:
        self._database = database
        self._bus = bus
        self._checks = checks
        self._audit = audit
        self._timeout_s = timeout_s
        self._lifetime_s = lifetime_s
        self._clock = clock
        self._max_sessions = max_sessions
        self._by_hash: dict[bytes, Session] = {}
        self._unsaved: dict[str, tuple[SessionRow, str]] = {}
        """By number, with the password's hash at their login: those that the store has not taken yet."""

    async def open(self) -> None:
        """Take over the sessions of the last run, but for those that are over by now."""
        async with self._database.read() as connection:
            rows = await load_sessions(connection)
        now = self._clock()
        self._by_hash = {row.token_hash: _session_of(row, now) for row in rows}
        await self.end_expired()

    async def close(self) -> None:
        """Save what the store has not taken yet, and when each session was last used."""
        with contextlib.suppress(StoreUnavailable):  # then whoever logged in on a full disk logs in again
            await self._save_late()
        await self._save_touches(list(self._by_hash.values()))

    def __len__(self) -> int:
        return len(self._by_hash)

    def find(self, token: str) -> Session | None:
        """The live session of this token; does not count as use."""
        session = self._by_hash.get(hash_token(token))
        return session if session is not None and not self._has_expired(session) else None

    def use(self, token: str) -> Session | None:
        """The live session of this token, kept alive by this request; never waits for the store."""
        session = self.find(token)
        if session is not None:
            session.last_used_at = self._clock()
        return session

    async def login(self, user_name: str, password: str, address: str, user_agent: str = "") -> Begun:
        """Begin a session; LoginRefused or TooManyAttempts otherwise."""
        name = normalise(user_name)
        try:
            user = await self._checks.verify(name, password, address, LoginRefused("User name or password is wrong."))
        except LoginRefused as refusal:
            self._audit.note(name, address, "login", outcome=refusal.code)
            raise
        token = secrets.token_urlsafe(32)
        now = self._clock()
        row = SessionRow(
            secrets.token_hex(8), hash_token(token), user.id, user.name, user.role, now, now,
            address[:64], user_agent[:LONGEST_USER_AGENT],
        )  # fmt: skip
        if not await self._save_new(row, user.password_hash):
            raise LoginRefused("The password was changed just now.")
        self._by_hash[row.token_hash] = _session_of(row, now)
        await self._end(self._surplus())
        self._audit.note(user.name, address, "login")
        _log.info("login", user=user.name, session=row.id, address=address)
        return Begun(token, user.name)

    def records(self, caller: Caller, *, of_everybody: bool = False) -> list[SessionRecord]:
        """The caller's own, or everybody's for an administrator. Raises Forbidden."""
        if of_everybody:
            require_role(caller.role, Role.ADMINISTRATOR)
        shown = [each for each in self._by_hash.values() if of_everybody or each.user_id == caller.user_id]
        shown.sort(key=lambda each: each.last_used_at, reverse=True)
        return [self._record(each, caller) for each in shown if not self._has_expired(each)]

    def count_of(self, user_id: int) -> int:
        """How many sessions a user has."""
        return sum(each.user_id == user_id for each in self._by_hash.values())

    async def logout(self, caller: Caller) -> None:
        """End the caller's session and its sockets."""
        await self._end([each for each in self._by_hash.values() if each.id == caller.id])
        _log.info("logout", user=caller.user_name, session=caller.id)

    async def end(self, caller: Caller, session_id: str) -> None:
        """End one of the caller's own, or anybody's for an administrator. Raises NoSuchSession."""
        is_administrator = caller.role.covers(Role.ADMINISTRATOR)
        for session in self._by_hash.values():
            if session.id == session_id and (is_administrator or session.user_id == caller.user_id):
                await self._end([session])
                return
        raise NoSuchSession("There is no such session; it may have ended meanwhile.")

    async def end_others(self, caller: Caller) -> int:
        """End all of the caller's sessions but the one that asks; says how many."""
        return await self.end_all_of(caller.user_id, but=caller.id)

    async def end_all_of(self, user_id: int, but: str = "") -> int:
        """End every session of one user but that one; says how many."""
        ended = [each for each in self._by_hash.values() if each.user_id == user_id and each.id != but]
        await self._end(ended)
        return len(ended)

    async def end_expired(self) -> None:
        """End what was idle for too long or is too old."""
        await self._end([session for session in self._by_hash.values() if self._has_expired(session)])

    async def save_use(self) -> None:
        """Write sessions that the store has not taken yet, and when others were last used: each once a minute.

        Raises StoreUnavailable where it still does not take them.
        """
        await self._save_late()
        sessions = self._by_hash.values()
        await self._save_touches([one for one in sessions if one.last_used_at - one.last_saved_at >= TOUCH_INTERVAL_S])

    async def follow_store(self) -> None:
        """End what another process took out of the store (`trishul admin` beside us), take over names and roles."""
        # Before the look: a session enters the store first, memory second, but for those that it has not taken.
        known = [session for session in self._by_hash.values() if session.id not in self._unsaved]
        async with self._database.read() as connection:
            stored = {row.id: row for row in await load_sessions(connection)}
        await self._end([session for session in known if session.id not in stored])
        changed = []
        for session in known:
            row = stored.get(session.id)
            if row is not None and (session.user_name, session.role) != (row.user_name, row.role):
                session.user_name, session.role = row.user_name, Role(row.role)
                changed.append(session.id)
        if changed:
            self._bus.publish(SessionsChanged(tuple(changed)))

    async def _save_new(self, row: SessionRow, password_hash: str) -> bool:
        """Whether the session may begin, stored or not."""
        try:
            async with self._database.write() as connection:
                return await add_session(connection, row, password_hash)
        except StoreUnavailable as error:
            self._unsaved[row.id] = row, password_hash
            _log.warning("a login lives in memory until the database takes it", user=row.user_name, reason=error.reason)
            return True

    async def _save_late(self) -> None:
        for row, password_hash in list(self._unsaved.values()):
            async with self._database.write() as connection:
                is_saved = await add_session(connection, row, password_hash)
            if self._unsaved.pop(row.id, None) is not None and not is_saved:
                await self._end([each for each in self._by_hash.values() if each.id == row.id])

    def _record(self, session: Session, caller: Caller) -> SessionRecord:
        return SessionRecord(
            id=session.id,
            username=session.user_name,
            created_at=session.created_at,
            last_seen_at=session.last_used_at,
            expires_at=min(session.last_used_at + self._timeout_s(), session.created_at + self._lifetime_s),
            address=session.address,
            user_agent=session.user_agent,
            is_current=session.id == caller.id,
        )

    def _has_expired(self, session: Session) -> bool:
        now = self._clock()
        return now - session.last_used_at > self._timeout_s() or now - session.created_at > self._lifetime_s

    def _surplus(self) -> list[Session]:
        count = len(self._by_hash) - self._max_sessions
        return sorted(self._by_hash.values(), key=lambda session: session.last_used_at)[:count] if count > 0 else []

    async def _end(self, ended: Iterable[Session]) -> None:
        ids = []
        for session in ended:
            self._by_hash.pop(session.token_hash, None)
            self._unsaved.pop(session.id, None)
            ids.append(session.id)
        if not ids:
            return
        self._bus.publish(SessionsEnded(tuple(ids)))  # before the store: what must not work any more must not wait
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


def _session_of(row: SessionRow, now: float) -> Session:
    """What was used or made in the future was so now: the clock went back meanwhile."""
    return Session(
        id=row.id,
        user_id=row.user_id,
        user_name=row.user_name,
        role=Role(row.role),
        created_at=min(row.created_at, now),
        last_used_at=min(row.last_used_at, now),
        last_saved_at=min(row.last_used_at, now),
        token_hash=row.token_hash,
        address=row.address,
        user_agent=row.user_agent,
    )
