"""The layers stand in the right order around the routes."""

from __future__ import annotations

import httpx
import pytest
from starlette.types import ASGIApp

from tests.unit.web.conftest import MakeClient
from trishul.services.configuration import Configuration
from trishul.services.workbench import Workbench
from trishul.web.app import create_app, create_routes
from trishul.web.live import Live
from trishul.web.static_files import StaticSite


async def test_every_reply_passes_the_outer_layers(stranger: httpx.AsyncClient) -> None:
    for path in ("/", "/api/health", "/api/settings/check", "/nothing", "/metrics"):
        reply = await stranger.get(path)
        assert "content-security-policy" in reply.headers, path
        assert (await stranger.get(path, headers={"host": "evil.example"})).status_code == 421


async def test_the_session_is_asked_for_before_the_body_is_read(stranger: httpx.AsyncClient) -> None:
    reply = await stranger.post("/api/settings/app", content=b" " * 2_000_000)
    assert reply.status_code == 401


async def test_a_known_path_with_another_method_is_405(user: httpx.AsyncClient) -> None:
    assert (await user.put("/api/settings/app", json={})).status_code == 405
    assert (await user.get("/api/settings/logout")).status_code == 405


async def test_an_error_nobody_foresaw_is_calm_and_has_one_id(
    workbench: Workbench, live: Live, client_of: MakeClient, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    def explode() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(workbench.statistics, "read", explode)
    app = create_app(workbench, live, StaticSite({}))
    async with client_of(app) as client:
        reply = await client.get("/api/stats/", headers={"X-Auth-Token": token})
    assert (reply.status_code, reply.json()["code"]) == (500, "internal_error")


async def test_cors_headers_are_sent_to_allowed_origins_only(
    workbench: Workbench, live: Live, client_of: MakeClient, configuration: Configuration
) -> None:
    workbench.configuration = configuration.model_copy(update={"allowed_origins": ("https://board.example",)})
    app: ASGIApp = create_app(workbench, live, StaticSite({}))
    async with client_of(app) as client:
        allowed = await client.get("/api/health", headers={"Origin": "https://board.example"})
        other = await client.get("/api/health", headers={"Origin": "https://other.example"})
    assert allowed.headers["access-control-allow-origin"] == "https://board.example"
    assert "access-control-allow-origin" not in other.headers


def test_documentation_loads_nothing_from_elsewhere() -> None:
    routes = create_routes()
    assert (routes.docs_url, routes.redoc_url, routes.openapi_url) == (None, None, None)
