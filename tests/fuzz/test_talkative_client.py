"""A WebSocket client that sends nonsense: unknown text is ignored, too much is refused, the server goes on."""

from __future__ import annotations

import asyncio
import json
import random

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bench.product import Workbench

_ANSWER_S = 10
_NONSENSE = ("", "PING", "ping ", "{", '{"type":"ping"}', "\0" * 9, "é" * 500, b"ping")
_TOO_MUCH = 24 << 20


def _url(workbench: Workbench) -> str:
    return f"{workbench.url.replace('http', 'ws', 1)}/api/ws?token={workbench.token}"


async def _pong(client: ClientConnection) -> None:
    await client.send("ping")
    async with asyncio.timeout(_ANSWER_S):
        while await client.recv() != "pong":
            pass


async def test_unknown_text_and_octets_are_ignored(workbench: Workbench) -> None:
    """Contract §2: unknown client text is ignored."""
    rng = random.Random(30)
    async with connect(_url(workbench)) as client:
        first = json.loads(await client.recv())
        assert first["type"] == "full_state"
        for _ in range(300):
            await client.send(rng.choice((*_NONSENSE, rng.randbytes(50))))
        await _pong(client)


async def test_a_flood_of_pings_is_answered_and_disturbs_nobody(workbench: Workbench) -> None:
    async with connect(_url(workbench)) as flooding, connect(_url(workbench)) as other:
        for _ in range(2_000):
            await flooding.send("ping")
        await _pong(other)
        await _pong(flooding)


async def _send_too_much(workbench: Workbench) -> None:
    async with connect(_url(workbench)) as greedy:
        await greedy.send("x" * _TOO_MUCH)
        while True:
            await asyncio.wait_for(greedy.recv(), _ANSWER_S)


async def test_a_message_beyond_all_measure_ends_only_its_own_socket(workbench: Workbench) -> None:
    async with connect(_url(workbench)) as other:
        with pytest.raises(ConnectionClosed):
            await _send_too_much(workbench)
        await _pong(other)
