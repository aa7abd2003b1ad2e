"""The process that reads recordings for a simulator, so that reading holds up no answer and a bad file only itself.

Run as `python -m trishul.workers.recording_reader`: paths come in on standard input, devices go out on standard output
in pieces; both are frames of four octets of length and a body, which is msgpack for a piece. It ends with its input.
Owns this loop and how findings are said; reading is `simulation.recordings`.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from trishul.errors import RecordingError
from trishul.simulation.device import Device
from trishul.simulation.recordings.files import read_recording
from trishul.simulation.recordings.recording import Recording
from trishul.workers.device_pieces import Piece, Unreadable, device_pieces
from trishul.workers.parent_process import die_with_parent

LENGTH_OCTETS = 4
MAX_FINDINGS = 20
"""Sentences about one recording; the rest is counted."""


def read_device(path: Path) -> Iterator[Piece]:
    """The device of a recording in pieces, or the reason why there is none."""
    try:
        recording = read_recording(path)
        device = Device.from_recording(recording)
    except RecordingError as error:
        yield Unreadable(error.reason)
        return
    except MemoryError:
        yield Unreadable("There is not enough memory for it")
        return
    yield from device_pieces(device, findings_of(recording))


def findings_of(recording: Recording) -> list[str]:
    """What was repaired or left out, a sentence each, up to a limit."""
    sentences = [f"line {warning.line}: {warning.message}" for warning in recording.warnings[:MAX_FINDINGS]]
    left_out = len(recording.warnings) - len(sentences) + recording.unlisted_warnings
    return [*sentences, f"{left_out:,} more findings"] if left_out else sentences


def serve(paths: BinaryIO, pieces: BinaryIO) -> None:
    """Answers every path until there are no more."""
    while len(head := paths.read(LENGTH_OCTETS)) == LENGTH_OCTETS:
        path = Path(os.fsdecode(paths.read(int.from_bytes(head, "big"))))
        for piece in read_device(path):
            body = msgspec.msgpack.encode(piece)
            pieces.write(len(body).to_bytes(LENGTH_OCTETS, "big") + body)
        pieces.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()
    serve(sys.stdin.buffer, sys.stdout.buffer)
