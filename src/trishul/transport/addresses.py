"""Socket addresses: names to numbers, numbers to text, and sockets bound with errors that have names.

Owns every use of getaddrinfo and every bind. Where a name has both families IPv4 comes first, as net-snmp's `udp`
transport does, so that `localhost` means the same to both. IPv6 sockets take IPv6 only: a mapped `::ffff:` address
would show one peer under two names, and is IPv4 here wherever it is written.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from trishul.engine.addresses import Address
from trishul.errors import (
    AddressInUse,
    AddressNotAvailable,
    InvalidInput,
    PermissionRefused,
    TargetUnreachable,
    TrishulError,
)

if TYPE_CHECKING:
    from trishul.transport.tcp_connection import TcpConnection

MAX_PORT = 65535
_BACKLOG = 1024
"""Connections that wait to be accepted; the system may allow fewer."""
_MAPPED_PREFIX = "::ffff:"

_BIND_ERRORS: dict[int, type[AddressInUse | AddressNotAvailable | PermissionRefused]] = {
    errno.EADDRINUSE: AddressInUse,
    errno.EACCES: PermissionRefused,
    errno.EPERM: PermissionRefused,
}
"""Everything else a bind can say (no such address, no such family, no such interface) means that it is not ours."""


class TcpAddress(tuple[Any, ...]):  # noqa: SLOT001 -- a tuple has no room for slots
    """A peer's address over TCP; answers find their way back by `connection`.

    It is never equal to the same numbers over UDP, so that no datagram answers a request that went over a connection.
    """

    connection: TcpConnection | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TcpAddress) and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(("tcp", tuple.__hash__(self)))


def address_text(address: Address) -> str:
    """`192.0.2.1:161`, `[2001:db8::1]:161`, or `[fe80::1%eth0]:161` where only the scope makes it an address."""
    host, port = address[0], address[1]
    if ":" not in host:
        return f"{host}:{port}"
    scope = address[3] if len(address) > 3 else 0
    return f"[{host}%{_scope_name(scope)}]:{port}" if scope and "%" not in host else f"[{host}]:{port}"


def _scope_name(scope: int) -> str:
    try:
        return socket.if_indextoname(scope)
    except OSError:
        return str(scope)  # the interface is gone


def check_port(port: int, *, lowest: int = 0) -> int:
    """The port itself. Raises InvalidInput outside `lowest`..65535."""
    if isinstance(port, bool) or not isinstance(port, int) or not lowest <= port <= MAX_PORT:
        raise InvalidInput(f"A port is a number from {lowest} to {MAX_PORT}, not {port!r}", field="port")
    return port


def bind(host: str, port: int, kind: int = socket.SOCK_DGRAM) -> socket.socket:
    """A non-blocking UDP socket bound to an address of this host; port 0 lets the system choose.

    With `kind` SOCK_STREAM it is a TCP socket that listens.

    `host` is an address or a name this host resolves by itself; a name that needs a DNS server would wait for it.
    Raises InvalidInput, AddressInUse, AddressNotAvailable or PermissionRefused.
    """
    wanted = address_text((host, check_port(port)))
    try:
        candidates = _candidates(host, port, socket.AI_PASSIVE)
    except OSError:
        raise AddressNotAvailable(wanted) from None
    refusal: TrishulError = AddressNotAvailable(wanted)
    for family, address in candidates:
        bound = _bind_one(family, address, kind)
        if isinstance(bound, socket.socket):
            return bound
        refusal = bound
        if not isinstance(refusal, AddressNotAvailable):
            break  # a port that is taken on the first address is taken: the next family is not what was meant
    raise refusal


def _bind_one(family: int, address: Address, kind: int) -> socket.socket | TrishulError:
    try:
        sock = socket.socket(family, kind)
    except OSError as error:
        if error.errno != errno.EAFNOSUPPORT:
            raise  # no more descriptors or memory: nothing that another address would help
        return AddressNotAvailable(address_text(address))
    try:
        # For UDP it would let a second program take the port over without an error; for TCP it only means that
        # connections of an earlier run, which the system remembers for a minute, do not hold the port.
        if kind == socket.SOCK_STREAM:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.setblocking(False)
        sock.bind(address)
        if kind == socket.SOCK_STREAM:
            sock.listen(_BACKLOG)
    except OSError as error:
        sock.close()
        return _BIND_ERRORS.get(error.errno or 0, AddressNotAvailable)(address_text(address))
    return sock


def numeric_address(host: str, port: int) -> Address | None:
    """The socket address of a numeric host, or None for a name. Never waits.

    An IPv4 address in IPv6 form (`::ffff:192.0.2.1`) is the IPv4 address: that is what such a peer speaks.
    """
    try:
        return _candidates(host, port, socket.AI_NUMERICHOST)[0][1]
    except OSError:
        return None


async def resolve(host: str, port: int, ip_version: int | None = None) -> Address:
    """The socket address of a host; a name gives IPv4 unless 6 is asked. Raises TargetUnreachable for unknown ones."""
    address = numeric_address(host, port)
    if address is not None:
        return address
    family = socket.AF_INET6 if ip_version == 6 else socket.AF_UNSPEC
    try:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(_dns_name(host), port, family=family, type=socket.SOCK_DGRAM)
    except OSError:
        raise TargetUnreachable(host, "the name is not known") from None
    return _ipv4_first(found)[0][1]


def local_ipv4_towards(address: Address) -> str | None:
    """The IPv4 address this host sends from when it sends to an address; None over IPv6 or without a route."""
    if ":" in address[0]:
        return None
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        try:
            sock.connect(address)  # of a UDP socket: chooses the route, sends nothing
        except OSError:
            return None
        return str(sock.getsockname()[0])


def _candidates(host: str, port: int, flags: int) -> list[tuple[int, Address]]:
    found = socket.getaddrinfo(_dns_name(_unmapped(host)) or None, port, type=socket.SOCK_DGRAM, flags=flags)
    return _ipv4_first(found)


def _unmapped(host: str) -> str:
    """The IPv4 address in an IPv4-mapped one (RFC 4291 §2.5.5.2); every other host as it is."""
    if not host.lower().startswith(_MAPPED_PREFIX) and not host.startswith("0:"):
        return host
    try:
        octets = socket.inet_pton(socket.AF_INET6, host)
    except OSError:
        return host
    is_mapped = octets[:12] == socket.inet_pton(socket.AF_INET6, "::ffff:0.0.0.0")[:12]
    return socket.inet_ntoa(octets[12:]) if is_mapped else host


def _dns_name(host: str) -> bytes:
    """The octets of a name. ASCII stays as it is: the codec for other names takes milliseconds to load."""
    try:
        return host.encode("ascii" if host.isascii() else "idna")
    except UnicodeError:
        raise OSError(errno.EINVAL, "no DNS name") from None


def _ipv4_first(found: Sequence[tuple[int, int, int, str, Address]]) -> list[tuple[int, Address]]:
    return sorted(((int(entry[0]), entry[4]) for entry in found), key=lambda pair: pair[0] != socket.AF_INET)
