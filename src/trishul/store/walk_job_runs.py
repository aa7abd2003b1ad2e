"""Queries on the runs of walk jobs: when each began, how it ended, and which kept walk holds what was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import walk_job_runs


class JobRunRow(NamedTuple):
    """One run; the columns are described with the table."""

    id: int
    job_id: str
    started_at: float
    elapsed_s: float | None
    state: str
    rows: int
    code: str | None
    reason: str
    walk_id: int | None


async def add_job_run(connection: AsyncConnection, job_id: str, started_at: float, state: str, reason: str = "") -> int:
    """A run that begins; its id."""
    values = {"job_id": job_id, "started_at": started_at, "state": state, "rows": 0, "reason": reason}
    statement = insert(walk_job_runs).values(values).returning(walk_job_runs.c.id)
    return int((await connection.execute(statement)).scalar_one())


async def change_job_run(connection: AsyncConnection, run_id: int, changes: Mapping[str, object]) -> None:
    """How it ended."""
    await connection.execute(update(walk_job_runs).where(walk_job_runs.c.id == run_id).values(dict(changes)))


async def change_job_runs_in(connection: AsyncConnection, state: str, changes: Mapping[str, object]) -> int:
    """Changes all runs in a state; how many there were."""
    result = await connection.execute(update(walk_job_runs).where(walk_job_runs.c.state == state).values(dict(changes)))
    return int(result.rowcount)


async def list_job_runs(connection: AsyncConnection, job_id: str, *, limit: int) -> list[JobRunRow]:
    """The newest first."""
    query = select(walk_job_runs).where(walk_job_runs.c.job_id == job_id).order_by(walk_job_runs.c.id.desc())
    return [JobRunRow(*row) for row in await connection.execute(query.limit(limit))]


async def last_job_runs(connection: AsyncConnection) -> dict[str, JobRunRow]:
    """The newest run of each job that ever ran."""
    newest = select(func.max(walk_job_runs.c.id)).group_by(walk_job_runs.c.job_id)
    rows = await connection.execute(select(walk_job_runs).where(walk_job_runs.c.id.in_(newest)))
    return {run.job_id: run for run in (JobRunRow(*row) for row in rows)}


async def prune_job_runs(connection: AsyncConnection, job_id: str, keep: int) -> None:
    """Forgets all but the newest runs of a job."""
    kept = select(walk_job_runs.c.id).where(walk_job_runs.c.job_id == job_id)
    kept = kept.order_by(walk_job_runs.c.id.desc()).limit(keep)
    is_old = (walk_job_runs.c.job_id == job_id) & walk_job_runs.c.id.not_in(kept)
    await connection.execute(delete(walk_job_runs).where(is_old))
