"""The MIB library of the workbench: opened at once, brought up to date beside the running server, changed by users.

Owns whose turn it is to change the library (one at a time), its counters and announcements, and what other services
read: `names`, `library`, `status`. Does not own the files (`uploads`), the index (`index`), the child that
builds it (`builder`) nor the web addresses (`fetching`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TypeVar

import structlog

from trishul.errors import TrishulError
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.library.records import LibraryUnavailable
from trishul.library.sources import LibraryPlaces
from trishul.services.background import end_background, run_in_background
from trishul.services.bus import Bus
from trishul.services.configuration import Configuration
from trishul.services.counters import Counters
from trishul.services.events import MibsChanged, MibsProgress
from trishul.services.mibs.batch import Batch
from trishul.services.mibs.builder import BuildProgress, BuildReport, LibraryBuilder, OnProgress
from trishul.services.mibs.fetching import MAX_DEPENDENCIES, DependencyFetcher, FetchedTexts
from trishul.services.mibs.index import MibIndex
from trishul.services.mibs.records import (
    BatchCheck,
    DeleteOutcome,
    FetchedDependency,
    FetchOutcome,
    MibsStatus,
    ReloadOutcome,
    RevisionDifferences,
    UploadedFile,
    UploadOutcome,
)
from trishul.services.mibs.refusals import MibNotFound, StandardModule, UploadRefused, shortened
from trishul.services.mibs.revisions import Revisions
from trishul.services.mibs.uploads import (
    MAX_RESULTS,
    checked,
    octets_like,
    outcomes,
    prepared,
    put_in_place,
    require_acceptable,
    require_unchanged,
    unloaded,
)
from trishul.services.mibs.web_get import GetLimits
from trishul.services.settings import Settings
from trishul.services.uploads.file_names import check_file_name, find_fault
from trishul.services.uploads.reception import Reception, Receptions
from trishul.services.uploads.staging import StagingFolder, recover

MODULE = "mibs"
PROGRESS_INTERVAL_S = 0.1
MAX_FETCH_ROUNDS = 5

_log = structlog.get_logger(__name__)
Answer = TypeVar("Answer")


class Mibs:
    """One library; open it before use."""

    def __init__(
        self,
        configuration: Configuration,
        settings: Settings,
        bus: Bus,
        counters: Counters,
        *,
        builder: LibraryBuilder | None = None,
    ) -> None:
        self._settings = settings
        self._bus = bus
        self._counters = counters
        self._places = LibraryPlaces(configuration.data_dir)
        self._staging_dir = configuration.data_dir / "uploads"
        self._builder = builder or LibraryBuilder(configuration.data_dir)
        self._index = MibIndex(self._places.index)
        self._receptions = Receptions(self._staging_dir, self._places.uploads)
        self._fetcher = DependencyFetcher(
            lambda: settings.current.mib_remote_sources, GetLimits(allow_private=configuration.mib_fetch_private)
        )
        self._turn = asyncio.Lock()
        self._first_look: asyncio.Task[None] | None = None
        self._revisions = Revisions(configuration.data_dir / "mib-revisions")
        self._problem: str | None = None
        self._jobs = 0

    async def open(self) -> None:
        """Opens the index there is and looks for changes in the background."""
        await asyncio.to_thread(recover, self._staging_dir, self._places.uploads)
        await self._index.open()
        self._first_look = run_in_background(self._look_for_changes(), "first look at the MIB library")

    async def close(self) -> None:
        """Ends what runs; the index stays as it is."""
        await end_background(self._first_look)
        await self._builder.close()
        async with self._turn:
            self._index.close()

    @property
    def names(self) -> Names:
        """Names of OIDs and values, for the event loop's thread; numeric while there is no index."""
        return self._index.names

    @property
    def library(self) -> Library | None:
        """The event loop's own reader, for single look-ups; None while there is no index."""
        return self._index.library

    @property
    def index_path(self) -> Path:
        """Where the index lies, for workers."""
        return self._places.index

    @property
    def index_bytes(self) -> int:
        """Size of the index on disk."""
        return self._index.size_bytes()

    @property
    def is_building(self) -> bool:
        """Whether a job of the builder runs, or the first look for changes is still to come."""
        is_looking = self._first_look is not None and not self._first_look.done()
        return self._jobs > 0 or is_looking

    @property
    def problem(self) -> str | None:
        """Why the library is not complete, or None."""
        return self._problem

    def status(self) -> MibsStatus:
        """The numbers now."""
        return self._index.status

    async def in_thread(self, question: Callable[[Library], Answer]) -> Answer:
        """The answer to a question that may take more than a few milliseconds. Raises LibraryUnavailable."""
        return await self._index.in_thread(question)

    def receive(self) -> AbstractAsyncContextManager[Reception]:
        """A place for the files of an upload. Raises TooManyUploads, StorageFailed."""
        return self._receptions.receive()

    async def check(self, reception: Reception) -> BatchCheck:
        """What an upload of these files would find; nothing is stored or fetched.

        Raises UploadUnreadable, StorageFailed, LibraryBuildFailed.
        """
        batch = await prepared(reception)
        self._jobs += 1
        try:
            return await checked(batch, self._builder, self._places.uploads, self._reporter("check"))
        finally:
            self._jobs -= 1

    @property
    def revisions(self) -> Revisions:
        """Older texts of uploaded files."""
        return self._revisions

    async def upload(
        self, reception: Reception, *, replace: bool = False, based_on: str | None = None
    ) -> UploadOutcome:
        """Stores the files and brings the index up to date, or changes nothing. Texts that are replaced are kept.

        `based_on` is the SHA-256 of the text that an edited one was made of. Raises UploadUnreadable, UploadRefused,
        FilesExist, TextChanged, StorageFailed, LibraryBuildFailed.
        """
        batch = await prepared(reception)
        async with self._turn:
            if based_on is not None:
                await asyncio.to_thread(require_unchanged, batch, self._places.uploads, based_on)
            results = await self._store(reception.folder, batch, replace=replace)
            self._counters.add(MODULE, "upload_count")
            self._bus.publish(MibsChanged())
            fetched: list[FetchedDependency] = []
            if self._settings.current.mib_auto_fetch:
                fetched = await self._fetch_missing(_missing_of(results))
                if fetched:
                    results = await self.in_thread(lambda library: outcomes(batch.files, library))
        return UploadOutcome(
            status="uploaded",
            results=results[:MAX_RESULTS],
            results_total=len(results),
            uploaded=len(batch.accepted),
            skipped=len(batch.files) - len(batch.accepted),
            missing_deps=_missing_of(results),
            fetched=fetched,
            mibs=self.status(),
        )

    async def save_text(self, filename: str, text: str, based_on: str | None = None) -> UploadOutcome:
        """Stores an edited text in the encoding and with the line ends of the one that it replaces.

        Raises FileNameRefused, TooManyUploads and what `upload` raises.
        """
        octets = await asyncio.to_thread(octets_like, self._places.uploads / check_file_name(filename), text)
        async with self.receive() as reception:
            reception.begin(filename)
            await reception.write(octets)
            await reception.end()
            return await self.upload(reception, replace=True, based_on=based_on)

    async def restore(self, filename: str, identity: str) -> UploadOutcome:
        """Stores an older text again; the present one becomes an older one. Raises MibNotFound and as `upload`."""
        place = await asyncio.to_thread(self._revisions.place_of, filename, identity)
        async with self.receive() as reception:
            reception.begin(filename)
            await reception.write(await asyncio.to_thread(place.read_bytes))
            await reception.end()
            return await self.upload(reception, replace=True)

    async def compare(self, filename: str, identity: str) -> RevisionDifferences:
        """What changed from an older text to the present one. Raises MibNotFound, LibraryBuildFailed."""
        old = await asyncio.to_thread(self._revisions.place_of, filename, identity)
        return await self._builder.compare(filename, old, self._places.uploads / filename)

    async def delete(self, filename: str) -> DeleteOutcome:
        """Deletes an uploaded file. Raises MibNotFound, StandardModule, StorageFailed, LibraryBuildFailed."""
        async with self._turn:
            if find_fault(filename) is not None or not (self._places.uploads / filename).is_file():
                await self._refuse_deletion(filename)
            await self._change(StagingFolder(self._staging_dir, self._places.uploads), (), (filename,), "delete")
            await asyncio.to_thread(self._revisions.forget, filename)
            self._counters.add(MODULE, "delete_count")
            self._bus.publish(MibsChanged())
        return DeleteOutcome(status="deleted", filename=filename, mibs=self.status())

    async def reload(self) -> ReloadOutcome:
        """Takes up files that were changed beside the server. Raises LibraryBuildFailed."""
        async with self._turn:
            before = self._generation
            report = await self._rebuild("reload")
            self._counters.add(MODULE, "reload_count")
            self._bus.publish(MibsChanged())
        numbers = self.status()
        return ReloadOutcome(
            status="reloaded",
            loaded=numbers.loaded,
            failed=numbers.failed,
            total=numbers.total,
            traps_available=numbers.traps_available,
            changed=report.generation != before,
            problem=report.problem,
        )

    async def fetch(self, dependencies: Sequence[str], *, reload_after_fetch: bool = True) -> FetchOutcome:
        """Fetches modules by name from the places in the settings. Raises StorageFailed, LibraryBuildFailed."""
        async with self._turn:
            names = list(dict.fromkeys(dependencies))[:MAX_DEPENDENCIES]
            results = await self._fetch_and_store(names, rebuild=reload_after_fetch)
            missing = await self._missing_in([each.name for each in results if each.status == "fetched"])
            self._bus.publish(MibsChanged())
        count = sum(each.status == "fetched" for each in results)
        return FetchOutcome(
            status="fetched" if count else "nothing_fetched",
            results=results,
            fetched=count,
            missing_deps=missing,
            mibs=self.status(),
        )

    # --- the same with the turn already taken

    @property
    def _generation(self) -> int:
        return self._index.library.generation if self._index.library is not None else 0

    async def _look_for_changes(self) -> None:
        async with self._turn:
            before = self.status(), self._generation
            try:
                await self._rebuild("start")
            except TrishulError as error:
                _log.error("the MIB library is not up to date", code=error.code, reason=str(error))
            if (self.status(), self._generation) != before:
                self._bus.publish(MibsChanged())

    async def _rebuild(self, job: str) -> BuildReport:
        self._jobs += 1
        try:
            report = await self._builder.find_current() if job in ("start", "reload") else None
            report = report or await self._builder.build(self._reporter(job))
            self._problem = report.problem
            if not await self._index.refresh():
                _log.error("the MIB library was built and cannot be read")
        except TrishulError as error:
            self._problem = str(error)
            raise
        finally:
            self._jobs -= 1
        return report

    async def _change(
        self, folder: StagingFolder, new: Sequence[tuple[Path, str]], gone: Sequence[str], job: str
    ) -> None:
        """One change in a folder of its own."""
        try:
            await asyncio.to_thread(folder.make)
            await put_in_place(folder, new, gone, lambda: self._rebuild(job))
        finally:
            await asyncio.shield(asyncio.to_thread(folder.discard))

    async def _store(self, folder: StagingFolder, batch: Batch, *, replace: bool) -> list[UploadedFile]:
        require_acceptable(batch, self._places.uploads, replace=replace)
        results: list[UploadedFile] = []

        async def rebuild_and_judge() -> None:
            await self._rebuild("upload")
            results.extend(await self.in_thread(lambda library: outcomes(batch.files, library)))
            plain = {file.name for file in batch.accepted if file.source is None}
            bad = unloaded(results, plain)
            if bad:
                raise UploadRefused(f"{bad[0].filename}: {bad[0].error}. Nothing was stored.", results[:MAX_RESULTS])
            await asyncio.to_thread(self._revisions.keep, folder.replaced())

        new = [(file.place, file.name) for file in batch.accepted]
        try:
            await put_in_place(folder, new, (), rebuild_and_judge)
        except UploadRefused:
            await self._rebuild("upload")  # the files are as before, now the index as well
            raise
        return results

    async def _refuse_deletion(self, filename: str) -> None:
        def is_standard(library: Library) -> bool:
            if find_fault(filename) is not None:
                return False
            return any(source.origin == "standard" and source.file == filename for source in library.sources())

        try:
            if await self.in_thread(is_standard):
                raise StandardModule(filename)
        except LibraryUnavailable:
            pass  # nothing is known about standard modules yet
        raise MibNotFound(f"There is no uploaded file '{shortened(filename)}'")

    async def _fetch_missing(self, missing: Sequence[str]) -> list[FetchedDependency]:
        """Fetches what is missing, then what that is missing, for some rounds. Failures are results."""
        tried: dict[str, FetchedDependency] = {}
        for _ in range(MAX_FETCH_ROUNDS):
            wanted = [name for name in missing if name not in tried][: MAX_DEPENDENCIES - len(tried)]
            if not wanted:
                break
            found = await self._fetch_and_store(wanted, rebuild=True)
            tried.update((each.name, each) for each in found)
            missing = await self._missing_in([each.name for each in found if each.status == "fetched"])
        if any(each.status == "fetched" for each in tried.values()):
            self._bus.publish(MibsChanged())
        return list(tried.values())

    async def _fetch_and_store(self, names: Sequence[str], *, rebuild: bool) -> list[FetchedDependency]:
        present = await self._present(names)
        folder = StagingFolder(self._staging_dir, self._places.uploads)
        try:
            await asyncio.to_thread(folder.make)
            texts = await self._fetcher.fetch([name for name in names if name not in present], folder.path)
            new = [file for file in texts.files if not (self._places.uploads / file[1]).exists()]
            if new:
                await put_in_place(folder, new, (), (lambda: self._rebuild("fetch")) if rebuild else None)
        finally:
            await asyncio.shield(asyncio.to_thread(folder.discard))
        return _in_order(names, present, texts)

    async def _present(self, names: Sequence[str]) -> set[str]:
        def known(library: Library) -> set[str]:
            return {name for name in names if library.find_module(name) is not None}

        try:
            return await self.in_thread(known)
        except LibraryUnavailable:
            return set()

    async def _missing_in(self, names: Sequence[str]) -> list[str]:
        """What these modules import and is not there."""

        def missing(library: Library) -> list[str]:
            records = [record for name in names if (record := library.find_module(name)) is not None]
            return list(dict.fromkeys(name for record in records for name in record.missing))

        try:
            return await self.in_thread(missing)
        except LibraryUnavailable:
            return []

    def _reporter(self, job: str) -> OnProgress:
        """Tells the bus how far a job is, at most ten times a second, and at each phase's beginning and end."""
        said = ("", 0.0)

        def report(progress: BuildProgress) -> None:
            nonlocal said
            phase, at = said
            now = time.monotonic()
            if progress.phase == phase and progress.done < progress.total and now - at < PROGRESS_INTERVAL_S:
                return
            said = (progress.phase, now)
            self._bus.publish(MibsProgress(job, progress.phase, progress.done, progress.total, progress.module))

        return report


def _missing_of(results: Sequence[UploadedFile]) -> list[str]:
    return list(dict.fromkeys(name for each in results for name in each.missing_deps))


def _in_order(names: Sequence[str], present: set[str], texts: FetchedTexts) -> list[FetchedDependency]:
    fetched = iter(texts.results)
    return [FetchedDependency(name=name, status="present") if name in present else next(fetched) for name in names]
