"""The channel: whole messages in order, bounds that hold, and an end that is told once."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator

import msgspec
import pytest

from trishul.workers.channel import MAX_FRAME_BYTES, Channel, channel_pair
from trishul.workers.messages import Command, ConfirmStored, ForgetWaiting, Stop


class Side:
    """One end with everything that came out of it."""

    def __init__(self, end: socket.socket, *, max_waiting_bytes: int = 64 << 20) -> None:
        self.received: list[Command] = []
        self.closed_reasons: list[str] = []
        self.changed = asyncio.Event()
        self.channel: Channel[Command] = Channel(
            end,
            msgspec.msgpack.Decoder(Command),
            on_message=self._take,
            on_closed=self._end,
            max_waiting_bytes=max_waiting_bytes,
        )

    def _take(self, message: Command) -> None:
        self.received.append(message)
        self.changed.set()

    def _end(self, reason: str) -> None:
        self.closed_reasons.append(reason)
        self.changed.set()

    async def until(self, messages: int = 0, *, closed: bool = False) -> None:
        async with asyncio.timeout(5):
            while len(self.received) < messages or (closed and not self.closed_reasons):
                self.changed.clear()
                await self.changed.wait()


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    pair = channel_pair()
    yield pair
    for end in pair:
        end.close()


async def test_messages_arrive_whole_and_in_order(ends: tuple[socket.socket, socket.socket]) -> None:
    sender, receiver = Side(ends[0]), Side(ends[1])
    sent = [ConfirmStored(number) for number in range(5000)]
    assert all(sender.channel.send(message) for message in sent)
    await receiver.until(messages=5000)
    assert receiver.received == sent


async def test_both_directions_work_at_once(ends: tuple[socket.socket, socket.socket]) -> None:
    left, right = Side(ends[0]), Side(ends[1])
    left.channel.send(Stop())
    right.channel.send(ForgetWaiting(7))
    await right.until(messages=1)
    await left.until(messages=1)
    assert (left.received, right.received) == ([ForgetWaiting(7)], [Stop()])


async def test_a_frame_that_comes_in_single_bytes_is_still_one_message(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    receiver = Side(ends[1])
    body = msgspec.msgpack.encode(ConfirmStored(9))
    for octet in len(body).to_bytes(4, "big") + body:
        ends[0].send(bytes((octet,)))
        await asyncio.sleep(0)
    await receiver.until(messages=1)
    assert receiver.received == [ConfirmStored(9)]


async def test_a_peer_that_does_not_read_never_blocks_and_what_does_not_fit_is_refused_and_counted(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    sender = Side(ends[0], max_waiting_bytes=1 << 20)
    body = msgspec.msgpack.encode(ConfirmStored(1))
    taken = 0
    while sender.channel.send_encoded(body) and taken < 10_000_000:
        taken += 1
    assert sender.channel.refused == 1
    assert sender.channel.waiting_bytes <= 1 << 20
    receiver = Side(ends[1])
    await receiver.until(messages=taken)
    assert sender.channel.send(Stop()), "once the peer reads again there is room"
    await receiver.until(messages=taken + 1)
    await sender.channel.flush()
    assert sender.channel.waiting_bytes == 0


async def test_the_end_of_the_peer_is_told_once_after_its_last_message(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    sender, receiver = Side(ends[0]), Side(ends[1])
    sender.channel.send(Stop())
    sender.channel.close()
    await receiver.until(messages=1, closed=True)
    assert receiver.closed_reasons == ["the other side closed the channel"]
    assert not receiver.channel.send(Stop())


async def test_drain_delivers_what_a_dead_peer_left_behind(ends: tuple[socket.socket, socket.socket]) -> None:
    receiver = Side(ends[1])
    body = msgspec.msgpack.encode(ConfirmStored(3))
    ends[0].sendall((len(body).to_bytes(4, "big") + body) * 100)
    ends[0].close()
    receiver.channel.drain()
    assert receiver.received == [ConfirmStored(3)] * 100
    assert len(receiver.closed_reasons) == 1


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        ((MAX_FRAME_BYTES + 1).to_bytes(4, "big"), "beyond the limit"),
        (b"\x00\x00\x00\x03abc", "could not be read"),
        (b"\x00\x00\x00\x00", "could not be read"),
    ],
)
async def test_what_is_no_message_closes_the_channel_with_a_reason(
    ends: tuple[socket.socket, socket.socket], octets: bytes, reason: str
) -> None:
    receiver = Side(ends[1])
    ends[0].sendall(octets)
    await receiver.until(closed=True)
    assert reason in receiver.closed_reasons[0]
    assert receiver.channel.closed


async def test_closing_twice_is_harmless_and_tells_nobody(ends: tuple[socket.socket, socket.socket]) -> None:
    side = Side(ends[0])
    side.channel.close()
    side.channel.close()
    await side.channel.flush()
    assert side.closed_reasons == []


async def test_copies_of_sockets_come_beside_their_message(ends: tuple[socket.socket, socket.socket]) -> None:
    received: list[Command] = []
    arrived = asyncio.Event()

    def take(message: Command) -> None:
        received.append(message)
        arrived.set()

    decoder = msgspec.msgpack.Decoder(Command)
    taker = Channel(ends[1], decoder, on_message=take, on_closed=lambda _: None, takes_sockets=True)
    giver = Side(ends[0])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
        bound.bind(("127.0.0.1", 0))
        address = bound.getsockname()
        assert giver.channel.send(ForgetWaiting(7), [bound])
    async with asyncio.timeout(5):
        await arrived.wait()
    assert received == [ForgetWaiting(7)]
    with taker.received_sockets.popleft() as copy:
        assert copy.getsockname() == address
    taker.close()
    giver.channel.close()
