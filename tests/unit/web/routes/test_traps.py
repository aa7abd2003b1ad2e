"""`/api/traps`: the shapes of contract §4, and every refusal a problem."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from trishul.services.workbench import Workbench

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that is open and never answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        yield sock.getsockname()[1]


def a_trap(to_port: int, **changes: Any) -> dict[str, Any]:
    variables = [{"oid": "1.3.6.1.2.1.2.2.1.1.3", "type": "Integer", "value": "3"}]
    return {"target": "127.0.0.1", "port": to_port, "oid": LINK_DOWN, "varbinds": variables} | changes


async def until_stored(workbench: Workbench, count: int) -> None:
    async with asyncio.timeout(10):
        while workbench.traps.status().stored < count:  # noqa: ASYNC110 -- a frame would announce it; there is none here
            await asyncio.sleep(0.005)


async def test_receiver_shapes_and_a_trap_on_its_whole_way(client: httpx.AsyncClient, workbench: Workbench) -> None:
    started = (await client.post("/api/traps/start", json={"resolve_mibs": False})).json()
    assert set(started) == {"status", "pid", "port", "resolve_mibs"}
    status = (await client.get("/api/traps/status")).json()
    assert set(status) >= {"running", "pid", "port", "resolve_mibs", "uptime_seconds"}
    assert (status["running"], status["port"], status["resolve_mibs"]) == (True, started["port"], False)
    sent = await client.post("/api/traps/send", json=a_trap(started["port"]))
    assert (sent.status_code, sent.json()["status"]) == (200, "sent")
    acknowledged = await client.post("/api/traps/send", json=a_trap(started["port"], kind="inform"))
    assert acknowledged.json()["status"] == "acknowledged"
    assert acknowledged.json()["elapsed_ms"] > 0
    await until_stored(workbench, 2)
    page = (await client.get("/api/traps/", params={"limit": 1})).json()
    assert (len(page["data"]), page["next"], page["total"]) == (1, 2, 2)
    record = page["data"][0]
    assert set(record) >= {
        "id", "timestamp", "time_str", "source", "version", "pdu_type", "trap_oid", "trap_type", "severity", "resolved",
        "varbinds",
    }  # fmt: skip
    assert set(record["varbinds"][0]) >= {"oid", "name", "type", "value", "display", "resolved"}
    detail = (await client.get(f"/api/traps/{record['id']}")).json()
    assert detail["tree"]["size"] == len(bytes.fromhex(detail["raw_hex"]))
    assert (await client.delete("/api/traps/")).json() == {"status": "cleared", "deleted": 2}
    empty = {"data": [], "next": None, "total": 0, "matching": None, "is_full": True}
    assert (await client.get("/api/traps/")).json() == empty
    assert (await client.post("/api/traps/stop")).json() == {"status": "stopped"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"oid": "linkDown"}, "oid"),
        ({"target": ""}, "target"),
        ({"port": 0}, "port"),
        ({"version": "3"}, "user"),
        ({"version": "4"}, "version"),
        ({"version": "2c", "user": "ops"}, "version"),
        ({"user": "ops", "auth_protocol": "SHA-256", "auth_password": "short"}, "auth_password"),
        ({"user": "ops", "engine_id": "no hex"}, "engine_id"),
        ({"credential": "nobody saved this"}, "credential"),
        ({"kind": "shout"}, "kind"),
        ({"varbinds": [{"oid": "x", "type": "Integer", "value": 1}]}, "varbinds.0.oid"),
        ({"varbinds": [{"oid": "1.3", "type": "Integer", "value": "one"}]}, "varbinds.0.value"),
    ],
)
async def test_what_cannot_be_sent_is_422_with_the_field_named(
    client: httpx.AsyncClient, changes: dict[str, Any], field: str
) -> None:
    reply = await client.post("/api/traps/send", json=a_trap(162, **changes))
    assert (reply.status_code, reply.json()["field"]) == (422, field)


async def test_a_saved_user_sends_and_is_believed_and_the_record_says_how_it_came(
    client: httpx.AsyncClient, workbench: Workbench
) -> None:
    secrets = {"auth_protocol": "SHA-256", "auth_password": "maplesyrup", "priv_protocol": "AES", "priv_key": "ab" * 32}
    user = {"name": "ops", "kind": "user", "user": "ops", "for_receiver": True, "context": "vlan-7", **secrets}
    assert (await client.post("/api/credentials", json=user)).status_code == 201
    started = (await client.post("/api/traps/start")).json()
    assert (await client.post("/api/traps/send", json=a_trap(started["port"], credential="ops"))).status_code == 200
    inline = {"version": "3", "user": "ops", "kind": "inform", **secrets}
    sent = await client.post("/api/traps/send", json=a_trap(started["port"], **inline))
    assert sent.json()["status"] == "acknowledged"
    await until_stored(workbench, 2)
    page = await client.get("/api/traps/")
    inform, trap = page.json()["data"]
    status = (await client.get("/api/traps/status")).json()
    assert (trap["version"], trap["security"]["context_name"], inform["security"]["context_name"]) == (
        "3",
        "vlan-7",
        "",
    )
    assert {record["security"]["level"] for record in (trap, inform)} == {"authPriv"}
    assert inform["security"]["engine_id"] == status["engine_id"]
    assert (status["users"], status["engine_boots"], status["unusable_users"]) == (1, 1, [])
    assert "maplesyrup" not in page.text
    await client.post("/api/traps/stop")


async def test_clocks_are_forgotten_by_engine_or_all_at_once(client: httpx.AsyncClient) -> None:
    for body in (None, {}, {"engine_id": "0x80001f88046f7073"}):
        reply = await client.post("/api/traps/forget-engines", json=body)
        assert reply.json() == {"status": "forgotten", "engines": 0}
    refused = await client.post("/api/traps/forget-engines", json={"engine_id": "zz"})
    assert (refused.status_code, refused.json()["field"]) == (422, "engine_id")


async def test_an_inform_without_an_answer_is_504(client: httpx.AsyncClient, silent_port: int) -> None:
    body = a_trap(silent_port, kind="inform", timeout_s=0.05, retries=1)
    reply = await client.post("/api/traps/send", json=body)
    assert (reply.status_code, reply.json()["code"]) == (504, "timeout")


async def test_a_name_that_nobody_knows_is_502(client: httpx.AsyncClient) -> None:
    reply = await client.post("/api/traps/send", json=a_trap(162, target="no-such-host.invalid"))
    assert (reply.status_code, reply.json()["code"]) == (502, "unreachable")


async def test_a_notification_that_is_not_there_is_404(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/traps/7")).status_code == 404


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 1001}, {"before": -1}, {"after": "x"}, {"before": 2**64}])
async def test_a_page_that_cannot_be_meant_is_422(client: httpx.AsyncClient, query: dict[str, Any]) -> None:
    assert (await client.get("/api/traps/", params=query)).status_code == 422


async def test_a_port_in_use_is_409(client: httpx.AsyncClient, silent_port: int) -> None:
    reply = await client.post("/api/traps/start", json={"port": silent_port})
    assert (reply.status_code, reply.json()["code"]) == (409, "address_in_use")
