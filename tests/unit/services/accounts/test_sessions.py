"""Sessions: login, idle expiry, restart, logout, change of credentials (contract §1)."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator

import pytest

from tests.unit.services.conftest import Clock
from trishul.errors import InvalidInput
from trishul.services.accounts.administrator import ensure_administrator, reset_password
from trishul.services.accounts.passwords import PasswordKeeper
from trishul.services.accounts.sessions import (
    LoginRefused,
    Session,
    Sessions,
    TooManyAttempts,
    WrongPassword,
    require_user_name,
)
from trishul.services.bus import Bus, Subscription
from trishul.services.events import SessionsEnded
from trishul.store.database import Database
from trishul.store.sessions import load_session_ids
from trishul.store.users import add_user

TIMEOUT_S = 600.0
MAX_SESSIONS = 20
PASSWORD = "correct horse"


class House:
    """Sessions on a database with one administrator."""

    def __init__(self, database: Database, passwords: PasswordKeeper, clock: Clock) -> None:
        self.database, self.passwords, self.clock, self.bus = database, passwords, clock, Bus()
        self.sessions = self._make()

    def _make(self) -> Sessions:
        return Sessions(
            self.database,
            self.bus,
            self.passwords,
            timeout_s=lambda: TIMEOUT_S,
            clock=self.clock,
            max_sessions=MAX_SESSIONS,
        )

    async def restart(self, *, gracefully: bool = True) -> None:
        if gracefully:
            await self.sessions.close()
        self.sessions = self._make()
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
        assert await load_session_ids(connection) == set()


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
        await house.sessions.logout(session)
        assert await ended(events) == (session.id,)
    assert house.sessions.use(token) is None
    assert house.sessions.use(other)


async def test_new_credentials_end_all_other_sessions_of_the_user(house: House) -> None:
    token, other = await house.login(), await house.login()
    other_id = house.session(other).id
    with house.bus.subscribe() as events:
        await house.sessions.change_credentials(
            house.session(token), PASSWORD, " Jürgen 管理 ", "new password", "192.0.2.1"
        )
        assert await ended(events) == (other_id,)
    assert house.session(token).user_name == "Jürgen 管理"
    assert house.sessions.use(other) is None
    await house.restart()
    assert house.session(token).user_name == "Jürgen 管理"
    with pytest.raises(LoginRefused):
        await house.login()
    assert (await house.sessions.login("Jürgen 管理", "new password", "192.0.2.1")).user_name == "Jürgen 管理"


async def test_the_current_password_is_asked_for(house: House) -> None:
    session = house.session(await house.login())
    with pytest.raises(WrongPassword):
        await house.sessions.change_credentials(session, "wrong", "admin", "new password", "192.0.2.1")
    assert await house.login()


@pytest.mark.parametrize(
    ("name", "password", "field"),
    [
        ("", "long enough", "username"),
        ("   ", "long enough", "username"),
        ("x" * 129, "long enough", "username"),
        ("line\nbreak", "long enough", "username"),
        ("admin", "", "password"),
        ("admin", "seven77", "password"),
        ("admin", "x" * 1025, "password"),
    ],
)
async def test_bad_new_credentials_are_named_by_field(house: House, name: str, password: str, field: str) -> None:
    session = house.session(await house.login())
    with pytest.raises(InvalidInput) as refusal:
        await house.sessions.change_credentials(session, PASSWORD, name, password, "192.0.2.1")
    assert refusal.value.field == field


async def test_a_name_that_another_user_has_is_refused(house: House) -> None:
    async with house.database.write() as connection:
        await add_user(connection, "taken", "hash", 1.0)
    session = house.session(await house.login())
    with pytest.raises(InvalidInput) as refusal:
        await house.sessions.change_credentials(session, PASSWORD, "taken", "new password", "192.0.2.1")
    assert refusal.value.field == "username"
    assert session.user_name == "admin"


async def test_five_hundred_bad_logins_are_slowed_down(house: House) -> None:
    outcomes = []
    for _ in range(500):
        try:
            await house.sessions.login("admin", "wrong", "192.0.2.1")
        except (LoginRefused, TooManyAttempts) as refusal:
            outcomes.append(type(refusal))
    assert outcomes.count(LoginRefused) < 10
    with pytest.raises(TooManyAttempts) as refusal:
        await house.login()
    house.clock.now += refusal.value.retry_after_s
    assert await house.login()


async def test_a_password_reset_beside_the_server_ends_its_sessions(house: House, database_url: str) -> None:
    token = await house.login()
    beside = await Database.open(database_url)
    await reset_password(beside, house.passwords, None, "another password")
    await beside.close()
    with house.bus.subscribe() as events:
        await house.sessions.end_removed()
        assert len(await ended(events)) == 1
    assert house.sessions.use(token) is None


async def test_the_number_of_sessions_is_bounded_and_the_longest_unused_give_way(house: House) -> None:
    first = await house.login()
    for _ in range(MAX_SESSIONS):
        house.clock.now += 0.001
        await house.login()
    assert len(house.sessions) == MAX_SESSIONS
    assert house.sessions.use(first) is None


def test_user_names_are_kept_in_one_form() -> None:
    """RFC 8265 §3.3.2: NFC is applied to user names."""
    assert require_user_name("  Ju\u0308rgen ") == "Jürgen"
