"""Addresses as command lines write them, which is net-snmp's way: udp:HOST:PORT, tcp6:[ADDRESS]:PORT, HOST.

Owns that syntax only; names are resolved by the transport.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from trishul.errors import InvalidInput

_PREFIXES: dict[str, tuple[Literal["udp", "tcp"], int | None]] = {
    "udp": ("udp", None),
    "udp4": ("udp", None),
    "udp6": ("udp", 6),
    "udpv6": ("udp", 6),
    "udpipv6": ("udp", 6),
    "tcp": ("tcp", None),
    "tcp4": ("tcp", None),
    "tcp6": ("tcp", 6),
    "tcpv6": ("tcp", 6),
    "tcpipv6": ("tcp", 6),
}
"""net-snmp's transport specifiers: the transport, and the IP version that each demands."""

_OTHER_PREFIXES = ("dtlsudp", "tlstcp", "unix", "ssh")
_ALL_ADDRESSES = {None: "0.0.0.0", 6: "::"}  # noqa: S104 -- written by the user as `:PORT`, which means all addresses


class PeerAddress(NamedTuple):
    """Where to send; `ip_version` is 6 when the text demanded it, else None."""

    host: str
    port: int
    ip_version: int | None = None
    transport: Literal["udp", "tcp"] = "udp"


class ListenAddress(NamedTuple):
    """Where to listen, and over what."""

    host: str
    port: int
    transport: Literal["udp", "tcp"] = "udp"

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.transport}:{host}:{self.port}"


def parse_peer(text: str, default_port: int) -> PeerAddress:
    """`host`, `host:port`, `[v6]`, `[v6]:port`, a bare IPv6 address, each also behind `udp:`, `udp6:`, `tcp:`, `tcp6:`.

    Raises InvalidInput.
    """
    transport, ip_version, rest = _transport_of(text)
    if rest.isdecimal() and rest != text:  # `udp:161`: a host of that name, and its port
        transport, ip_version, rest = "udp", None, text
    host, port = _split(rest, text)
    return PeerAddress(host, default_port if port is None else port, ip_version, transport)


def parse_listen(text: str) -> ListenAddress:
    """`HOST:PORT`, `[v6]:PORT`, or `:PORT` for all IPv4 addresses; port 0 means any free one.

    Behind `udp6:` or `tcp6:`, `:PORT` means all IPv6 addresses; behind any transport, PORT alone means the same as
    `:PORT`. Raises InvalidInput.
    """
    transport, ip_version, rest = _transport_of(text)
    if rest.isdecimal() and rest != text:
        rest = f":{rest}"
    host, port = _split(rest, text, allow_empty_host=True)
    if port is None:
        raise InvalidInput(f"{text!r} names no port. Write HOST:PORT, such as 127.0.0.1:1061")
    if ip_version == 6 and host and ":" not in host:
        raise InvalidInput(f"{text!r} asks for IPv6. Write the address as [ADDRESS]:PORT")
    return ListenAddress(host or _ALL_ADDRESSES[ip_version], port, transport)


def _transport_of(text: str) -> tuple[Literal["udp", "tcp"], int | None, str]:
    """The transport, the IP version it demands, and the address behind it. Raises InvalidInput."""
    prefix, colon, rest = text.partition(":")
    word = prefix.lower()
    if colon and word in _OTHER_PREFIXES:
        raise InvalidInput(f"{text!r} asks for {word}, but only UDP and TCP are spoken. Write udp: or tcp:HOST:PORT")
    if not colon or word not in _PREFIXES:
        return "udp", None, text
    return *_PREFIXES[word], rest


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
