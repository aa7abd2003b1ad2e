"""The folder of recordings: what lies in it, files that arrive, files that go.

Owns these use cases. Each file is an agent by itself as soon as it lies there (`workers.recordings_folder`); agents are
`simulator.simulated_agents`, what is taken as a recording `batch`, the moves `uploads.staging`.
"""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from typing import Literal

import msgspec

from trishul.errors import InvalidInput, RecordingError, TrishulError
from trishul.services.mibs.refusals import FilesExist, StorageFailed
from trishul.services.recordings.batch import MAX_RECORDING_BYTES, BatchRecording, prepare_recordings
from trishul.services.simulator.simulated_agents import SimulatedAgents
from trishul.services.uploads.reception import Reception, Receptions
from trishul.services.uploads.staging import recover
from trishul.simulation.recordings.files import find_recordings
from trishul.workers.recordings_folder import NAMELESS, id_of_recording

MAX_RESULTS = 1000


class NoSuchRecording(TrishulError):
    """There is no such file in the folder."""

    code = "not_found"


class RecordingsRefused(InvalidInput):
    """At least one file is no recording: nothing of the upload is stored. `results` has the outcome of every file."""

    code = "upload_refused"

    def __init__(self, results: list[UploadedRecording]) -> None:
        bad = [each for each in results if each.status == "refused"]
        more = f" (and {len(bad) - 1} more)" if len(bad) > 1 else ""
        super().__init__(f"{bad[0].filename}: {bad[0].reason}{more}. Nothing was stored.", field="files")
        self.results = results


class StoredRecording(msgspec.Struct, frozen=True):
    """A file of the folder that is a recording by its name."""

    path: str
    """In the folder; `/` between folders."""
    size_bytes: int
    modified_at: float
    """Seconds since 1970."""
    agent: str | None
    """ID of the agent that it makes."""
    community: str
    """What that agent answers to; empty where there is none."""
    reason: str | None
    """Why it makes none."""


class RecordingPage(msgspec.Struct, frozen=True):
    """Some recordings in the order of their paths, and how many there are."""

    recordings: list[StoredRecording]
    total: int


class UploadedRecording(msgspec.Struct, frozen=True):
    """What became of one file of an upload."""

    filename: str
    status: Literal["stored", "replaced", "refused", "skipped"]
    agent: str | None = None
    """ID of the agent that it makes."""
    community: str = ""
    source: str | None = None
    """The archive it came in, and its path there."""
    reason: str | None = None


class RecordingsUploaded(msgspec.Struct, frozen=True):
    """What became of every file of an upload; at most 1,000 are listed."""

    results: list[UploadedRecording]
    stored: int
    skipped: int


class Recordings:
    """The folder of recordings of a workbench; open it before use."""

    def __init__(self, folder: Path, staging_dir: Path, agents: SimulatedAgents) -> None:
        """`staging_dir`: on the file system of the folder, and not in it."""
        self._folder = folder
        self._staging_dir = staging_dir
        self._agents = agents
        self._receptions = Receptions(staging_dir, folder, MAX_RECORDING_BYTES)
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        """Takes back what a server that was killed left half done."""
        await asyncio.to_thread(recover, self._staging_dir, self._folder)

    async def page(self, offset: int, limit: int, text: str = "") -> RecordingPage:
        """Recordings in the order of their paths; `text` is looked for in paths and communities."""
        found = await asyncio.to_thread(_listed, self._folder)
        words = text.casefold()
        found = [one for one in found if words in f"{one.path}\n{one.community}".casefold()]
        return RecordingPage(found[offset : offset + limit], len(found))

    def receive(self) -> AbstractAsyncContextManager[Reception]:
        """A reception for one upload. Raises TooManyUploads, StorageFailed."""
        return self._receptions.receive()

    async def store(self, reception: Reception, *, replace: bool = False) -> RecordingsUploaded:
        """Stores all recordings of an upload, or nothing; when it returns they are agents.

        Raises UploadUnreadable, RecordingsRefused, FilesExist, StorageFailed.
        """
        batch = await asyncio.to_thread(_prepared, reception, self._folder)
        if any(file.refusal is not None for file in batch):
            raise RecordingsRefused([_outcome(file, set()) for file in batch[:MAX_RESULTS]])
        new = [file for file in batch if file.is_accepted]
        async with self._turn:
            taken = {file.name for file in new if (self._folder / file.name).exists()}
            if taken and not replace:
                raise FilesExist(sorted(taken))
            try:
                await asyncio.to_thread(_put_in_place, reception, new)
            except OSError as error:
                raise StorageFailed(error.strerror or str(error)) from error
        await self._agents.rescan()
        by_path = {one.path: one for one in await asyncio.to_thread(_listed, self._folder)}
        results = [_with_agent(_outcome(file, taken), by_path) for file in batch[:MAX_RESULTS]]
        return RecordingsUploaded(results, len(new), len(batch) - len(new))

    async def delete(self, path: str) -> None:
        """Deletes a recording and the agent that it makes. Raises NoSuchRecording, AgentConflict."""
        try:
            await self._agents.delete_recording(path)
        except InvalidInput as error:
            raise NoSuchRecording(str(error)) from None


def _prepared(reception: Reception, folder: Path) -> list[BatchRecording]:
    """The files of an upload; none is stored through a link that leads out of the folder."""
    batch = prepare_recordings(reception.files, reception.folder.path)
    base = folder.resolve()
    return [
        file
        if (base / file.name).parent.resolve().is_relative_to(base)
        else replace(file, refusal="Its folder is a link that leads out of the folder of recordings")
        for file in batch
    ]


def _put_in_place(reception: Reception, new: list[BatchRecording]) -> None:
    reception.folder.apply([(file.place, file.name) for file in new])
    reception.folder.commit()


def _outcome(file: BatchRecording, replaced: set[str]) -> UploadedRecording:
    reason = file.refusal or file.skipped
    status: Literal["stored", "replaced", "refused", "skipped"] = "stored"
    if reason is not None:
        status = "skipped" if file.refusal is None else "refused"
    elif file.name in replaced:
        status = "replaced"
    return UploadedRecording(file.name, status, source=file.source, reason=reason)


def _with_agent(result: UploadedRecording, by_path: dict[str, StoredRecording]) -> UploadedRecording:
    stored = by_path.get(result.filename)
    if stored is None or result.status not in {"stored", "replaced"}:
        return result
    return msgspec.structs.replace(result, agent=stored.agent, community=stored.community, reason=stored.reason)


def _listed(folder: Path) -> list[StoredRecording]:
    """All recordings of the folder; what is in it and can be none has a reason."""
    try:
        found = find_recordings(folder)
    except RecordingError as error:
        raise StorageFailed(error.reason) from error
    listed = [
        _stored(ignored.path, ignored.path.relative_to(folder).as_posix(), None, "", ignored.reason)
        for ignored in found.ignored
    ]
    for file in found.files:
        place = file.path.relative_to(folder).as_posix()
        listed.append(_stored(file.path, place, id_of_recording(place), file.community or NAMELESS, None))
    return sorted(listed, key=lambda one: one.path)


def _stored(path: Path, place: str, agent: str | None, community: str, reason: str | None) -> StoredRecording:
    try:
        facts = path.stat()
        size_bytes, modified_at = facts.st_size, facts.st_mtime
    except OSError:  # it went a moment ago, or is a link that leads nowhere
        size_bytes, modified_at = 0, 0.0
    return StoredRecording(_text(place), size_bytes, modified_at, agent, _text(community), reason)


def _text(name: str) -> str:
    """A file's name as text that can be sent on, whatever octets it has."""
    return name.encode(errors="surrogateescape").decode(errors="replace")
