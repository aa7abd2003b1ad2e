"""The routes on an open workbench, without the layers around them: who is asked for a session is tested there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from trishul.services.accounts.caller import Caller
from trishul.services.accounts.roles import Role
from trishul.services.workbench import Workbench
from trishul.web.app import create_routes
from trishul.web.authentication import CALLER_KEY

RoutesOf = Callable[[Workbench], ASGIApp]


@pytest.fixture
def routes_of() -> RoutesOf:
    """All routes of a workbench, asked by an administrator."""

    def make(workbench: Workbench) -> ASGIApp:
        app = create_routes()
        app.state.workbench = workbench
        caller = Caller("1", 1, "admin", Role.ADMINISTRATOR)

        async def logged_in(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, CALLER_KEY: caller}, receive, send)

        return logged_in

    return make


def client_of(app: ASGIApp, path: str = "") -> httpx.AsyncClient:
    """A client of these routes whose addresses begin with a path."""
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url=f"http://127.0.0.1:8080{path}")


@pytest.fixture
async def client(workbench: Workbench, routes_of: RoutesOf) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(routes_of(workbench)) as opened:
        yield opened
