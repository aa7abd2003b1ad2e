"""Overrides and objects of an agent over REST: what is refused has its key, its reason and its line."""

from __future__ import annotations

import httpx

OVERRIDES, OBJECTS = "/api/simulator/agents/default/overrides", "/api/simulator/agents/default/objects"
SYS_NAME = "1.3.6.1.2.1.1.5.0"


async def test_overrides_are_replaced_as_a_whole_and_are_those_of_the_contract(client: httpx.AsyncClient) -> None:
    saved = await client.put(OVERRIDES, json={"overrides": {SYS_NAME: "mine"}, "hidden": ["1.3.6.1.2.1.2"]})
    assert saved.json() == {"status": "saved", "count": 1, "applied": False}
    assert (await client.get("/api/simulator/data")).json() == {SYS_NAME: "mine"}
    await client.post("/api/simulator/data", json={SYS_NAME: "other"})
    found = (await client.get(OVERRIDES)).json()
    assert (found["overrides"], found["hidden"]) == ({SYS_NAME: "other"}, ["1.3.6.1.2.1.2"])
    await client.delete(f"{OBJECTS}/{SYS_NAME}")
    assert (await client.get("/api/simulator/data")).json() == {}


async def test_each_key_that_cannot_be_meant_is_named_with_its_line(client: httpx.AsyncClient) -> None:
    body = '{"overrides": {\n  "sysName": "x",\n  "1.3.6.1.2.1.2.1.0": "many"},\n "hidden": ["no such name"]\n}'
    refused = await client.put(OVERRIDES, content=body, headers={"content-type": "application/json"})
    assert refused.status_code == 422
    errors = {error["field"]: error["line"] for error in refused.json()["errors"]}
    assert errors == {"sysName": 2, "1.3.6.1.2.1.2.1.0": 3, "hidden: no such name": 4}
    refused = await client.post("/api/simulator/data", json={"sysName": "x"})
    assert refused.json()["errors"][0]["line"] == 1


async def test_what_an_agent_answers_is_known_while_it_runs_only(client: httpx.AsyncClient) -> None:
    assert (await client.get(OBJECTS)).json()["code"] == "not_running"
    assert (await client.put(f"{OBJECTS}/{SYS_NAME}", json={"value": "x"})).json()["code"] == "not_running"
    assert (await client.get(OBJECTS.replace("objects", "export"))).json()["code"] == "not_running"
    assert (await client.put(f"{OBJECTS}/{SYS_NAME}", json={"value": None})).status_code == 422
    for place in (OVERRIDES, OBJECTS):
        gone = await client.get(place.replace("default", "nobody"))
        assert (gone.status_code, gone.json()["code"]) == (404, "no_such_agent")
