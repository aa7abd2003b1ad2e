"""Which peers ICMP says cannot be reached, read from the error queue of an unconnected socket.

The queue is Linux's IP_RECVERR (ip(7)). One socket serves many targets, so the error must tell whose datagram failed;
a connected socket per target would tell as well but costs a socket each. Where the system has no such queue nothing
is reported and requests time out.
"""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Iterator

from trishul.engine.addresses import Address

_IP_RECVERR = 11
_IPV6_RECVERR = 25
"""linux/in.h and linux/in6.h; the socket module of Python 3.11 does not name them."""
_CONTROL_BYTES = 512
_MAX_ERRORS_A_TURN = 64
_ERRNO_BYTES = 4
"""ee_errno, the first field of struct sock_extended_err."""

UNREACHABLE_REASONS = {
    errno.ECONNREFUSED: "its port is closed",
    errno.EHOSTUNREACH: "no route to the host",
    errno.ENETUNREACH: "no route to its network",
    errno.EHOSTDOWN: "the host is down",
    errno.ENETDOWN: "the network is down",
    errno.ENOPROTOOPT: "the host does not speak UDP",
    errno.EACCES: "a filter on the way forbids it",
    errno.EPERM: "a filter on this host forbids it",
    errno.EINVAL: "the system cannot send to this address",
    errno.EADDRNOTAVAIL: "this host has no address to send from",
    errno.EAFNOSUPPORT: "this host has no such address family",
    errno.EMSGSIZE: "the message is larger than a datagram can be",
}
"""Errors after which waiting for an answer is useless, in words."""


def report_icmp_errors(sock: socket.socket) -> None:
    """Asks the kernel to queue ICMP errors of this socket."""
    if not sys.platform.startswith("linux"):
        return
    if sock.family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, _IPV6_RECVERR, 1)
    else:
        sock.setsockopt(socket.IPPROTO_IP, _IP_RECVERR, 1)


def read_icmp_errors(sock: socket.socket) -> Iterator[tuple[Address, str]]:
    """Takes errors out of the queue: whose datagram it was and the reason in words. Never waits."""
    flag: int = getattr(socket, "MSG_ERRQUEUE", 0)
    for _ in range(_MAX_ERRORS_A_TURN if flag else 0):
        try:
            _, control, _, address = sock.recvmsg(0, _CONTROL_BYTES, flag)
        except OSError:
            return  # the queue is empty
        for _level, _kind, report in control:
            code = int.from_bytes(report[:_ERRNO_BYTES], sys.byteorder)
            # A router that asks for smaller fragments is served by the kernel: the next try goes through.
            if code in UNREACHABLE_REASONS and code != errno.EMSGSIZE:
                yield address, UNREACHABLE_REASONS[code]
