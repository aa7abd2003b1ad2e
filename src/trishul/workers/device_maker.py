"""The process that makes devices for a simulator, so that making one holds up no answer and a bad file only itself.

Run as `python -m trishul.workers.device_maker`: wishes come in on standard input, devices go out on standard output in
pieces; both are frames of four octets of length and a body in msgpack. It ends with its input. Owns this loop; reading
is `recording_reader`, making from modules `generated_device`, whose parts are loaded when they are first needed.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from trishul.workers.device_pieces import Piece
from trishul.workers.device_wishes import DeviceWish, ModulesWish
from trishul.workers.parent_process import die_with_parent
from trishul.workers.recording_reader import read_device

LENGTH_OCTETS = 4


def serve(wishes: BinaryIO, pieces: BinaryIO) -> None:
    """Answers every wish until there are no more."""
    decoder = msgspec.msgpack.Decoder(DeviceWish)
    while len(head := wishes.read(LENGTH_OCTETS)) == LENGTH_OCTETS:
        for piece in _made(decoder.decode(wishes.read(int.from_bytes(head, "big")))):
            body = msgspec.msgpack.encode(piece)
            pieces.write(len(body).to_bytes(LENGTH_OCTETS, "big") + body)
        pieces.flush()


def _made(wish: DeviceWish) -> Iterator[Piece]:
    if isinstance(wish, ModulesWish):
        from trishul.workers.generated_device import make_device

        return make_device(wish)
    return read_device(wish.path, wish.library_index)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()
    serve(sys.stdin.buffer, sys.stdout.buffer)
