"""`/api/simulator`: status, start, stop, restart, overrides and access (contract §4)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from trishul.services.simulator.access import AccessDocument, AccessRefused
from trishul.services.simulator.overrides import OverridesRefused, OverrideValue
from trishul.services.simulator.status import AccessSaved, OverridesSaved, SimulatorStarted, SimulatorStatus
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import MAX_FINDINGS, Problem, problem
from trishul.web.routes.agent_values import refused
from trishul.web.struct_bodies import StructBody
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(
    prefix="/api/simulator",
    tags=["simulator"],
    dependencies=OPERATORS_CHANGE,
    responses={409: {"model": Problem}},
)

Port = Annotated[int, Field(ge=0, le=65535, description="UDP port; 0 takes any free port")]
Community = Annotated[str, Field(max_length=255, description="Community of the default device")]


class SimulatorStart(BaseModel):
    """Where and as whom; what is left out stays as it was."""

    port: Port | None = None
    community: Community | None = None


class StopReply(BaseModel):
    """What happened: stopped or not_running."""

    status: str


@router.get("/status", summary="The simulator now", responses=struct_reply(SimulatorStatus))
async def read_status(workbench: WorkbenchOfRequest) -> Response:
    """Whether it runs, where, for which devices, and what it dropped."""
    return reply(workbench.simulator.status())


@router.post("/start", summary="Start the simulator", responses=struct_reply(SimulatorStarted))
async def start(workbench: WorkbenchOfRequest, body: SimulatorStart | None = None) -> Response:
    """Answers once the socket is bound and served; one that runs is left as it is."""
    wanted = body or SimulatorStart()
    return reply(await workbench.simulator.start(wanted.port, wanted.community))


@router.post("/stop", summary="Stop the simulator")
async def stop(workbench: WorkbenchOfRequest) -> StopReply:
    """Answers once the process is gone."""
    return StopReply(status=await workbench.simulator.stop())


@router.post("/restart", summary="Restart the simulator", responses=struct_reply(SimulatorStarted))
async def restart(workbench: WorkbenchOfRequest, body: SimulatorStart | None = None) -> Response:
    """A restart that fails leaves the running simulator running."""
    wanted = body or SimulatorStart()
    return reply(await workbench.simulator.restart(wanted.port, wanted.community))


@router.get("/data", summary="Overrides of the default device")
async def read_data(workbench: WorkbenchOfRequest) -> dict[str, Any]:
    """By OID, as they were saved."""
    return workbench.simulator.data()


@router.post("/data", summary="Replace all overrides", responses=struct_reply(OverridesSaved))
async def save_data(
    request: Request,
    workbench: WorkbenchOfRequest,
    body: Annotated[dict[str, Any], StructBody(dict[str, OverrideValue])],
) -> Response:
    """Each value is checked against the type at its OID; one bad value saves nothing, and every bad one is named."""
    try:
        return reply(await workbench.simulator.save_data(body))
    except OverridesRefused as error:
        return refused(error, await request.body())


@router.get("/access", summary="Who sees what", responses=struct_reply(AccessDocument))
async def read_access(workbench: WorkbenchOfRequest) -> Response:
    """Communities, groups, views and access entries, as they were saved; all empty: who is known sees everything."""
    return reply(workbench.simulator.access.document)


@router.put("/access", summary="Replace who sees what", responses=struct_reply(AccessSaved))
async def save_access(
    workbench: WorkbenchOfRequest, body: Annotated[dict[str, Any], StructBody(AccessDocument)]
) -> Response:
    """Decides from the next request on. One row that cannot be meant saves nothing, and every one is named."""
    try:
        return reply(await workbench.simulator.access.save(body))
    except AccessRefused as error:
        findings = [{"field": place, "message": message} for place, message in error.findings.items()]
        return problem(error.code, str(error), field=error.field, errors=findings[:MAX_FINDINGS])


class ForgottenValues(BaseModel):
    """How many instances managers had set, created or destroyed."""

    status: str
    count: int


@router.delete("/values", summary="Take back what managers have set")
async def forget_values(workbench: WorkbenchOfRequest) -> ForgottenValues:
    """On all devices, also what is kept over restarts; overrides stay."""
    return ForgottenValues(status="forgotten", count=await workbench.simulator.forget_set_values())
