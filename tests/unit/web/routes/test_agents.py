"""`/api/simulator/agents` passes on what is asked, and what is refused becomes a problem with its field."""

from __future__ import annotations

import httpx

AGENTS = "/api/simulator/agents"


async def test_an_agent_is_made_read_changed_and_deleted(client: httpx.AsyncClient) -> None:
    made = await client.post(AGENTS, json={"name": "lab", "addresses": {"community": "lab"}})
    assert made.status_code == 201
    place = f"{AGENTS}/{made.json()['id']}"
    assert (await client.get(place)).json()["addresses"]["community"] == "lab"
    changed = await client.patch(place, json={"seed": 7}, params={"revision": 1})
    assert (changed.json()["seed"], changed.json()["revision"]) == (7, 2)
    late = await client.patch(place, json={"seed": 8}, params={"revision": 1})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    page = (await client.get(AGENTS, params={"search": "lab"})).json()
    assert (page["total"], page["agents"][0]["state"]) == (1, "off")
    assert (await client.delete(place)).json()["status"] == "deleted"
    gone = await client.get(place)
    assert (gone.status_code, gone.json()["code"]) == (404, "no_such_agent")


async def test_what_cannot_be_is_named_by_its_field(client: httpx.AsyncClient) -> None:
    refused = await client.post(AGENTS, json={"name": "lab", "addresses": {"community": "public"}})
    assert (refused.status_code, refused.json()["field"]) == (409, "addresses.community")
    refused = await client.post(AGENTS, json={"name": "lab", "addresses": {}})
    assert (refused.status_code, refused.json()["field"]) == (422, "addresses")


async def test_a_rescan_says_how_many_there_are(client: httpx.AsyncClient) -> None:
    assert (await client.post(f"{AGENTS}/rescan")).json() == {"status": "rescanned", "total": 0}
