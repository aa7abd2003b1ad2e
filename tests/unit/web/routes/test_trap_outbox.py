"""`/api/traps/outbox`: what rules forwarded, tried again, thrown away."""

from __future__ import annotations

import asyncio

import httpx

from tests.unit.notification_rows import a_row
from trishul.services.events import OutboxChanged
from trishul.services.workbench import Workbench

OUTBOX = "/api/traps/outbox"


async def test_what_a_rule_forwards_waits_and_can_be_thrown_away(
    client: httpx.AsyncClient, workbench: Workbench
) -> None:
    resting = {"kind": "syslog", "name": "log", "host": "127.0.0.1", "enabled": False}
    await client.post("/api/traps/destinations", json=resting)
    await client.post("/api/traps/rules", json={"name": "all", "add_tags": ["x"], "forward": ["log"]})
    with workbench.bus.subscribe() as events:
        workbench.traps._writer.offer([a_row(), a_row()], 200, lambda _: None)
        async with asyncio.timeout(20):
            while (await client.get("/api/traps/destinations/log")).json()["waiting"] < 2:
                async for event in events:
                    if isinstance(event, OutboxChanged):
                        break
    page = (await client.get(OUTBOX, params={"state": "waiting", "destination": "log", "limit": 1})).json()
    (entry,) = page["data"]
    assert (entry["attempts"], entry["state"], entry["notification"]["tags"]) == (0, "waiting", ["x"])
    older = (await client.get(OUTBOX, params={"before": page["next_before"]})).json()
    assert ([each["id"] for each in older["data"]], older["next_before"]) == ([1], None)
    in_use = await client.delete("/api/traps/destinations/log")
    assert in_use.status_code == 409
    assert (await client.post(f"{OUTBOX}/retry", json={"ids": [1]})).json() == {"entries": 1}
    assert (await client.delete(OUTBOX, params={"ids": [1]})).json() == {"entries": 1}
    assert (await client.delete(OUTBOX, params={"state": "failed"})).json() == {"entries": 0}
    assert (await client.delete(OUTBOX)).json() == {"entries": 1}


async def test_an_empty_choice_means_all(client: httpx.AsyncClient) -> None:
    assert (await client.get(OUTBOX, params={"state": "", "destination": ""})).json() == {
        "data": [],
        "next_before": None,
    }


async def test_what_is_wrong_is_a_problem(client: httpx.AsyncClient) -> None:
    for method, path, body, status in (
        ("GET", "?state=lost", None, 422),
        ("GET", "?destination=none", None, 404),
        ("POST", "/retry", {"state": "lost"}, 422),
        ("POST", "/retry", {"ids": [2**70]}, 422),
        ("POST", "/retry", {"destination": "none"}, 404),
        ("DELETE", "?ids=x", None, 422),
        ("DELETE", f"?ids={2**70}", None, 422),
    ):
        answer = await client.request(method, f"{OUTBOX}{path}", json=body)
        assert answer.status_code == status, (path, answer.text)
