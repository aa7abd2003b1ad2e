"""Requests in absolute form, `GET http://bench.lan/api/health`: what the rest of the server sees is the path.

A server accepts them (RFC 9112 §3.2.2), and the host in the target counts instead of the Host header, so that the Host
check judges what was asked for. Pure ASGI, outermost.
"""

from __future__ import annotations

from urllib.parse import unquote

from starlette.types import ASGIApp, Receive, Scope, Send

_SCHEMES = (b"http://", b"https://", b"ws://", b"wss://")


class AbsoluteForm:
    """ASGI middleware; a request in origin form passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if scope["type"] in ("http", "websocket") and not scope["path"].startswith("/"):
            _take_apart(scope)
        await self._app(scope, receive, send)


def _take_apart(scope: Scope) -> None:
    """Host and path of the target take the places of both; any other target stays, and is found nowhere."""
    target: bytes = scope["raw_path"]
    scheme = next((each for each in _SCHEMES if target[: len(each)].lower() == each), None)
    if scheme is None:
        return
    authority, slash, path = target[len(scheme) :].partition(b"/")
    scope["raw_path"] = raw_path = b"/" + path if slash else b"/"
    scope["path"] = unquote(raw_path.decode("latin-1"))
    scope["headers"] = [(b"host", authority), *(header for header in scope["headers"] if header[0] != b"host")]
