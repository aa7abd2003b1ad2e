"""One question for both kinds of tokens, and one look at the store for what others changed."""

from __future__ import annotations

from tests.unit.services.accounts.conftest import PASSWORD, TIMEOUT_S, Accounts
from trishul.services.accounts.roles import Role


async def test_both_kinds_of_tokens_find_who_asks(accounts: Accounts) -> None:
    begun = await accounts.sessions.login("admin", PASSWORD, "192.0.2.1")
    person = accounts.callers.find(begun.token)
    assert person is not None
    made = await accounts.tokens.create(person, "watch", Role.VIEWER, None)
    program = accounts.callers.use(made.token)
    assert program is not None
    assert (person.is_program, program.is_program) == (False, True)
    for invented in ("", "nonsense", "trishul_nonsense", "trishul_\udc80"):
        assert accounts.callers.use(invented) is None


async def test_a_sweep_ends_what_is_over(accounts: Accounts) -> None:
    await accounts.login()
    accounts.clock.now += TIMEOUT_S + 1
    await accounts.callers.sweep()
    assert len(accounts.sessions) == 0
