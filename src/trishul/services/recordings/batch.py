"""The files of an upload of recordings made ready: archives unpacked, captures read, each looked at, names settled.

Owns which files would be stored and under which paths, which are refused and which passed over, with the words for it.
Folders of an archive stay folders, because they are part of the community that asks for a recording. Works on a private
folder and in a thread; stores nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from trishul.errors import RecordingError
from trishul.services.mibs.refusals import ArchiveRefused, StorageFailed, UploadUnreadable
from trishul.services.recordings.captured import is_capture_file, read_capture
from trishul.services.recordings.names import DEEPEST_NAME, LONGEST_NAME, SUFFIX
from trishul.services.uploads.archives import ArchiveLimits, UnpackedFile, UnpackingBudget, archive_kind, unpack
from trishul.services.uploads.file_names import find_fault, unused_name
from trishul.services.uploads.reception import ReceivedFile
from trishul.simulation.recordings.files import check_recording, has_recording_name, write_recording
from trishul.simulation.recordings.formats import PACKED
from trishul.simulation.recordings.snmprec import write_snmprec

MAX_RECORDING_BYTES = 256 << 20
"""Of one file as it is stored; the largest seen in the field has 240 million octets."""
MAX_CAPTURED_INSTANCES = 500_000
"""Of all agents of a capture together: they are in memory before they are written."""
_HEAD_BYTES = 512


@dataclass(frozen=True, slots=True)
class BatchRecording:
    """One file: to be stored, refused (the upload fails), or skipped (a member of an archive that is no recording)."""

    name: str
    """Its path in the folder of recordings, with slashes."""
    place: Path
    source: str | None = None
    """The archive and the path in it, or the capture."""
    refusal: str | None = None
    skipped: str | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether it would be stored."""
        return self.refusal is None and self.skipped is None


def prepare_recordings(files: Sequence[ReceivedFile], folder: Path) -> list[BatchRecording]:
    """Looks at every file; archives are unpacked into the folder. Raises UploadUnreadable, StorageFailed."""
    if not files:
        raise UploadUnreadable("There is no file in this upload: send it as form field 'files'.")
    preparation = _Preparation(UnpackingBudget(folder, ArchiveLimits(file_bytes=MAX_RECORDING_BYTES)))
    batch: list[BatchRecording] = []
    try:
        for received in files:
            batch += preparation.look_at(received)
    except OSError as error:
        raise StorageFailed(error.strerror or str(error)) from error
    return batch


class _Preparation:
    """One upload while it is looked at."""

    def __init__(self, budget: UnpackingBudget) -> None:
        self._budget = budget
        self._taken: set[str] = set()

    def look_at(self, received: ReceivedFile) -> Iterator[BatchRecording]:
        """What a file of the upload gives. Raises OSError."""
        with received.place.open("rb") as file:
            kind = archive_kind(file.read(_HEAD_BYTES))
        if kind is None and is_capture_file(received.place):
            found = list(self._captured(received.name, received.place))
            is_any = any(one.is_accepted for one in found)
            yield from found if is_any else [replace(found[-1], skipped=None, refusal=found[-1].skipped)]
        elif kind is None or (kind == "bz2" and has_recording_name(received.name)):
            is_twice = received.name in self._taken
            reason = "Another file of this name is in this upload" if is_twice else _fault(received)
            self._taken.add(received.name)
            yield BatchRecording(received.name, received.place, refusal=reason)
        else:
            yield from self._unpacked(received)

    def _unpacked(self, received: ReceivedFile) -> Iterator[BatchRecording]:
        is_any = False
        try:
            for found in unpack(received.place, received.name, self._budget):
                is_traffic = found.fault is None and is_capture_file(found.place)
                for one in self._captured(found.shown, found.place) if is_traffic else [self._member(found)]:
                    is_any |= one.is_accepted
                    yield one
        except ArchiveRefused as error:
            reason = str(error)
            yield BatchRecording(received.name, received.place, refusal=reason[:1].upper() + reason[1:])
            return
        if not is_any:
            yield BatchRecording(received.name, received.place, refusal="There is no recording in this archive")

    def _member(self, found: UnpackedFile) -> BatchRecording:
        path = found.folder + found.name
        reason = found.fault or _path_fault(path) or _fault(ReceivedFile(found.name, found.place))
        if reason is not None:
            return BatchRecording(path, found.place, found.shown, skipped=reason)
        return BatchRecording(self._unused(path), found.place, found.shown)

    def _captured(self, shown: str, place: Path) -> Iterator[BatchRecording]:
        """A recording for each agent and community of a capture, and a row that says what was left out."""
        found = read_capture(place, MAX_CAPTURED_INSTANCES)
        for name, agent in found.agents:
            path = self._unused(name + SUFFIX)
            written = self._budget.next_place(shown)
            try:
                write_recording(written, write_snmprec(agent.varbinds))
            except RecordingError as error:
                raise StorageFailed(error.reason) from None
            yield BatchRecording(path, written, shown)
        if found.left_out or not found.agents:
            nobody = [] if found.agents else ["no agent answers in this capture"]
            reason = "; ".join(nobody + found.left_out)
            yield BatchRecording(shown, place, shown, skipped=reason[:1].upper() + reason[1:])

    def _unused(self, path: str) -> str:
        if path in self._taken:
            folder, slash, name = path.rpartition("/")
            beside = {other.rpartition("/")[2] for other in self._taken if other.rpartition("/")[0] == folder}
            path = folder + slash + unused_name(name, beside)
        self._taken.add(path)
        return path


def _path_fault(path: str) -> str | None:
    """Why a member's folders cannot be folders here."""
    *folders, _ = path.split("/")
    for folder in folders:
        reason = find_fault(folder)
        if reason is not None:
            return f"Its folder {folder[:80]} cannot be one here: {reason}"
    if len(folders) >= DEEPEST_NAME or len(path) > LONGEST_NAME:
        return f"Its path has more than {DEEPEST_NAME} parts or {LONGEST_NAME} characters"
    return None


def _fault(file: ReceivedFile) -> str | None:
    """Why a file is no recording that can be stored."""
    if not has_recording_name(file.name):
        return "Its name does not end as those of recordings do, such as .snmprec or .snmpwalk"
    with file.place.open("rb") as opened:
        is_packed = archive_kind(opened.read(_HEAD_BYTES)) == "bz2"
    if file.name.endswith(PACKED) and not is_packed:
        return "It is not packed with bzip2"
    if file.place.stat().st_size > MAX_RECORDING_BYTES:
        return f"It is larger than {MAX_RECORDING_BYTES >> 20} MB"
    try:
        check_recording(file.place, file.name)
    except RecordingError as error:
        return error.reason
    return None
