"""`/api/traps/runs`, `/read`, `/check`: a run on its way, and every refusal a problem."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from tests.unit.services.traps.test_reading import TRAP
from trishul.snmp import Receiver

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
TO = {"target": "127.0.0.1", "port": 9}
LISTED = {"oid": LINK_DOWN, "varbinds": [{"oid": "1.3", "type": "i", "value": "x"}]}


async def test_a_run_is_started_followed_and_forgotten(client: httpx.AsyncClient) -> None:
    async with Receiver("127.0.0.1", 0) as receiver:
        to = {"target": "127.0.0.1", "port": receiver.address[1]}
        read = (await client.post("/api/traps/read", json={"text": TRAP.hex()})).json()["notifications"][0]
        listed = {key: read[key] for key in ("oid", "varbinds", "uptime", "after_s")}
        bodies = ({"oid": LINK_DOWN, "pace": {"count": 2, "per_s": 1000}}, {"notifications": [listed] * 2})
        for body in bodies:
            started = await client.post("/api/traps/runs", json=to | body)
            assert (started.status_code, started.json()["planned"]) == (202, 2), started.text
            path = f"/api/traps/runs/{started.json()['id']}"
            async with asyncio.timeout(10):
                assert [(await anext(receiver)).trap_oid.hex() for _ in range(2)] == ["2b06010603010105" + "03"] * 2
                while (run := (await client.get(path)).json())["state"] == "running":  # noqa: ASYNC110 -- as a script asks
                    await asyncio.sleep(0.005)
            assert (run["state"], run["sent"]) == ("done", 2)
            assert (await client.get("/api/traps/runs")).json()["runs"][0] == run
            assert (await client.delete(path)).json() == run
            assert (await client.get(path)).json()["code"] == "no_such_trap_run"


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({}, "pace"),
    ({"oid": LINK_DOWN, "pace": {}, "replay": {"ids": [1]}}, "pace"),
    ({"pace": {}}, "oid"),
    ({"oid": LINK_DOWN, "pace": {"count": 0}}, "pace.count"),
    ({"oid": LINK_DOWN, "pace": {"from_per_s": 1}}, "pace.ramp_s"),
    ({"replay": {"ids": [1]}}, "replay.ids"),
    ({"replay": {"ids": [-1]}}, "replay.ids.0"),
    ({"notifications": []}, "notifications"),
    ({"notifications": [LISTED]}, "notifications.0.varbinds.0.value"),
    ({"notifications": [{}]}, "notifications.0.oid"),
    ({"oid": LINK_DOWN, "generic": 2, "version": "1", "pace": {}}, "oid"),
    ({"generic": 6, "version": "1", "pace": {}}, "enterprise"),
    ({"oid": LINK_DOWN, "agent_address": "10.0.0.1", "pace": {}}, "agent_address"),
    ({"generic": 2, "version": "1", "agent_address": "x", "pace": {}}, "agent_address"),
    ({"generic": 2, "version": "1", "kind": "inform", "pace": {}}, "kind"),
]


async def test_an_order_that_cannot_be_meant_is_422_with_the_field_named(client: httpx.AsyncClient) -> None:
    for body, field in REFUSED:
        reply = await client.post("/api/traps/runs", json=TO | body)
        assert (reply.status_code, reply.json().get("field")) == (422, field), (body, reply.text)


async def test_a_form_is_judged_and_octets_are_read(client: httpx.AsyncClient) -> None:
    checked = await client.post("/api/traps/check", json=LISTED)
    assert (checked.status_code, checked.json()["varbinds"][0]["part"]) == (200, "value")
    assert (await client.post("/api/traps/check", json={})).json()["field"] == "oid"
    for wrong in ({}, {"text": "no"}, {"capture": "!"}, {"capture": "R0lG"}):
        assert (await client.post("/api/traps/read", json=wrong)).status_code == 422
