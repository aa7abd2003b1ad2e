"""`/api/settings`: what the routes add to the services they call; the whole journey is in tests/contract."""

from __future__ import annotations

import httpx
import pytest

from tests.unit.conftest import ADMIN_PASSWORD
from trishul.services.workbench import Workbench


async def test_login_and_logout(stranger: httpx.AsyncClient) -> None:
    reply = await stranger.post("/api/settings/login", json={"username": "admin", "password": ADMIN_PASSWORD})
    stranger.headers["X-Auth-Token"] = reply.json()["token"]
    assert (await stranger.get("/api/settings/check")).status_code == 200
    assert (await stranger.post("/api/settings/logout")).json() == {"status": "logged_out"}
    assert (await stranger.get("/api/settings/check")).status_code == 401


@pytest.mark.parametrize("body", [{}, {"username": "admin"}, {"username": 1, "password": 2}, [], "text", None])
async def test_a_login_of_the_wrong_shape_is_422_without_repeating_it(
    stranger: httpx.AsyncClient, body: object
) -> None:
    reply = await stranger.post("/api/settings/login", json=body)
    assert (reply.status_code, reply.json()["code"]) == (422, "invalid_input")
    assert reply.json()["field"]


async def test_a_wrong_value_beside_a_password_does_not_echo_the_password(stranger: httpx.AsyncClient) -> None:
    body = {"username": {"deep": "p4ssword"}, "password": ["p4ssword"]}
    assert "p4ssword" not in (await stranger.post("/api/settings/login", json=body)).text


async def test_a_login_that_cannot_be_stored_is_503_and_no_session(
    stranger: httpx.AsyncClient, workbench: Workbench
) -> None:
    async with workbench.store.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE sessions RENAME TO elsewhere")
    reply = await stranger.post("/api/settings/login", json={"username": "admin", "password": ADMIN_PASSWORD})
    async with workbench.store.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO sessions")
    assert (reply.status_code, reply.json()["code"]) == (503, "store_unavailable")
    assert len(workbench.sessions) == 0


async def test_settings_are_read_and_changed(user: httpx.AsyncClient) -> None:
    before = (await user.get("/api/settings/app")).json()
    reply = await user.post("/api/settings/app", json={"auto_start_simulator": True})
    assert reply.json()["settings"] == before | {"auto_start_simulator": True}
    assert reply.json()["restart_required"] is False
    assert (await user.post("/api/settings/app", json={})).json()["status"] == "saved"


async def test_a_setting_may_not_be_null(user: httpx.AsyncClient) -> None:
    reply = await user.post("/api/settings/app", json={"session_timeout": None})
    assert (reply.status_code, reply.json()["field"]) == (422, "session_timeout")


async def test_an_address_holds_when_the_service_starts_next(user: httpx.AsyncClient, workbench: Workbench) -> None:
    await workbench.traps.start()
    saved = (await user.post("/api/settings/app", json={"receiver_address": "127.0.0.2:0"})).json()
    assert saved["restart_required"] is True
    assert workbench.traps.status().host == "127.0.0.1"
    await workbench.traps.stop()
    assert workbench.traps.status().host == "127.0.0.2"
    saved = (await user.post("/api/settings/app", json={"receiver_address": ""})).json()
    assert (saved["restart_required"], workbench.traps.status().host) == (False, "127.0.0.1")
