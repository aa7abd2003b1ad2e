"""systemd hears that the server is ready, ends, and lives; a real unix datagram socket listens."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from trishul.services.service_manager import ServiceManager


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.settimeout(20)
        yield listener


async def test_ready_and_stopping_are_told(listener: socket.socket) -> None:
    manager = ServiceManager({"NOTIFY_SOCKET": listener.getsockname()})
    manager.ready("Trishul SNMP ready")
    manager.stopping()
    await manager.close()
    assert listener.recv(500) == b"READY=1\nSTATUS=Trishul SNMP ready"
    assert listener.recv(500) == b"STOPPING=1"


async def test_signs_of_life_come_twice_as_often_as_systemd_wants_them(listener: socket.socket) -> None:
    environment = {
        "NOTIFY_SOCKET": listener.getsockname(),
        "WATCHDOG_USEC": "20000",
        "WATCHDOG_PID": str(os.getpid()),
    }
    manager = ServiceManager(environment)
    assert manager.heartbeat_s == 0.01
    manager.ready("ready")
    listener.setblocking(False)
    heard = [await asyncio.get_running_loop().sock_recv(listener, 500) for _ in range(4)]
    await manager.close()
    assert heard[1:] == [b"WATCHDOG=1"] * 3


async def test_an_abstract_socket_is_reached() -> None:
    name = f"trishul-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(f"\0{name}")
        listener.settimeout(20)
        ServiceManager({"NOTIFY_SOCKET": f"@{name}"}).stopping()
        assert listener.recv(500) == b"STOPPING=1"


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"WATCHDOG_USEC": "soon"},
        {"WATCHDOG_USEC": "0"},
        {"WATCHDOG_USEC": "2000000", "WATCHDOG_PID": "1"},
        {"NOTIFY_SOCKET": "/nowhere/notify"},
    ],
)
async def test_where_nobody_listens_nothing_happens(environment: dict[str, str]) -> None:
    manager = ServiceManager(environment)
    manager.ready("ready")
    manager.stopping()
    await manager.close()
    assert manager.heartbeat_s is None
