"""`/api/walk/targets` saves, lists, changes and forgets; a walk takes a saved target by name."""

from __future__ import annotations

import httpx

from trishul.simulation.demo_switch import demo_switch
from trishul.snmp import Agent

TARGETS = "/api/walk/targets"


async def test_a_target_is_saved_asked_changed_and_forgotten(client: httpx.AsyncClient) -> None:
    async with Agent({"public": demo_switch(), "other": demo_switch()}) as agent:
        host, port = agent.address
        made = await client.post(TARGETS, json={"name": "switch", "host": host, "port": port})
        assert (made.status_code, made.json()["revision"]) == (201, 1)
        place = f"{TARGETS}/{made.json()['id']}"
        asked = await client.post("/api/walk/execute", json={"saved_target": "switch", "oid": "1.3.6.1.2.1.1"})
        assert asked.json()["count"] > 5
        over = {"saved_target": made.json()["id"], "port": 9, "timeout_s": 0.1, "retries": 0}
        assert (await client.post("/api/walk/execute", json=over)).status_code in {502, 504}
        over = {"saved_target": "switch", "community": "other", "oid": "1.3.6.1.2.1.1"}
        assert (await client.post("/api/walk/execute", json=over)).status_code == 200
    assert (await client.get(place)).json()["name"] == "switch"
    changed = await client.patch(place, json={"name": "core"}, params={"revision": 1})
    assert (changed.json()["name"], changed.json()["revision"]) == ("core", 2)
    again = await client.patch(place, json={"name": "x"}, params={"revision": 1})
    assert (again.status_code, again.json()["code"]) == (409, "changed_meanwhile")
    assert [one["name"] for one in (await client.get(TARGETS, params={"search": "CORE"})).json()["targets"]] == ["core"]
    job = {"name": "nightly", "target": "core", "schedule": {"cron": "0 2 * * *"}}
    made_job = await client.post("/api/walk/jobs", json=job)
    refused = await client.delete(place)
    assert (refused.status_code, refused.json()["code"]) == (409, "target_in_use")
    await client.delete(f"/api/walk/jobs/{made_job.json()['id']}")
    assert (await client.delete(place)).status_code == 204
    assert (await client.get(place)).json()["code"] == "no_such_target"


async def test_wrong_fields_are_named(client: httpx.AsyncClient) -> None:
    for wrong, field in (({"host": ""}, "host"), ({"credential": "none"}, "credential"), ({"name": 1}, "name")):
        refused = await client.post(TARGETS, json={"name": "x", "host": "192.0.2.1", **wrong})
        assert (refused.status_code, refused.json()["field"]) == (422, field)
    for body, field in (({}, "target"), ({"saved_target": "nobody"}, "saved_target")):
        refused = await client.post("/api/walk/execute", json=body)
        assert (refused.status_code, refused.json()["field"]) == (422, field)
