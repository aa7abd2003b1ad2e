"""The user interface is served from memory: cached for ever where hashed, never where it is the page."""

from __future__ import annotations

import gzip

import httpx
import pytest

from tests.unit.web.conftest import MakeClient
from trishul.web.static_files import StaticFile, StaticSite, load_site

SCRIPT = b"console.log(1);\n" * 200


@pytest.fixture
def site() -> StaticSite:
    return StaticSite(
        {
            "/": StaticFile("index.html", b"<!doctype html>"),
            "/assets/app-4f5e6d.js": StaticFile("assets/app-4f5e6d.js", SCRIPT),
            "/favicon.svg": StaticFile("favicon.svg", b"<svg/>"),
        }
    )


async def get(client_of: MakeClient, site: StaticSite, path: str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with client_of(site) as client:
        return await client.get(path, headers={"accept-encoding": "identity", **named})


async def test_the_page_is_never_stored(client_of: MakeClient, site: StaticSite) -> None:
    reply = await get(client_of, site, "/")
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["content-type"] == "text/html; charset=utf-8"


async def test_hashed_files_are_kept_for_ever(client_of: MakeClient, site: StaticSite) -> None:
    reply = await get(client_of, site, "/assets/app-4f5e6d.js")
    assert "immutable" in reply.headers["cache-control"]
    assert reply.headers["content-type"].startswith("text/javascript")
    assert reply.content == SCRIPT


async def test_large_texts_are_compressed_for_who_can_read_it(client_of: MakeClient, site: StaticSite) -> None:
    async with (
        client_of(site) as client,
        client.stream("GET", "/assets/app-4f5e6d.js", headers={"accept-encoding": "gzip, br"}) as reply,
    ):
        raw = b"".join([chunk async for chunk in reply.aiter_raw()])
    assert reply.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == SCRIPT


async def test_unchanged_files_are_not_sent_again(client_of: MakeClient, site: StaticSite) -> None:
    etag = (await get(client_of, site, "/favicon.svg")).headers["etag"]
    reply = await get(client_of, site, "/favicon.svg", if_none_match=etag)
    assert (reply.status_code, reply.content) == (304, b"")


@pytest.mark.parametrize("path", ["/nothing", "/../pyproject.toml", "/assets/", "/%00", "/assets/%2e%2e/app.py"])
async def test_everything_else_is_not_found(client_of: MakeClient, site: StaticSite, path: str) -> None:
    reply = await get(client_of, site, path)
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


async def test_files_take_no_other_method(client_of: MakeClient, site: StaticSite) -> None:
    async with client_of(site) as client:
        reply = await client.post("/")
    assert (reply.status_code, reply.headers["allow"]) == (405, "GET, HEAD")


async def test_the_shipped_site_has_a_page_and_a_reference(client_of: MakeClient) -> None:
    site = load_site()
    for path in ("/", "/docs", "/docs/reference.js"):
        assert (await get(client_of, site, path)).status_code == 200
