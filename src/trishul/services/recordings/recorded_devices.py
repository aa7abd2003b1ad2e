"""Recordings made of live devices: jobs that walk a device, tell how far they are, and leave a file that is served.

Owns the jobs: started, listed, cancelled, and the last of them remembered. How a device is read is `snmp.recorder`, as
whom `credentials.identities`, under which name the file is stored `names`. What was read before a device broke is kept
and the job says what may be missing; a file is there whole or not at all.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from trishul.datatypes.oid import Oid
from trishul.errors import DecodeError, LimitReached, RecordingError, TrishulError
from trishul.services.background import end_background, run_in_background
from trishul.services.bus import Bus
from trishul.services.credentials.identities import (
    NOTHING_CHOSEN,
    ChosenIdentity,
    CredentialSource,
    choose_identity,
    target_as,
)
from trishul.services.events import RecordingProgressed
from trishul.services.mibs.name_source import NameSource
from trishul.services.recordings.names import RecordingExists, recording_place
from trishul.services.wrong_fields import field_named
from trishul.simulation.recordings.files import write_recording
from trishul.simulation.recordings.learning import LearnedRecording
from trishul.snmp.manager import Manager
from trishul.snmp.recorder import DEFAULT_ROOTS, Recorder, RecordingPlan
from trishul.snmp.target import Target

MAX_RUNNING = 4
MAX_REMEMBERED = 100
MAX_TROUBLES = 100
MAX_ROOTS = 64

_TOLD_EVERY_S = 0.25

JobState = Literal["running", "done", "cancelled", "failed"]


class NoSuchRecordingJob(TrishulError):
    """No recording of this ID is being made or remembered."""

    code = "no_such_recording_job"


class RecordingJob(msgspec.Struct, frozen=True):
    """A recording in the making, or how it ended; `path` is its file in the folder, `troubles` what may be missing."""

    id: str
    name: str
    path: str
    target: str
    state: JobState
    phase: str
    subtree: str
    rows: int
    elapsed_s: float
    moving: int = 0
    troubles: Sequence[str] = ()
    code: str | None = None
    error: str | None = None


class RecordingJobs(msgspec.Struct, frozen=True):
    """Jobs, the newest first."""

    jobs: Sequence[RecordingJob]


@dataclass(frozen=True, slots=True)
class RecordingToMake:
    """What to record, as a form gives it."""

    name: str
    target: str
    port: int = 161
    identity: ChosenIdentity = NOTHING_CHOSEN
    transport: Literal["udp", "tcp"] = "udp"
    oids: Sequence[str] = ()
    """Subtrees by number or name; none means everything."""
    interval_s: float = 10.0
    timeout_s: float = 2.0
    retries: int = 3
    max_rows: int = 500_000
    max_time_s: float = 3600.0
    overwrite: bool = False


@dataclass(slots=True)
class _Running:
    place: Path
    recorder: Recorder
    started_at: float
    keeps: bool = True
    """Whether what was read is stored when the job is cancelled."""
    told_at: float = 0.0
    task: asyncio.Task[None] | None = field(default=None, repr=False)


class DeviceRecordings:
    """All jobs; open it before use."""

    def __init__(self, folder: Path, bus: Bus, names: NameSource, credentials: CredentialSource) -> None:
        self._folder = folder
        self._bus = bus
        self._names = names
        self._credentials = credentials
        self._jobs: dict[str, RecordingJob] = {}
        self._running: dict[str, _Running] = {}

    async def open(self) -> None:
        """Makes the manager; its sockets open when they are needed."""
        self._manager = Manager()

    async def close(self) -> None:
        """Ends what is being recorded; nothing of it is stored."""
        for running in self._running.values():
            running.keeps = False
        await end_background(*(running.task for running in self._running.values()))
        self._manager.close()

    def jobs(self) -> RecordingJobs:
        """What is being made, and the last that ended."""
        return RecordingJobs(list(self._jobs.values())[::-1])

    def job(self, job_id: str) -> RecordingJob:
        """One of them. Raises NoSuchRecordingJob."""
        job = self._jobs.get(job_id)
        if job is None:
            raise NoSuchRecordingJob("There is no recording of this ID in the making, or it ended long ago")
        return job

    def job_of(self, path: str) -> RecordingJob | None:
        """The newest that makes, or made, this file of the folder."""
        return next((job for job in reversed(self._jobs.values()) if job.path == path), None)

    def start(self, order: RecordingToMake) -> RecordingJob:
        """Begins to record; the job goes on when the reply is out.

        Raises InvalidInput with the field's name, UnknownCredential, CredentialLocked, CapabilityMissing,
        RecordingExists, LimitReached.
        """
        place = recording_place(order.name, self._folder)
        target, plan = self._target(order), self._plan(order)
        if len(self._running) >= MAX_RUNNING:
            raise LimitReached("recordings made at a time", MAX_RUNNING)
        is_taken = place.exists() and not order.overwrite
        if is_taken or any(running.place == place for running in self._running.values()):
            raise RecordingExists(order.name)
        running = _Running(place, Recorder(self._manager, target, plan), time.monotonic())
        job_id = secrets.token_hex(8)
        path = place.relative_to(self._folder).as_posix()
        job = RecordingJob(job_id, order.name, path, str(target), "running", "first_reading", "", 0, 0.0)
        self._jobs[job_id], self._running[job_id] = job, running
        running.task = run_in_background(self._record(job_id, running), f"recording of {target}")
        return job

    async def cancel(self, job_id: str, *, keep: bool) -> RecordingJob:
        """Breaks a job off, with a file of what was read if `keep`; one that has ended is forgotten.

        Raises NoSuchRecordingJob.
        """
        job = self.job(job_id)
        running = self._running.get(job_id)
        if running is None:
            del self._jobs[job_id]
            return job
        running.keeps = keep
        await end_background(running.task)
        return self.job(job_id)

    def _target(self, order: RecordingToMake) -> Target:
        identity = choose_identity(order.identity, self._credentials)
        return target_as(
            identity,
            order.target,
            order.port,
            timeout_s=order.timeout_s,
            retries=order.retries,
            transport=order.transport,
        )

    def _plan(self, order: RecordingToMake) -> RecordingPlan:
        if len(order.oids) > MAX_ROOTS:
            raise LimitReached("subtrees of a recording", MAX_ROOTS)
        roots: list[Oid] = []
        with field_named("oids"):
            roots = [self._names.names.oid_of(text) for text in order.oids]
        return RecordingPlan(
            roots=roots or DEFAULT_ROOTS,
            interval_s=order.interval_s,
            max_rows=order.max_rows,
            max_time_s=order.max_time_s,
        )

    async def _record(self, job_id: str, running: _Running) -> None:
        try:
            async with aclosing(running.recorder.record()) as course:
                async for progress in course:
                    self._tell(
                        job_id, running, phase=progress.phase.value, subtree=progress.subtree, rows=progress.rows
                    )
            await self._store(job_id, running, "done")
        except asyncio.CancelledError:
            if running.keeps:
                await self._store(job_id, running, "cancelled")
            else:
                self._tell(job_id, running, state="cancelled")
        except TrishulError as error:
            sentence = f"The answer cannot be read: {error}" if isinstance(error, DecodeError) else str(error)
            self._tell(job_id, running, state="failed", code=error.code, error=sentence)
        finally:
            del self._running[job_id]
            while len(self._jobs) > MAX_REMEMBERED:
                self._jobs.pop(next(each for each in self._jobs if each not in self._running))

    async def _store(self, job_id: str, running: _Running, state: JobState) -> None:
        """Writes what was read. Raises RecordingError."""
        learned = await asyncio.to_thread(_write, running.recorder, running.place)
        if learned.left_out:
            running.recorder.troubles.append(f"{learned.left_out:,} instances had no value that SNMP knows")
        self._tell(
            job_id,
            running,
            state=state,
            subtree="",
            rows=len(learned.lines),
            moving=learned.moving,
        )

    def _tell(self, job_id: str, running: _Running, **changes: object) -> None:
        """Changes the job; the bus hears of an end at once, of progress a few times a second."""
        now = time.monotonic()
        job = msgspec.structs.replace(
            self._jobs[job_id],
            elapsed_s=round(now - running.started_at, 3),
            troubles=tuple(running.recorder.troubles[:MAX_TROUBLES]),
            **changes,
        )
        self._jobs[job_id] = job
        if job.state != "running" or now - running.told_at >= _TOLD_EVERY_S:
            running.told_at = now
            self._bus.publish(RecordingProgressed(job))


def _write(recorder: Recorder, place: Path) -> LearnedRecording:
    learned = recorder.learned()
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise RecordingError(str(place.parent), None, error.strerror or str(error)) from None
    write_recording(place, learned.lines)
    return learned
