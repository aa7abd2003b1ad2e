"""What each role may do; the refusal comes before the body is looked at and names the role."""

from __future__ import annotations

import httpx
import pytest
from fastapi import APIRouter

from tests.unit.web.conftest import MakeClient
from trishul.services.accounts.caller import Caller
from trishul.services.accounts.roles import Role
from trishul.services.workbench import Workbench
from trishul.web.access import ADMINISTRATORS_ONLY, OPEN_TO_VIEWERS, OPERATORS_CHANGE, find_least_role
from trishul.web.app import create_routes
from trishul.web.authentication import CALLER_KEY


def as_role(workbench: Workbench, role: Role, client_of: MakeClient) -> httpx.AsyncClient:
    """The routes, asked by somebody with a role."""
    app = create_routes()
    app.state.workbench = workbench
    caller = Caller("1", 1, "eve", role)
    return client_of(lambda scope, receive, send: app({**scope, CALLER_KEY: caller}, receive, send))


@pytest.mark.parametrize(
    ("method", "path", "least"),
    [
        ("GET", "/api/stats/", Role.VIEWER),
        ("GET", "/api/credentials/", Role.VIEWER),
        ("POST", "/api/simulator/stop", Role.OPERATOR),
        ("POST", "/api/walk/execute", Role.OPERATOR),
        ("DELETE", "/api/traps/rules/1", Role.OPERATOR),
        ("DELETE", "/api/stats/", Role.ADMINISTRATOR),
        ("POST", "/api/settings/app", Role.ADMINISTRATOR),
        ("POST", "/api/traps/policy", Role.ADMINISTRATOR),
        ("DELETE", "/api/credentials/any", Role.ADMINISTRATOR),
        ("GET", "/api/settings/users", Role.ADMINISTRATOR),
        ("GET", "/api/settings/audit", Role.ADMINISTRATOR),
    ],
)
async def test_a_route_is_open_from_its_least_role_on(
    workbench: Workbench, client_of: MakeClient, method: str, path: str, least: Role
) -> None:
    for role in Role:
        async with as_role(workbench, role, client_of) as client:
            reply = await client.request(method, path)
        assert (reply.status_code == 403) is not role.covers(least), role
        if reply.status_code == 403:
            assert reply.json()["code"] == "forbidden"
            assert f"needs the role {least}" in reply.json()["detail"]


def test_what_stands_beside_a_route_takes_the_place_of_its_routers() -> None:
    router = APIRouter(prefix="/api", dependencies=OPERATORS_CHANGE)

    @router.post("/check", dependencies=OPEN_TO_VIEWERS)
    @router.post("/change")
    @router.get("/secret", dependencies=ADMINISTRATORS_ONLY)
    async def route() -> None:
        """Stands for any."""

    least = {each.path: find_least_role(each) for each in router.routes}  # type: ignore[attr-defined]  # APIRoutes
    roles = {path: each and (each.reading, each.changing) for path, each in least.items()}
    assert roles == {
        "/api/check": (Role.VIEWER, Role.VIEWER),
        "/api/change": (Role.VIEWER, Role.OPERATOR),
        "/api/secret": (Role.ADMINISTRATOR, Role.ADMINISTRATOR),
    }
    assert find_least_role(None) is None
