"""A recording as the process beside the simulator reads it: its device in pieces, or the reason why there is none.

Owns how findings are said; reading is `simulation.recordings`, the process is `device_maker`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from trishul.errors import RecordingError
from trishul.simulation.device import Device
from trishul.simulation.recordings.files import read_recording
from trishul.simulation.recordings.recording import Recording
from trishul.workers.device_pieces import Piece, Unreadable, device_pieces

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
