"""Which of this host's addresses a datagram was sent to, and answers that leave from it (ip(7), RFC 3542 §6).

A socket bound to all addresses otherwise answers from the one that the route prefers, and a manager that asked another
one throws the answer away. Owns the control messages; only sockets bound to a wildcard pay for them.
"""

from __future__ import annotations

import socket
import struct
from typing import Any, TypeAlias

from trishul.engine.addresses import Address
from trishul.transport.addresses import TcpAddress

_IP_PKTINFO = 8
"""linux/in.h; the socket module of Python 3.11 does not name it."""
_IN_PKTINFO = struct.Struct("@i4s4s")
"""in_pktinfo: interface, the local address (for a broadcast too), the header's destination."""
_IN6_PKTINFO = struct.Struct("@16sI")
"""in6_pktinfo: destination, interface."""
_ANY_IPV6 = bytes(16)
CONTROL_BYTES = socket.CMSG_SPACE(max(_IN_PKTINFO.size, _IN6_PKTINFO.size))
_WILDCARDS = frozenset({"0.0.0.0", "::"})  # noqa: S104 -- compared with, not bound

_Control: TypeAlias = list[tuple[int, int, bytes]]


class AskedAddress(tuple[Any, ...]):  # noqa: SLOT001 -- a tuple has no room for slots
    """A peer's address that knows which of ours it sent to."""

    asked: tuple[str, _Control]
    """The address as text, and the control messages that make an answer leave from it."""


def tell_asked_addresses(sock: socket.socket) -> bool:
    """Asks the system to say the local address of each datagram; False where it need not or cannot."""
    if sock.getsockname()[0] not in _WILDCARDS:
        return False
    try:
        if sock.family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
        else:
            sock.setsockopt(socket.IPPROTO_IP, _IP_PKTINFO, 1)
    except (OSError, AttributeError):
        return False  # not this system: answers leave from where the route begins
    return True


def read_asked(control: list[tuple[int, int, bytes]]) -> tuple[str, _Control] | None:
    """The local address in received control messages, and those that an answer takes."""
    for level, kind, content in control:
        if level == socket.IPPROTO_IP and kind == _IP_PKTINFO:
            _, local, _ = _IN_PKTINFO.unpack(content)
            # No interface: which way an answer takes is the routing table's to say.
            return socket.inet_ntoa(local), [(level, kind, _IN_PKTINFO.pack(0, local, bytes(4)))]
        if level == socket.IPPROTO_IPV6 and kind == socket.IPV6_PKTINFO:
            local, interface = _IN6_PKTINFO.unpack(content)
            text = socket.inet_ntop(socket.AF_INET6, local)
            if local[0] == 0xFF:  # nobody answers from a multicast address
                local = _ANY_IPV6
            elif local[0] != 0xFE or local[1] & 0xC0 != 0x80:
                interface = 0  # only a link-local address needs one
            return text, [(level, kind, _IN6_PKTINFO.pack(local, interface))]
    return None


def asked_address(source: Address, bound: Address) -> Address:
    """The local address that a datagram or message came to; `bound` where the socket has one address only."""
    if type(source) is tuple:
        return bound
    if isinstance(source, AskedAddress):
        return source.asked[0], bound[1]
    if isinstance(source, TcpAddress) and source.connection is not None:
        return source.connection.local_host, bound[1]
    return bound
