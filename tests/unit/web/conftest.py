"""A client for one ASGI layer around a small application, and one for the whole application on a real workbench."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.unit.conftest import ADMIN_PASSWORD
from trishul.services.workbench import Workbench
from trishul.web.app import create_app
from trishul.web.live import Live
from trishul.web.static_files import StaticFile, StaticSite

MakeClient = Callable[[ASGIApp], httpx.AsyncClient]


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """The innermost application: answers 200 with the body it was given."""
    request = Request(scope, receive)
    body = await request.body()
    await JSONResponse({"path": scope["path"], "body": body.decode("utf-8", "replace")})(scope, receive, send)


@pytest.fixture
def client_of() -> MakeClient:
    def make(app: ASGIApp) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8080")

    return make


@pytest.fixture
async def live(workbench: Workbench) -> AsyncIterator[Live]:
    made = Live(workbench)
    made.start()
    yield made
    await made.close()


@pytest.fixture
def app(workbench: Workbench, live: Live) -> ASGIApp:
    return create_app(workbench, live, StaticSite({"/": StaticFile("index.html", b"<!doctype html>")}))


@pytest.fixture
async def token(workbench: Workbench) -> str:
    return (await workbench.sessions.login("admin", ADMIN_PASSWORD, "192.0.2.1")).token


@pytest.fixture
async def stranger(app: ASGIApp, client_of: MakeClient) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a session."""
    async with client_of(app) as client:
        yield client


@pytest.fixture
async def user(app: ASGIApp, client_of: MakeClient, token: str) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who is logged in."""
    async with client_of(app) as client:
        client.headers["X-Auth-Token"] = token
        yield client
