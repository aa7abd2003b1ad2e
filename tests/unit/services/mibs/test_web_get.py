"""One GET: what it takes, where it follows, where it stops."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.services.web_places import ok, redirect, web_place
from trishul.services.mibs.web_get import GetFailed, GetLimits, NothingThere, get
from trishul.services.web_connections import WebRefused

LIMITS = GetLimits(size_bytes=1000, time_s=2.0, allow_private=True)
ANSWERS = {
    "/text": ok(b"hello"),
    "/chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "/until-close": b"HTTP/1.1 200 OK\r\n\r\nhello",
    "/moved": redirect(b"/text"),
    "/moved-here": redirect(b"http://127.0.0.1:@PORT@/text"),
    "/elsewhere": redirect(b"http://localhost:@PORT@/text"),
    "/other-port": redirect(b"http://127.0.0.1:1/text"),
    "/file": redirect(b"file:///etc/passwd"),
    "/loop": redirect(b"/loop"),
    "/large": ok(bytes(1001)),
    "/endless": b"HTTP/1.1 200 OK\r\n\r\n" + bytes(2000),
    "/zipped": ok(b"x", b"Content-Encoding: gzip"),
    "/cut": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
    "/nonsense": b"220 mail.example ESMTP\r\n\r\n",
    "/head": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000,
    "/error": b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
}


@pytest.mark.parametrize("path", ["/text", "/chunked", "/until-close", "/moved", "/moved-here"])
async def test_a_text_comes_whole_however_it_is_sent(path: str) -> None:
    async with web_place(ANSWERS) as (port, _):
        assert await get(f"http://127.0.0.1:{port}{path}", LIMITS) == b"hello"


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [
        ("/nothing", NothingThere, "404"),
        ("/elsewhere", WebRefused, "another place"),
        ("/other-port", WebRefused, "another place"),
        ("/file", WebRefused, "only http"),
        ("/loop", GetFailed, "more than 3"),
        ("/large", WebRefused, "larger"),
        ("/endless", WebRefused, "larger"),
        ("/zipped", GetFailed, "compressed"),
        ("/cut", GetFailed, "no HTTP|too early"),
        ("/nonsense", GetFailed, "no HTTP"),
        ("/head", GetFailed, "no HTTP"),
        ("/error", GetFailed, "500"),
    ],
)
async def test_everything_else_is_one_sentence(path: str, error: type[Exception], words: str) -> None:
    async with web_place(ANSWERS) as (port, _):
        with pytest.raises(error, match=words):
            await get(f"http://127.0.0.1:{port}{path}", LIMITS)


async def test_without_permission_nothing_on_loopback_is_asked() -> None:
    async with web_place(ANSWERS) as (port, asked):
        with pytest.raises(WebRefused, match="not on the public internet"):
            await get(f"http://127.0.0.1:{port}/text", replace(LIMITS, allow_private=False))
        assert asked == []


async def test_the_whole_takes_no_longer_than_its_time() -> None:
    async with web_place(ANSWERS, delay_s=5.0) as (port, _):
        with pytest.raises(GetFailed, match=r"within 0\.2 s"):
            await get(f"http://127.0.0.1:{port}/text", replace(LIMITS, time_s=0.2))


async def test_a_certificate_is_checked() -> None:
    async with web_place(ANSWERS) as (port, _):
        with pytest.raises(GetFailed):
            await get(f"https://127.0.0.1:{port}/text", LIMITS)


@pytest.mark.parametrize(
    "url", ["ftp://x/y", "http:///x", "http://u:p@127.0.0.1/", "http://127.0.0.1:x/", "http://127.0.0.1/ x", "x"]
)
async def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(WebRefused):
        await get(url, LIMITS)
