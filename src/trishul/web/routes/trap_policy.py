"""`/api/traps/policy`: what is decided about notifications while the receiver runs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Response

from trishul.services.receiver_policy import PolicySaved, ReceiverPolicy
from trishul.web.authentication import REQUIRES_SESSION, WorkbenchOfRequest
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/traps/policy", tags=["traps"], dependencies=REQUIRES_SESSION)


@router.get("", summary="The receiver's policy", responses=struct_reply(ReceiverPolicy))
async def read_policy(workbench: WorkbenchOfRequest) -> Response:
    """How long notifications stay."""
    return reply(workbench.trap_policy.current)


@router.post("", summary="Change the receiver's policy", responses=struct_reply(PolicySaved))
async def change_policy(workbench: WorkbenchOfRequest, body: Annotated[dict[str, Any], Body()]) -> Response:
    """Any subset of its fields; it holds at once, and one bad value saves nothing."""
    return reply(await workbench.trap_policy.update(body))
