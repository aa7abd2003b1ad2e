"""Every route under /api needs a session, except four; what lies outside /api is listed here."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute

from trishul.web.app import ROUTERS, create_routes
from trishul.web.authentication import Authentication, current_session

PUBLIC = {
    ("GET", "/api/meta"),
    ("GET", "/api/health"),
    ("GET", "/api/ready"),
    ("POST", "/api/settings/login"),
}
"""Open to everybody, as contract §1 names them."""

OUTSIDE_THE_API: dict[str, str] = {
    "/docs": "describes the API, which is no secret, before one can log in",
    "/openapi.json": "likewise",
    "/metrics": "numbers for Prometheus, which has no session",
}
"""Routes that are not under /api, with the reason why nobody has to log in for them."""

REGISTERED = [route for router in ROUTERS for route in router.routes]
ROUTES = [route for route in REGISTERED if isinstance(route, APIRoute)]


class NobodyIsLoggedIn:
    """Sessions that fail the test when a token is looked up: none is sent."""

    async def use(self, token: str) -> None:
        raise AssertionError(f"a token was found where none was sent: {token!r}")


def closed_routes() -> Iterator[tuple[str, str]]:
    """Method and path of everything that needs a session, hidden routes too."""
    for route in ROUTES:
        for method in route.methods:
            if route.path.startswith("/api") and (method, route.path) not in PUBLIC:
                yield method, route.path


def dependencies(dependant: Dependant) -> Iterator[object]:
    """Everything that a route depends on, at any depth."""
    yield dependant.call
    for inner in dependant.dependencies:
        yield from dependencies(inner)


def test_the_application_has_routes_to_look_at() -> None:
    assert len(list(closed_routes())) > 15


def test_nothing_is_registered_that_these_tests_would_not_see() -> None:
    hidden = [route for route in REGISTERED if not isinstance(route, APIRoute | APIWebSocketRoute)]
    assert hidden == []
    assert len(create_routes().routes) == len(ROUTERS)


@pytest.mark.parametrize(("method", "path"), sorted(closed_routes()))
async def test_without_a_token_there_is_no_answer_but_401(method: str, path: str) -> None:
    application = Authentication(create_routes(), NobodyIsLoggedIn())  # type: ignore[arg-type]  # stands in for Sessions
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://localhost") as client:
        for written in (path, path.rstrip("/"), f"{path.rstrip('/')}/"):
            reply = await client.request(method, written.replace("{", "").replace("}", ""), content=b"{")
            assert reply.status_code == 401, written
            assert reply.json()["code"] == "not_authenticated"


def test_every_closed_route_says_in_the_api_document_that_it_needs_a_session() -> None:
    silent = [
        f"{method} {route.path}"
        for route in ROUTES
        for method in route.methods
        if (method, route.path) in set(closed_routes()) and current_session not in dependencies(route.dependant)
    ]
    assert silent == []


def test_public_routes_and_those_outside_the_api_are_the_listed_ones() -> None:
    asked = {(method, route.path) for route in ROUTES for method in route.methods}
    assert asked >= PUBLIC
    assert {path for _, path in asked if not path.startswith("/api")} <= set(OUTSIDE_THE_API)
