"""`/api/traps/{id}/explanation` and `/lint`: what the MIBs say of a stored notification, and what is odd about it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from trishul.services.traps.insight import TrapExplanation, TrapLint
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/traps", tags=["traps"], dependencies=OPERATORS_CHANGE)

NotificationId = Annotated[int, Path(ge=0, le=2**63 - 1)]
_NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "No such notification"}}


@router.get(
    "/{notification_id}/explanation",
    summary="A notification in the words of its MIB",
    responses={**struct_reply(TrapExplanation), **_NOT_THERE},
)
async def explain(workbench: WorkbenchOfRequest, notification_id: NotificationId) -> Response:
    """Description, objects, decoded indexes, and the one before it of the same kind from the same host."""
    return reply(await workbench.trap_insight.explain(notification_id))


@router.get(
    "/{notification_id}/lint",
    summary="What is odd about a notification",
    responses={**struct_reply(TrapLint), **_NOT_THERE},
)
async def lint(workbench: WorkbenchOfRequest, notification_id: NotificationId) -> Response:
    """Against its MIB and RFC 3416 §4.2.6: objects, order, types, ranges, heading, an uptime that goes back."""
    return reply(await workbench.trap_insight.lint(notification_id))
