"""A small agent on a free loopback port, so that commands are tested whole, down to the wire."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from tests.unit.engine.tables import ListTable
from trishul.datatypes import Value, VarBind
from trishul.engine.agent import AgentEngine

DEVICE = [
    VarBind.of("1.3.6.1.2.1.1.1.0", Value.octet_string("A switch")),
    VarBind.of("1.3.6.1.2.1.1.2.0", Value.object_identifier("1.3.6.1.4.1.9.1.1")),
    VarBind.of("1.3.6.1.2.1.1.5.0", Value.octet_string("switch-1")),
    VarBind.of("1.3.6.1.2.1.2.1.0", Value.integer(2)),
    VarBind.of("1.3.6.1.2.1.2.2.1.2.1", Value.octet_string("eth0")),
    VarBind.of("1.3.6.1.2.1.2.2.1.2.2", Value.octet_string("eth1")),
    VarBind.of("1.3.6.1.2.1.2.2.1.6.1", Value.octet_string(bytes.fromhex("001b21ffee10"))),
    VarBind.of("1.3.6.1.2.1.31.1.1.1.6.1", Value.counter64(2**63)),
]


@pytest.fixture
def agent() -> Iterator[str]:
    """Address of an agent with the communities `public` and `secret`."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        address = server.getsockname()
        thread = threading.Thread(target=_answer, args=(server,), daemon=True)
        thread.start()
        yield f"127.0.0.1:{address[1]}"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stopper:
            stopper.sendto(b"", address)
        thread.join()


def _answer(server: socket.socket) -> None:
    """Serves until an empty datagram comes."""
    table = ListTable(DEVICE)
    engine = AgentEngine({b"public": table, b"secret": table})
    while True:
        data, source = server.recvfrom(65535)
        if not data:
            return
        engine.receive_datagram(data, source, 0.0)
        for answer, peer in engine.datagrams_to_send():
            server.sendto(answer, peer)


@pytest.fixture
def closed_port() -> str:
    """An address where nothing listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def silent_port() -> Iterator[str]:
    """An address where datagrams arrive and nobody answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{listener.getsockname()[1]}"
