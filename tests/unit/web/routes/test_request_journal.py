"""`/api/simulator/agents/{id}/journal`: a real manager asks, the journal knows exactly what."""

from __future__ import annotations

import time

import httpx

from trishul.snmp import Manager, Target

SYS_NAME, IF_DESCR = "1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.2.2.1.2"
JOURNAL = "/api/simulator/agents/default/journal"


async def test_what_a_manager_asked_is_counted_exactly_and_forgotten_on_wish(client: httpx.AsyncClient) -> None:
    empty = {"agent": "default", "total": 0, "kept": 0, "forgotten": 0, "data": []}
    assert (await client.get(JOURNAL)).json() == empty | {"began_at": None}
    started = (await client.post("/api/simulator/start", json={"port": 0, "community": "lab"})).json()
    target = Target("127.0.0.1", started["port"], community="lab")
    async with Manager() as manager:
        for _ in range(2):
            await manager.get(target, SYS_NAME)
        rows = [varbind async for varbind in manager.walk(target, IF_DESCR)]
    assert rows
    page = (await client.get(JOURNAL, params={"pdu": "GetRequest", "limit": 1})).json()
    assert (page["total"], len(page["data"])) == (2, 1)
    assert page["data"][0] | {"number": 2, "oids": [SYS_NAME], "version": "2c", "varbinds": 1} == page["data"][0]
    assert "lab" not in str(page["data"])
    verdict = (await client.post(f"{JOURNAL}/count", json={"oid": IF_DESCR, "min": 1, "min_repetitions": 2})).json()
    assert verdict["holds"] is True
    verdict = (await client.post(f"{JOURNAL}/count", json={"pdu": "SetRequest", "oid": SYS_NAME})).json()
    assert (verdict["holds"], verdict["count"]) == (False, 0)
    assert verdict["instead"][0].startswith("2 GetRequest of"), verdict["instead"]
    forgotten = (await client.delete(JOURNAL)).json()
    assert forgotten | {"status": "forgotten", "agent": "default"} == forgotten
    assert forgotten["count"] == verdict["kept"]
    begun_again = (await client.get(JOURNAL)).json()
    assert begun_again.pop("began_at") <= time.time()
    assert begun_again == empty


async def test_what_cannot_be_meant_is_422_and_who_is_not_there_404(client: httpx.AsyncClient) -> None:
    for body, field in (
        ({"min": "many"}, "min"),
        ({"pdu": "Trap"}, "pdu"),
        ({"oid": "no name"}, "oid"),
        ({"x": 1}, None),
    ):
        reply = await client.post(f"{JOURNAL}/count", json=body)
        assert (reply.status_code, reply.json().get("field")) == (422, field), body
    assert (await client.get(JOURNAL, params={"source": "here"})).status_code == 422
    path = "/api/simulator/agents/nobody/journal"
    for reply in (await client.get(path), await client.delete(path), await client.post(f"{path}/count", json={})):
        assert (reply.status_code, reply.json()["code"]) == (404, "not_found")
