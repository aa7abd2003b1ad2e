"""How many variable bindings a community message has, told by its headers alone.

A receiver that takes so many at most asks this before anything is decoded: the bindings of the largest datagram are
thousands of objects. Octets that are no such message count as none, since the decoder knows better what is wrong.
"""

from __future__ import annotations

from trishul.errors import DecodeError
from trishul.protocol.ber import read_header

SHORTEST_VARBIND = 6
"""Octets of one with an empty name and no value: three headers."""


def count_varbinds(data: bytes, most: int) -> int:
    """The number of bindings; of more than `most`, `most` + 1."""
    count = 0
    try:
        _, pos, end = read_header(data, 0, len(data))
        for _ in ("version", "community"):
            _, _, pos = read_header(data, pos, end)
        _, pos, end = read_header(data, pos, end)
        start = stop = pos
        while pos < end:  # the list is the last part of every PDU (RFC 1157 §4.1, RFC 3416 §3)
            _, start, stop = read_header(data, pos, end)
            pos = stop
        while start < stop and count <= most:
            _, _, start = read_header(data, start, stop)
            count += 1
    except DecodeError:
        return 0
    return count
