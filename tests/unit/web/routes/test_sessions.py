"""`/api/settings`: login, logout and open sessions; the whole journey is in tests/contract."""

from __future__ import annotations

import httpx
import pytest

from tests.unit.conftest import ADMIN_PASSWORD
from trishul.services.workbench import Workbench
from trishul.store.sessions import load_sessions


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


async def test_a_login_that_cannot_be_stored_counts_all_the_same_and_is_stored_later(
    stranger: httpx.AsyncClient, workbench: Workbench
) -> None:
    async with workbench.store.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE sessions RENAME TO elsewhere")
    reply = await stranger.post("/api/settings/login", json={"username": "admin", "password": ADMIN_PASSWORD})
    stranger.headers["X-Auth-Token"] = reply.json()["token"]
    assert (await stranger.get("/api/settings/check")).status_code == 200
    async with workbench.store.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO sessions")
    await workbench.sessions.save_use()
    async with workbench.store.read() as connection:
        assert len(await load_sessions(connection)) == 1


async def test_me_is_who_asks_with_role_and_session(user: httpx.AsyncClient) -> None:
    me = (await user.get("/api/settings/me")).json()
    sessions = (await user.get("/api/settings/sessions")).json()["sessions"]
    assert me == {"username": "admin", "role": "administrator", "session_id": sessions[0]["id"]}
    assert sessions[0]["is_current"] is True


async def test_other_sessions_are_seen_and_ended(user: httpx.AsyncClient, workbench: Workbench) -> None:
    tokens = [(await workbench.sessions.login("admin", ADMIN_PASSWORD, "192.0.2.7", "curl")).token for _ in range(3)]
    there = (await user.get("/api/settings/sessions", params={"all": True})).json()["sessions"]
    other = next(each for each in there if each["address"] == "192.0.2.7")
    assert (await user.delete(f"/api/settings/sessions/{other['id']}")).json() == {"status": "ended"}
    assert (await user.delete(f"/api/settings/sessions/{other['id']}")).json()["code"] == "no_such_session"
    assert (await user.post("/api/settings/sessions/end-others")).json() == {"status": "ended", "count": 2}
    assert [workbench.sessions.find(token) for token in tokens] == [None] * 3
    assert (await user.get("/api/settings/check")).status_code == 200
