"""`/api/simulator/record` passes on what is asked, and a refusal becomes a problem with its field."""

from __future__ import annotations

import asyncio

import httpx

from trishul.simulation.demo_switch import demo_switch
from trishul.snmp import Agent

RECORD = "/api/simulator/record"


async def test_a_recording_is_started_followed_and_forgotten(client: httpx.AsyncClient) -> None:
    async with Agent({"public": demo_switch()}) as agent:
        host, port = agent.address
        body = {"name": "lab/sw1", "target": host, "port": port, "interval_s": 0, "oids": ["1.3.6.1.2.1.1"]}
        started = await client.post(RECORD, json=body)
        assert (started.status_code, started.json()["state"]) == (202, "running")
        place = f"{RECORD}/{started.json()['id']}"
        while (job := (await client.get(place)).json())["state"] == "running":  # noqa: ASYNC110 -- as a client does
            await asyncio.sleep(0.01)
        assert (job["state"], job["path"]) == ("done", "lab/sw1.snmprec")
        again = await client.post(RECORD, json=body)
        assert (again.status_code, again.json()["code"]) == (409, "already_exists")
    assert [each["id"] for each in (await client.get(RECORD)).json()["jobs"]] == [job["id"]]
    assert (await client.delete(place)).status_code == 200
    gone = await client.get(place)
    assert (gone.status_code, gone.json()["code"]) == (404, "no_such_recording_job")


async def test_a_wrong_field_is_named(client: httpx.AsyncClient) -> None:
    for wrong, field in (({"name": "../x"}, "name"), ({"oids": ["!"]}, "oids"), ({"credential": "none"}, "credential")):
        refused = await client.post(RECORD, json={"name": "x", "target": "192.0.2.1", **wrong})
        assert (refused.status_code, refused.json()["field"]) == (422, field)
