"""Addresses as command lines write them: net-snmp's agent addresses for peers, HOST:PORT for what is listened on.

Owns that syntax only; names are resolved by the transport.
"""

from __future__ import annotations

from typing import NamedTuple

from trishul.errors import InvalidInput

_UDP_PREFIXES = {
    "udp": None,
    "udp4": None,
    "udp6": 6,
    "udpv6": 6,
    "udpipv6": 6,
}
"""net-snmp's transport specifiers that mean UDP, and the IP version each of them demands."""

_OTHER_PREFIXES = ("tcp", "tcp6", "tcpv6", "dtlsudp", "tlstcp", "unix", "ssh")


class PeerAddress(NamedTuple):
    """Where to send; `ip_version` is 6 when the text demanded it, else None."""

    host: str
    port: int
    ip_version: int | None = None


def parse_peer(text: str, default_port: int) -> PeerAddress:
    """`host`, `host:port`, `[v6]`, `[v6]:port`, a bare IPv6 address, each also behind `udp:` or `udp6:`.

    Raises InvalidInput.
    """
    prefix, colon, rest = text.partition(":")
    word = prefix.lower()
    if colon and word in _OTHER_PREFIXES:
        raise InvalidInput(f"{text!r} asks for {word}, but only UDP is spoken. Write HOST:PORT or udp6:[ADDRESS]:PORT")
    if colon and word in _UDP_PREFIXES and not rest.isdecimal():
        host, port = _split(rest, text)
        return PeerAddress(host, default_port if port is None else port, _UDP_PREFIXES[word])
    host, port = _split(text, text)
    return PeerAddress(host, default_port if port is None else port)


def parse_listen(text: str) -> tuple[str, int]:
    """`HOST:PORT`, `[v6]:PORT`, or `:PORT` for all IPv4 addresses; port 0 means any free one. Raises InvalidInput."""
    host, port = _split(text, text, allow_empty_host=True)
    if port is None:
        raise InvalidInput(f"{text!r} names no port. Write HOST:PORT, such as 127.0.0.1:1061")
    return host or "0.0.0.0", port  # noqa: S104 -- written by the user as `:PORT`, which means all addresses


def _split(text: str, whole: str, *, allow_empty_host: bool = False) -> tuple[str, int | None]:
    """Host and port, the port None where the text has none."""
    if text.startswith("["):
        host, bracket, tail = text[1:].partition("]")
        if not bracket or (tail and not tail.startswith(":")):
            raise InvalidInput(f"{whole!r} is no address. Write an IPv6 address as [ADDRESS]:PORT")
        port_text = tail[1:] if tail else None
    elif text.count(":") > 1:
        host, port_text = text, None
    else:
        host, colon, tail = text.partition(":")
        port_text = tail if colon else None
    if (not host and not allow_empty_host) or any(character.isspace() for character in host):
        raise InvalidInput(f"{whole!r} is no address. Write HOST or HOST:PORT")
    return host, None if port_text is None else _port(port_text, whole)


def _port(text: str, whole: str) -> int:
    if not text.isdecimal() or not text.isascii() or int(text) > 65535:
        raise InvalidInput(f"{whole!r}: the port must be a number from 0 to 65535")
    return int(text)
