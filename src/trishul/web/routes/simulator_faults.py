"""`/api/simulator/faults` and `/api/simulator/agents/{id}/faults`: what goes wrong on purpose, and where."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Response

from trishul.services.simulator.fault_documents import FaultCatalogue, FaultsDocument, FaultsRefused, catalogue
from trishul.services.simulator.faults import AgentFaultsState, AgentsWithFaults
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import MAX_FINDINGS, Problem, problem
from trishul.web.struct_bodies import StructBody
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(
    prefix="/api/simulator",
    tags=["simulator"],
    dependencies=OPERATORS_CHANGE,
    responses={404: {"model": Problem}},
)


@router.get("/faults", summary="Which faults there are", responses=struct_reply(FaultCatalogue))
async def read_catalogue() -> Response:
    """Each kind with what it does and takes, and presets of faults that real devices were reported to have."""
    return reply(catalogue())


@router.get("/faults/agents", summary="Agents with faults", responses=struct_reply(AgentsWithFaults))
async def read_overview(workbench: WorkbenchOfRequest) -> Response:
    """How many faults each agent has that is not healthy."""
    return reply(workbench.simulator.faults.overview())


@router.get("/agents/{agent}/faults", summary="Faults of an agent", responses=struct_reply(AgentFaultsState))
async def read_faults(workbench: WorkbenchOfRequest, agent: str) -> Response:
    """By the agent's ID or community; `default` is the default device. With how often each fault has hit."""
    return reply(workbench.simulator.faults.state(agent))


@router.put(
    "/agents/{agent}/faults", summary="Replace the faults of an agent", responses=struct_reply(AgentFaultsState)
)
async def save_faults(
    workbench: WorkbenchOfRequest, agent: str, body: Annotated[dict[str, Any], StructBody(FaultsDocument)]
) -> Response:
    """They hold from the next request on, until the server ends. One that cannot be meant changes nothing."""
    try:
        return reply(await workbench.simulator.faults.save(agent, body))
    except FaultsRefused as error:
        findings = [{"field": place, "message": message} for place, message in error.findings.items()]
        return problem(error.code, str(error), field=error.field, errors=findings[:MAX_FINDINGS])


@router.delete("/agents/{agent}/faults", summary="Make an agent healthy", responses=struct_reply(AgentFaultsState))
async def clear_faults(workbench: WorkbenchOfRequest, agent: str) -> Response:
    """Answers that wait already are still sent late."""
    return reply(await workbench.simulator.faults.clear(agent))
