"""`/api/traps/drops` and `/api/simulator/drops`: every reason, the ledger, kept datagrams, and refusals."""

from __future__ import annotations

import asyncio
import socket

import httpx
import pytest

FIELDS = {
    "reason", "label", "explanation", "advice", "count", "last_source", "last_at", "last_detail", "kept",
}  # fmt: skip


async def until_dropped(client: httpx.AsyncClient, area: str, reason: str) -> dict[str, object]:
    async with asyncio.timeout(10):
        while True:
            overview = (await client.get(f"/api/{area}/drops")).json()
            (found,) = [each for each in overview["data"] if each["reason"] == reason]
            if found["count"]:
                return {**found, "ledger": overview["ledger"]}
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("area", ["simulator", "traps"])
async def test_a_drop_is_counted_kept_and_forgotten(client: httpx.AsyncClient, area: str) -> None:
    port = (await client.post(f"/api/{area}/start", json={})).json()["port"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(bytes.fromhex("3008020101040370"), ("127.0.0.1", port))
        source = f"127.0.0.1:{sender.getsockname()[1]}"
    found = await until_dropped(client, area, "malformed")
    ledger = found.pop("ledger")
    assert isinstance(ledger, dict)
    assert set(found) == FIELDS
    assert (found["count"], found["kept"]) == (1, 1)
    assert str(found["last_source"]).rpartition(":")[2] == source.rpartition(":")[2]
    assert str(found["last_detail"]).endswith("at byte 1")
    assert (ledger["received"], ledger["dropped"], ledger["difference"]) == (1, 1, 0)
    (kept,) = (await client.get(f"/api/{area}/drops/malformed")).json()["data"]
    assert (kept["raw_hex"], kept["size"], kept["fault_at"]) == ("30080201012a2a2a", 8, 1)
    assert kept["tree"]["size"] == 8
    assert (await client.delete(f"/api/{area}/drops/malformed")).status_code == 204
    assert (await client.get(f"/api/{area}/drops/malformed")).json() == {"reason": "malformed", "data": []}
    assert (await client.delete(f"/api/{area}/drops")).status_code == 204
    assert (await until_dropped(client, area, "malformed"))["kept"] == 0


@pytest.mark.parametrize("area", ["simulator", "traps"])
async def test_a_reason_that_does_not_exist_there_is_not_found(client: httpx.AsyncClient, area: str) -> None:
    for name in ("nonsense", "late_response"):
        for method in ("GET", "DELETE"):
            refused = await client.request(method, f"/api/{area}/drops/{name}")
            assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
