"""A client for one ASGI layer around a small application that says what reached it."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

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
