"""An unconnected socket learns from ICMP which of its peers cannot be reached."""

from __future__ import annotations

import select
import socket
import sys

import pytest

from trishul.engine.addresses import Address
from trishul.transport.addresses import bind
from trishul.transport.icmp import read_icmp_errors, report_icmp_errors

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="IP_RECVERR is Linux")


def _closed_address(host: str) -> Address:
    with bind(host, 0) as sock:
        return tuple(sock.getsockname())


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_closed_port_is_reported_with_the_peer_it_belongs_to(host: str) -> None:
    closed = _closed_address(host)
    with bind(host, 0) as sock, bind(host, 0) as silent:
        report_icmp_errors(sock)
        sock.sendto(b"answered by nobody", silent.getsockname())
        sock.sendto(b"refused", closed)
        poll = select.poll()
        poll.register(sock.fileno(), select.POLLIN)
        assert poll.poll(2000)
        assert list(read_icmp_errors(sock)) == [(closed, "its port is closed")]
        assert list(read_icmp_errors(sock)) == []


def test_without_errors_reading_the_queue_gives_nothing_and_does_not_wait() -> None:
    with bind("127.0.0.1", 0) as sock:
        report_icmp_errors(sock)
        assert list(read_icmp_errors(sock)) == []
        assert isinstance(sock, socket.socket)
