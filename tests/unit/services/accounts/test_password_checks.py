"""Guessing is slowed down, also over a restart, and says nothing about who is there."""

from __future__ import annotations

import asyncio

import pytest

from tests.unit.services.accounts.conftest import PASSWORD, Accounts
from trishul.services.accounts.password_checks import MAX_WAITING_LOGINS, LoginRefused, PasswordChecks, TooManyAttempts
from trishul.services.accounts.passwords import CONCURRENT_HASHES, PasswordKeeper
from trishul.services.accounts.roles import Role

REFUSAL = LoginRefused("no")


async def fail(checks: PasswordChecks, times: int, name: str = "admin") -> list[type[Exception]]:
    outcomes: list[type[Exception]] = []
    for _ in range(times):
        with pytest.raises((LoginRefused, TooManyAttempts)) as refusal:
            await checks.verify(name, "wrong", "192.0.2.1", REFUSAL)
        outcomes.append(refusal.type)
    return outcomes


async def test_the_right_password_gives_the_user(accounts: Accounts) -> None:
    assert (await accounts.checks.verify("admin", PASSWORD, "192.0.2.1", REFUSAL)).name == "admin"


@pytest.mark.parametrize("name", ["admin", "nobody"])
async def test_five_hundred_guesses_are_slowed_down_alike_whether_the_user_is_there(
    accounts: Accounts, name: str
) -> None:
    assert (await fail(accounts.checks, 500, name)).count(LoginRefused) == 5
    with pytest.raises(TooManyAttempts) as refusal:
        await accounts.checks.verify("admin", PASSWORD, "192.0.2.1", REFUSAL)
    accounts.clock.now += refusal.value.retry_after_s
    assert await accounts.checks.verify("admin", PASSWORD, "192.0.2.1", REFUSAL)


async def test_guesses_beside_each_other_are_no_more_than_guesses_in_a_row(accounts: Accounts) -> None:
    async def guess(number: int) -> type[BaseException] | None:
        try:
            await accounts.checks.verify(f"user{number}", "wrong", "192.0.2.1", REFUSAL)
        except (LoginRefused, TooManyAttempts) as refusal:
            return type(refusal)
        return None

    outcomes = await asyncio.gather(*(guess(number) for number in range(MAX_WAITING_LOGINS)))
    looked_at = outcomes.count(LoginRefused)
    assert 5 <= looked_at <= 5 + CONCURRENT_HASHES
    assert outcomes.count(TooManyAttempts) == len(outcomes) - looked_at


async def test_a_restart_gives_nobody_new_attempts(accounts: Accounts, passwords: PasswordKeeper) -> None:
    await fail(accounts.checks, 20)
    restarted = PasswordChecks(accounts.database, passwords, accounts.clock)
    await restarted.open()
    assert await fail(restarted, 1) == [TooManyAttempts]
    accounts.clock.now += 60
    assert await restarted.verify("admin", PASSWORD, "192.0.2.1", REFUSAL)
    again = PasswordChecks(accounts.database, passwords, accounts.clock)
    await again.open()
    assert await fail(again, 1) == [LoginRefused]


async def test_a_user_who_is_switched_off_is_refused_like_a_wrong_password(accounts: Accounts) -> None:
    await accounts.users.create("eve", Role.VIEWER, PASSWORD)
    await accounts.users.change("eve", is_disabled=True)
    with pytest.raises(LoginRefused):
        await accounts.checks.verify("eve", PASSWORD, "192.0.2.1", REFUSAL)
