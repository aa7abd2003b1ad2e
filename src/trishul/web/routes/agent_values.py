"""`/api/simulator/agents/{id}/overrides` and `…/objects`: what an agent answers, and what users put over it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from trishul.services.simulator.agent_exports import ExportFormat, export_agent
from trishul.services.simulator.agent_objects import MAX_PAGE, AgentObject, AgentObjects
from trishul.services.simulator.agent_overrides import AgentOverrides
from trishul.services.simulator.overrides import OverridesDocument, OverridesRefused
from trishul.services.simulator.status import OverridesSaved
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.json_lines import lines_of_texts
from trishul.web.problems import MAX_FINDINGS, Problem, problem
from trishul.web.routes.agents import NOT_THERE, AgentId
from trishul.web.struct_bodies import StructBody
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(
    prefix="/api/simulator/agents/{agent_id}", tags=["simulator"], dependencies=OPERATORS_CHANGE, responses=NOT_THERE
)

NOT_RUNNING: dict[int | str, dict[str, Any]] = {409: {"model": Problem, "description": "The simulator does not run"}}
ObjectKey = Annotated[
    str, Path(min_length=1, max_length=2048, description="An instance by its name or OID: IF-MIB::ifDescr.3, 1.3.6…")
]


class ObjectValue(BaseModel):
    """A number, a text as the MIB reads it, or {type, value}."""

    model_config = ConfigDict(extra="forbid")

    value: Annotated[
        int | float | str | dict[str, Any],
        Field(description="Such as up, 0:1e:aa:0:0:1, 2026-11-28,12:0:0.0, or {type, value}"),
    ]


@router.get("/overrides", summary="Overrides of an agent", responses=struct_reply(AgentOverrides))
async def read_overrides(workbench: WorkbenchOfRequest, agent_id: AgentId) -> Response:
    """Values by instance and hidden subtrees, as they were saved; `default` is the default device."""
    await workbench.simulator.agents.check_known(agent_id)
    return reply(workbench.simulator.overrides.of(agent_id))


@router.put("/overrides", summary="Replace the overrides of an agent", responses=struct_reply(OverridesSaved))
async def save_overrides(
    request: Request,
    workbench: WorkbenchOfRequest,
    agent_id: AgentId,
    body: Annotated[dict[str, Any], StructBody(OverridesDocument)],
) -> Response:
    """`overrides` by instance, as in `/api/simulator/data`, and `hidden`, a list of names or OIDs.

    They hold from the next request on. One that cannot be meant saves nothing; every one is named, with its line.
    """
    await workbench.simulator.agents.check_known(agent_id)
    try:
        return reply(await workbench.simulator.overrides.save(agent_id, body))
    except OverridesRefused as error:
        return refused(error, await request.body())


@router.get("/objects", summary="What an agent answers now", responses={**struct_reply(AgentObjects), **NOT_RUNNING})
async def read_objects(
    workbench: WorkbenchOfRequest,
    agent_id: AgentId,
    search: Annotated[str, Query(max_length=200, description="Words of names, or an OID or name to look below")] = "",
    after: Annotated[str, Query(max_length=2048, description="`next` of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 100,
) -> Response:
    """Instances in order with their values of now. A page of a search may be short or empty though more follow."""
    await workbench.simulator.agents.check_known(agent_id)
    return reply(await workbench.simulator.objects.page(agent_id, search, after, limit))


@router.get(
    "/export",
    summary="What an agent answers now, as a recording",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/plain": {}}, "description": "Lines of a .snmprec, or of snmpwalk"},
        **NOT_RUNNING,
    },
)
async def export(
    request: Request,
    workbench: WorkbenchOfRequest,
    agent_id: AgentId,
    form: Annotated[ExportFormat, Query(alias="format", description="What to write")] = "snmprec",
) -> StreamingResponse:
    """Every instance with its value of now; a recording can be uploaded again."""
    await workbench.simulator.agents.check_known(agent_id)
    name_target(request, f"agents/{agent_id}/export ({form})")
    pieces = export_agent(workbench.simulator.objects, agent_id, form)
    first = await anext(pieces)
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{agent_id}.{form}"'}
    return StreamingResponse(_whole(first, pieces), media_type="text/plain", headers=headers)


async def _whole(first: bytes, pieces: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    yield first
    async with aclosing(pieces):
        async for piece in pieces:
            yield piece


@router.put("/objects/{key:path}", summary="Set one object", responses={**struct_reply(AgentObject), **NOT_RUNNING})
async def set_object(workbench: WorkbenchOfRequest, agent_id: AgentId, key: ObjectKey, body: ObjectValue) -> Response:
    """Overrides it, checked by its MIB, whether a manager may set it or not; it stays so until it is taken back."""
    await workbench.simulator.agents.check_known(agent_id)
    try:
        return reply(await workbench.simulator.objects.set(agent_id, key, body.value))
    except OverridesRefused as error:
        return problem(error.code, next(iter(error.findings.values())), field="value")


@router.delete("/objects/{key:path}", summary="Take one override back", responses=struct_reply(OverridesSaved))
async def release_object(workbench: WorkbenchOfRequest, agent_id: AgentId, key: ObjectKey) -> Response:
    """The instance is what the agent's source says again, from the next request on."""
    await workbench.simulator.agents.check_known(agent_id)
    return reply(await workbench.simulator.objects.release(agent_id, key))


def refused(error: OverridesRefused, body: bytes) -> Response:
    """The problem with every key that cannot be meant, its reason, and its line in the body."""
    lines = lines_of_texts(body.decode())
    findings = [
        {"field": key, "message": message, "line": lines.get(key.removeprefix("hidden: "))}
        for key, message in error.findings.items()
    ]
    return problem(error.code, str(error), field=error.field, errors=findings[:MAX_FINDINGS])
