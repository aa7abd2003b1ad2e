"""Requests that say twice how long they are: refused, because a proxy in front may have read another request.

Whoever takes one length where a proxy took the other serves as a second request what was the body of the first
(RFC 9112 §11.2). Such a message is refused and its connection ends, as §6.1 allows and asks; so is one of HTTP/1.0,
which knows no Transfer-Encoding. Pure ASGI. What is no HTTP at all the connection refuses itself (`http_connection`).
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from trishul.web.problems import problem


class MessageFraming:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if scope["type"] == "http" and _is_ambiguous(scope):
            refusal = problem(
                "invalid_input",
                "Send Content-Length or Transfer-Encoding, not both, and Transfer-Encoding with HTTP/1.1 only.",
                status=400,
                headers={"Connection": "close"},
            )
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_ambiguous(scope: Scope) -> bool:
    names = {name for name, _ in scope["headers"]}
    return b"transfer-encoding" in names and (b"content-length" in names or scope["http_version"] == "1.0")
