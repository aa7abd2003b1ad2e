"""Streams under abuse: where they are cut on their way changes neither the messages in them nor what is lost."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from tests.fuzz.mutations import mutations
from trishul.transport.framing import FramingLost, MessageFramer

_COUNT = 5_000
_PIECES = (1, 2, 3, 7, 50)


def messages_of(stream: bytes, piece: int) -> list[bytes]:
    framer = MessageFramer(65507)
    messages: list[bytes] = []
    with suppress(FramingLost):
        for at in range(0, len(stream), piece):
            framer.feed(stream[at : at + piece])
            goes_on = True
            while goes_on:
                taken, goes_on = framer.take(3)
                messages += taken
    return messages


def check(stream: bytes) -> None:
    whole = messages_of(stream, len(stream) + 1)
    assert stream.startswith(b"".join(whole))
    for piece in _PIECES:
        assert messages_of(stream, piece) == whole, f"in pieces of {piece}: {stream.hex()}"


def test_cutting_what_once_did_harm_changes_nothing(corpus: Mapping[str, bytes], seeds: Mapping[str, bytes]) -> None:
    for data in (*corpus.values(), *seeds.values()):
        check(data)
        check(b"".join(seeds.values()) + data + data)


def test_cutting_a_spoiled_stream_changes_nothing(seeds: Mapping[str, bytes]) -> None:
    short = [data for data in seeds.values() if len(data) < 200]
    for first, second in zip(mutations(short, _COUNT, seed=61), mutations(short, _COUNT, seed=62), strict=True):
        check((first + second)[:1000])
