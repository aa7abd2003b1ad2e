"""One socket: order, pong, the bound of the queue, and the end of a client that does not read."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from trishul.web import live_client
from trishul.web.live_client import ABORT_KEY, QUEUE_FRAMES, LiveClient


class Line:
    """The server's end of a socket whose peer reads only while `is_reading`."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.closed: tuple[int, str] | None = None
        self.aborted = False
        self.reading = asyncio.Event()
        self.reading.set()
        self.incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.scope = {"extensions": {ABORT_KEY: {"abort": self._abort}}}

    def _abort(self) -> None:
        self.aborted = True

    async def send_text(self, text: str) -> None:
        await self.reading.wait()
        self.sent.append(text)

    async def receive(self) -> dict[str, Any]:
        return await self.incoming.get()

    async def close(self, code: int, reason: str) -> None:
        await self.reading.wait()
        self.closed = (code, reason)

    def say(self, text: str) -> None:
        self.incoming.put_nowait({"type": "websocket.receive", "text": text})

    def hang_up(self) -> None:
        self.incoming.put_nowait({"type": "websocket.disconnect", "code": 1000})


Scenario = Callable[[Line, LiveClient], Awaitable[None]]


async def play(scenario: Scenario) -> tuple[Line, LiveClient]:
    line = Line()
    client = LiveClient(line, "session", lambda: '{"type":"full_state"}')  # type: ignore[arg-type]  # a line is enough
    running = asyncio.create_task(client.run())
    await settle()
    await scenario(line, client)
    client.close(1000, "over")
    await running
    return line, client


async def settle() -> None:
    for _ in range(QUEUE_FRAMES * 4):
        await asyncio.sleep(0)


async def test_frames_arrive_in_order() -> None:
    async def scenario(line: Line, client: LiveClient) -> None:
        for frame in ("a", "b", "c"):
            client.offer(frame)
        await settle()

    line, _ = await play(scenario)
    assert line.sent == ["a", "b", "c"]
    assert line.closed == (1000, "over")


async def test_ping_is_answered_and_everything_else_ignored() -> None:
    async def scenario(line: Line, client: LiveClient) -> None:
        for text in ("hello", "ping", "PING", "ping"):
            line.say(text)
        line.incoming.put_nowait({"type": "websocket.receive", "bytes": b"ping"})
        await settle()

    line, _ = await play(scenario)
    assert line.sent == ["pong", "pong"]


async def test_a_full_queue_is_thrown_away_counted_and_replaced_by_the_full_state() -> None:
    async def scenario(line: Line, client: LiveClient) -> None:
        client.offer("first")
        await settle()
        line.reading.clear()
        for number in range(QUEUE_FRAMES * 3):
            client.offer(str(number))
        assert len(client) == 0
        await settle()
        line.reading.set()
        await settle()
        client.offer("last")
        await settle()

    line, client = await play(scenario)
    assert line.sent[0] == "first"
    missed = json.loads(line.sent[1])
    assert missed == {"type": "missed", "missed": QUEUE_FRAMES * 3}
    assert line.sent[2:] == ['{"type":"full_state"}', "last"]
    assert client.missed_total == QUEUE_FRAMES * 3


async def test_a_send_that_is_stuck_shows_as_stalled() -> None:
    async def scenario(line: Line, client: LiveClient) -> None:
        now = asyncio.get_running_loop().time()
        assert not client.has_stalled(now + 1000)
        line.reading.clear()
        client.offer("never taken")
        await settle()
        assert not client.has_stalled(now)
        assert client.has_stalled(now + live_client.STALLED_AFTER_S + 1)
        line.reading.set()
        await settle()
        assert not client.has_stalled(now + 1000)

    await play(scenario)


async def test_a_peer_that_does_not_even_take_the_close_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_client, "CLOSE_WITHIN_S", 0.01)

    async def scenario(line: Line, client: LiveClient) -> None:
        line.reading.clear()
        client.offer("never taken")
        await settle()

    line, _ = await play(scenario)
    assert line.aborted
    assert line.closed is None


async def test_a_peer_that_hangs_up_ends_the_run_without_a_close() -> None:
    line = Line()
    client = LiveClient(line, "session", lambda: "")  # type: ignore[arg-type]  # a line is enough
    running = asyncio.create_task(client.run())
    await settle()
    line.hang_up()
    await asyncio.wait_for(running, 1)
    assert line.closed is None
    assert not line.aborted
