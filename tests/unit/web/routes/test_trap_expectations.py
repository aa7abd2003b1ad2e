"""`/api/traps/expect`."""

from __future__ import annotations

import httpx

from tests.unit.notification_rows import a_row, store
from trishul.services.workbench import Workbench


async def test_an_expectation_is_answered_with_a_verdict(client: httpx.AsyncClient, workbench: Workbench) -> None:
    async with workbench.store.write() as connection:
        await store(connection, [a_row()])
    met = (await client.post("/api/traps/expect", json={"match": "ver:2c", "after_id": 0})).json()
    assert (met["holds"], met["count"], met["last_id"], met["data"][0]["id"]) == (True, 1, 1, 1)
    missed = (await client.post("/api/traps/expect", json={"match": "ver:1", "within_s": 0.05, "after_id": 0})).json()
    assert (missed["holds"], missed["nearest"]["trap"]["id"]) == (False, 1)
    assert missed["nearest"]["misses"] == [{"condition": "ver:1", "reason": "it came by version 2c"}]
    refused = await client.post("/api/traps/expect", json={"match": "ver:"})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_query")
    assert (await client.post("/api/traps/expect", json={"match": "", "count": 0})).status_code == 422
