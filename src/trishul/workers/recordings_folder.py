"""The folder of recordings: one device for each file, the community is the file's name without its ending.

Owns which files of the folder are served, under which community, and the sentence for everything that is wrong with
them: a recording that cannot be read costs itself only, never the start of the simulator. Formats are
`simulation.recordings`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from trishul.errors import TrishulError
from trishul.simulation.device import Device

MAX_WARNINGS_A_FILE = 20


@dataclass(frozen=True, slots=True)
class RecordedDevice:
    """One file of the folder; `device` is None when it could not be read."""

    name: str
    source: str
    device: Device | None
    warnings: list[str] = field(default_factory=list)

    @property
    def community(self) -> bytes:
        """What a client asks with to reach this device."""
        return self.name.encode()


def load_recordings(folder: Path) -> Iterator[RecordedDevice]:
    """Every recording in the folder itself, in the order of names; reads one when it is asked for."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    if not paths:
        return
    from trishul.simulation.recordings.files import is_recording, recording_name  # a start without need not wait

    taken: set[str] = set()
    for path in paths:
        if not is_recording(path) or not path.is_file():
            continue
        name = recording_name(path)
        if name in taken:
            yield RecordedDevice(name, path.name, None, [f"{path.name}: another recording has the community {name}"])
            continue
        taken.add(name)
        yield _load(path, name)


def _load(path: Path, name: str) -> RecordedDevice:
    from trishul.simulation.recordings.files import read_recording

    try:
        recording = read_recording(path)
    except (TrishulError, OSError) as error:
        return RecordedDevice(name, path.name, None, [f"{path.name}: {error}"])
    warnings = [
        f"{path.name}, line {warning.line}: {warning.message}" for warning in recording.warnings[:MAX_WARNINGS_A_FILE]
    ]
    left_out = len(recording.warnings) - len(warnings) + recording.unlisted_warnings
    if left_out:
        warnings.append(f"{path.name}: {left_out} more findings")
    return RecordedDevice(name, path.name, Device.from_recording(recording), warnings)
