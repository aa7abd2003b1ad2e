"""Closed by default: what is not public needs a session, whether a route exists or not."""

from __future__ import annotations

import httpx
import pytest

from trishul.web.authentication import token_of


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/settings/check"), ("POST", "/api/simulator/start"), ("GET", "/api/nothing"), ("GET", "/api")],
)
async def test_a_stranger_gets_the_same_refusal_everywhere(stranger: httpx.AsyncClient, method: str, path: str) -> None:
    reply = await stranger.request(method, path, content=b"{")
    assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")
    assert reply.headers["www-authenticate"] == "Bearer"


async def test_an_ended_session_is_told_apart_from_none(stranger: httpx.AsyncClient) -> None:
    reply = await stranger.get("/api/settings/check", headers={"X-Auth-Token": "ended"})
    assert "Log in again" in reply.json()["detail"]


async def test_a_user_passes(user: httpx.AsyncClient) -> None:
    assert (await user.get("/api/settings/check")).json() == {"status": "authenticated", "user": "admin"}
    assert (await user.get("/api/nothing")).status_code == 404


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([(b"x-auth-token", b" abc ")], "abc"),
        ([(b"authorization", b"Bearer abc")], "abc"),
        ([(b"authorization", b"bEARER abc")], "abc"),
        ([(b"authorization", b"Basic abc")], None),
        ([(b"authorization", b"Bearer one"), (b"x-auth-token", b"two")], "two"),
        ([(b"x-auth-token", b"\xff")], "ÿ"),
        ([], None),
    ],
)
def test_tokens_are_found_in_either_header(headers: list[tuple[bytes, bytes]], expected: str | None) -> None:
    assert token_of({"headers": headers}) == expected
