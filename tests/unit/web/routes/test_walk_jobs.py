"""`/api/walk/jobs`: made, run, looked at, changed and deleted."""

from __future__ import annotations

import asyncio

import httpx

from trishul.simulation.demo_switch import demo_switch
from trishul.snmp import Agent

JOBS = "/api/walk/jobs"


async def test_a_job_is_made_run_and_deleted_with_its_walks(client: httpx.AsyncClient) -> None:
    async with Agent({"public": demo_switch()}) as agent:
        host, port = agent.address
        await client.post("/api/walk/targets", json={"name": "switch", "host": host, "port": port})
        job = {"name": "nightly", "target": "switch", "schedule": {"cron": "0 2 * * *"}, "oids": ["1.3.6.1.2.1.1"]}
        made = await client.post(JOBS, json=job)
        assert (made.status_code, made.json()["state"]) == (201, "waiting")
        place = f"{JOBS}/{made.json()['id']}"
        assert (await client.post(f"{place}/run")).status_code == 202
        async with asyncio.timeout(20):
            while (told := (await client.get(place)).json())["state"] != "waiting":  # noqa: ASYNC110 -- as a page does
                await asyncio.sleep(0.01)
    (run,) = (await client.get(f"{place}/runs")).json()["runs"]
    assert run == told["last_run"]
    assert (await client.get(f"/api/walk/kept/{run['walk']}")).json()["job"] == told["id"]
    assert (await client.patch(place, json={"enabled": False})).json()["state"] == "off"
    assert len((await client.get(JOBS)).json()["jobs"]) == 1
    assert (await client.delete(place, params={"walks": True})).status_code == 204
    assert (await client.get("/api/walk/kept")).json()["total"] == 0
    assert (await client.get(place)).json()["code"] == "no_such_job"


async def test_a_schedule_that_cannot_be_meant_is_named(client: httpx.AsyncClient) -> None:
    await client.post("/api/walk/targets", json={"name": "t", "host": "192.0.2.1"})
    for wrong, field in (({"cron": "* *"}, "schedule.cron"), ({"every_s": 1}, "schedule.every_s")):
        refused = await client.post(JOBS, json={"name": "x", "target": "t", "schedule": wrong})
        assert (refused.status_code, refused.json()["field"]) == (422, field)
    refused = await client.post(JOBS, json={"name": "x", "target": "none", "schedule": {"every_s": 60}})
    assert refused.json()["field"] == "target"
