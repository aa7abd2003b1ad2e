"""SNMP messages in TCP segments: each is a BER value that says where it ends (RFC 3430 §2).

Owns the order of segments and the seams between messages. A stream that was not seen from its beginning starts at the
first segment that begins with a message.
"""

from __future__ import annotations

from collections.abc import Iterator

from trishul.errors import DecodeError
from trishul.protocol.ber import MAX_MESSAGE_OCTETS, SEQUENCE
from trishul.protocol.capture.internet import Endpoint, Segment

MAX_STREAMS = 1024
"""The one that was begun first is forgotten first."""
MAX_WAITING_SEGMENTS = 64
"""Segments of a stream kept behind a missing one, which is then taken to be lost."""
_SEQUENCE_SPACE = 2**32
_BEHIND = 2**31


class TcpStreams:
    """Takes segments in the order of their capture and gives the messages that each completes."""

    def __init__(self) -> None:
        self._streams: dict[tuple[Endpoint, Endpoint], _Stream] = {}

    def take(self, segment: Segment) -> list[bytes]:
        """Whole messages, in their order."""
        key = segment.source, segment.destination
        stream = self._streams.get(key)
        if stream is None or segment.is_first:
            if not segment.is_first and segment.payload[:1] != bytes((SEQUENCE,)):
                return []
            if len(self._streams) >= MAX_STREAMS:
                del self._streams[next(iter(self._streams))]
            stream = self._streams[key] = _Stream(segment.sequence + segment.is_first)
        messages = list(stream.take(segment))
        if segment.is_last:
            self._streams.pop(key, None)
        return messages


class _Stream:
    """One direction of a connection."""

    __slots__ = ("_buffer", "_next", "_waiting")

    def __init__(self, first: int) -> None:
        self._next = first % _SEQUENCE_SPACE
        self._buffer = b""
        self._waiting: dict[int, bytes] = {}

    def take(self, segment: Segment) -> Iterator[bytes]:
        """The messages that end in this segment, or in those that waited for it."""
        if segment.payload:
            self._waiting[(segment.sequence + segment.is_first) % _SEQUENCE_SPACE] = segment.payload
        if len(self._waiting) > MAX_WAITING_SEGMENTS:
            self._next = min(self._waiting, key=lambda at: (at - self._next) % _SEQUENCE_SPACE)
            self._buffer = b""
        while self._waiting:
            at = next((at for at in self._waiting if (self._next - at) % _SEQUENCE_SPACE < _BEHIND), None)
            if at is None:
                return
            fresh = self._waiting.pop(at)[(self._next - at) % _SEQUENCE_SPACE :]
            self._next = (self._next + len(fresh)) % _SEQUENCE_SPACE
            self._buffer += fresh
            yield from self._whole_messages()

    def _whole_messages(self) -> Iterator[bytes]:
        while self._buffer:
            try:
                size = _message_size(self._buffer)
            except DecodeError:
                self._buffer = b""  # where the next message starts cannot be known; a later segment may begin with one
                return
            if size is None or size > len(self._buffer):
                return
            yield self._buffer[:size]
            self._buffer = self._buffer[size:]


def _message_size(octets: bytes) -> int | None:
    """Octets of the message that begins here; None where too few are there to tell. Raises DecodeError."""
    if octets[0] != SEQUENCE:
        raise DecodeError("no message begins here", 0)
    if len(octets) < 2:
        return None
    length, count = octets[1], 0
    if length >= 0x80:
        count = length & 0x7F
        if not 0 < count <= 4:
            raise DecodeError("a length that no message has", 1)
        if len(octets) < 2 + count:
            return None
        length = int.from_bytes(octets[2 : 2 + count], "big")
    if length > MAX_MESSAGE_OCTETS:
        raise DecodeError("a message that is too long", 1)
    return 2 + count + length
