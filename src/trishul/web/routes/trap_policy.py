"""`/api/traps/policy` and `/api/traps/sources`: what is decided while the receiver runs, and who sends how much."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from trishul.services.traps.receiver_policy import PolicySaved, ReceiverPolicy
from trishul.services.traps.sources import MAX_SOURCES_SHOWN, TrapSources
from trishul.web.access import ADMINISTRATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.struct_bodies import StructBody
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/traps", tags=["traps"], dependencies=ADMINISTRATORS_CHANGE)


@router.get("/policy", summary="The receiver's policy", responses=struct_reply(ReceiverPolicy))
async def read_policy(workbench: WorkbenchOfRequest) -> Response:
    """How long notifications stay, from which networks, how many and how large ones are taken."""
    return reply(workbench.trap_policy.current)


@router.post("/policy", summary="Change the receiver's policy", responses=struct_reply(PolicySaved))
async def change_policy(
    request: Request,
    workbench: WorkbenchOfRequest,
    body: Annotated[dict[str, Any], StructBody(ReceiverPolicy, is_change=True)],
) -> Response:
    """Any subset of its fields; it holds at once, and one bad value saves nothing."""
    saved = await workbench.trap_policy.update(body)
    name_target(request, f"policy ({', '.join(sorted(body))})")
    return reply(saved)


@router.get("/sources", summary="Who sends notifications", responses=struct_reply(TrapSources))
async def read_sources(
    workbench: WorkbenchOfRequest, limit: Annotated[int, Query(ge=1, le=MAX_SOURCES_SHOWN)] = 100
) -> Response:
    """The hosts that sent most since the receiver's process began, with what was not taken of each."""
    return reply(await workbench.traps.sources.read(limit))
