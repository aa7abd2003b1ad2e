"""An answer of a socket that is bound to all addresses leaves from the one that was asked."""

from __future__ import annotations

import socket
import struct

import pytest

from tests.unit.transport.streams import until
from trishul.transport.asked_address import AskedAddress, asked_address, read_asked, tell_asked_addresses
from trishul.transport.udp import Datagrams, UdpEndpoint, bind

IP_PKTINFO = 8


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "127.0.0.3"])
async def test_the_answer_comes_from_the_address_that_was_asked(host: str) -> None:
    inbox: Datagrams = []
    endpoint = UdpEndpoint(bind("0.0.0.0", 0), on_datagrams=inbox.extend, answers_from_asked=True)
    with endpoint, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as manager:
        manager.bind(("127.0.0.9", 0))
        manager.connect((host, endpoint.local_address[1]))  # takes datagrams from this address alone
        manager.send(b"asked")
        await until(lambda: bool(inbox))
        ((data, source),) = inbox
        assert (data, source) == (b"asked", manager.getsockname())
        assert asked_address(source, endpoint.local_address) == (host, endpoint.local_address[1])
        endpoint.send_many([(b"answered", source)])
        manager.settimeout(5)
        assert manager.recv(100) == b"answered"


async def test_over_ipv6_too() -> None:
    inbox: Datagrams = []
    endpoint = UdpEndpoint(bind("::", 0), on_datagrams=inbox.extend, answers_from_asked=True)
    with endpoint, socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as manager:
        manager.connect(("::1", endpoint.local_address[1]))
        manager.send(b"asked")
        await until(lambda: bool(inbox))
        assert asked_address(inbox[0][1], endpoint.local_address) == ("::1", endpoint.local_address[1])
        endpoint.send(b"answered", inbox[0][1])
        manager.settimeout(5)
        assert manager.recv(100) == b"answered"


@pytest.mark.parametrize(("host", "is_told"), [("0.0.0.0", True), ("127.0.0.1", False)])
def test_only_a_socket_bound_to_all_addresses_pays_for_it(host: str, *, is_told: bool) -> None:
    with bind(host, 0) as sock:
        assert tell_asked_addresses(sock) is is_told


async def test_a_socket_that_only_asks_does_not_pay_for_it() -> None:
    with UdpEndpoint.open("", 0, on_datagrams=lambda _: None) as endpoint:
        assert endpoint._receive == endpoint._sock.recvfrom


def test_the_interface_is_left_to_the_routing_table_unless_the_address_needs_it() -> None:
    control = [(socket.IPPROTO_IP, IP_PKTINFO, struct.pack("@i4s4s", 7, bytes((192, 0, 2, 1)), bytes(4)))]
    asked = read_asked(control)
    assert asked == ("192.0.2.1", [(0, IP_PKTINFO, struct.pack("@i4s4s", 0, bytes((192, 0, 2, 1)), bytes(4)))])


@pytest.mark.parametrize(
    ("host", "answers_from", "interface"),
    [("2001:db8::1", "2001:db8::1", 0), ("fe80::1", "fe80::1", 7), ("ff02::1", "::", 7)],
)
def test_link_local_addresses_keep_their_interface_and_nobody_answers_from_multicast(
    host: str, answers_from: str, interface: int
) -> None:
    octets = socket.inet_pton(socket.AF_INET6, host)
    asked = read_asked([(socket.IPPROTO_IPV6, socket.IPV6_PKTINFO, struct.pack("@16sI", octets, 7))])
    assert asked is not None
    text, ((_, _, content),) = asked
    assert text == host
    assert struct.unpack("@16sI", content) == (socket.inet_pton(socket.AF_INET6, answers_from), interface)


def test_without_control_messages_there_is_nothing_to_answer_from() -> None:
    assert read_asked([]) is None
    assert asked_address(("192.0.2.1", 161), ("192.0.2.9", 162)) == ("192.0.2.9", 162)


def test_a_source_that_knows_what_it_asked_is_the_same_source() -> None:
    assert AskedAddress(("192.0.2.1", 161)) == ("192.0.2.1", 161)
