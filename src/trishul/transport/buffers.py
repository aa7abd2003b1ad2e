"""The kernel's side of a UDP socket: how large its receive buffer is and how many datagrams did not fit.

The default buffer holds a few hundred notifications; a burst needs megabytes. The system may grant less than asked
(`net.core.rmem_max`) without saying so, therefore what was granted is read back.
"""

from __future__ import annotations

import socket
import struct

_SO_RCVBUFFORCE = 33
"""Linux, asm-generic/socket.h: as SO_RCVBUF but beyond rmem_max, for privileged users."""
_SO_MEMINFO = 55
"""Linux 4.12, asm-generic/socket.h: memory figures of a socket; one call where /proc/net/udp has to be searched."""
_MEMINFO_FORMAT = struct.Struct("9I")
_MEMINFO_DROPS = 8
"""SK_MEMINFO_DROPS of linux/sock_diag.h: datagrams thrown away because the buffer was full or a checksum wrong."""


def grow_receive_buffer(sock: socket.socket, size_bytes: int) -> int:
    """Asks for a receive buffer, larger than the system's limit where the user may; returns the octets granted."""
    for option in (_SO_RCVBUFFORCE, socket.SO_RCVBUF):
        try:
            sock.setsockopt(socket.SOL_SOCKET, option, size_bytes)
        except OSError:
            continue  # not privileged, or not Linux: the plain option follows
        if granted_receive_buffer(sock) >= size_bytes:
            break
    return granted_receive_buffer(sock)


def granted_receive_buffer(sock: socket.socket) -> int:
    """Octets of the receive buffer. Linux reports twice what was asked, to cover its own book-keeping (socket(7))."""
    return sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)


def kernel_drops(sock: socket.socket) -> int | None:
    """Datagrams the kernel dropped at this socket since it was opened; None where the system does not tell."""
    try:
        figures = sock.getsockopt(socket.SOL_SOCKET, _SO_MEMINFO, _MEMINFO_FORMAT.size)
    except OSError:
        return None
    return int(_MEMINFO_FORMAT.unpack(figures)[_MEMINFO_DROPS]) if len(figures) == _MEMINFO_FORMAT.size else None
