"""One HTTP connection, with what uvicorn's own leaves open: a head comes soon or never, and no answer without headers.

Owns the bound on how long a request's head may take, counted from the connection's beginning or from the first octet
behind the request before it: without one, whoever opens connections and sends nothing takes all descriptors of the
server, and needs no session for it. Owns also the reply to what is no HTTP at all, which no layer of the application
sees. Does not own bodies (`bodies`, `multipart`) nor connections between two requests, which uvicorn ends itself.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from trishul.web.problems import problem
from trishul.web.security import SECURITY_HEADERS

HEAD_WITHIN_S = 20.0
_MAY_ANSWER = frozenset({h11.IDLE, h11.SEND_RESPONSE})


class HttpConnection(H11Protocol):
    """One connection."""

    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """The first head is awaited from now on."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Part of a head, or of a body."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._head_is_here()
        elif self._patience is None:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        self._head_is_here()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """From here on the connection is another protocol's."""
        self._head_is_here()
        super().handle_websocket_upgrade(event)

    def send_400_response(self, msg: str) -> None:
        """Refuses what is no HTTP; where an answer is under way already, its connection ends."""
        if self.conn.our_state in _MAY_ANSWER:
            reply = problem(
                "invalid_input", msg, status=400, headers={"Connection": "close", "Cache-Control": "no-store"}
            )
            headers = [*reply.raw_headers, *((name.encode(), value.encode()) for name, value in SECURITY_HEADERS)]
            for part in (
                h11.Response(status_code=400, headers=headers),
                h11.Data(data=bytes(reply.body)),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(part) or b"")
        self.transport.close()

    def _await_head(self) -> None:
        self._patience = self.loop.call_later(HEAD_WITHIN_S, self.transport.close)

    def _head_is_here(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
