"""What `trishul recording convert` is given, one recording after the other: files, archives of them, captures.

Owns the way from a path to named recordings; reading is `simulation.recordings`, unpacking `services.uploads.archives`,
captures `services.recordings.captured`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from trishul.datatypes.varbind import VarBind
from trishul.errors import InvalidInput, RecordingError

if TYPE_CHECKING:
    from trishul.simulation.recordings.files import FindNames
    from trishul.simulation.recordings.recording import Recording

Tell = Callable[[str], None]
_START_OCTETS = 512


class InputRecording(NamedTuple):
    """One recording and the name that it asks for: `sw1`, `core/sw1`, `192.0.2.1/public`."""

    name: str
    varbinds: Iterable[VarBind]
    recording: Recording | None
    """With findings; None for captured traffic, which has none."""
    path: Path | None
    """Its file, for what is copied line by line."""


def open_inputs(paths: Iterable[Path], find_names: FindNames, tell: Tell) -> Iterator[InputRecording]:
    """The recordings of all paths; `tell` hears of what was left out. Raises RecordingError."""
    from trishul.protocol.capture.messages import is_capture
    from trishul.services.uploads.archives import archive_kind
    from trishul.simulation.recordings.files import find_recordings

    for path in paths:
        if not path.is_file():
            for file in find_recordings(path).files:
                yield _read(file.path, file.community, find_names)
            continue
        with path.open("rb") as opened:
            start = opened.read(_START_OCTETS)
        if is_capture(start[:12]):
            yield from _captured(path, tell)
        elif archive_kind(start) in {None, "bz2"}:
            yield _read(path, find_recordings(path).files[0].community, find_names)
        else:
            yield from _unpacked(path, find_names, tell)


def _read(path: Path, name: str, find_names: FindNames) -> InputRecording:
    from trishul.simulation.recordings.files import read_recording

    recording = read_recording(path, find_names)
    return InputRecording(name, recording, recording, path)


def _unpacked(archive: Path, find_names: FindNames, tell: Tell) -> Iterator[InputRecording]:
    """The recordings of an archive, under the limits of archives; what is none is told and left out."""
    from trishul.cli.unpacked_recordings import archive_limits
    from trishul.services.mibs.refusals import ArchiveRefused
    from trishul.services.uploads.archives import UnpackingBudget, unpack
    from trishul.simulation.recordings.formats import without_suffix

    with TemporaryDirectory(prefix="trishul-") as folder:
        try:
            for found in unpack(archive, archive.name, UnpackingBudget(Path(folder), archive_limits())):
                if found.fault is not None:
                    tell(f"{found.shown}: left out: {found.fault}")
                    continue
                member = found.place.with_name(f"{found.place.name}-{PurePosixPath(found.name).name}")
                found.place.rename(member)
                try:
                    yield _read(member, without_suffix(found.folder + found.name), find_names)
                except RecordingError as error:
                    tell(f"{found.shown}: left out: {error.reason}")
                member.unlink()
        except ArchiveRefused as error:
            raise RecordingError(str(archive), None, str(error)) from None


def _captured(path: Path, tell: Tell) -> Iterator[InputRecording]:
    """What agents answered in a capture."""
    from trishul.services.recordings.captured import read_capture

    found = read_capture(path)
    for sentence in found.left_out:
        tell(f"{path}: {sentence}")
    if not found.agents:
        raise InvalidInput(f"{path}: no agent answers in this capture")
    for name, agent in found.agents:
        yield InputRecording(name, agent.varbinds, None, None)
