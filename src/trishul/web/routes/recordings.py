"""`/api/simulator/recordings`: the folder whose files are agents by themselves; files that arrive and files that go."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel
from starlette.requests import ClientDisconnect

from trishul.services.mibs.refusals import FilesExist
from trishul.services.recordings.recordings import RecordingPage, RecordingsRefused, RecordingsUploaded
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.disconnects import CLIENT_GONE
from trishul.web.multipart import FILE_FIELDS, files_form, is_true, receive_form
from trishul.web.problems import MAX_FINDINGS, Problem, problem
from trishul.web.struct_replies import reply, struct_reply

_LARGEST_PAGE = 1000

router = APIRouter(prefix="/api/simulator/recordings", tags=["simulator"], dependencies=OPERATORS_CHANGE)


class DeletedRecordingReply(BaseModel):
    """What happened."""

    status: str
    path: str


@router.get("", summary="Recordings", responses=struct_reply(RecordingPage))
@router.get("/", include_in_schema=False)
async def read_page(
    workbench: WorkbenchOfRequest,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=_LARGEST_PAGE)] = 100,
    search: Annotated[str, Query(max_length=200, description="In paths and communities")] = "",
) -> Response:
    """Every file of the folder that is a recording by its name, and the agent that it makes."""
    return reply(await workbench.simulator.recordings.page(offset, limit, search))


@router.post(
    "",
    summary="Store recordings",
    responses={
        **struct_reply(RecordingsUploaded),
        409: {"model": Problem, "description": "A file of this name exists and replace is not true"},
        413: {"model": Problem},
        507: {"model": Problem, "description": "The disk takes no more"},
    },
    openapi_extra=files_form(
        "Recordings (.snmprec, .snmpwalk, .walk, .txt, .sapwalk, .dump; also .bz2), captures (pcap, pcapng), archives"
    ),
)
async def upload(
    request: Request, workbench: WorkbenchOfRequest, *, replace: Annotated[bool, Query()] = False
) -> Response:
    """All files or none; of archives the recordings in them with their folders, of captures all agents that answered.

    Each is an agent when the reply comes.
    """
    recordings = workbench.simulator.recordings
    try:
        async with recordings.receive() as reception:
            fields = await receive_form(request, reception, FILE_FIELDS)
            stored = await recordings.store(reception, replace=replace or is_true(fields.get("replace", "")))
        name_target(request, f"recordings ({stored.stored} stored)")
        return reply(stored)
    except ClientDisconnect:
        return Response(status_code=CLIENT_GONE)
    except FilesExist as error:
        named = error.names[:MAX_FINDINGS]
        findings = [{"field": name, "message": "A recording of this name is there already"} for name in named]
        return problem(error.code, str(error), field="files", files=named, errors=findings)
    except RecordingsRefused as error:
        bad = [each for each in error.results if each.status == "refused"]
        findings = [{"field": each.filename, "message": each.reason or ""} for each in bad[:MAX_FINDINGS]]
        return problem(error.code, str(error), field="files", errors=findings, results=error.results)


@router.delete(
    "/{path:path}",
    summary="Delete a recording",
    responses={
        404: {"model": Problem, "description": "No such recording"},
        409: {"model": Problem, "description": "An agent that was made of it answers from it"},
    },
)
async def delete(
    workbench: WorkbenchOfRequest, path: Annotated[str, Path(max_length=1024, description="In the folder")]
) -> DeletedRecordingReply:
    """The agent that it makes goes with it."""
    await workbench.simulator.recordings.delete(path)
    return DeletedRecordingReply(status="deleted", path=path)
