"""What uvicorn's own HTTP connection leaves open: heads that never come, and answers that no layer of ours has seen."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest

from tests.unit.web.uvicorn_server import served
from trishul.web import http_connection
from trishul.web.http_connection import HttpConnection
from trishul.web.open_connections import OpenConnections

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def answer_nothing(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 204})
    await send({"type": "http.response.body"})


async def everything(port: int, *pieces: bytes) -> bytes:
    """What is answered to these octets, each sent once something came back for the one before, until the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = b""
    async with asyncio.timeout(10):
        for number, piece in enumerate(pieces):
            answer += await reader.read(4096) if number else b""
            writer.write(piece)
        answer += await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize(
    "pieces",
    [(), (b"GET / HTTP/1.1\r\nHost: loc",), (REQUEST, b"GET / HT"), (b"\r\n",)],
    ids=["nothing", "half a head", "half a second head", "an empty line"],
)
async def test_a_head_that_does_not_come_ends_its_connection(
    monkeypatch: pytest.MonkeyPatch, pieces: tuple[bytes, ...]
) -> None:
    monkeypatch.setattr(http_connection, "HEAD_WITHIN_S", 0.05)
    async with served(answer_nothing) as (_, port):
        answer = await everything(port, *pieces)
    assert answer.count(b"HTTP/1.1 204") == (1 if len(pieces) > 1 else 0)


async def test_an_answer_may_take_longer_than_a_head() -> None:
    is_asked, is_due = asyncio.Event(), asyncio.Event()

    async def wait(scope: Any, receive: Any, send: Any) -> None:
        is_asked.set()
        await is_due.wait()
        await answer_nothing(scope, receive, send)

    async with served(wait) as (server, port):
        asking = asyncio.create_task(everything(port, REQUEST.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")))
        await is_asked.wait()
        awaited = [each._patience for each in server.server_state.connections if isinstance(each, HttpConnection)]
        is_due.set()
        answer = await asking
    assert awaited == [None]
    assert answer.startswith(b"HTTP/1.1 204")


@pytest.mark.parametrize("octets", [b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"a" * 70_000])
async def test_what_is_no_http_is_refused_with_the_headers_of_every_answer(octets: bytes) -> None:
    async with served(answer_nothing) as (_, port):
        head, _, body = (await everything(port, octets)).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    for header in (b"content-security-policy: default-src 'none'", b"x-content-type-options: nosniff", b"no-store"):
        assert header in head.lower()
    assert b'"code":"invalid_input"' in body


async def test_a_broken_body_behind_the_beginning_of_an_answer_ends_the_connection(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def begin(_scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            pass

    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with served(begin) as (_, port):
        answer = await everything(port, head, b"no chunk\r\n")
    assert answer.endswith(b"half")
    assert "Traceback" not in caplog.text


async def test_a_connection_too_many_is_told_so_and_counted_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http_connection, "READ_REFUSAL_WITHIN_S", 0.05)
    connections = OpenConnections(1)
    async with served(answer_nothing, connections) as (_, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(REQUEST)
        assert (await reader.read(4096)).startswith(b"HTTP/1.1 204")
        refused = await everything(port)
        monkeypatch.setattr(http_connection, "MOST_THAT_READ", 0)
        with contextlib.suppress(ConnectionResetError):
            assert await everything(port) == b""
        writer.write(REQUEST)
        assert (await reader.read(4096)).startswith(b"HTTP/1.1 204")
        writer.close()
    assert refused.startswith(b"HTTP/1.1 503 ")
    assert b'"code":"too_many_connections"' in refused
    assert b"content-security-policy" in refused.lower()
    assert connections.refused == 2


async def test_who_was_refused_for_a_broken_body_is_not_answered_again(caplog: pytest.LogCaptureFixture) -> None:
    is_refused, is_answered = asyncio.Event(), asyncio.Event()

    async def answer_late(_scope: Any, _receive: Any, send: Any) -> None:
        await is_refused.wait()
        await answer_nothing(_scope, _receive, send)
        is_answered.set()

    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n"
    async with served(answer_late) as (_, port):
        answer = await everything(port, head)
        is_refused.set()
        async with asyncio.timeout(10):
            await is_answered.wait()
    assert answer.count(b"HTTP/1.1 ") == answer.count(b"HTTP/1.1 400 ") == 1
    assert "Traceback" not in caplog.text


async def test_an_upgrade_that_http_1_0_asks_for_is_ignored() -> None:
    handshake = REQUEST.replace(b"HTTP/1.1\r\n", b"HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n")
    async with served(answer_nothing) as (_, port):
        assert (await everything(port, handshake)).startswith(b"HTTP/1.1 204")
