"""Addresses in the forms that net-snmp's tools and people write."""

from __future__ import annotations

from typing import Any

import pytest

from trishul.cli.addresses import ListenAddress, PeerAddress, parse_listen, parse_peer
from trishul.errors import InvalidInput

WRITTEN = [
    ("10.0.0.1", ("10.0.0.1", 161, None)),
    ("10.0.0.1:1161", ("10.0.0.1", 1161, None)),
    ("switch.example:1161", ("switch.example", 1161, None)),
    ("udp:10.0.0.1", ("10.0.0.1", 161, None)),
    ("udp:switch:1161", ("switch", 1161, None)),
    ("UDP:switch:1161", ("switch", 1161, None)),
    ("udp:1161", ("udp", 1161, None)),
    ("::1", ("::1", 161, None)),
    ("2001:db8::1", ("2001:db8::1", 161, None)),
    ("[::1]", ("::1", 161, None)),
    ("[::1]:1161", ("::1", 1161, None)),
    ("[fe80::1%eth0]:1161", ("fe80::1%eth0", 1161, None)),
    ("udp6:[::1]:1161", ("::1", 1161, 6)),
    ("udp6:switch:1161", ("switch", 1161, 6)),
    ("udp6:::1", ("::1", 161, 6)),
    ("tcp:switch", ("switch", 161, None, "tcp")),
    ("tcp:10.0.0.1:1161", ("10.0.0.1", 1161, None, "tcp")),
    ("tcp:[::1]:1161", ("::1", 1161, None, "tcp")),
    ("tcp6:[::1]:1161", ("::1", 1161, 6, "tcp")),
    ("TCP6:switch", ("switch", 161, 6, "tcp")),
    ("tcp:1161", ("tcp", 1161, None)),
]

REFUSED = [
    "",
    ":161",
    "host:",
    "host:70000",
    "host:-1",
    "host:snmp",
    "[::1",
    "[::1]161",
    "dtlsudp:host:161",
    "two words",
]


@pytest.mark.parametrize(("text", "address"), WRITTEN)
def test_a_peer_is_read_as_net_snmp_writes_it(text: str, address: tuple[Any, ...]) -> None:
    assert parse_peer(text, 161) == PeerAddress(*address)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_address_is_refused_by_its_text(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_peer(text, 161)
    assert repr(text) in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:1061", ("127.0.0.1", 1061)),
        ("[::]:0", ("::", 0)),
        (":1061", ("0.0.0.0", 1061)),
        ("udp:127.0.0.1:1061", ("127.0.0.1", 1061)),
        ("udp::1061", ("0.0.0.0", 1061)),
        ("udp6:1061", ("::", 1061)),
        ("udp6:[::1]:1061", ("::1", 1061)),
        ("tcp:127.0.0.1:1061", ("127.0.0.1", 1061, "tcp")),
        ("tcp::1061", ("0.0.0.0", 1061, "tcp")),
        ("tcp:1061", ("0.0.0.0", 1061, "tcp")),
        ("tcp6:[::1]:0", ("::1", 0, "tcp")),
        ("tcp6::1061", ("::", 1061, "tcp")),
    ],
)
def test_a_listening_address_always_has_a_port(text: str, address: tuple[Any, ...]) -> None:
    assert parse_listen(text) == ListenAddress(*address)


@pytest.mark.parametrize("text", ["tcp6:localhost:161", "udp6:127.0.0.1:161"])
def test_a_listening_address_that_asks_for_ipv6_is_one(text: str) -> None:
    with pytest.raises(InvalidInput, match="asks for IPv6"):
        parse_listen(text)


def test_a_listening_address_is_shown_as_it_is_written() -> None:
    assert [str(parse_listen(text)) for text in ("tcp6:[::1]:0", ":161")] == ["tcp:[::1]:0", "udp:0.0.0.0:161"]


@pytest.mark.parametrize("text", ["127.0.0.1", "::1", "1061", ""])
def test_a_listening_address_without_a_port_is_refused_with_the_form_to_use(text: str) -> None:
    with pytest.raises(InvalidInput, match="names no port"):
        parse_listen(text)
