"""`/api/simulator/agents`: the simulated agents, each created, changed and deleted while all others answer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from trishul.services.simulator.agent_documents import AgentDocument
from trishul.services.simulator.agent_records import AgentPage, AgentRecord
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_bodies import StructBody
from trishul.web.struct_replies import reply, struct_reply

_LARGEST_PAGE = 1000

router = APIRouter(prefix="/api/simulator/agents", tags=["simulator"], dependencies=OPERATORS_CHANGE)

AgentId = Annotated[str, Path(max_length=64, description="ID of an agent")]
CONFLICT: dict[int | str, dict[str, Any]] = {409: {"model": Problem, "description": "Another agent, or a port in use"}}
NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "No agent of this ID"}}


class DeletedAgentReply(BaseModel):
    """What happened."""

    status: str
    id: str


class RescanReply(BaseModel):
    """What happened, and how many agents there are now."""

    status: str
    total: int


@router.get("", summary="Simulated agents", responses=struct_reply(AgentPage))
@router.get("/", include_in_schema=False)
async def read_page(
    workbench: WorkbenchOfRequest,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=_LARGEST_PAGE)] = 100,
    search: Annotated[str, Query(max_length=200, description="In names, addresses and sources")] = "",
) -> Response:
    """The default device, those that were made, and every recording of the folder, with what became of each."""
    return reply(await workbench.simulator.agents.page(offset, limit, search))


@router.post(
    "", summary="Make an agent", status_code=201, responses={**struct_reply(AgentRecord, status=201), **CONFLICT}
)
@router.post("/", include_in_schema=False, status_code=201)
async def create(
    request: Request, workbench: WorkbenchOfRequest, body: Annotated[dict[str, Any], StructBody(AgentDocument)]
) -> Response:
    """What is left out has its default; only `name` and one of the `addresses` must be given.

    `name`, `source` {kind, path, modules, rows}, `addresses` {community, context, user, listen}, `engine_id`, `seed`,
    `enabled`. A running simulator answers as it when the reply comes. Of kind `live` it is what `/api/simulator/record`
    records into `path`, and answers when that is done.
    """
    made = await workbench.simulator.agents.create(body)
    name_target(request, f"agents/{made.name}")
    return reply(made, status=201)


@router.post("/rescan", summary="Look at the folder of recordings now")
async def rescan(workbench: WorkbenchOfRequest) -> RescanReply:
    """Files that came, changed or went; the simulator looks by itself every two seconds."""
    await workbench.simulator.agents.rescan()
    page = await workbench.simulator.agents.page(0, 1)
    return RescanReply(status="rescanned", total=page.total)


@router.get("/{agent_id}", summary="One agent", responses={**struct_reply(AgentRecord), **NOT_THERE})
async def read_one(workbench: WorkbenchOfRequest, agent_id: AgentId) -> Response:
    """What was said of it, and what became of it."""
    return reply(await workbench.simulator.agents.record(agent_id))


@router.patch(
    "/{agent_id}", summary="Change an agent", responses={**struct_reply(AgentRecord), **NOT_THERE, **CONFLICT}
)
async def change(
    workbench: WorkbenchOfRequest,
    agent_id: AgentId,
    body: Annotated[dict[str, Any], StructBody(AgentDocument, is_change=True)],
    revision: Annotated[int | None, Query(ge=1, description="Of the record looked at; 409 when it is older")] = None,
) -> Response:
    """What is left out stays as it is; `enabled` false keeps it and lets it be silent."""
    return reply(await workbench.simulator.agents.update(agent_id, body, revision))


@router.delete("/{agent_id}", summary="Delete an agent", responses={**NOT_THERE, **CONFLICT})
async def delete(
    workbench: WorkbenchOfRequest,
    agent_id: AgentId,
    *,
    recording: Annotated[bool, Query(description="For an agent of the folder: delete its file")] = False,
) -> DeletedAgentReply:
    """409 for one that is a recording of the folder, unless its file is to go too."""
    await workbench.simulator.agents.delete(agent_id, with_recording=recording)
    return DeletedAgentReply(status="deleted", id=agent_id)
