"""The folder of recordings as devices, and a sentence for everything that is wrong in it.

Owns that a recording which cannot be read costs itself only, never the start of the simulator, and how much is said.
Which files are recordings, their communities and formats are `simulation.recordings`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from trishul.errors import RecordingError
from trishul.simulation.device import Device
from trishul.simulation.recordings.files import RecordingFile, find_recordings, read_recording

MAX_WARNINGS_A_FILE = 20


@dataclass(frozen=True, slots=True)
class RecordedDevice:
    """One file of the folder; `device` is None when it is not served."""

    community: bytes
    name: str
    source: str
    device: Device | None
    warnings: list[str] = field(default_factory=list)


def load_recordings(folder: Path, *, reserved_community: bytes = b"") -> Iterator[RecordedDevice]:
    """Every file of the folder, read when it is asked for; one under the reserved community is not served."""
    try:
        found = find_recordings(folder)
    except RecordingError as error:
        yield RecordedDevice(b"", folder.name, folder.name, None, [str(error)])
        return
    for ignored in found.ignored:
        source = ignored.path.relative_to(folder).as_posix()
        yield RecordedDevice(b"", source, source, None, [f"{source}: {ignored.reason}"])
    for file in found.files:
        source = file.path.relative_to(folder).as_posix()
        if file.community_octets == reserved_community:
            sentence = f"{source}: its community is that of the default device, which is served instead"
            yield RecordedDevice(b"", file.community, source, None, [sentence])
        else:
            yield _load(file, source)


def _load(file: RecordingFile, source: str) -> RecordedDevice:
    try:
        recording = read_recording(file.path)
    except RecordingError as error:
        return RecordedDevice(file.community_octets, file.community, source, None, [f"{source}: {error.reason}"])
    warnings = [
        f"{source}, line {warning.line}: {warning.message}" for warning in recording.warnings[:MAX_WARNINGS_A_FILE]
    ]
    left_out = len(recording.warnings) - len(warnings) + recording.unlisted_warnings
    if left_out:
        warnings.append(f"{source}: {left_out:,} more findings")
    device = Device.from_recording(recording)
    return RecordedDevice(file.community_octets, file.community, source, device, warnings)
