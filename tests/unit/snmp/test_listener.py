"""The life of a listening role's socket, whatever the role."""

from __future__ import annotations

import socket

import pytest

from trishul.errors import AddressInUse, TrishulError
from trishul.snmp import Agent, Receiver
from trishul.snmp.listener import Listener


def bound_socket() -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setblocking(False)
    sock.bind(("127.0.0.1", 0))
    return sock


@pytest.mark.parametrize("make", [lambda: Agent({}), lambda: Receiver(port=0)], ids=["agent", "receiver"])
async def test_what_is_not_open_says_so(make: type[Listener]) -> None:
    listener = make()  # type: ignore[call-arg]  # the roles' own arguments are given
    listener.close()
    with pytest.raises(TrishulError, match="is not open"):
        _ = listener.address


async def test_an_inherited_socket_is_served_where_it_is_bound() -> None:
    sock = bound_socket()
    address = sock.getsockname()
    async with Agent({}, sockets=[sock]) as agent:
        assert agent.address == address
        assert agent.granted_buffer_bytes > 0
        assert agent.kernel_drops() in (0, None)


async def test_a_port_in_use_is_told_when_opening() -> None:
    async with Receiver(port=0) as receiver:
        with pytest.raises(AddressInUse):
            Agent({}, port=receiver.address[1]).open()


async def test_opened_again_it_serves_again() -> None:
    receiver = Receiver(port=0)
    for _ in range(2):
        async with receiver:
            assert receiver.address[1] > 0
