"""Users: made, changed, removed, and always an administrator among them."""

from __future__ import annotations

import pytest

from tests.unit.services.accounts.conftest import PASSWORD, Accounts
from trishul.errors import InvalidInput
from trishul.services.accounts.password_checks import LoginRefused, WrongPassword
from trishul.services.accounts.roles import Forbidden, Role
from trishul.services.accounts.users import LastAdministrator, NoSuchUser


async def test_a_user_logs_in_with_the_role_that_was_given(accounts: Accounts) -> None:
    made = await accounts.users.create(" eve ", Role.OPERATOR, PASSWORD)
    assert (made.username, made.role, made.sessions) == ("eve", Role.OPERATOR, 0)
    assert (await accounts.login("eve")).role == Role.OPERATOR
    assert [(each.username, each.sessions) for each in await accounts.users.records()] == [("admin", 0), ("eve", 1)]


async def test_a_role_counts_at_once_and_ends_nothing(accounts: Accounts) -> None:
    await accounts.users.create("eve", Role.OPERATOR, PASSWORD)
    await accounts.login("eve")
    await accounts.users.change("eve", role=Role.VIEWER)
    assert (await accounts.users.record("eve")).sessions == 1
    assert (await accounts.login("eve")).role == Role.VIEWER


@pytest.mark.parametrize("change", [{"password": "another horse"}, {"is_disabled": True}])
async def test_a_new_password_and_switching_off_end_the_sessions(accounts: Accounts, change: dict[str, object]) -> None:
    await accounts.users.create("eve", Role.OPERATOR, PASSWORD)
    await accounts.login("eve")
    assert (await accounts.users.change("eve", **change)).sessions == 0  # type: ignore[arg-type]  # of two types
    with pytest.raises(LoginRefused):
        await accounts.login("eve")


async def test_the_last_administrator_stays_one(accounts: Accounts) -> None:
    await accounts.users.create("eve", Role.ADMINISTRATOR, PASSWORD)
    await accounts.users.change("eve", is_disabled=True)
    for change in ({"role": Role.OPERATOR}, {"is_disabled": True}):
        with pytest.raises(LastAdministrator):
            await accounts.users.change("admin", **change)  # type: ignore[arg-type]  # of two types
    with pytest.raises(LastAdministrator):
        await accounts.users.delete("admin")
    await accounts.users.change("eve", is_disabled=False)
    await accounts.users.delete("admin")
    assert [each.username for each in await accounts.users.records()] == ["eve"]


async def test_a_removed_user_is_gone_with_his_sessions(accounts: Accounts) -> None:
    await accounts.users.create("eve", Role.VIEWER, PASSWORD)
    await accounts.login("eve")
    await accounts.users.delete("eve")
    assert len(accounts.sessions) == 0
    with pytest.raises(NoSuchUser):
        await accounts.users.delete("eve")
    with pytest.raises(NoSuchUser):
        await accounts.users.change("eve", role=Role.VIEWER)


async def test_two_users_never_have_one_name(accounts: Accounts) -> None:
    await accounts.users.create("eve", Role.VIEWER, PASSWORD)
    with pytest.raises(InvalidInput) as refusal:
        await accounts.users.create("eve", Role.VIEWER, PASSWORD)
    assert refusal.value.field == "username"
    with pytest.raises(InvalidInput):
        await accounts.users.change_own(await accounts.login(), PASSWORD, "eve", "new password", "192.0.2.1")
    assert await accounts.login()


async def test_new_credentials_end_all_other_sessions_of_the_user(accounts: Accounts) -> None:
    caller, _ = await accounts.login(), await accounts.login()
    await accounts.users.change_own(caller, PASSWORD, " Jürgen 管理 ", "new password", "192.0.2.1")
    assert [(each.id, each.username) for each in accounts.sessions.records(caller)] == [(caller.id, "Jürgen 管理")]
    with pytest.raises(LoginRefused):
        await accounts.login()
    assert await accounts.login("Jürgen 管理", "new password")


async def test_the_current_password_is_asked_for_and_no_program_changes_it(accounts: Accounts) -> None:
    caller = await accounts.login()
    with pytest.raises(WrongPassword):
        await accounts.users.change_own(caller, "wrong", "admin", "new password", "192.0.2.1")
    made = await accounts.tokens.create(caller, "mine", Role.ADMINISTRATOR, None)
    program = accounts.callers.find(made.token)
    assert program is not None
    with pytest.raises(Forbidden):
        await accounts.users.change_own(program, PASSWORD, "admin", "new password", "192.0.2.1")


async def test_bad_new_credentials_change_nothing(accounts: Accounts) -> None:
    caller = await accounts.login()
    for name, password, field in (("", "long enough", "username"), ("admin", "seven77", "password")):
        with pytest.raises(InvalidInput) as refusal:
            await accounts.users.change_own(caller, PASSWORD, name, password, "192.0.2.1")
        assert refusal.value.field == field
    assert await accounts.login()
