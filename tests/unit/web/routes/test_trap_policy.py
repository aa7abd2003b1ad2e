"""`/api/traps/policy`: read, changed in part, refused by field."""

from __future__ import annotations

import asyncio
import socket

import httpx


async def test_a_subset_is_changed_and_a_bad_value_changes_nothing(client: httpx.AsyncClient) -> None:
    before = (await client.get("/api/traps/policy")).json()
    assert (before["keep_rows"], before["keep_days"], before["keep_megabytes"]) == (0, 0, 4096)
    changed = (await client.post("/api/traps/policy", json={"keep_rows": 7})).json()
    assert changed == {"status": "saved", "policy": before | {"keep_rows": 7}}
    refused = await client.post("/api/traps/policy", json={"keep_rows": 9, "keep_days": -1})
    assert (refused.status_code, refused.json()["field"]) == (422, "keep_days")
    assert (await client.get("/api/traps/policy")).json()["keep_rows"] == 7


async def test_limits_hold_for_the_running_receiver_and_for_its_successor(client: httpx.AsyncClient) -> None:
    port = (await client.post("/api/traps/start", json={"port": 0})).json()["port"]
    await client.post("/api/traps/policy", json={"max_octets": 5})
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(bytes(6), ("127.0.0.1", port))
        async with asyncio.timeout(10):
            while not (found := (await client.get("/api/traps/sources")).json())["hosts"]:  # noqa: ASYNC110 -- nothing tells
                await asyncio.sleep(0.02)
    (source,) = found["data"]
    assert (source["host"], source["received"], source["refused"]) == ("127.0.0.1", 1, 1)
    assert (await client.get("/api/traps/sources", params={"limit": 0})).status_code == 422
    await client.post("/api/traps/stop")
    assert (await client.get("/api/traps/sources")).json() == {"data": [], "hosts": 0, "others": 0}
