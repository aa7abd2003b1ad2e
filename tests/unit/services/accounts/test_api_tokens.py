"""API tokens: shown once, kept hashed, never more than their user may."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest

from tests.unit.services.accounts.conftest import PASSWORD, Accounts
from trishul.errors import InvalidInput
from trishul.services.accounts import api_tokens
from trishul.services.accounts.api_tokens import ApiTokens, NoSuchToken
from trishul.services.accounts.roles import Forbidden, Role
from trishul.services.events import SessionsEnded
from trishul.store.api_tokens import ApiTokenRow, load_api_tokens
from trishul.store.database import Transaction


async def test_a_token_is_shown_once_and_kept_hashed(accounts: Accounts, database_url: str) -> None:
    made = await accounts.tokens.create(await accounts.login(), " backup ", Role.VIEWER, None)
    assert made.token.startswith("trishul_")
    assert made.name == "backup"
    assert made.token not in repr(made)
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as connection:
        assert made.token not in str(connection.execute("SELECT * FROM api_tokens").fetchall())


async def test_a_token_asks_with_its_own_role_and_says_when_it_was_used(accounts: Accounts) -> None:
    admin = await accounts.login()
    made = await accounts.tokens.create(admin, "watch", Role.VIEWER, None)
    assert accounts.tokens.records(admin)[0].last_used_at is None
    caller = accounts.callers.use(made.token)
    assert caller is not None
    assert (caller.user_name, caller.role, caller.is_program) == ("admin", Role.VIEWER, True)
    assert accounts.tokens.records(admin)[0].last_used_at == accounts.clock.now
    await accounts.tokens.save_use()
    restarted = ApiTokens(accounts.database, accounts.bus, accounts.clock)
    await restarted.open()
    assert restarted.records(admin) == accounts.tokens.records(admin)


async def test_a_token_ends_at_its_time_and_its_sockets_hear_of_it(accounts: Accounts) -> None:
    made = await accounts.tokens.create(await accounts.login(), "short", Role.VIEWER, accounts.clock.now + 60)
    accounts.clock.now += 60
    assert accounts.callers.find(made.token) is None
    with accounts.bus.subscribe() as events:
        await accounts.callers.sweep()
        assert await anext(events) == SessionsEnded((made.id,))


async def test_a_token_that_is_ended_during_a_look_at_the_store_stays_ended(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = await accounts.login()
    made = await accounts.tokens.create(admin, "watch", Role.VIEWER, None)
    has_read, may_go_on = asyncio.Event(), asyncio.Event()

    async def load_and_wait(connection: Transaction) -> list[ApiTokenRow]:
        rows = await load_api_tokens(connection)
        has_read.set()
        await may_go_on.wait()
        return rows

    monkeypatch.setattr(api_tokens, "load_api_tokens", load_and_wait)
    with accounts.bus.subscribe() as events:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(accounts.tokens.follow_store())
            await has_read.wait()
            tasks.create_task(accounts.tokens.end(admin, made.id))
            assert await anext(events) == SessionsEnded((made.id,))
            may_go_on.set()
    assert accounts.callers.find(made.token) is None
    assert accounts.tokens.records(admin) == []


async def test_a_program_makes_no_tokens_and_nobody_one_above_himself(accounts: Accounts) -> None:
    await accounts.users.create("eve", Role.OPERATOR, PASSWORD)
    eve = await accounts.login("eve")
    with pytest.raises(Forbidden, match="administrator"):
        await accounts.tokens.create(eve, "more", Role.ADMINISTRATOR, None)
    made = await accounts.tokens.create(eve, "mine", Role.OPERATOR, None)
    program = accounts.callers.find(made.token)
    assert program is not None
    with pytest.raises(Forbidden, match="no others"):
        await accounts.tokens.create(program, "next", Role.VIEWER, None)
    await accounts.users.change("eve", role=Role.VIEWER)
    degraded = accounts.callers.find(made.token)
    assert degraded is not None
    assert degraded.role == Role.VIEWER


@pytest.mark.parametrize("name", ["", "  ", "x" * 65, "line\nbreak"])
async def test_a_token_has_a_name_to_know_it_by(accounts: Accounts, name: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await accounts.tokens.create(await accounts.login(), name, Role.VIEWER, None)
    assert refusal.value.field == "name"


async def test_a_token_of_yesterday_is_not_made(accounts: Accounts) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await accounts.tokens.create(await accounts.login(), "late", Role.VIEWER, accounts.clock.now)
    assert refusal.value.field == "expires_at"


async def test_everybody_ends_his_own_and_an_administrator_any(accounts: Accounts) -> None:
    await accounts.users.create("eve", Role.OPERATOR, PASSWORD)
    admin, eve = await accounts.login(), await accounts.login("eve")
    first = await accounts.tokens.create(admin, "first", Role.VIEWER, None)
    second = await accounts.tokens.create(eve, "second", Role.VIEWER, None)
    with pytest.raises(NoSuchToken):
        await accounts.tokens.end(eve, first.id)
    with pytest.raises(Forbidden):
        accounts.tokens.records(eve, of_everybody=True)
    assert [each.username for each in accounts.tokens.records(admin, of_everybody=True)] == ["admin", "eve"]
    with accounts.bus.subscribe() as events:
        await accounts.tokens.end(admin, second.id)
        assert await anext(events) == SessionsEnded((second.id,))
    assert accounts.callers.find(second.token) is None


async def test_tokens_of_a_user_who_is_switched_off_rest_until_he_is_back(accounts: Accounts) -> None:
    await accounts.users.create("eve", Role.OPERATOR, PASSWORD)
    made = await accounts.tokens.create(await accounts.login("eve"), "mine", Role.VIEWER, None)
    with accounts.bus.subscribe() as events:
        await accounts.users.change("eve", is_disabled=True)
    assert SessionsEnded((made.id,)) in [event async for event in events]
    assert accounts.callers.find(made.token) is None
    await accounts.users.change("eve", is_disabled=False)
    assert accounts.callers.find(made.token) is not None
    await accounts.users.delete("eve")
    assert accounts.callers.find(made.token) is None
