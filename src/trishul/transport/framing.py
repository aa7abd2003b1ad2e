"""Where one SNMP message ends in a stream of octets (RFC 3430 §2.1).

A stream has no boundaries of its own: the length of the outermost SEQUENCE is the frame. Owns that split and what makes
it impossible: who loses the frame cannot find it again, so the connection has to go. Nothing inside a message is read
but the tag of its first field, which every message of every version has and which a stream of text lacks.
"""

from __future__ import annotations

from trishul.engine.drops import DropReason
from trishul.protocol.ber import INTEGER, SEQUENCE

_SHORT_LENGTHS = 0x80
_MAX_LENGTH_OCTETS = 4


class FramingLost(Exception):
    """The stream has no further messages: `reason` and what it was, in words."""

    def __init__(self, reason: DropReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class MessageFramer:
    """Takes octets as they come, gives whole messages; never keeps more than one unfinished message and one feed."""

    __slots__ = ("_buffer", "_max_message_bytes")

    def __init__(self, max_message_bytes: int) -> None:
        self._buffer = b""
        self._max_message_bytes = max_message_bytes

    @property
    def unfinished(self) -> bytes:
        """Octets of a message that is not whole, or that nobody has taken yet."""
        return bytes(self._buffer)

    def feed(self, octets: bytes) -> None:
        """Adds what was received."""
        self._buffer = self._buffer + octets if self._buffer else octets

    def take(self, limit: int) -> tuple[list[bytes], bool]:
        """Up to `limit` messages, and whether it is worth asking again before more is fed.

        Raises FramingLost when the next octets are no message; messages before them are given first.
        """
        buffer, at, end = self._buffer, 0, len(self._buffer)
        messages: list[bytes] = []
        is_lost = False
        while len(messages) < limit:
            try:
                size = message_size(buffer, at, end, self._max_message_bytes)
            except FramingLost:
                if not messages:
                    raise
                is_lost = True
                break
            if not size or at + size > end:
                break
            messages.append(buffer[at : at + size])
            at += size
        self._buffer = buffer[at:]
        return messages, is_lost or (len(messages) == limit and at < end)


def message_size(octets: bytes, at: int, end: int, max_message_bytes: int) -> int:
    """Octets of the message that begins at `at`; 0 while too few are there to tell. Raises FramingLost."""
    if at >= end:
        return 0
    if octets[at] != SEQUENCE:
        raise FramingLost(DropReason.FRAMING_LOST, f"a message begins with 0x30, not with 0x{octets[at]:02x}")
    if end - at < 2:
        return 0
    size, header = octets[at + 1], 2
    if size >= _SHORT_LENGTHS:
        count = size - _SHORT_LENGTHS
        if not 0 < count <= _MAX_LENGTH_OCTETS:
            raise FramingLost(DropReason.FRAMING_LOST, f"0x{size:02x} begins no length of a message")
        header += count
        if end - at < header:
            return 0
        size = int.from_bytes(octets[at + 2 : at + header], "big")
    if header + size > max_message_bytes:
        announced = f"a message of {header + size:,} octets was announced, {max_message_bytes:,} are taken"
        raise FramingLost(DropReason.TOO_LARGE, announced)
    if size and end - at > header and octets[at + header] != INTEGER:  # without a size that octet is the next message's
        raise FramingLost(DropReason.FRAMING_LOST, f"a version begins with 0x02, not with 0x{octets[at + header]:02x}")
    return header + size
