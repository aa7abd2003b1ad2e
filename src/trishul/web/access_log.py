"""The outermost layer: one log line per request, and the net under everything.

Owns the access log (method, path, status, time; never the query, which carries the WebSocket's token, nor a header),
the calm reply to an error that nobody foresaw, with an id that finds it in the log, and the one to a request that the
server's end breaks off.
"""

from __future__ import annotations

import asyncio
import secrets
import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trishul.web.problems import ERROR_ID_KEY, calm_reply, problem

LONGEST_PATH = 200
QUIET_PATHS = frozenset({"/api/health", "/api/ready", "/api/meta", "/metrics"})

_STOPPING = "The server stops, which broke this off. Look at what is there once it runs again, and repeat the rest."

_log = structlog.get_logger(__name__)


class AccessLog:
    """ASGI middleware around all others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 0
        is_complete = False

        async def send_and_note(message: Message) -> None:
            nonlocal status, is_complete
            if message["type"] == "http.response.start":
                status = message["status"]
            is_complete = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        started_at = time.perf_counter()
        try:
            await self._app(scope, receive, send_and_note)
        except asyncio.CancelledError:  # by the server, whose grace is over
            if not status:
                await problem("server_stopping", _STOPPING, headers={"Connection": "close"})(
                    scope, receive, send_and_note
                )
            raise
        except Exception:  # the net under every route: a calm reply for the client, the trace for the log
            error_id = scope.get(ERROR_ID_KEY) or secrets.token_hex(6)
            _log.exception("unexpected error", error_id=error_id, method=scope["method"], path=_shown(scope["path"]))
            if not status:
                await calm_reply(error_id)(scope, receive, send_and_note)
            elif not is_complete:
                raise  # half a reply is out; the server closes the connection
        finally:
            elapsed_ms = round((time.perf_counter() - started_at) * 1000, 1)
            write = _log.debug if scope["path"] in QUIET_PATHS else _log.info
            write("request", method=scope["method"], path=_shown(scope["path"]), status=status, ms=elapsed_ms)


def _shown(path: str) -> str:
    """The path as one harmless line."""
    return path[:LONGEST_PATH].encode("unicode_escape").decode("ascii")
