"""A recording as the process beside the simulator reads it: its device in pieces, or the reason why there is none.

Owns how findings are said; reading is `simulation.recordings`, the process is `device_maker`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from trishul.errors import RecordingError, TrishulError
from trishul.simulation.device import Device
from trishul.simulation.recordings.files import read_recording
from trishul.simulation.recordings.recording import Recording
from trishul.workers.device_pieces import Piece, Unreadable, device_pieces

if TYPE_CHECKING:
    from trishul.library.library import Library
    from trishul.library.names import Names

MAX_FINDINGS = 20
"""Sentences about one recording; the rest is counted."""


class MibNames:
    """The names of a MIB library, which is opened for a recording with words in it."""

    def __init__(self, library_index: str) -> None:
        self._index = library_index
        self._library: Library | None = None

    def find(self) -> Names | None:
        """The names; None where there is no index that can be read."""
        if not self._index:
            return None
        from trishul.library.library import Library
        from trishul.library.names import Names

        try:
            self._library = Library.open(Path(self._index))
        except TrishulError:
            return None  # it is not there yet, or being made
        return Names(self._library)

    def close(self) -> None:
        """Closes the library."""
        if self._library is not None:
            self._library.close()


def read_device(path: Path, library_index: str = "") -> Iterator[Piece]:
    """The device of a recording in pieces, or the reason why there is none."""
    names = MibNames(library_index)
    try:
        recording = read_recording(path, names.find)
        device = Device.from_recording(recording)
    except RecordingError as error:
        yield Unreadable(error.reason)
        return
    except MemoryError:
        yield Unreadable("There is not enough memory for it")
        return
    finally:
        names.close()
    yield from device_pieces(device, findings_of(recording))


def findings_of(recording: Recording) -> list[str]:
    """What was repaired or left out, a sentence each, up to a limit."""
    sentences = [warning.sentence for warning in recording.warnings[:MAX_FINDINGS]]
    left_out = len(recording.warnings) - len(sentences) + recording.unlisted_warnings
    return [*sentences, f"{left_out:,} more findings"] if left_out else sentences
