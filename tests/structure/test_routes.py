"""Every route under /api needs a session, except four, and says which role; what lies outside /api is listed here."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import iscoroutinefunction

import httpx
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute

from trishul.services.accounts.roles import Role
from trishul.web.access import find_least_role
from trishul.web.app import ROUTERS, create_routes
from trishul.web.authentication import Authentication, current_caller
from trishul.web.paths import SAFE_METHODS

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

OPEN_TO_VIEWERS = {
    "DELETE /api/settings/sessions/{session_id}",
    "DELETE /api/settings/tokens/{token_id}",
    "POST /api/mibs/validate-batch",
    "POST /api/settings/auth",
    "POST /api/settings/logout",
    "POST /api/settings/sessions/end-others",
    "POST /api/settings/tokens",
    "POST /api/simulator/agents/{agent}/journal/count",
    "POST /api/traps/check",
    "POST /api/traps/expect",
    "POST /api/traps/read",
    "POST /api/traps/rules/preview",
}
"""No GETs, and yet they change nothing but what is the caller's own."""

REGISTERED = [route for router in ROUTERS for route in router.routes]
ROUTES = [route for route in REGISTERED if isinstance(route, APIRoute)]


class NobodyIsLoggedIn:
    """Callers that fail the test when a token is looked up: none is sent."""

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
    application = Authentication(create_routes(), NobodyIsLoggedIn())  # type: ignore[arg-type]  # stands in for Callers
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
        if (method, route.path) in set(closed_routes()) and current_caller not in dependencies(route.dependant)
    ]
    assert silent == []


def test_public_routes_and_those_outside_the_api_are_the_listed_ones() -> None:
    asked = {(method, route.path) for route in ROUTES for method in route.methods}
    assert asked >= PUBLIC
    assert {path for _, path in asked if not path.startswith("/api")} <= set(OUTSIDE_THE_API)


def test_every_closed_route_says_which_role_it_needs() -> None:
    closed = set(closed_routes())
    silent = [
        f"{method} {route.path}"
        for route in ROUTES
        for method in route.methods
        if (method, route.path) in closed and find_least_role(route) is None
    ]
    assert silent == []


def test_what_viewers_may_do_beside_reading_is_listed() -> None:
    open_to_viewers = set()
    for route in ROUTES:
        declared = find_least_role(route)
        for method in route.methods - SAFE_METHODS if declared is not None else ():
            if declared is not None and declared.of(method) == Role.VIEWER:
                open_to_viewers.add(f"{method} {route.path}")
    assert open_to_viewers == OPEN_TO_VIEWERS


def test_no_request_waits_for_a_thread_to_find_out_who_asks() -> None:
    """FastAPI calls what is not `async` in a thread, which costs milliseconds where the server has something to do."""
    in_threads = {
        f"{call.__module__}.{call.__qualname__}"
        for route in ROUTES
        for call in dependencies(route.dependant)
        if not iscoroutinefunction(call) and not iscoroutinefunction(type(call).__call__)
    }
    assert in_threads == set()
