"""Sessions: login, both expiries, restart, logout, what others do beside us (contract §1)."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.unit.services.conftest import Clock
from trishul.services.accounts.administrator import ensure_administrator, reset_password
from trishul.services.accounts.audit_log import AuditLog
from trishul.services.accounts.password_checks import LoginRefused, PasswordChecks
from trishul.services.accounts.passwords import PasswordKeeper
from trishul.services.accounts.roles import Forbidden, Role
from trishul.services.accounts.sessions import NoSuchSession, Session, Sessions
from trishul.services.bus import Bus, Subscription
from trishul.services.events import SessionsChanged, SessionsEnded
from trishul.store.database import Database, StoreUnavailable
from trishul.store.sessions import load_sessions
from trishul.store.users import add_user, change_user

TIMEOUT_S = 600.0
LIFETIME_S = 10_000.0
MAX_SESSIONS = 20
PASSWORD = "correct horse"


class House:
    """Sessions on a database with one administrator."""

    def __init__(self, database: Database, passwords: PasswordKeeper, clock: Clock) -> None:
        self.database, self.passwords, self.clock, self.bus = database, passwords, clock, Bus()
        self.sessions = self._make()

    def _make(self) -> Sessions:
        self.checks = PasswordChecks(self.database, self.passwords, self.clock)
        self.audit = AuditLog(self.database, 365, self.clock)
        return Sessions(
            self.database,
            self.bus,
            self.checks,
            self.audit,
            timeout_s=lambda: TIMEOUT_S,
            lifetime_s=LIFETIME_S,
            clock=self.clock,
            max_sessions=MAX_SESSIONS,
        )

    async def restart(self, *, gracefully: bool = True) -> None:
        if gracefully:
            await self.sessions.close()
        self.sessions = self._make()
        await self.checks.open()
        await self.sessions.open()

    async def login(self) -> str:
        return (await self.sessions.login("admin", PASSWORD, "192.0.2.1")).token

    def session(self, token: str) -> Session:
        found = self.sessions.use(token)
        assert found is not None
        return found


@pytest.fixture
async def house(database: Database, passwords: PasswordKeeper, clock: Clock) -> AsyncIterator[House]:
    await ensure_administrator(database, passwords, "admin", PASSWORD)
    made = House(database, passwords, clock)
    await made.sessions.open()
    yield made
    await made.sessions.close()


async def ended(events: Subscription) -> tuple[str, ...]:
    event = await anext(events)
    assert isinstance(event, SessionsEnded)
    return event.session_ids


async def test_the_right_password_begins_a_session(house: House) -> None:
    begun = await house.sessions.login("admin", PASSWORD, "192.0.2.1")
    session = house.sessions.use(begun.token)
    assert session is not None
    assert session.user_name == begun.user_name == "admin"


@pytest.mark.parametrize(
    ("name", "password"), [("admin", "wrong"), ("nobody", PASSWORD), ("", ""), ("admin", "x" * 5000)]
)
async def test_anything_else_is_refused_with_the_same_words(house: House, name: str, password: str) -> None:
    with pytest.raises(LoginRefused, match=r"User name or password is wrong\."):
        await house.sessions.login(name, password, "192.0.2.1")


async def test_tokens_differ_and_are_not_stored(house: House, database_url: str) -> None:
    tokens = {await house.login() for _ in range(3)}
    assert len(tokens) == 3
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as connection:
        stored = str(connection.execute("SELECT * FROM sessions").fetchall())
    assert not any(token in stored for token in tokens)
    for token in tokens:
        assert token not in repr(house.session(token))


async def test_an_invented_token_is_no_session(house: House) -> None:
    for token in ("", "nonsense", "\udc80", "x" * 10_000):
        assert house.sessions.use(token) is None


async def test_use_keeps_a_session_alive_and_idling_ends_it(house: House) -> None:
    token = await house.login()
    for _ in range(5):
        house.clock.now += TIMEOUT_S - 1
        assert house.sessions.use(token)
    house.clock.now += TIMEOUT_S + 1
    assert house.sessions.use(token) is None


async def test_looking_at_a_session_is_no_use(house: House) -> None:
    token = await house.login()
    for _ in range(3):
        house.clock.now += TIMEOUT_S * 0.4
        house.sessions.find(token)
    assert house.sessions.find(token) is None


async def test_an_expired_session_is_announced_and_removed(house: House) -> None:
    session = house.session(await house.login())
    with house.bus.subscribe() as events:
        house.clock.now += TIMEOUT_S + 1
        await house.sessions.end_expired()
        assert await ended(events) == (session.id,)
    async with house.database.read() as connection:
        assert await load_sessions(connection) == []


async def test_sessions_survive_a_restart(house: House) -> None:
    token = await house.login()
    await house.restart()
    assert house.session(token).user_name == "admin"


async def test_sessions_survive_a_crash_and_so_does_their_use_up_to_the_last_minute(house: House) -> None:
    token = await house.login()
    house.clock.now += TIMEOUT_S - 1
    assert house.sessions.use(token)
    await house.sessions.save_use()
    house.clock.now += TIMEOUT_S - 1
    await house.restart(gracefully=False)
    assert house.sessions.use(token)


async def test_use_is_written_at_most_once_a_minute(house: House) -> None:
    token = await house.login()
    saved_at = house.session(token).last_saved_at
    house.clock.now += 59
    for expected_at in (saved_at, saved_at + 60):
        assert house.sessions.use(token)
        await house.sessions.save_use()
        assert house.session(token).last_saved_at == expected_at
        house.clock.now += 1


async def test_a_session_that_expired_while_the_server_was_down_stays_ended(house: House) -> None:
    token = await house.login()
    await house.sessions.close()
    house.clock.now += TIMEOUT_S + 1
    await house.restart(gracefully=False)
    assert house.sessions.use(token) is None


async def test_logout_ends_one_session_and_says_so_at_once(house: House) -> None:
    token, other = await house.login(), await house.login()
    session = house.session(token)
    with house.bus.subscribe() as events:
        await house.sessions.logout(session.caller)
        assert await ended(events) == (session.id,)
    assert house.sessions.use(token) is None
    assert house.sessions.use(other)


async def test_a_session_ends_at_its_greatest_age_however_much_it_is_used(house: House) -> None:
    token = await house.login()
    used = 0.0
    while used + TIMEOUT_S <= LIFETIME_S:
        used += TIMEOUT_S
        house.clock.now += TIMEOUT_S
        assert house.sessions.use(token)
    house.clock.now += LIFETIME_S - used + 1
    assert house.sessions.use(token) is None


async def test_sessions_are_listed_with_where_they_are_and_when_they_end(house: House) -> None:
    begun = await house.sessions.login("admin", PASSWORD, "192.0.2.7", "Mozilla/5.0 " + "x" * 1000)
    house.clock.now += 5
    caller = house.session(await house.login()).caller
    here, there = house.sessions.records(caller)
    assert (here.is_current, there.is_current) == (True, False)
    assert (there.address, there.user_agent[:11], len(there.user_agent)) == ("192.0.2.7", "Mozilla/5.0", 300)
    assert there.expires_at == there.last_seen_at + TIMEOUT_S
    assert begun.token not in repr(there)


async def test_everybody_sees_and_ends_his_own_and_an_administrator_all(house: House) -> None:
    async with house.database.write() as connection:
        await add_user(connection, "eve", await house.passwords.hash(PASSWORD), 1.0, Role.OPERATOR)
    admin = house.session(await house.login()).caller
    eve = house.session((await house.sessions.login("eve", PASSWORD, "192.0.2.9")).token).caller
    assert [each.username for each in house.sessions.records(eve)] == ["eve"]
    assert len(house.sessions.records(admin, of_everybody=True)) == 2
    with pytest.raises(Forbidden, match="administrator"):
        house.sessions.records(eve, of_everybody=True)
    with pytest.raises(NoSuchSession):
        await house.sessions.end(eve, admin.id)
    with house.bus.subscribe() as events:
        await house.sessions.end(admin, eve.id)
        assert await ended(events) == (eve.id,)


async def test_all_other_sessions_of_a_user_are_ended_at_once(house: House) -> None:
    others = {house.session(await house.login()).id for _ in range(2)}
    token = await house.login()
    with house.bus.subscribe() as events:
        assert await house.sessions.end_others(house.session(token).caller) == 2
        assert set(await ended(events)) == others
    assert house.sessions.use(token)


async def test_a_role_that_another_process_changed_counts(house: House) -> None:
    session = house.session(await house.login())
    async with house.database.write() as connection:
        await change_user(connection, session.user_id, {"role": "viewer"})
    with house.bus.subscribe() as events:
        await house.sessions.follow_store()
        assert await anext(events) == SessionsChanged((session.id,))
    assert session.caller.role == Role.VIEWER


async def test_logins_and_refusals_are_in_the_audit_log_without_passwords(house: House) -> None:
    await house.login()
    with pytest.raises(LoginRefused):
        await house.sessions.login("admin", "a secret guess", "192.0.2.5")
    entries = (await house.audit.page(None, 10, "")).data
    assert [(each.action, each.outcome) for each in entries] == [("login", "login_refused"), ("login", "ok")]
    assert "secret" not in repr(entries)


async def test_a_password_reset_beside_the_server_ends_its_sessions(house: House, database_url: str) -> None:
    token = await house.login()
    beside = await Database.open(database_url)
    await reset_password(beside, house.passwords, None, "another password")
    await beside.close()
    with house.bus.subscribe() as events:
        await house.sessions.follow_store()
        assert len(await ended(events)) == 1
    assert house.sessions.use(token) is None


async def test_the_number_of_sessions_is_bounded_and_the_longest_unused_give_way(house: House) -> None:
    first = await house.login()
    for _ in range(MAX_SESSIONS):
        house.clock.now += 0.001
        await house.login()
    assert len(house.sessions) == MAX_SESSIONS
    assert house.sessions.use(first) is None


@contextlib.contextmanager
def full(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database that takes nothing."""

    @contextlib.asynccontextmanager
    async def refuse() -> AsyncIterator[None]:
        raise StoreUnavailable("trishul.db", "database or disk is full")
        yield

    with monkeypatch.context() as patched:
        patched.setattr(house.database, "write", refuse)
        yield


async def test_a_login_on_a_full_disk_counts_and_is_stored_when_there_is_room(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with full(house, monkeypatch):
        token = await house.login()
        with pytest.raises(StoreUnavailable):
            await house.sessions.save_use()
        await house.sessions.follow_store()
    assert house.sessions.use(token)
    await house.sessions.save_use()
    await house.sessions.follow_store()
    await house.restart()
    assert house.sessions.use(token)


async def test_a_login_that_could_not_be_stored_ends_with_its_password(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with full(house, monkeypatch):
        token = await house.login()
    await reset_password(house.database, house.passwords, None, "another password")
    await house.sessions.save_use()
    assert house.sessions.use(token) is None
