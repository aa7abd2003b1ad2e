"""One browser on the WebSocket: its bounded queue, its sender, its reader.

Owns that a slow client costs the server at most one queue and nobody else any time. When the queue is full its frames
are thrown away at once and counted; as soon as the client reads again it is told the number and gets a fresh
`full_state`. A client that takes nothing for `STALLED_AFTER_S` is cut off (`live` watches). Does not own what is sent.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from trishul.web.frames import MissedFrame, encode_frame

QUEUE_FRAMES = 256
STALLED_AFTER_S = 10.0
CLOSE_WITHIN_S = 0.5
ABORT_KEY = "trishul.abort"


class LiveClient:
    """Made for one accepted socket; `run()` returns when it is closed."""

    def __init__(
        self,
        websocket: WebSocket,
        session_id: str,
        full_state: Callable[[], str],
        take_text: Callable[[LiveClient, str], None] = lambda _client, _text: None,
    ) -> None:
        self.session_id = session_id
        self.missed_total = 0
        self.sending_since: float | None = None
        self._websocket = websocket
        self._full_state = full_state
        self._take_text = take_text
        self._frames: deque[str] = deque()
        self._wakeup = asyncio.Event()
        self._pongs_due = 0
        self._missed = 0
        self._closing: asyncio.Future[tuple[int, str]] = asyncio.get_running_loop().create_future()

    def __len__(self) -> int:
        return len(self._frames)

    def offer(self, frame: str) -> None:
        """Queue a frame; never waits."""
        if len(self._frames) >= QUEUE_FRAMES or self._missed:
            lost = len(self._frames) + 1
            self._frames.clear()
            self._missed += lost
            self.missed_total += lost
        else:
            self._frames.append(frame)
        self._wakeup.set()

    def close(self, code: int, reason: str) -> None:
        """Ask for the end; what is still queued is not sent."""
        if not self._closing.done():
            self._closing.set_result((code, reason))

    def has_stalled(self, now: float) -> bool:
        """Whether one send has been stuck for too long, and nobody has closed it yet."""
        is_stuck = self.sending_since is not None and now - self.sending_since > STALLED_AFTER_S
        return is_stuck and not self._closing.done()

    async def run(self) -> None:
        """Send and read until either side ends it."""
        tasks = (asyncio.create_task(self._send_frames()), asyncio.create_task(self._read()))
        ends: list[asyncio.Future[Any]] = [*tasks, self._closing]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)  # both end by cancellation or by a lost connection
            await self._say_goodbye()

    async def _send_frames(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._wakeup.wait()
            self._wakeup.clear()
            while (frame := self._next_frame()) is not None:
                self.sending_since = loop.time()
                await self._websocket.send_text(frame)
                self.sending_since = None

    def _next_frame(self) -> str | None:
        if self._pongs_due:
            self._pongs_due -= 1
            return "pong"
        if self._missed:
            missed, self._missed = self._missed, 0
            self._frames.append(self._full_state())
            return encode_frame(MissedFrame(missed))
        return self._frames.popleft() if self._frames else None

    async def _read(self) -> None:
        while True:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            text = message.get("text")
            if text == "ping":
                self._pongs_due += 1
                self._wakeup.set()
            elif text:
                self._take_text(self, text)

    async def _say_goodbye(self) -> None:
        if not self._closing.done():
            return  # the peer went by itself
        code, reason = self._closing.result()
        try:
            async with asyncio.timeout(CLOSE_WITHIN_S):
                await self._websocket.close(code, reason)
        except TimeoutError:
            self._websocket.scope["extensions"][ABORT_KEY]["abort"]()  # it takes nothing any more, not even this
        except (RuntimeError, WebSocketDisconnect):
            pass  # both sides ended it at the same time
