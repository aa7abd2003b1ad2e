"""Host check, Origin check and security headers."""

from __future__ import annotations

import platform

import pytest

from tests.unit.web.conftest import MakeClient, echo
from trishul.web.security import OriginGuard, SecurityHeaders, split_authority


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8080", "localhost:8080", "LOCALHOST", "localhost.", "[::1]:8080", "bench.lan"]
)
async def test_our_own_names_are_served(client_of: MakeClient, host: str) -> None:
    async with client_of(OriginGuard(echo, "127.0.0.1", ["bench.lan"])) as client:
        assert (await client.get("/", headers={"host": host})).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "192.0.2.1", "localhost.evil.example", "a@localhost", "", "localhost/x"]
)
async def test_other_names_are_refused(client_of: MakeClient, host: str) -> None:
    """DNS rebinding: a page of another name whose address is ours."""
    async with client_of(OriginGuard(echo, "127.0.0.1")) as client:
        reply = await client.get("/", headers={"host": host})
    assert (reply.status_code, reply.json()["code"]) == (421, "host_not_allowed")


@pytest.mark.parametrize(
    ("bound", "host", "status"),
    [
        ("0.0.0.0", "192.0.2.7:8080", 200),
        ("::", "[2001:db8::7]:8080", 200),
        ("0.0.0.0", "evil.example", 421),
        ("0.0.0.0", platform.node(), 200),
        ("192.0.2.7", "192.0.2.7", 200),
        ("192.0.2.7", "192.0.2.8", 421),
    ],
)
async def test_a_server_for_all_addresses_is_reached_by_address(
    client_of: MakeClient, bound: str, host: str, status: int
) -> None:
    async with client_of(OriginGuard(echo, bound)) as client:
        assert (await client.get("/", headers={"host": host})).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://127.0.0.1:8080"}, 200),
        ({"origin": "http://127.0.0.1:8081"}, 403),
        ({"origin": "http://localhost:8080"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "file://127.0.0.1:8080"}, 403),
        ({"origin": "https://allowed.example"}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
async def test_unsafe_requests_come_from_our_own_pages(
    client_of: MakeClient, headers: dict[str, str], status: int
) -> None:
    guard = OriginGuard(echo, "127.0.0.1", allowed_origins=["https://allowed.example"])
    async with client_of(guard) as client:
        assert (await client.post("/api/x", headers=headers)).status_code == status
        assert (await client.get("/api/x", headers=headers)).status_code == 200


async def test_a_proxy_in_front_may_speak_https(client_of: MakeClient) -> None:
    headers = {"host": "trishul.example", "origin": "https://trishul.example"}
    async with client_of(OriginGuard(echo, "127.0.0.1", ["trishul.example"])) as client:
        assert (await client.post("/api/x", headers=headers)).status_code == 200


@pytest.mark.parametrize(("origin", "passes"), [(b"http://127.0.0.1:8080", True), (b"https://evil.example", False)])
async def test_sockets_of_other_pages_are_refused_in_the_handshake(*, origin: bytes, passes: bool) -> None:
    reached: list[str] = []
    sent: list[dict[str, object]] = []

    async def inner(scope: object, receive: object, send: object) -> None:
        reached.append("inner")

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/api/ws", "headers": [(b"host", b"127.0.0.1:8080"), (b"origin", origin)]}
    await OriginGuard(inner, "127.0.0.1")(scope, None, send)  # type: ignore[arg-type]  # never received from
    assert bool(reached) is passes
    assert [message.get("status") for message in sent] == ([] if passes else [403, None])


async def test_every_reply_carries_the_headers(client_of: MakeClient) -> None:
    async with client_of(SecurityHeaders(echo)) as client:
        headers = (await client.get("/api/x")).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("authority", "expected"),
    [
        ("host:80", ("host", 80)),
        ("[::1]:8080", ("::1", 8080)),
        ("[::1]", ("::1", None)),
        ("host:port", ("", None)),
        ("host:99999", ("", None)),
        ("user@host", ("", None)),
        ("host?query", ("", None)),
        ("[::1", ("", None)),
    ],
)
def test_authorities_are_taken_apart(authority: str, expected: tuple[str, int | None]) -> None:
    assert split_authority(authority) == expected
