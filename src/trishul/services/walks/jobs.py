"""Jobs: walks and polls on a schedule, their results kept, their failures shown, one at a time for each target.

Owns when a job runs. What is due while its target is asked by another job waits for that; what is due while it runs
itself is skipped and counted. Jobs survive a restart: an interval goes on from the last run, times of cron that passed
meanwhile are not made up for, and a run that the server's end broke off is `interrupted`.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import time
from collections.abc import Callable
from typing import Any

import msgspec
import structlog

from trishul.errors import TrishulError
from trishul.services.background import end_background, run_in_background
from trishul.services.document_shelf import DocumentShelf, Saved
from trishul.services.steady_clock import uptime_s
from trishul.services.walks.job_documents import (
    JobDocument,
    JobRun,
    JobRunList,
    JobState,
    WalkJob,
    WalkJobList,
    read_job,
    run_record,
)
from trishul.services.walks.job_schedules import next_run
from trishul.services.walks.kept_walks import KeptWalks
from trishul.services.walks.requests import WalkToDo
from trishul.services.walks.targets import NoSuchTarget, WalkTargets
from trishul.services.walks.walks import WalkService
from trishul.store.database import Database, StoreUnavailable
from trishul.store.saved_documents import DocumentKind
from trishul.store.walk_job_runs import (
    JobRunRow,
    add_job_run,
    change_job_run,
    change_job_runs_in,
    last_job_runs,
    list_job_runs,
    prune_job_runs,
)

MAX_JOBS = 500
MAX_RUNNING = 8
MAX_RUNS = 200
"""Runs of a job that are remembered."""
_LONGEST_SLEEP_S = 30.0
"""The clock may be set meanwhile."""
_STEP_S = 1.0
"""What moves the clock by more at once is somebody who sets it."""
_RETRY_S = 5.0

_log = structlog.get_logger(__name__)


class NoSuchJob(TrishulError):
    """No job of this ID is saved."""

    code = "no_such_job"

    def __init__(self) -> None:
        super().__init__("No job of this ID is saved, or it was deleted meanwhile")


class WalkJobs:
    """All jobs; open it before use."""

    def __init__(
        self,
        database: Database,
        targets: WalkTargets,
        walks: WalkService,
        kept: KeptWalks,
        clock: Callable[[], float] = time.time,
        on_change: Callable[[], None] = lambda: None,
        uptime: Callable[[], float] = uptime_s,
    ) -> None:
        self._database = database
        self._targets = targets
        self._walks = walks
        self._kept = kept
        self._clock = clock
        self._uptime = uptime
        self._ahead_s = clock() - uptime()
        self._on_change = on_change
        self._shelf = DocumentShelf(
            database, DocumentKind.JOB, read_job, on_change=on_change, missing=NoSuchJob, most=MAX_JOBS
        )
        self._due: dict[str, float] = {}
        self._last: dict[str, JobRun] = {}
        self._skipped: dict[str, int] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._asked: dict[str, tuple[str, int]] = {}
        """Whom the running jobs ask."""
        self._changed = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Loads what was saved, and runs from now on."""
        await self._shelf.open()
        async with self._database.write() as connection:
            broken = {"state": "interrupted", "elapsed_s": 0.0, "reason": "The server ended while it ran"}
            await change_job_runs_in(connection, "running", broken)
            self._last = {job: run_record(row) for job, row in (await last_job_runs(connection)).items()}
        for saved in self._shelf:
            self._plan(saved)
        self._loop = run_in_background(self._run_what_is_due(), "jobs of the walker")

    async def close(self) -> None:
        """Ends what runs."""
        await end_background(self._loop, *self._running.values())

    def all(self) -> WalkJobList:
        """All jobs."""
        return WalkJobList([self._record(saved) for saved in self._shelf])

    def get(self, job_id: str) -> WalkJob:
        """One of them. Raises NoSuchJob."""
        return self._record(self._shelf.get(job_id))

    def jobs_of(self, target_id: str) -> list[str]:
        """The names of the jobs that ask a target."""
        return [saved.document.name for saved in self._shelf if saved.document.target == target_id]

    async def create(self, data: Any) -> WalkJob:
        """A new one, which runs for the first time at once, or when cron says. Raises as `DocumentShelf.create`."""
        saved = await self._shelf.create(self._with_target_id(data))
        self._plan(saved)
        return self._record(saved)

    async def update(self, job_id: str, changes: Any, revision: int | None = None) -> WalkJob:
        """Changes what is given and leaves the rest. Raises as `DocumentShelf.update`."""
        saved = await self._shelf.update(job_id, self._with_target_id(changes), revision)
        self._plan(saved)
        return self._record(saved)

    async def delete(self, job_id: str, *, with_walks: bool = False) -> None:
        """Forgets one, and its kept walks if that is meant; pinned ones stay. Raises NoSuchJob."""
        await self._shelf.delete(job_id)
        self._due.pop(job_id, None)
        await end_background(self._running.get(job_id))
        self._last.pop(job_id, None)
        if with_walks:
            await self._kept.prune_job(job_id, 0)

    async def run(self, job_id: str) -> WalkJob:
        """Makes a job due now, also one that is off; one that runs is left alone. Raises NoSuchJob."""
        saved = self._shelf.get(job_id)
        if job_id not in self._running:
            self._due[job_id] = 0.0
            self._start_what_is_due()
        return self._record(saved)

    async def runs(self, job_id: str, limit: int = MAX_RUNS) -> JobRunList:
        """The last runs of a job. Raises NoSuchJob."""
        self._shelf.get(job_id)
        async with self._database.read() as connection:
            return JobRunList([run_record(row) for row in await list_job_runs(connection, job_id, limit=limit)])

    def _with_target_id(self, data: Any) -> Any:
        """Targets are given by name or ID, and saved by ID, so that they may be renamed."""
        if not isinstance(data, dict) or not isinstance(data.get("target"), str):
            return data
        return data | {"target": self._targets.id_of(data["target"], "target")}

    def _plan(self, saved: Saved[JobDocument]) -> None:
        """When it is due next."""
        self._due.pop(saved.id, None)
        if saved.document.enabled:
            now, last = self._clock(), self._last.get(saved.id)
            schedule = saved.document.schedule
            if schedule.every_s is None:
                self._due[saved.id] = next_run(schedule, now)
            else:
                began_at = now if last is None else min(last.started_at, now)  # in the future: the clock went back
                self._due[saved.id] = now if last is None else max(now, next_run(schedule, began_at))
        self._changed.set()

    async def _run_what_is_due(self) -> None:
        while True:
            self._changed.clear()
            self._start_what_is_due()
            now = self._clock()
            coming = [due - now for due in self._due.values() if due > now]
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min([_LONGEST_SLEEP_S, *coming])):
                    await self._changed.wait()

    def _follow_clock(self, now: float) -> None:
        """Where somebody has set the clock, intervals go on as they were and cron goes by the new time."""
        ahead_s = now - self._uptime()
        step_s, self._ahead_s = ahead_s - self._ahead_s, ahead_s
        if abs(step_s) < _STEP_S:
            return
        for job_id, due in self._due.items():
            schedule = self._shelf.get(job_id).document.schedule
            if due <= now - step_s:
                self._due[job_id] = now  # it was due already, and waits for its turn
            else:
                self._due[job_id] = next_run(schedule, now) if schedule.every_s is None else due + step_s

    def _start_what_is_due(self) -> None:
        now = self._clock()
        self._follow_clock(now)
        due = sorted((when, job_id) for job_id, when in self._due.items() if when <= now)
        for _, job_id in due:
            saved = self._shelf.get(job_id)
            if job_id in self._running:
                self._skipped[job_id] = self._skipped.get(job_id, 0) + 1
                self._due[job_id] = next_run(saved.document.schedule, now)
            elif len(self._running) < MAX_RUNNING and self._address(saved) not in self._asked.values():
                self._begin(saved, now)

    def _begin(self, saved: Saved[JobDocument], now: float) -> None:
        self._due.pop(saved.id, None)
        if saved.document.enabled:
            self._due[saved.id] = next_run(saved.document.schedule, now)
        self._asked[saved.id] = self._address(saved)
        self._running[saved.id] = run_in_background(self._work(saved, now), f"job {saved.document.name}")
        self._on_change()

    def _address(self, saved: Saved[JobDocument]) -> tuple[str, int]:
        """Whom a job asks; a target that is gone is nobody's but the job's own."""
        try:
            target = self._targets.get(saved.document.target)
        except NoSuchTarget:
            return saved.id, 0
        return target.host.casefold(), target.port

    async def _work(self, saved: Saved[JobDocument], now: float) -> None:
        try:
            await self._walk(saved, now)
        except StoreUnavailable as error:
            _log.warning("a run of a job cannot be written down", job=saved.document.name, reason=error.reason)
            self._last[saved.id] = JobRun(0, now, 0.0, "failed", 0, error.code, _words_for(error), None)
        finally:
            del self._running[saved.id], self._asked[saved.id]
            self._changed.set()
            self._on_change()

    async def _walk(self, saved: Saved[JobDocument], now: float) -> None:
        """Walks, and writes down what came of it. Raises StoreUnavailable where not even the beginning is taken."""
        began_at = time.monotonic()
        async with self._database.write() as connection:
            run_id = await add_job_run(connection, saved.id, now, "running")
        self._last[saved.id] = run_record(JobRunRow(run_id, saved.id, now, None, "running", 0, None, "", None))
        outcome = await self._outcome(saved)
        changes = outcome | {"elapsed_s": round(time.monotonic() - began_at, 3)}
        told = {"walk" if name == "walk_id" else name: value for name, value in changes.items()}
        self._last[saved.id] = msgspec.structs.replace(self._last[saved.id], **told)
        await self._write_down(saved, run_id, changes)

    async def _write_down(self, saved: Saved[JobDocument], run_id: int, changes: dict[str, Any]) -> None:
        """The end of a run, however long the database does not take it."""
        while True:
            try:
                async with self._database.write() as connection:
                    await change_job_run(connection, run_id, changes)
                    await prune_job_runs(connection, saved.id, MAX_RUNS)
                await self._kept.prune_job(saved.id, saved.document.keep)
            except StoreUnavailable as error:
                _log.warning("the end of a run waits for the database", job=saved.document.name, reason=error.reason)
                await asyncio.sleep(_RETRY_S)
            else:
                return

    async def _outcome(self, saved: Saved[JobDocument]) -> dict[str, Any]:
        """The columns of a run that ended."""
        try:
            read = await self._walks.read(self._order(saved))
        except TrishulError as error:
            return {"state": "failed", "code": error.code, "reason": str(error)}
        outcome = {"rows": read.count, "walk_id": None if read.kept is None else read.kept.id}
        if read.error is not None:
            return outcome | {"state": "failed", "code": read.error.code, "reason": _words_for(read.error)}
        return outcome | {"state": "cut" if read.cut else "done", "reason": read.cut or ""}

    def _order(self, saved: Saved[JobDocument]) -> WalkToDo:
        """What a run asks. Raises InvalidInput."""
        document = saved.document
        return dataclasses.replace(
            self._targets.order(document.target),
            operation=document.operation,
            oids=tuple(document.oids),
            max_rows=document.max_rows,
            max_time_s=document.max_time_s,
            keep=document.name,
            tags=tuple(document.tags),
            job=saved.id,
        )

    def _record(self, saved: Saved[JobDocument]) -> WalkJob:
        due = self._due.get(saved.id)
        try:
            target_name = self._targets.get(saved.document.target).name
        except NoSuchTarget:
            target_name = ""
        return WalkJob(
            **{name: getattr(saved.document, name) for name in JobDocument.__struct_fields__},
            id=saved.id,
            target_name=target_name,
            state=self._state(saved, due),
            next_run_at=None if due is None or due == float("inf") else max(due, 0.0),
            skipped=self._skipped.get(saved.id, 0),
            last_run=self._last.get(saved.id),
            revision=saved.revision,
            created_at=saved.created_at,
            updated_at=saved.updated_at,
        )

    def _state(self, saved: Saved[JobDocument], due: float | None) -> JobState:
        if saved.id in self._running:
            return "running"
        if due is not None and due <= self._clock():
            return "queued"
        return "waiting" if saved.document.enabled else "off"


def _words_for(error: TrishulError) -> str:
    """Why a run failed; where the database lies is nobody's business who looks at a job."""
    return f"What was read cannot be kept: {error.reason}" if isinstance(error, StoreUnavailable) else str(error)
