"""`/api/settings/app`: what the routes add to the service they call; the whole journey is in tests/contract."""

from __future__ import annotations

import httpx

from trishul.services.workbench import Workbench


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
