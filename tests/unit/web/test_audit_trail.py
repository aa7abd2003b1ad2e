"""Changes and refusals are noted with who, what and how it ended; bodies and queries never are."""

from __future__ import annotations

from typing import Any

import httpx

from trishul.services.accounts.audit_log import AuditEntry
from trishul.services.accounts.roles import Role
from trishul.services.workbench import Workbench
from trishul.web.audit_trail import ASKED_AGAIN_S, MAX_QUESTIONS, NotedQuestions


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


NOBODY = {"target": "127.0.0.1", "port": 9, "timeout_s": 0.01, "retries": 0, "community": "s3cret"}
"""Nobody listens on the port of `discard`."""
TO_DEVICES: list[tuple[str, dict[str, Any], str]] = [
    ("/api/walk/execute", {"oid": "ifTable"}, "walk 127.0.0.1:9 ifTable"),
    ("/api/walk/stream", {"oids": ["ifTable", "system"]}, "walk 127.0.0.1:9 ifTable system"),
    ("/api/walk/execute", {"oid": "system", "keep": "before"}, "walk 127.0.0.1:9 system, kept as before"),
    (
        "/api/walk/execute",
        {"operation": "set", "oid": "sysName.0", "type": "STRING", "value": "pr1vate"},
        "set 127.0.0.1:9 sysName.0",
    ),
    ("/api/credentials/test", {}, "test what was typed at 127.0.0.1:9"),
    ("/api/traps/send", {"oid": "1.3.6.1.6.3.1.1.5.3", "kind": "inform"}, "inform 1.3.6.1.6.3.1.1.5.3 to 127.0.0.1:9"),
    ("/api/simulator/record", {"name": "sw1"}, "record 127.0.0.1:9"),
]


async def test_who_asked_or_told_which_device_is_noted_without_values(
    user: httpx.AsyncClient, workbench: Workbench
) -> None:
    for path, body, _ in TO_DEVICES:
        await user.post(path, json=NOBODY | body)
    noted = [each for each in await entries(workbench) if each.action != "login"][::-1]
    assert [each.target for each in noted] == [target for _, _, target in TO_DEVICES]
    assert "s3cret" not in repr(noted)
    assert "pr1vate" not in repr(noted)


async def test_a_repeated_question_is_noted_once_and_a_repeated_set_each_time(
    user: httpx.AsyncClient, workbench: Workbench
) -> None:
    for operation in ("get", "get", "set", "set"):
        body = NOBODY | {"operation": operation, "oid": "1.3.6.1.2.1.1.5.0", "type": "STRING", "value": "a"}
        await user.post("/api/walk/execute", json=body if operation == "set" else NOBODY | {"operation": "get"})
    asked = [each.target.partition(" ")[0] for each in await entries(workbench) if each.action == "walk.execute"]
    assert sorted(asked) == ["get", "set", "set"]


async def test_an_export_of_what_devices_said_is_noted(user: httpx.AsyncClient, workbench: Workbench) -> None:
    await user.get("/api/traps/export?format=csv")
    await user.get("/api/simulator/log/export?format=csv")
    noted = [(each.action, each.target) for each in await entries(workbench)][:2]
    assert noted == [("simulator.read_export", "log/export (csv)"), ("traps.export", "export (csv)")]


def test_a_question_counts_as_noted_for_ten_minutes_from_its_note_on() -> None:
    times = [0.0, 1.0, ASKED_AGAIN_S - 1, ASKED_AGAIN_S, ASKED_AGAIN_S + 1]
    noted = NotedQuestions(iter(times).__next__)
    assert [noted.has(("admin", "get 192.0.2.1")) for _ in times] == [False, True, True, False, True]


def test_of_more_questions_than_are_remembered_the_longest_unasked_is_noted_again() -> None:
    noted = NotedQuestions(lambda: 0.0)
    for number in range(MAX_QUESTIONS + 1):
        noted.has((str(number),))
    assert [noted.has(("0",)), noted.has((str(MAX_QUESTIONS),))] == [False, True]
