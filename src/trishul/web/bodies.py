"""What a request body may be: its size, its time, its content type, and JSON that is really JSON. Pure ASGI.

Owns 408, 413 and 415 and the strict first look at JSON (RFC 8259: no NaN, no lone surrogates, no numbers or depth that
would break a reader later). Does not own what the JSON means; routes validate that. The bytes are read once, bounded,
and replayed. The few paths that take files let multipart through as it comes: `multipart` bounds it while it reads.
"""

from __future__ import annotations

import asyncio
import contextlib

import msgspec
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trishul.web.multipart import MAX_BODY_BYTES, MULTIPART_TYPE
from trishul.web.paths import is_api_path, takes_files
from trishul.web.problems import problem

MAX_JSON_BYTES = 1 << 20
BODY_WITHIN_S = 60.0
"""A body of the largest size has this long: 17 kB a second."""
DRAIN_BYTES = 16 << 20
DRAIN_S = 2.0
JSON_TYPE = "application/json"


class BodyGuard:
    """Reads and checks the body of API requests before a route sees it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if scope["type"] != "http" or not is_api_path(scope["path"]):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if takes_files(scope["path"]) and scope["method"] == "POST":
            await self._pass_files(headers, scope, receive, send)
            return
        body = b""
        if _has_body(headers):
            read = await _read_or_refuse(headers, receive)
            if isinstance(read, Response):
                await read(scope, receive, send)
                return
            body = read
        refusal = _judge(headers, body) if body else None
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)

    async def _pass_files(self, headers: Headers, scope: Scope, receive: Receive, send: Send) -> None:
        body = _Unread(receive, send)
        refusal = None
        declared = headers.get("content-length", "")
        if headers.get("content-encoding", "identity").lower() != "identity":
            refusal = problem("unsupported_media_type", "Compressed request bodies are not accepted.")
        elif _type_of(headers) != MULTIPART_TYPE:
            refusal = problem("unsupported_media_type", f"Send the files as {MULTIPART_TYPE}.")
        elif declared.isdigit() and int(declared[:20]) > MAX_BODY_BYTES:
            refusal = _too_large(MAX_BODY_BYTES)
        await (refusal or self._app)(scope, body.receive, body.send)


class _Unread:
    """A body that the route reads; what it leaves is taken before the reply, or closing would cut the reply off."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._is_complete = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._is_complete = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and not self._is_complete:
            await _drain(self._receive)
            self._is_complete = True
        await self._send(message)


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


async def _read_or_refuse(headers: Headers, receive: Receive) -> bytes | Response:
    declared = headers.get("content-length", "")
    is_too_large = declared.isdigit() and int(declared[:20]) > MAX_JSON_BYTES
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            body = None if is_too_large else await _read(receive)
    except TimeoutError:
        return _too_slow()
    if body is None:
        await _drain(receive)
        return _too_large(MAX_JSON_BYTES)
    return body


async def _read(receive: Receive) -> bytes | None:
    """The whole body, or None as soon as it is too large."""
    chunks: list[bytes] = []
    size_bytes = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b"".join(chunks)  # the client is gone; the route will notice
        chunk = message.get("body", b"")
        size_bytes += len(chunk)
        if size_bytes > MAX_JSON_BYTES:
            return None
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


async def _drain(receive: Receive) -> None:
    """Take some of the rest, or closing would reset the connection before the refusal is read."""
    size_bytes = 0
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DRAIN_S):
            while size_bytes < DRAIN_BYTES:
                message = await receive()
                size_bytes += len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return


def _replay(body: bytes, receive: Receive) -> Receive:
    was_given = False

    async def receive_again() -> Message:
        nonlocal was_given
        if was_given:
            return await receive()  # disconnects still come through
        was_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again


def _judge(headers: Headers, body: bytes) -> Response | None:
    if headers.get("content-encoding", "identity").lower() != "identity":
        return problem("unsupported_media_type", "Compressed request bodies are not accepted.")
    if _type_of(headers) != JSON_TYPE:
        return problem("unsupported_media_type", f"Send the body as {JSON_TYPE}.")
    try:
        msgspec.json.decode(body)
    except RecursionError:
        return problem("malformed_json", "The JSON text is nested too deeply.")
    except (msgspec.DecodeError, UnicodeDecodeError):
        return problem("malformed_json", "The body is no JSON text, or holds a number that no reader can keep.")
    return None


def _type_of(headers: Headers) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _too_slow() -> Response:
    detail = f"The body did not come within {BODY_WITHIN_S:g} s."
    return problem("upload_too_slow", detail, headers={"Connection": "close"})


def _too_large(limit_bytes: int) -> Response:
    return problem("body_too_large", f"The body may have at most {limit_bytes} bytes.", headers={"Connection": "close"})
