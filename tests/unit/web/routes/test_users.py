"""`/api/settings/users`: the shape of the bodies; what follows from them is tested at the service."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

EVE = {"username": "eve", "role": "operator", "password": "correct horse"}


async def test_users_are_made_listed_changed_and_removed(user: httpx.AsyncClient) -> None:
    made = await user.post("/api/settings/users", json=EVE)
    assert (made.status_code, made.json()["role"], made.json()["is_disabled"]) == (201, "operator", False)
    assert [each["username"] for each in (await user.get("/api/settings/users")).json()["users"]] == ["admin", "eve"]
    changed = await user.put("/api/settings/users/eve", json={"role": "viewer", "is_disabled": True})
    assert (changed.json()["role"], changed.json()["is_disabled"]) == ("viewer", True)
    assert (await user.put("/api/settings/users/eve", json={})).json() == changed.json()
    assert (await user.delete("/api/settings/users/eve")).json() == {"status": "deleted"}
    assert (await user.delete("/api/settings/users/eve")).json()["code"] == "no_such_user"
    assert (await user.delete("/api/settings/users/admin")).json()["code"] == "last_administrator"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"role": "root"}, "role"),
        ({"username": ""}, "username"),
        ({"password": "short"}, "password"),
        ({"username": "admin"}, "username"),
        ({"more": 1}, "more"),
    ],
)
async def test_a_wrong_field_is_named(user: httpx.AsyncClient, change: dict[str, Any], field: str) -> None:
    reply = await user.post("/api/settings/users", json=EVE | change)
    assert (reply.status_code, reply.json()["field"]) == (422, field)
    assert "correct horse" not in reply.text


@pytest.mark.parametrize("change", [{"role": None}, {"password": None}, {"is_disabled": None}, {"is_disabled": 1}])
async def test_what_is_given_is_never_null(user: httpx.AsyncClient, change: dict[str, Any]) -> None:
    assert (await user.put("/api/settings/users/admin", json=change)).status_code == 422
