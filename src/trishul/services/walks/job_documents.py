"""Jobs of the walker as people make them, and as they are told.

Owns the document, what can be wrong with it alone, and the records of jobs and runs; running them is `jobs`.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from trishul.errors import InvalidInput
from trishul.services.document_shelf import checked_document_name
from trishul.services.walks.job_schedules import Schedule, checked_schedule
from trishul.services.walks.kept_walks import checked_tags
from trishul.services.walks.requests import MAX_OIDS, MAX_ROWS, MAX_TIME_S
from trishul.services.wrong_fields import read_struct
from trishul.store.walk_job_runs import JobRunRow

MAX_KEPT = 10_000
MAX_OID_TEXT = 2048

JobState = Literal["off", "waiting", "queued", "running"]
RunState = Literal["running", "done", "cut", "failed", "interrupted"]


class JobDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that people say about a job."""

    name: str
    target: str
    """ID of a saved target; its name is taken too."""
    schedule: Schedule
    operation: Literal["walk", "get"] = "walk"
    """get: the OIDs are instances, polled by one request."""
    oids: list[str] = msgspec.field(default_factory=lambda: ["1.3.6.1.2.1"])
    """Numbers or names, looked up at each run."""
    keep: int = 50
    """So many of its walks are kept, pinned ones besides."""
    max_rows: int = 100_000
    max_time_s: float = 60.0
    tags: list[str] = []
    enabled: bool = True


class JobRun(msgspec.Struct, frozen=True):
    """One run of a job."""

    id: int
    started_at: float
    elapsed_s: float | None
    """null while it goes on."""
    state: RunState
    rows: int
    code: str | None
    """Of the error that ended it."""
    reason: str
    walk: int | None
    """Number of the kept walk, until that is deleted."""


class WalkJob(JobDocument, frozen=True, kw_only=True):
    """A job, and how it does."""

    id: str
    target_name: str
    state: JobState
    """queued: it is due, and waits until its target is asked by nobody else."""
    next_run_at: float | None
    skipped: int
    """Times it was due since the server started while it still ran."""
    last_run: JobRun | None
    revision: int
    created_at: float
    updated_at: float


class WalkJobList(msgspec.Struct, frozen=True):
    """Jobs in the order of their names."""

    jobs: list[WalkJob]


class JobRunList(msgspec.Struct, frozen=True):
    """Runs of a job, the newest first."""

    runs: list[JobRun]


def read_job(data: Any) -> JobDocument:
    """The document in a JSON value, checked as far as it stands alone. Raises InvalidInput with the field."""
    document = read_struct(data, JobDocument)
    if not 0 < len(document.oids) <= MAX_OIDS or any(not 0 < len(oid) <= MAX_OID_TEXT for oid in document.oids):
        raise InvalidInput(f"A job asks for 1 to {MAX_OIDS} OIDs", field="oids")
    for name, value, most in (
        ("keep", document.keep, MAX_KEPT),
        ("max_rows", document.max_rows, MAX_ROWS),
        ("max_time_s", document.max_time_s, MAX_TIME_S),
    ):
        if not 0 < value <= most:
            raise InvalidInput(f"{name} is too small, or above {most:,.0f}", field=name)
    return msgspec.structs.replace(
        document,
        name=checked_document_name(document.name),
        tags=checked_tags(document.tags),
        schedule=checked_schedule(document.schedule),
    )


def run_record(row: JobRunRow) -> JobRun:
    """A run as it is told."""
    return JobRun(
        row.id,
        row.started_at,
        row.elapsed_s,
        row.state,  # type: ignore[arg-type]  # only states of runs are stored
        row.rows,
        row.code,
        row.reason,
        row.walk_id,
    )
