"""The kernel's buffer is grown, read back, and what it dropped is counted."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator

import pytest

from trishul.transport.addresses import bind
from trishul.transport.buffers import granted_receive_buffer, grow_receive_buffer, kernel_drops


@pytest.fixture
def sock() -> Iterator[socket.socket]:
    with bind("127.0.0.1", 0) as bound:
        yield bound


def test_a_larger_buffer_is_asked_for_and_the_grant_is_read_back(sock: socket.socket) -> None:
    before = granted_receive_buffer(sock)
    granted = grow_receive_buffer(sock, before + 65536)
    assert granted == granted_receive_buffer(sock)
    assert granted >= before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells drops of one socket")
def test_datagrams_that_did_not_fit_are_counted(sock: socket.socket) -> None:
    assert kernel_drops(sock) == 0
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for _ in range(50):
            sender.sendto(bytes(1000), sock.getsockname())
    dropped = kernel_drops(sock)
    assert dropped is not None
    assert 0 < dropped < 50


def test_a_system_that_does_not_tell_gives_none() -> None:
    class SilentSocket(socket.socket):
        def getsockopt(self, *_: object) -> bytes:  # type: ignore[override]  # stands for a kernel without SO_MEMINFO
            raise OSError(92, "Protocol not available")

    with SilentSocket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        assert kernel_drops(sock) is None
