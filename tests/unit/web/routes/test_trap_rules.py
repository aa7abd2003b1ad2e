"""`/api/traps/rules`: kept in an order, run on what comes, tried out before."""

from __future__ import annotations

import asyncio

import httpx

from tests.unit.notification_rows import a_row
from trishul.services.events import NotificationsChanged
from trishul.services.workbench import Workbench

RULES = "/api/traps/rules"


async def test_rules_are_made_ordered_changed_and_deleted(client: httpx.AsyncClient) -> None:
    for name in ("a", "b"):
        made = await client.post(RULES, json={"name": name, "severity": "error"})
        assert (made.status_code, made.json()["matched"], made.json()["error"]) == (201, 0, "")
    ordered = (await client.put(f"{RULES}/order", json={"ids": [2, 1]})).json()
    assert [rule["name"] for rule in ordered["rules"]] == ["b", "a"]
    assert (await client.patch(f"{RULES}/1", json={"enabled": False})).json()["enabled"] is False
    assert (await client.get(f"{RULES}/1")).json()["severity"] == "error"
    assert (await client.delete(f"{RULES}/2")).status_code == 204
    assert [rule["id"] for rule in (await client.get(RULES)).json()["rules"]] == [1]
    assert (await client.get(f"{RULES}/suggestions")).json().keys() == {"suggestions"}


async def test_what_is_wrong_is_a_problem(client: httpx.AsyncClient) -> None:
    await client.post(RULES, json={"name": "a"})
    for method, path, body, status, code in (
        ("POST", "", {"name": "a"}, 409, "name_taken"),
        ("POST", "", {"name": "b", "query": "ver:4"}, 422, "invalid_query"),
        ("POST", "", {"name": "b", "severity": 3}, 422, "invalid_input"),
        ("PUT", "/order", {"ids": []}, 422, "invalid_input"),
        ("PATCH", "/9", {}, 404, "no_such_rule"),
        ("DELETE", "/9", None, 404, "no_such_rule"),
    ):
        answer = await client.request(method, f"{RULES}{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_rule_is_run_on_what_the_writer_stores(client: httpx.AsyncClient, workbench: Workbench) -> None:
    await client.post(RULES, json={"name": "a", "query": "gi0", "add_tags": ["port"], "severity": "critical"})
    with workbench.bus.subscribe() as events:
        workbench.traps._writer.offer([a_row()], 100, lambda _: None)
        async with asyncio.timeout(20):
            async for event in events:
                if isinstance(event, NotificationsChanged):
                    break
    (record,) = (await client.get("/api/traps/", params={"q": "tag:port sev:critical"})).json()["data"]
    assert record["tags"] == ["port"]
    preview = (await client.post(f"{RULES}/preview", json={"query": "tag:port", "add_tags": ["x"]})).json()
    assert (preview["looked_at"], preview["matching"], preview["changing"]) == (1, 1, 1)
    assert preview["data"][0]["tags"] == ["port", "x"]
