"""Files of walks kept like walks: recordings and what snmpwalk printed, to be compared with the device of now.

Owns the step from an upload to kept walks; how the files come is `recordings.batch`, how they are read
`simulation.recordings`. All files or none. Readers sort rows and drop duplicates: findings about order are for walks
that were made here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from trishul.errors import LimitReached, RecordingError
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.services.mibs.name_source import NameSource, asked_in_thread
from trishul.services.mibs.refusals import UploadUnreadable
from trishul.services.recordings.batch import BatchRecording, prepare_recordings
from trishul.services.uploads.reception import Reception
from trishul.services.walks.chunks import WalkPacker
from trishul.services.walks.kept_walks import MAX_NAME, KeptWalk, KeptWalks, WalkDraft, checked_tags
from trishul.services.walks.requests import MAX_ROWS
from trishul.simulation.recordings.files import read_recording

MAX_WALKS = 50


class ImportedWalks(msgspec.Struct, frozen=True):
    """What became of an upload."""

    walks: list[KeptWalk]
    skipped: list[str]
    """Members of archives that are no recordings."""


class WalkImports:
    """Keeps the walks in uploaded files."""

    def __init__(self, kept: KeptWalks, names: NameSource, clock: Callable[[], float] = time.time) -> None:
        self._kept = kept
        self._names = names
        self._clock = clock

    async def store(self, reception: Reception, tags: Sequence[str] = ()) -> ImportedWalks:
        """Keeps all recordings of an upload, named as their files are.

        Raises InvalidInput, UploadUnreadable, LimitReached, StorageFailed.
        """
        bare_tags = checked_tags(tags)
        batch = await asyncio.to_thread(prepare_recordings, reception.files, reception.folder.path)
        refused = [file for file in batch if file.refusal is not None]
        if refused:
            raise UploadUnreadable(f"{refused[0].name[:80]}: {refused[0].refusal}")
        accepted = [file for file in batch if file.is_accepted]
        if len(accepted) > MAX_WALKS:
            raise LimitReached("walks in an upload", MAX_WALKS)
        packed = [(file, await self._packed(file)) for file in accepted]
        walks = [await self._kept.keep(self._draft(file, bare_tags), packer) for file, packer in packed]
        return ImportedWalks(walks, [file.name for file in batch if file.skipped is not None])

    async def _packed(self, file: BatchRecording) -> WalkPacker:
        try:
            return await asked_in_thread(self._names, lambda library: _read(file.place, library))
        except RecordingError as error:
            raise UploadUnreadable(f"{file.name[:80]}: {error.reason}") from None

    def _draft(self, file: BatchRecording, tags: Sequence[str]) -> WalkDraft:
        name = PurePosixPath(file.name).name.partition(".")[0] or file.name
        shown = "".join(letter if letter.isprintable() else "?" for letter in name).strip()[:MAX_NAME]
        return WalkDraft(shown or "walk", "", "", self._clock(), 0.0, "imported", "", tuple(tags))


def _read(place: Path, library: Library | None) -> WalkPacker:
    """The rows of a file, packed. Raises RecordingError, LimitReached."""
    names = None if library is None else Names(library)
    recording = read_recording(place, lambda: names)
    if len(recording) > MAX_ROWS:
        raise LimitReached("rows of a kept walk", MAX_ROWS)
    packer = WalkPacker()
    packer.add(list(recording))
    return packer
