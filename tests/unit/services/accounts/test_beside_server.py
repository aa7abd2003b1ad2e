"""What the command line changes is taken over by a server that runs, and is in its audit log."""

from __future__ import annotations

import pytest

from trishul.errors import InvalidInput
from trishul.services.accounts.beside_server import accounts_beside_server
from trishul.services.accounts.roles import Forbidden, Role
from trishul.services.workbench import Workbench


async def test_users_and_tokens_are_known_to_a_running_server(workbench: Workbench) -> None:
    async with accounts_beside_server(workbench.configuration, workbench.passwords) as beside:
        await beside.add_user("eve", Role.OPERATOR, "correct horse")
        made = await beside.add_token("eve", "ci", Role.VIEWER, days=1)
        with pytest.raises(InvalidInput, match="no user 'nobody'"):
            await beside.add_token("nobody", "ci", Role.VIEWER, None)
        with pytest.raises(Forbidden):
            await beside.add_token("eve", "more", Role.ADMINISTRATOR, None)
    await workbench.callers.sweep()
    caller = workbench.callers.find(made.token)
    assert caller is not None
    assert (caller.user_name, caller.role) == ("eve", Role.VIEWER)
    assert (await workbench.sessions.login("eve", "correct horse", "192.0.2.1")).user_name == "eve"
    noted = (await workbench.audit.page(None, 10, "(command line)")).data
    assert [each.target for each in noted] == ["ci (viewer) of eve", "eve (operator)"]
