"""The WebSocket side of the HTTP server, with what uvicorn's own does not offer.

Owns: an answer with our headers to every handshake that is refused, bounds on messages in parts, a way to cut off a
peer that reads nothing (an orderly close would wait for it for ever), and code 1001 instead of 1012 when the server
stops, as the contract promises.
"""

from __future__ import annotations

import logging
import socket
import struct
from http import HTTPStatus
from typing import Any

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.datastructures import Headers
from websockets.frames import CloseCode, Frame
from websockets.http11 import Response
from websockets.server import ServerProtocol

from trishul.web.live_client import ABORT_KEY, CLOSE_WITHIN_S
from trishul.web.problems import problem
from trishul.web.security import SECURITY_HEADERS

GOING_AWAY = 1001
MOST_FRAGMENTS = 64
"""Of a message of 4,096 octets at most; parts may be empty, so that their size bounds nothing."""
_NO_HANDSHAKE = "This is no WebSocket handshake: it has a body, or headers that are too many or too long."
_LAST = {"Connection": "close"}
_RESET = struct.pack("ii", 1, 0)
"""struct linger: on, no seconds, so that closing discards and resets."""


def _complete(response: Response) -> Response:
    for name, value in (*SECURITY_HEADERS, ("cache-control", "no-store")):
        if name not in response.headers:
            response.headers[name] = value
    return response


def _is_text(parts: list[bytes]) -> bool:
    try:
        b"".join(parts).decode()
    except UnicodeDecodeError:
        return False
    return True


class _Handshakes(ServerProtocol):
    """Handshakes whose refusals have the headers of any other answer, whoever refuses."""

    def send_response(self, response: Response) -> None:
        """Also what the library itself answers to what is no handshake."""
        if response.status_code != HTTPStatus.SWITCHING_PROTOCOLS:
            _complete(response)
        super().send_response(response)


class SocketProtocol(WebSocketsSansIOProtocol):
    """One WebSocket connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn = _Handshakes(max_size=self.config.ws_max_size, logger=logging.getLogger("uvicorn.error"))

    def data_received(self, data: bytes) -> None:
        """What cannot even be read as a handshake is answered: the library would only stop to listen."""
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            reply = problem("invalid_input", _NO_HANDSHAKE, status=HTTPStatus.BAD_REQUEST, headers=_LAST)
            headers = Headers((name.decode(), value.decode()) for name, value in reply.raw_headers)
            status = HTTPStatus(reply.status_code)
            self.transport.write(_complete(Response(status, status.phrase, headers, bytes(reply.body))).serialize())
            self.transport.close()

    def handle_cont(self, event: Frame) -> None:
        """One more part of a message, as long as it has few."""
        if len(self.frames) < MOST_FRAGMENTS:
            super().handle_cont(event)
        else:
            self._break_off(CloseCode.MESSAGE_TOO_BIG, "The message has too many parts.")

    def send_receive_event_to_app(self) -> None:
        """A message is whole; text that is none ends the connection (RFC 6455 §8.1), without a trace in the log."""
        if self.curr_msg_data_type == "text" and not self.close_sent and not _is_text(self.frames):
            self._break_off(CloseCode.INVALID_DATA, "The text is no UTF-8.")
        else:
            super().send_receive_event_to_app()

    def _break_off(self, code: CloseCode, reason: str) -> None:
        self.frames = []
        if not self.close_sent:
            self.conn.send_close(code, reason)
            self.handle_parser_exception()

    async def run_asgi(self) -> None:
        """Let the application abort the transport through the scope's extensions."""
        self.scope["extensions"][ABORT_KEY] = {"abort": self.cut_off}
        await super().run_asgi()

    def cut_off(self) -> None:
        """Resets the connection: what the kernel holds for a peer that reads nothing is freed at once."""
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.transport.abort()

    async def send(self, message: ASGISendEvent) -> None:
        """As uvicorn does, but a peer that does not answer the close frame is cut off instead of waited for."""
        await super().send(message)
        if message["type"] == "websocket.close" and self.close_timer is not None:
            self.close_timer.cancel()
            self.close_timer = self.loop.call_later(CLOSE_WITHIN_S, self.transport.abort)

    def keepalive_timeout(self) -> None:
        """A peer that answers no ping reads no close frame either."""
        super().keepalive_timeout()
        self.loop.call_later(CLOSE_WITHIN_S, self.transport.abort)

    def shutdown(self) -> None:
        """Close what the application has not closed itself."""
        if self.handshake_complete and not self.close_sent:
            self.conn.send_close(GOING_AWAY)
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.close_sent = True
        super().shutdown()
