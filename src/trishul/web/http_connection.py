"""One HTTP connection, with what uvicorn's own leaves open: a head comes soon or never, and no answer without headers.

Owns the bound on how long a request's head may take, counted from the connection's beginning or from the first octet
behind the request before it: without one, whoever opens connections and sends nothing takes all descriptors of the
server, and needs no session for it. Owns also the answers that no layer of the application sees: to a connection too
many (`open_connections` counts), and to what is no HTTP at all. Does not own bodies (`bodies`, `multipart`) nor
connections between two requests, which uvicorn ends itself.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol

from trishul.web.open_connections import OpenConnections
from trishul.web.problems import problem
from trishul.web.security import SECURITY_HEADERS

HEAD_WITHIN_S = 20.0
READ_REFUSAL_WITHIN_S = 1.0
MOST_THAT_READ = 100
"""Refused connections that get the time to read why; more are cut off, since each holds a descriptor meanwhile."""
_MAY_ANSWER = frozenset({h11.IDLE, h11.SEND_RESPONSE})
_LAST = {"Connection": "close", "Cache-Control": "no-store"}


class HttpConnection(H11Protocol):
    """One connection."""

    _patience: asyncio.TimerHandle | None = None
    _is_refused = False

    def __init__(self, *args: Any, open_connections: OpenConnections, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._open = open_connections

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """The first head is awaited from now on, where there is room for one more."""
        super().connection_made(transport)
        if self._open.take(len(self.connections)):
            self._await_head()
        else:
            self._refuse()

    def data_received(self, data: bytes) -> None:
        """Part of a head, or of a body."""
        if self._is_refused:
            return
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._head_is_here()
        elif self._patience is None:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        self._head_is_here()
        super().connection_lost(exc)

    def _should_upgrade(self) -> bool:
        """An upgrade is nothing that HTTP/1.0 knows (RFC 9110 §7.8)."""
        return self.conn.their_http_version != b"1.0" and super()._should_upgrade()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """From here on the connection is another protocol's."""
        self._head_is_here()
        super().handle_websocket_upgrade(event)

    def send_400_response(self, msg: str) -> None:
        """Refuses what is no HTTP; where an answer is under way already, its connection ends."""
        if self.conn.our_state in _MAY_ANSWER:
            self._answer(problem("invalid_input", msg, status=400, headers=_LAST))
        if self.cycle is not None and not self.cycle.response_complete:  # nobody is left who could be answered
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()

    def _refuse(self) -> None:
        """Says why, and ends; the other side has a moment to read it."""
        self._is_refused = True
        if len(self.connections) > self._open.bound + MOST_THAT_READ:
            self.transport.abort()
            return
        self._answer(problem("too_many_connections", "Close connections that are not needed.", headers=_LAST))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._patience = self.loop.call_later(READ_REFUSAL_WITHIN_S, self.transport.close)

    def _answer(self, reply: Response) -> None:
        """One that no layer of the application has made."""
        headers = [*reply.raw_headers, *((name.encode(), value.encode()) for name, value in SECURITY_HEADERS)]
        for part in (
            h11.Response(status_code=reply.status_code, headers=headers),
            h11.Data(data=bytes(reply.body)),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(part) or b"")

    def _await_head(self) -> None:
        self._patience = self.loop.call_later(HEAD_WITHIN_S, self.transport.close)

    def _head_is_here(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
