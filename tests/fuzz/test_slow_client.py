"""A WebSocket client that never reads is dropped; others get every frame and every pong meanwhile."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect

from bench.processes import LOOPBACK
from bench.product import Workbench
from tests.fuzz.mutations import wrap

_DROPPED_WITHIN_S = 40
_PONG_WITHIN_S = 5
_ESTABLISHED = "01"
"""The state in /proc/net/tcp."""


def _open_and_never_read(port: int, token: str) -> socket.socket:
    """A handshake by hand, over a socket with the smallest receive buffer the kernel gives."""
    deaf = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    deaf.connect((LOOPBACK, port))
    deaf.sendall(
        f"GET /api/ws?token={token} HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    assert b" 101 " in deaf.recv(16)
    return deaf


def _is_dropped(deaf: socket.socket, port: int) -> bool:
    """Whether the server has let go of the connection; the deaf client itself would only learn it by reading."""
    ends = f":{port:04X}", f":{deaf.getsockname()[1]:04X}"
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, remote, state, *_ = line.split()
        if local.endswith(ends[0]) and remote.endswith(ends[1]):
            return state != _ESTABLISHED
    return True


def _large_trap() -> bytes:
    """A trap whose frame is some 100 kB of JSON, so that the deaf client's buffers are full soon."""
    heading = bytes.fromhex(
        "300d06082b06010201010300430109301706 0a2b060106030101040100 06092b0601060301010501".replace(" ", "")
    )
    text = wrap(0x30, bytes.fromhex("06082b06010201010500") + wrap(0x04, b"\x00\xff" * 15_000))
    pdu = wrap(0xA7, b"\x02\x01\x01\x02\x01\x00\x02\x01\x00" + wrap(0x30, heading + text))
    return wrap(0x30, b"\x02\x01\x01\x04\x06public" + pdu)


async def _pong_s(client: ClientConnection, trap_frames: list[int]) -> float:
    """Seconds from ping to pong; trap frames on the way are counted."""
    asked_at = time.monotonic()
    await client.send("ping")
    while True:
        text = await asyncio.wait_for(client.recv(), _PONG_WITHIN_S)
        if text == "pong":
            return time.monotonic() - asked_at
        if json.loads(text)["type"] == "trap":
            trap_frames[0] += 1


async def test_a_client_that_never_reads_is_dropped_and_others_are_undisturbed(workbench: Workbench) -> None:
    port = int(workbench.url.rpartition(":")[2])
    traps = workbench.call("GET", "/api/traps/status")["port"]
    deaf = _open_and_never_read(port, workbench.token)
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    trap, trap_frames, deadline = _large_trap(), [0], time.monotonic() + _DROPPED_WITHIN_S
    try:
        async with connect(f"ws://{LOOPBACK}:{port}/api/ws?token={workbench.token}", max_size=None) as client:
            while not _is_dropped(deaf, port):
                assert time.monotonic() < deadline, "the client that never reads is still there"
                for _ in range(5):
                    sender.sendto(trap, (LOOPBACK, traps))
                await _pong_s(client, trap_frames)
                await asyncio.sleep(0.05)
            await _pong_s(client, trap_frames)
        assert trap_frames[0] > 20
    finally:
        deaf.close()
        sender.close()
