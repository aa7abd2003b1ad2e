"""The access log knows paths and no queries; an unforeseen error is calm outside and whole in the log."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send
from structlog.testing import capture_logs

from tests.unit.web.conftest import MakeClient, echo
from trishul.web.access_log import AccessLog


async def test_a_request_is_one_line_without_its_query(client_of: MakeClient) -> None:
    with capture_logs() as lines:
        async with client_of(AccessLog(echo)) as client:
            await client.get("/api/traps/?token=S3CRET")
    assert [(line["method"], line["path"], line["status"]) for line in lines] == [("GET", "/api/traps/", 200)]
    assert "S3CRET" not in str(lines)


async def test_a_path_cannot_forge_a_line(client_of: MakeClient) -> None:
    with capture_logs() as lines:
        async with client_of(AccessLog(echo)) as client:
            await client.get("/api/%0d%0a2026-01-01 forged" + "x" * 500)
    assert "\n" not in lines[0]["path"]
    assert len(lines[0]["path"]) < 300


async def test_an_unforeseen_error_is_answered_calmly_and_found_by_its_id(client_of: MakeClient) -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise ZeroDivisionError("inner secret")

    with capture_logs() as lines:
        async with client_of(AccessLog(broken)) as client:
            reply = await client.get("/api/x")
    assert (reply.status_code, reply.json()["code"]) == (500, "internal_error")
    assert "secret" not in reply.text
    assert lines[0]["error_id"] in reply.json()["detail"]
    assert lines[0]["exc_info"]


async def test_a_reply_that_is_half_out_is_not_answered_twice(client_of: MakeClient) -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ZeroDivisionError

    async with client_of(AccessLog(broken)) as client:
        with capture_logs(), pytest.raises(ZeroDivisionError):
            await client.get("/api/x")


async def test_what_the_end_of_the_server_breaks_off_is_said_in_words(client_of: MakeClient) -> None:
    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        raise asyncio.CancelledError

    answered: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        answered.append(message)

    async def never() -> Any:
        raise AssertionError("there is no body to read")

    scope = {"type": "http", "method": "POST", "path": "/api/mibs/upload"}
    with pytest.raises(asyncio.CancelledError):
        await AccessLog(slow)(scope, never, send)
    head, body = answered
    assert (head["status"], json.loads(body["body"])["code"]) == (503, "server_stopping")
