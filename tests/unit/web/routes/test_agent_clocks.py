"""`/api/simulator/agents/{id}/clock` and `…/reboot`: a real manager sees the agent's time."""

from __future__ import annotations

import httpx
import pytest

from trishul.snmp import Manager, Target

SYS_UP_TIME, HC_IN_OCTETS = "1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.31.1.1.1.6.1"
AGENT = "/api/simulator/agents/default"
CLOCK = f"{AGENT}/clock"


async def test_a_manager_sees_time_stand_jump_and_begin_again(client: httpx.AsyncClient) -> None:
    stopped = (await client.get(CLOCK)).json()
    assert (stopped["speed"], stopped["applied"], stopped["sys_up_time"]) == (1.0, False, None)
    assert (await client.post(f"{AGENT}/reboot")).json()["code"] == "simulator_stopped"
    assert (await client.put(CLOCK, json={"frozen": True})).json()["applied"] is False
    started = (await client.post("/api/simulator/start", json={"port": 0, "community": "lab"})).json()
    target = Target("127.0.0.1", started["port"], community="lab")
    async with Manager() as manager:

        async def seen(oid: str = SYS_UP_TIME) -> int:
            (varbind,) = await manager.get(target, oid)
            assert isinstance(varbind.value.native, int)
            return varbind.value.native

        frozen = await seen()
        jumped = (await client.put(CLOCK, json={"before_wrap": {"seconds": 10}})).json()
        assert await seen() == jumped["sys_up_time"] == pytest.approx(2**32 - 1000, abs=1), "the clock stands still"
        assert frozen < jumped["sys_up_time"]
        stepped = (await client.put(CLOCK, json={"step_s": 11})).json()
        assert await seen() == stepped["sys_up_time"] == pytest.approx(100, abs=1)
        counted = await seen(HC_IN_OCTETS)
        rebooted = (await client.post(f"{AGENT}/reboot")).json()
        assert (rebooted["status"], rebooted["agent"], rebooted["notification"]) == ("rebooted", "default", None)
        assert [await seen(), await seen(HC_IN_OCTETS)] == [0, 0]
        assert counted > 0
        status = (await client.get("/api/simulator/status")).json()
        assert rebooted["engine_boots"] == status["engine"]["boots"] == 2
        await client.post("/api/simulator/data", json={"1.3.6.1.4.1.99999.1": 1})
        assert await seen(HC_IN_OCTETS) == 0, "other overrides make another device of the same agent"
        await client.post("/api/simulator/restart")
        again = (await client.get(CLOCK)).json()
        assert (again["frozen"], again["sys_up_time"]) == (True, await seen())


async def test_an_agent_that_was_made_is_known_before_anything_runs(client: httpx.AsyncClient) -> None:
    made = {"name": "lab", "addresses": {"community": "lab"}, "enabled": False}
    agent_id = (await client.post("/api/simulator/agents", json=made)).json()["id"]
    state = (await client.put("/api/simulator/agents/lab/clock", json={"speed": 60})).json()
    assert (state["agent"], state["speed"], state["applied"]) == (agent_id, 60.0, False)
    assert (await client.get(f"/api/simulator/agents/{agent_id}/faults")).status_code == 200


async def test_what_cannot_be_meant_is_422_and_who_is_not_there_404(client: httpx.AsyncClient) -> None:
    reply = await client.put(CLOCK, json={"speed": -3})
    assert (reply.status_code, reply.json()["field"]) == (422, "speed")
    assert (await client.put(CLOCK, json={"step_s": 3})).status_code == 409
    path = "/api/simulator/agents/nobody"
    for reply in (await client.get(f"{path}/clock"), await client.post(f"{path}/reboot", json={"target": "127.0.0.1"})):
        assert (reply.status_code, reply.json()["code"]) == (404, "not_found")
    assert (await client.post(f"{AGENT}/reboot", json={"port": 0})).status_code == 422
