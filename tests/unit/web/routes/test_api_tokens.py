"""`/api/settings/tokens`: made, used, listed without themselves, ended."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

WATCH = {"name": "watch", "role": "viewer", "expires_at": None}


async def test_a_token_is_shown_once_and_works_until_it_is_ended(
    user: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    made = await user.post("/api/settings/tokens", json=WATCH)
    assert made.status_code == 201
    listed = (await user.get("/api/settings/tokens")).json()["tokens"]
    assert listed == [{name: value for name, value in made.json().items() if name != "token"}]
    headers = {"Authorization": f"Bearer {made.json()['token']}"}
    assert (await stranger.get("/api/settings/me", headers=headers)).json() == {
        "username": "admin",
        "role": "viewer",
        "session_id": None,
    }
    assert (await stranger.post("/api/simulator/stop", headers=headers)).json()["code"] == "forbidden"
    for path in ("/api/settings/logout", "/api/settings/tokens"):
        assert (await stranger.post(path, headers=headers, json=WATCH)).json()["code"] == "forbidden"
    ending = f"/api/settings/tokens/{made.json()['id']}"
    assert (await user.delete(ending)).json() == {"status": "ended"}
    assert (await user.delete(ending)).json()["code"] == "no_such_token"
    assert (await stranger.get("/api/settings/me", headers=headers)).status_code == 401


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": ""}, "name"), ({"role": "root"}, "role"), ({"expires_at": 1}, "expires_at"), ({"x": 1}, "x")],
)
async def test_a_wrong_field_is_named(user: httpx.AsyncClient, change: dict[str, Any], field: str) -> None:
    reply = await user.post("/api/settings/tokens", json=WATCH | change)
    assert (reply.status_code, reply.json()["field"]) == (422, field)
