"""API tokens: what programs log in with, each with a role of its own and perhaps an end.

Owns making, listing, using and ending them. A token begins with `trishul_`, is shown once and kept as its SHA-256. It
can do what its own role and that of its user today both cover, and nothing while its user is switched off. Does not own
the sessions of people.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable

import structlog
from msgspec import Struct

from trishul.errors import InvalidInput, LimitReached, TrishulError
from trishul.services.accounts.caller import TOKEN_PREFIX, Caller, hash_token
from trishul.services.accounts.passwords import normalise
from trishul.services.accounts.roles import Forbidden, Role, lesser_of, require_role
from trishul.services.bus import Bus
from trishul.services.events import SessionsEnded
from trishul.store.api_tokens import (
    ApiTokenRow,
    add_api_token,
    delete_api_tokens,
    load_api_tokens,
    touch_api_tokens,
)
from trishul.store.database import Database, StoreUnavailable

MAX_TOKENS = 1000
MAX_TOKEN_NAME_LENGTH = 64
TOUCH_INTERVAL_S = 60.0

_log = structlog.get_logger(__name__)


class NoSuchToken(TrishulError):
    """There is no API token of this number that the caller may see."""

    code = "no_such_token"


class ApiToken(Struct, frozen=True, kw_only=True):
    """An API token as people see it; times are Unix seconds."""

    id: str
    username: str
    name: str
    role: Role
    """What it can do now: the lesser of its own role and its user's."""
    created_at: float
    expires_at: float | None
    last_used_at: float | None


class NewApiToken(ApiToken, frozen=True, kw_only=True):
    """A token that was just made, with the only sight of itself."""

    token: str

    def __repr__(self) -> str:
        return f"NewApiToken(id={self.id!r}, name={self.name!r})"


class ApiTokenList(Struct, frozen=True):
    """API tokens, the oldest first."""

    tokens: list[ApiToken]


class _Entry(Struct):
    row: ApiTokenRow
    last_used_at: float
    last_saved_at: float


class ApiTokens:
    """All of them, held in memory and mirrored to the store; open it before use."""

    def __init__(self, database: Database, bus: Bus, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._by_hash: dict[bytes, _Entry] = {}
        self._store_turn = asyncio.Lock()
        """A token that is ended during a look at the store would be taken over again from what was read before."""

    async def open(self) -> None:
        """Load what was saved."""
        await self.follow_store()

    async def close(self) -> None:
        """Save when each was last used."""
        await self._save_touches(0.0)

    def find(self, token: str) -> Caller | None:
        """Who asks with this token; does not count as use."""
        entry = self._by_hash.get(hash_token(token))
        if entry is None or entry.row.is_user_disabled or self._has_expired(entry.row):
            return None
        row = entry.row
        return Caller(row.id, row.user_id, row.user_name, _role_of(row), is_program=True)

    def use(self, token: str) -> Caller | None:
        """Who asks with this token, which is in use now."""
        caller = self.find(token)
        if caller is not None:
            self._by_hash[hash_token(token)].last_used_at = self._clock()
        return caller

    def records(self, caller: Caller, *, of_everybody: bool = False) -> list[ApiToken]:
        """The caller's own, or everybody's for an administrator. Raises Forbidden."""
        if of_everybody:
            require_role(caller.role, Role.ADMINISTRATOR)
        entries = self._by_hash.values()
        return [_record(each) for each in entries if of_everybody or each.row.user_id == caller.user_id]

    def count_of(self, user_id: int) -> int:
        """How many tokens a user has."""
        return sum(each.row.user_id == user_id for each in self._by_hash.values())

    async def create(self, caller: Caller, name: str, role: Role, expires_at: float | None) -> NewApiToken:
        """Make one for the caller. Raises InvalidInput, LimitReached; Forbidden for a program or a greater role."""
        if caller.is_program:
            raise Forbidden("An API token makes no others. Log in with a password.")
        require_role(caller.role, role)
        now = self._clock()
        wanted = _require_token_name(name)
        if expires_at is not None and expires_at <= now:
            raise InvalidInput("The token would have ended already.", field="expires_at")
        if len(self._by_hash) >= MAX_TOKENS:
            raise LimitReached("API tokens", MAX_TOKENS)
        token = TOKEN_PREFIX + secrets.token_urlsafe(32)
        row = ApiTokenRow(
            secrets.token_hex(8), hash_token(token), caller.user_id, wanted, role, now, expires_at, None,
            caller.user_name, caller.role, is_user_disabled=False,
        )  # fmt: skip
        async with self._database.write() as connection:
            await add_api_token(connection, row)
        self._by_hash[row.token_hash] = entry = _Entry(row, 0.0, 0.0)
        shown = _record(entry)
        return NewApiToken(token=token, **{name: getattr(shown, name) for name in ApiToken.__struct_fields__})

    async def end(self, caller: Caller, token_id: str) -> None:
        """End one of the caller's own, or anybody's for an administrator. Raises NoSuchToken."""
        is_administrator = caller.role.covers(Role.ADMINISTRATOR)
        for entry in self._by_hash.values():
            if entry.row.id == token_id and (is_administrator or entry.row.user_id == caller.user_id):
                await self._end([entry])
                return
        raise NoSuchToken("There is no such API token; it may have ended meanwhile.")

    async def end_expired(self) -> None:
        """End those whose time is over."""
        await self._end([entry for entry in self._by_hash.values() if self._has_expired(entry.row)])

    async def follow_store(self) -> None:
        """Take over what the store has: tokens that another process made or ended, and what their users are now."""
        async with self._store_turn:
            ended = await self._look_at_store()
        if ended:
            self._bus.publish(SessionsEnded(tuple(entry.row.id for entry in ended)))

    async def _look_at_store(self) -> list[_Entry]:
        known = list(self._by_hash.values())  # before the look: a token enters the store first, memory second
        async with self._database.read() as connection:
            rows = await load_api_tokens(connection)
        stored = {row.id for row in rows}
        ended = [entry for entry in known if entry.row.id not in stored]
        self._forget(ended)
        return ended + [silenced for row in rows if (silenced := self._take_over(row)) is not None]

    async def save_use(self) -> None:
        """Write when tokens were last used: each at most once a minute."""
        await self._save_touches(TOUCH_INTERVAL_S)

    def _take_over(self, row: ApiTokenRow) -> _Entry | None:
        """Keep the row; gives its entry where its user was switched off since the last look."""
        entry = self._by_hash.get(row.token_hash)
        if entry is None:
            used_at = row.last_used_at or 0.0
            self._by_hash[row.token_hash] = _Entry(row, used_at, used_at)
            return None
        is_silenced = row.is_user_disabled and not entry.row.is_user_disabled
        entry.row = row
        return entry if is_silenced else None

    def _has_expired(self, row: ApiTokenRow) -> bool:
        return row.expires_at is not None and row.expires_at <= self._clock()

    async def _end(self, ended: list[_Entry]) -> None:
        if not ended:
            return
        self._forget(ended)
        ids = [entry.row.id for entry in ended]
        self._bus.publish(SessionsEnded(tuple(ids)))  # before the store: what must not work any more must not wait
        async with self._store_turn:
            async with self._database.write() as connection:
                await delete_api_tokens(connection, ids)
            self._forget(ended)  # a look that was waited for may have brought them back

    def _forget(self, ended: list[_Entry]) -> None:
        for entry in ended:
            self._by_hash.pop(entry.row.token_hash, None)

    async def _save_touches(self, least_s: float) -> None:
        due = [entry for entry in self._by_hash.values() if entry.last_used_at - entry.last_saved_at > least_s]
        if not due:
            return
        try:
            async with self._database.write() as connection:
                await touch_api_tokens(connection, {entry.row.id: entry.last_used_at for entry in due})
        except StoreUnavailable as error:  # it is known in memory; the next minute tries again
            _log.warning("use of API tokens was not saved", reason=error.reason)
            return
        for entry in due:
            entry.last_saved_at = entry.last_used_at


def _role_of(row: ApiTokenRow) -> Role:
    return lesser_of(Role(row.role), Role(row.user_role))


def _record(entry: _Entry) -> ApiToken:
    row = entry.row
    return ApiToken(
        id=row.id,
        username=row.user_name,
        name=row.name,
        role=_role_of(row),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=entry.last_used_at or None,
    )


def _require_token_name(name: str) -> str:
    kept = normalise(name.strip())
    if not kept or len(kept) > MAX_TOKEN_NAME_LENGTH or not kept.isprintable():
        raise InvalidInput(
            f"The token needs a name of 1 to {MAX_TOKEN_NAME_LENGTH} printable characters.", field="name"
        )
    return kept
