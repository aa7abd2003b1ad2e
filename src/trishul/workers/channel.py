"""Length-prefixed msgpack messages over a stream socket pair: one class for both ends, the server's and the worker's.

Strategy: a frame is four octets of length and one msgpack message (a tagged msgspec struct). Sending never waits: what
the socket does not take is kept in a bounded buffer, and a message beyond the bound is refused, counted and reported to
the caller. Reading takes one large chunk a turn of the loop. The end of the stream, a frame beyond the limit and an
undecodable message all close the channel with a reason. Owns framing and bounds; does not know what the messages mean.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

import msgspec

Received = TypeVar("Received")

MAX_FRAME_BYTES = 32 << 20
"""One batch of the largest notifications fits; more than that is no message of ours."""

_LENGTH_SIZE = 4
_READ_SIZE = 128 << 10
_SOCKET_BUFFER_BYTES = 4 << 20
_MAX_SOCKETS_AT_ONCE = 16


def channel_pair() -> tuple[socket.socket, socket.socket]:
    """Two connected stream sockets with large buffers: the server's end and the worker's end."""
    ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    for end in ends:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SOCKET_BUFFER_BYTES)
    return ends


class Channel(Generic[Received]):
    """One end of the socket pair on the running event loop.

    `on_message` gets each message in order; `on_closed` gets the reason once. Neither is called after `close`.
    """

    def __init__(
        self,
        end: socket.socket,
        decoder: msgspec.msgpack.Decoder[Received],
        *,
        on_message: Callable[[Received], None],
        on_closed: Callable[[str], None],
        max_waiting_bytes: int = 64 << 20,
        takes_sockets: bool = False,
    ) -> None:
        """`takes_sockets`: sockets that come beside messages are kept in `received_sockets`."""
        end.setblocking(False)
        self._end = end
        self._decoder = decoder
        self._encoder = msgspec.msgpack.Encoder()
        self._on_message = on_message
        self._on_closed = on_closed
        self._max_waiting_bytes = max_waiting_bytes
        self._received = bytearray()
        self._receive = self._receive_with_sockets if takes_sockets else end.recv
        self.received_sockets: deque[socket.socket] = deque()
        """In the order of the messages that they belong to; whoever takes such a message takes its sockets."""
        self._waiting: deque[tuple[memoryview, tuple[int, ...]]] = deque()
        self._flushed = asyncio.Event()
        self._flushed.set()
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(end, self._read_turn)
        self.waiting_bytes = 0
        self.refused = 0
        self.closed = False

    def send(self, message: msgspec.Struct, sockets: Sequence[socket.socket] = ()) -> bool:
        """Sends or queues a message; False when it was refused because the peer has not read for too long.

        Copies of `sockets` go beside it to a peer that takes them.
        """
        return self.send_encoded(self._encoder.encode(message), sockets)

    def send_encoded(self, body: bytes, sockets: Sequence[socket.socket] = ()) -> bool:
        """The same for a message that is already msgpack."""
        if self.closed:
            return False
        if self.waiting_bytes + _LENGTH_SIZE + len(body) > self._max_waiting_bytes:
            self.refused += 1
            return False
        frame = memoryview(len(body).to_bytes(_LENGTH_SIZE, "big") + body)
        descriptors = tuple(os.dup(each.fileno()) for each in sockets)  # it may wait here longer than they are open
        if not self._waiting:
            written = self._write(frame, descriptors)
            if written:
                frame, descriptors = frame[written:], ()
        if frame and not self.closed:
            self._queue(frame, descriptors)
        return not self.closed

    async def flush(self) -> None:
        """Waits until everything sent so far is with the kernel, or the channel is closed."""
        await self._flushed.wait()

    def drain(self) -> None:
        """Reads and delivers what the peer wrote before it ended, without waiting."""
        while not self.closed and self._read_turn():
            pass

    def close(self) -> None:
        """Closes this end; the peer sees the end of the stream."""
        if self.closed:
            return
        self.closed = True
        self._loop.remove_reader(self._end)
        self._loop.remove_writer(self._end)
        self._end.close()
        for _, descriptors in self._waiting:
            _close_all(descriptors)
        self._waiting.clear()
        for each in self.received_sockets:
            each.close()
        self.waiting_bytes = 0
        self._flushed.set()

    def _fail(self, reason: str) -> None:
        if not self.closed:
            self.close()
            self._on_closed(reason)

    def _write(self, frame: memoryview, descriptors: tuple[int, ...] = ()) -> int:
        try:
            written = socket.send_fds(self._end, [frame], descriptors) if descriptors else self._end.send(frame)
        except (BlockingIOError, InterruptedError):
            return 0
        except OSError as error:
            self._fail(f"writing failed: {error.strerror}")
            written = len(frame)
        _close_all(descriptors)
        return written

    def _queue(self, frame: memoryview, descriptors: tuple[int, ...]) -> None:
        if not self._waiting:
            self._loop.add_writer(self._end, self._write_turn)
            self._flushed.clear()
        self._waiting.append((frame, descriptors))
        self.waiting_bytes += len(frame)

    def _write_turn(self) -> None:
        while self._waiting:
            frame, descriptors = self._waiting[0]
            written = self._write(frame, descriptors)
            if self.closed:
                return
            self.waiting_bytes -= written
            if written < len(frame):
                self._waiting[0] = frame[written:], () if written else descriptors
                return
            self._waiting.popleft()
        self._loop.remove_writer(self._end)
        self._flushed.set()

    def _receive_with_sockets(self, size: int) -> bytes:
        chunk, descriptors, _, _ = socket.recv_fds(self._end, size, _MAX_SOCKETS_AT_ONCE)
        for descriptor in descriptors:
            received = socket.socket(fileno=descriptor)
            self.received_sockets.append(received)
        return chunk

    def _read_turn(self) -> bool:
        """One chunk; True when there may be more."""
        try:
            chunk = self._receive(_READ_SIZE)
        except (BlockingIOError, InterruptedError):
            return False
        except OSError as error:
            self._fail(f"reading failed: {error.strerror}")
            return False
        if not chunk:
            self._fail("the other side closed the channel")
            return False
        self._received += chunk
        self._deliver()
        return True

    def _deliver(self) -> None:
        with memoryview(self._received) as received:
            consumed = self._deliver_frames(received)
        del self._received[:consumed]

    def _deliver_frames(self, received: memoryview) -> int:
        position, available = 0, len(received)
        while available - position >= _LENGTH_SIZE and not self.closed:
            start = position + _LENGTH_SIZE
            size = int.from_bytes(received[position:start], "big")
            if size > MAX_FRAME_BYTES:
                self._fail(f"a message of {size} bytes is beyond the limit of {MAX_FRAME_BYTES}")
                break
            if start + size > available:
                break
            try:
                message = self._decoder.decode(received[start : start + size])
            except msgspec.DecodeError as error:
                self._fail(f"a message could not be read: {error}")
                break
            position = start + size
            self._on_message(message)
        return position


def _close_all(descriptors: Iterable[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
