"""`/api/simulator/record`: recordings made of live devices, followed by `record_progress` frames or by asking."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from trishul.services.recordings.recorded_devices import MAX_ROOTS, RecordingJob, RecordingJobs, RecordingToMake
from trishul.services.walks.requests import MAX_RETRIES, MAX_TIMEOUT_S
from trishul.snmp.recorder import MAX_ROWS
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.security_fields import SecurityFields
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/simulator/record", tags=["simulator"], dependencies=OPERATORS_CHANGE)

JobId = Annotated[str, Path(max_length=64, description="ID of a job")]
_NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "No job of this ID"}}


class RecordBody(SecurityFields):
    """What to record, as whom, and under which name."""

    name: Annotated[
        str, Field(min_length=1, max_length=200, description="The community that will ask for it: sw1, core/sw1")
    ]
    target: Annotated[str, Field(min_length=1, max_length=255, description="Host name, IPv4 or IPv6 address")]
    port: Annotated[int, Field(ge=1, le=65535)] = 161
    transport: Literal["udp", "tcp"] = "udp"
    oids: list[Annotated[str, Field(min_length=1, max_length=2048)]] = Field(
        default_factory=list, max_length=MAX_ROOTS, description="Subtrees by number or name; none means everything"
    )
    interval_s: Annotated[
        float,
        Field(
            ge=0,
            le=3600,
            description="Seconds from the first reading to a second one, which teaches how counters move; 0: no second",
        ),
    ] = 10.0
    timeout_s: Annotated[float, Field(gt=0, le=MAX_TIMEOUT_S)] = 2.0
    retries: Annotated[int, Field(ge=0, le=MAX_RETRIES)] = 3
    max_rows: Annotated[int, Field(ge=1, le=MAX_ROWS)] = 500_000
    max_time_s: Annotated[float, Field(gt=0, le=86_400, description="Of each reading")] = 3600.0
    overwrite: Annotated[bool, Field(description="Replace a recording of this name")] = False

    def order(self) -> RecordingToMake:
        """The same for the service. Raises InvalidInput."""
        return RecordingToMake(identity=self.identity(), **self.model_dump(exclude={*SecurityFields.model_fields}))


@router.post(
    "",
    summary="Record a live device",
    status_code=202,
    responses={**struct_reply(RecordingJob, status=202), 409: {"model": Problem, "description": "The name is taken"}},
)
@router.post("/", include_in_schema=False, status_code=202)
async def record(request: Request, workbench: WorkbenchOfRequest, body: RecordBody) -> Response:
    """Begins; when the job is done the recording lies in the folder and its agent answers."""
    name_target(request, f"record {body.target}:{body.port}")
    return reply(workbench.device_recordings.start(body.order()), status=202)


@router.get("", summary="Recordings in the making, and the last that ended", responses=struct_reply(RecordingJobs))
@router.get("/", include_in_schema=False)
async def read_all(workbench: WorkbenchOfRequest) -> Response:
    """The newest first."""
    return reply(workbench.device_recordings.jobs())


@router.get("/{job_id}", summary="One recording in the making", responses={**struct_reply(RecordingJob), **_NOT_THERE})
async def read_one(workbench: WorkbenchOfRequest, job_id: JobId) -> Response:
    """How far it is, or how it ended."""
    return reply(workbench.device_recordings.job(job_id))


@router.delete("/{job_id}", summary="Break a recording off", responses={**struct_reply(RecordingJob), **_NOT_THERE})
async def cancel(
    workbench: WorkbenchOfRequest,
    job_id: JobId,
    *,
    keep: Annotated[bool, Query(description="Store what was read so far")] = False,
) -> Response:
    """A job that has ended is forgotten; its recording stays."""
    return reply(await workbench.device_recordings.cancel(job_id, keep=keep))
