"""Changes and refusals are noted with who, what and how it ended; bodies and queries never are."""

from __future__ import annotations

import httpx

from trishul.services.accounts.audit_log import AuditEntry
from trishul.services.accounts.roles import Role
from trishul.services.workbench import Workbench


async def entries(workbench: Workbench) -> list[AuditEntry]:
    return (await workbench.audit.page(None, 100, "")).data


async def test_a_change_is_noted_with_its_outcome(user: httpx.AsyncClient, workbench: Workbench) -> None:
    await user.post("/api/simulator/stop?community=s3cret", json={})
    await user.delete("/api/traps/rules/7")
    noted = await entries(workbench)
    assert [(each.username, each.action, each.target, each.outcome) for each in noted[:2]] == [
        ("admin", "traps.delete", "rules/7", "refused (404)"),
        ("admin", "simulator.stop", "stop", "ok"),
    ]
    assert noted[0].address == "127.0.0.1"
    assert "s3cret" not in repr(noted)


async def test_what_changes_nothing_is_not_noted(user: httpx.AsyncClient, workbench: Workbench) -> None:
    await user.get("/api/stats/")
    await user.post("/api/traps/rules/preview", json={})
    await user.post("/api/nothing", json={})
    assert [each.action for each in await entries(workbench)] == ["login"]


async def test_what_a_role_refused_is_noted_even_where_it_only_reads(
    stranger: httpx.AsyncClient, workbench: Workbench
) -> None:
    await workbench.users.create("eve", Role.VIEWER, "correct horse")
    token = (await workbench.sessions.login("eve", "correct horse", "192.0.2.1")).token
    await stranger.get("/api/settings/users", headers={"X-Auth-Token": token})
    assert (await entries(workbench))[0] == AuditEntry(
        id=2,
        at=(await entries(workbench))[0].at,
        username="eve",
        address="127.0.0.1",
        action="settings.read_users",
        target="users",
        outcome="refused (403)",
    )


async def test_a_route_names_what_it_is_about(user: httpx.AsyncClient, workbench: Workbench) -> None:
    body = {"username": "eve", "role": "viewer", "password": "a secret word"}
    assert (await user.post("/api/settings/users", json=body)).status_code == 201
    noted = (await entries(workbench))[0]
    assert (noted.action, noted.target) == ("settings.make_user", "eve (viewer)")
    assert "a secret word" not in repr(await entries(workbench))
