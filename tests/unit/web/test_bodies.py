"""Request bodies: bounded, of the right type, and really JSON (RFC 8259)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from tests.unit.web.conftest import MakeClient, echo
from trishul.web import bodies
from trishul.web.bodies import MAX_JSON_BYTES, BodyGuard
from trishul.web.multipart import MAX_BODY_BYTES

JSON = {"content-type": "application/json"}


async def test_a_json_body_arrives_unchanged(client_of: MakeClient) -> None:
    async with client_of(BodyGuard(echo)) as client:
        reply = await client.post("/api/x", content=b'{"a": "\xc3\xa9"}', headers=JSON)
        assert reply.json()["body"] == '{"a": "é"}'
        charset = {"content-type": "application/json; charset=utf-8"}
        assert (await client.post("/api/x", content=b"[]", headers=charset)).status_code == 200


async def test_a_request_without_a_body_needs_no_content_type(client_of: MakeClient) -> None:
    async with client_of(BodyGuard(echo)) as client:
        assert (await client.post("/api/simulator/stop")).status_code == 200
        assert (await client.get("/api/x")).status_code == 200


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data", ""])
async def test_other_content_types_are_refused(client_of: MakeClient, content_type: str) -> None:
    async with client_of(BodyGuard(echo)) as client:
        reply = await client.post("/api/x", content=b"{}", headers={"content-type": content_type})
    assert (reply.status_code, reply.json()["code"]) == (415, "unsupported_media_type")


async def test_compressed_bodies_are_refused(client_of: MakeClient) -> None:
    async with client_of(BodyGuard(echo)) as client:
        reply = await client.post("/api/x", content=b"{}", headers={**JSON, "content-encoding": "gzip"})
    assert reply.status_code == 415


async def test_a_large_body_is_refused_whether_declared_or_not(client_of: MakeClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * (MAX_JSON_BYTES // 20)

    async with client_of(BodyGuard(echo)) as client:
        declared = await client.post("/api/x", content=b" " * (MAX_JSON_BYTES + 1), headers=JSON)
        streamed = await client.post("/api/x", content=endless(), headers=JSON)
    assert (declared.status_code, streamed.status_code) == (413, 413)
    assert declared.json()["code"] == streamed.json()["code"] == "body_too_large"


async def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "BODY_WITHIN_S", 0.01)
    sent: list[Message] = []
    pieces = iter([b"{", b" "])

    async def receive() -> Message:
        for piece in pieces:
            return {"type": "http.request", "body": piece, "more_body": True}
        return await asyncio.Future()

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-length", b"99"), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/api/x", "headers": headers}
    await BodyGuard(echo)(scope, receive, send)
    assert sent[0]["status"] == 408
    assert b'"code":"upload_too_slow"' in sent[1]["body"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nonsense",
        b"NaN",
        b"[1e999]",
        b'"\\ud800"',
        b'{"\\udc00": 1}',
        b'"\xff"',
        b"[" * 100_000,
        b"9" * 5000,
    ],
    ids=["cut", "word", "NaN", "infinite", "surrogate", "surrogate key", "not UTF-8", "deep", "long number"],
)
async def test_what_is_no_json_is_refused_in_words(client_of: MakeClient, body: bytes) -> None:
    async with client_of(BodyGuard(echo)) as client:
        reply = await client.post("/api/x", content=body, headers=JSON)
    assert (reply.status_code, reply.json()["code"]) == (422, "malformed_json")


async def test_what_is_not_the_api_is_not_looked_at(client_of: MakeClient) -> None:
    async with client_of(BodyGuard(echo)) as client:
        assert (await client.post("/elsewhere", content=b"text")).status_code == 200


MULTIPART = {"content-type": "multipart/form-data; boundary=x"}


async def test_paths_that_take_files_get_multipart_as_it_comes_and_nothing_else(client_of: MakeClient) -> None:
    async with client_of(BodyGuard(echo)) as client:
        path = "/api/mibs/upload"
        assert (await client.post(path, content=b"--x--", headers=MULTIPART)).json()["body"] == "--x--"
        assert (await client.post(path, content=b"{}", headers=JSON)).status_code == 415
        packed = {**MULTIPART, "content-encoding": "gzip"}
        assert (await client.post(path, content=b"x", headers=packed)).status_code == 415
        declared = {**MULTIPART, "content-length": str(MAX_BODY_BYTES + 1)}
        assert (await client.post(path, content=b"x", headers=declared)).status_code == 413


async def test_what_a_route_leaves_of_a_body_is_taken_before_its_reply(client_of: MakeClient) -> None:
    taken = 0

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(status_code=422)(scope, receive, send)

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal taken
        for _ in range(10):
            taken += 1
            yield b"x" * 1000

    async with client_of(BodyGuard(answer)) as client:
        assert (await client.post("/api/mibs/upload", content=pieces(), headers=MULTIPART)).status_code == 422
    assert taken == 10
