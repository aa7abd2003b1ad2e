"""What `trishul recording convert` is given, one recording after the other: files, archives of them, captures.

Owns the way from a path to named recordings; reading is `simulation.recordings`, unpacking `services.mib_archives`,
captures `protocol.capture`.
"""

from __future__ import annotations

import mmap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from trishul.datatypes.varbind import VarBind
from trishul.errors import InvalidInput, RecordingError

if TYPE_CHECKING:
    from trishul.simulation.recordings.captured import CapturedAgent
    from trishul.simulation.recordings.files import FindNames
    from trishul.simulation.recordings.recording import Recording

Tell = Callable[[str], None]
_START_OCTETS = 512
_LARGEST_MEMBER = 1 << 30


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
    from trishul.services.mib_archives import archive_kind
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
    from trishul.services.mib_archives import ArchiveLimits, UnpackingBudget, unpack
    from trishul.services.mib_refusals import ArchiveRefused
    from trishul.simulation.recordings.formats import without_suffix

    limits = ArchiveLimits(file_bytes=_LARGEST_MEMBER, unpacked_bytes=4 * _LARGEST_MEMBER)
    with TemporaryDirectory(prefix="trishul-") as folder:
        try:
            for found in unpack(archive, archive.name, UnpackingBudget(Path(folder), limits)):
                if found.fault is not None:
                    tell(f"{found.shown}: left out: {found.fault}")
                    continue
                member = found.place.with_name(f"{found.place.name}-{PurePosixPath(found.name).name}")
                found.place.rename(member)
                try:
                    yield _read(member, without_suffix(found.name), find_names)
                except RecordingError as error:
                    tell(f"{found.shown}: left out: {error.reason}")
                member.unlink()
        except ArchiveRefused as error:
            raise RecordingError(str(archive), None, str(error)) from None


def _captured(path: Path, tell: Tell) -> Iterator[InputRecording]:
    """What agents answered in a capture."""
    from trishul.protocol.capture.frames import BadCapture
    from trishul.protocol.capture.messages import CaptureReader, read_frames
    from trishul.simulation.recordings.captured import read_captured

    with path.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        reader = CaptureReader(read_frames(data))
        broken: list[str] = []

        def messages() -> Iterator[object]:
            try:
                yield from reader
            except BadCapture as error:
                broken.append(f"{path}: the capture breaks off after {reader.frames} frames: {error}")

        skipped: Counter[str] = Counter()
        agents = read_captured(messages(), skipped)  # type: ignore[arg-type]  # the messages of the reader
    for reason, count in (skipped + reader.skipped).items():
        broken.append(f"{path}: {count:,} {reason}")
    for sentence in broken:
        tell(sentence)
    if not agents:
        raise InvalidInput(f"{path}: no agent answers in this capture")
    for agent in agents:
        yield InputRecording(_captured_name(agent), agent.varbinds, None, None)


def _captured_name(agent: CapturedAgent) -> str:
    """Address and community; a community that cannot be a file's name stands in hexadecimal."""
    from trishul.services.recording_names import recording_place

    host = agent.agent.host.replace(":", "_")
    try:
        name = f"{host}/{agent.community.decode()}"
        recording_place(name, Path())
    except (InvalidInput, UnicodeDecodeError):
        return f"{host}/hex-{agent.community.hex()}"
    return name
