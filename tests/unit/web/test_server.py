"""Binding the web server's port says in one sentence what is wrong."""

from __future__ import annotations

import socket

import pytest

from trishul.errors import AddressInUse, AddressNotAvailable
from trishul.web.server import bind_http


def test_port_zero_takes_any_free_port() -> None:
    with bind_http("127.0.0.1", 0) as listener:
        assert listener.getsockname()[1] > 0
        assert listener.proto == socket.IPPROTO_TCP  # or asyncio would not set TCP_NODELAY


def test_a_port_in_use_is_named() -> None:
    with bind_http("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(AddressInUse, match=f"127.0.0.1:{port} is used"):
            bind_http("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid", "x" * 300])
def test_an_address_of_another_host_is_named(host: str) -> None:
    with pytest.raises(AddressNotAvailable, match=host[:20]):
        bind_http(host, 0)
