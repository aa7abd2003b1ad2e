"""The files of an upload of recordings made ready: archives unpacked, each looked at, names settled.

Owns which files would be stored and under which names, which are refused and which passed over, with the words for it.
Works on a private folder and in a thread; stores nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from trishul.errors import RecordingError
from trishul.services.mib_archives import ArchiveLimits, UnpackingBudget, archive_kind, unpack
from trishul.services.mib_file_names import unused_name
from trishul.services.mib_reception import ReceivedFile
from trishul.services.mib_refusals import ArchiveRefused, StorageFailed, UploadUnreadable
from trishul.simulation.recordings.files import check_recording, has_recording_name
from trishul.simulation.recordings.formats import PACKED

MAX_RECORDING_BYTES = 256 << 20
"""Of one file as it is stored; the largest seen in the field has 240 million octets."""
_HEAD_BYTES = 512


@dataclass(frozen=True, slots=True)
class BatchRecording:
    """One file: to be stored, refused (the upload fails), or skipped (a member of an archive that is no recording)."""

    name: str
    place: Path
    source: str | None = None
    """The archive and the path in it."""
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
    budget = UnpackingBudget(folder, ArchiveLimits(file_bytes=MAX_RECORDING_BYTES))
    batch: list[BatchRecording] = []
    taken: set[str] = set()
    try:
        for received in files:
            batch += _looked_at(received, budget, taken)
    except OSError as error:
        raise StorageFailed(error.strerror or str(error)) from error
    return batch


def _looked_at(received: ReceivedFile, budget: UnpackingBudget, taken: set[str]) -> Iterator[BatchRecording]:
    with received.place.open("rb") as file:
        kind = archive_kind(file.read(_HEAD_BYTES))
    if kind is None or (kind == "bz2" and has_recording_name(received.name)):
        reason = "Another file of this name is in this upload" if received.name in taken else _fault(received)
        taken.add(received.name)
        yield BatchRecording(received.name, received.place, refusal=reason)
        return
    is_empty = True
    try:
        for found in unpack(received.place, received.name, budget):
            reason = found.fault or _fault(ReceivedFile(found.name, found.place))
            if reason is not None:
                yield BatchRecording(found.name, found.place, found.shown, skipped=reason)
                continue
            is_empty = False
            name = unused_name(found.name, taken)
            taken.add(name)
            yield BatchRecording(name, found.place, found.shown)
    except ArchiveRefused as error:
        reason = str(error)
        yield BatchRecording(received.name, received.place, refusal=reason[:1].upper() + reason[1:])
        return
    if is_empty:
        yield BatchRecording(received.name, received.place, refusal="There is no recording in this archive")


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
