"""`/api/simulator`: the shapes of contract §4 and §2, and every refusal a problem."""

from __future__ import annotations

import socket

import httpx
import pytest

from trishul.errors import PermissionRefused

SYS_NAME = "1.3.6.1.2.1.1.5.0"


async def test_status_start_restart_and_stop_have_the_contracts_shapes(client: httpx.AsyncClient) -> None:
    status = (await client.get("/api/simulator/status")).json()
    assert (status["running"], status["pid"], status["uptime_seconds"]) == (False, None, None)
    started = (await client.post("/api/simulator/start", json={"community": "lab"})).json()
    assert started["status"] == "started"
    assert set(started) == {"status", "pid", "port", "community"}
    status = (await client.get("/api/simulator/status")).json()
    assert set(status) >= {"running", "pid", "port", "community", "uptime_seconds", "requests", "last_activity"}
    assert (status["pid"], status["port"], status["community"]) == (started["pid"], started["port"], "lab")
    assert status["devices"][0]["community"] == "lab"
    assert (await client.post("/api/simulator/start")).json()["status"] == "already_running"
    restarted = (await client.post("/api/simulator/restart")).json()
    assert (restarted["status"], restarted["port"], restarted["community"]) == ("restarted", started["port"], "lab")
    assert (await client.post("/api/simulator/stop")).json() == {"status": "stopped"}
    assert (await client.post("/api/simulator/stop")).json() == {"status": "not_running"}


async def test_a_port_in_use_is_409_with_the_reason(client: httpx.AsyncClient) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        reply = await client.post("/api/simulator/start", json={"port": taken.getsockname()[1]})
    assert reply.status_code == 409
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["code"] == "address_in_use"


async def test_a_port_that_the_system_does_not_allow_is_409(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may bind every port, so the system's refusal is played here; `transport` tests the real one."""

    def refuse(host: str, port: int) -> socket.socket:
        raise PermissionRefused(f"{host}:{port}")

    monkeypatch.setattr("trishul.services.worker_lifecycle.bind", refuse)
    reply = await client.post("/api/simulator/start", json={"port": 161})
    assert (reply.status_code, reply.json()["code"]) == (409, "permission_denied")


@pytest.mark.parametrize("body", [{"port": 70000}, {"port": -1}, {"port": "many"}, {"community": 5}, [1]])
async def test_a_start_that_cannot_be_meant_is_422(client: httpx.AsyncClient, body: object) -> None:
    reply = await client.post("/api/simulator/start", json=body)
    assert (reply.status_code, reply.json()["code"]) == (422, "invalid_input")


async def test_overrides_are_replaced_as_a_whole(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/simulator/data")).json() == {}
    saved = await client.post("/api/simulator/data", json={SYS_NAME: "edge", "1.3.6.1.2.1.2.1.0": 7})
    assert saved.json() == {"status": "saved", "count": 2, "applied": False}
    assert (await client.get("/api/simulator/data")).json() == {SYS_NAME: "edge", "1.3.6.1.2.1.2.1.0": 7}


async def test_every_bad_override_is_named_and_nothing_saved(client: httpx.AsyncClient) -> None:
    reply = await client.post("/api/simulator/data", json={SYS_NAME: "x", "nonsense": 1, "1.3.6.1.2.1.2.1.0": "many"})
    assert reply.status_code == 422
    assert [finding["field"] for finding in reply.json()["errors"]] == ["nonsense", "1.3.6.1.2.1.2.1.0"]
    assert (await client.get("/api/simulator/data")).json() == {}


@pytest.mark.parametrize("body", [[], 5, "text", None])
async def test_overrides_are_an_object(client: httpx.AsyncClient, body: object) -> None:
    assert (await client.post("/api/simulator/data", json=body)).status_code == 422


async def test_the_log_has_a_limit(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/simulator/log")).json() == {"data": []}
    assert (await client.get("/api/simulator/log", params={"limit": 100_000})).status_code == 422
