"""`/api/ws` leads to the live sockets."""

from __future__ import annotations

from typing import Any

from starlette.types import ASGIApp


async def test_a_socket_without_a_session_is_accepted_and_closed_with_4001(app: ASGIApp) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    scope = {
        "type": "websocket",
        "path": "/api/ws",
        "raw_path": b"/api/ws",
        "root_path": "",
        "query_string": b"token=wrong",
        "headers": [(b"host", b"127.0.0.1:8080")],
        "subprotocols": [],
        "extensions": {},
        "state": {},
    }
    await app(scope, receive, send)
    assert [message["type"] for message in sent] == ["websocket.accept", "websocket.close"]
    assert sent[1]["code"] == 4001
