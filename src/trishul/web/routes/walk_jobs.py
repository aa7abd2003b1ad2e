"""`/api/walk/jobs`: walks and polls of saved targets on a schedule, and how their runs went."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from trishul.services.walks.job_documents import JobDocument, JobRunList, WalkJob, WalkJobList
from trishul.services.walks.jobs import MAX_RUNS
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_bodies import StructBody
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/walk/jobs", tags=["walker"], dependencies=OPERATORS_CHANGE)

JobId = Annotated[str, Path(max_length=64, description="ID of a job")]
_CONFLICT: dict[int | str, dict[str, Any]] = {409: {"model": Problem, "description": "The name, or an older revision"}}
_NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "No job of this ID"}}


@router.get("", summary="Jobs", responses=struct_reply(WalkJobList))
@router.get("/", include_in_schema=False)
async def read_all(workbench: WorkbenchOfRequest) -> Response:
    """In the order of their names, each with its last run and when it runs next."""
    return reply(workbench.walk_jobs.all())


@router.post("", summary="Make a job", status_code=201, responses={**struct_reply(WalkJob, status=201), **_CONFLICT})
@router.post("/", include_in_schema=False, status_code=201)
async def create(
    request: Request, workbench: WorkbenchOfRequest, body: Annotated[dict[str, Any], StructBody(JobDocument)]
) -> Response:
    """With `every_s` it runs for the first time at once, with `cron` when that says so, by the server's clock.

    `name`, `target` (name or ID of a saved one) and `schedule` {every_s or cron} must be given. `operation` walk or
    get, `oids`, `keep`, `max_rows`, `max_time_s`, `tags`, `enabled` have defaults.
    """
    made = await workbench.walk_jobs.create(body)
    name_target(request, f"jobs/{made.name}")
    return reply(made, status=201)


@router.get("/{job_id}", summary="One job", responses={**struct_reply(WalkJob), **_NOT_THERE})
async def read_one(workbench: WorkbenchOfRequest, job_id: JobId) -> Response:
    """What was said of it, and how it does."""
    return reply(workbench.walk_jobs.get(job_id))


@router.patch("/{job_id}", summary="Change a job", responses={**struct_reply(WalkJob), **_NOT_THERE, **_CONFLICT})
async def change(
    workbench: WorkbenchOfRequest,
    job_id: JobId,
    body: Annotated[dict[str, Any], StructBody(JobDocument, is_change=True)],
    revision: Annotated[int | None, Query(ge=1, description="Of the record looked at; 409 when it is older")] = None,
) -> Response:
    """What is left out stays as it is; `enabled` false keeps it and lets it rest. A run under way goes on."""
    return reply(await workbench.walk_jobs.update(job_id, body, revision))


@router.delete("/{job_id}", summary="Delete a job", status_code=204, responses=_NOT_THERE)
async def delete(
    workbench: WorkbenchOfRequest,
    job_id: JobId,
    *,
    walks: Annotated[bool, Query(description="Delete its kept walks too, but for pinned ones")] = False,
) -> Response:
    """A run under way is broken off."""
    await workbench.walk_jobs.delete(job_id, with_walks=walks)
    return Response(status_code=204)


@router.post(
    "/{job_id}/run",
    summary="Run a job now",
    status_code=202,
    responses={**struct_reply(WalkJob, status=202), **_NOT_THERE},
)
async def run(workbench: WorkbenchOfRequest, job_id: JobId) -> Response:
    """Also one that is off. While another job asks its target it is queued; one that runs is left alone."""
    return reply(await workbench.walk_jobs.run(job_id), status=202)


@router.get("/{job_id}/runs", summary="Runs of a job", responses={**struct_reply(JobRunList), **_NOT_THERE})
async def read_runs(
    workbench: WorkbenchOfRequest, job_id: JobId, limit: Annotated[int, Query(ge=1, le=MAX_RUNS)] = 50
) -> Response:
    """The newest first; `walk` is the number of the kept walk with what was read."""
    return reply(await workbench.walk_jobs.runs(job_id, limit))
