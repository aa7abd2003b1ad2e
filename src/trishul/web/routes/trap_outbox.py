"""`/api/traps/outbox`: forwarded notifications on their way, those that arrived, and those that failed for good."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from trishul.services.forwarding.outbox import OutboxChangedCount, OutboxChoice, OutboxPage, StateName
from trishul.services.wrong_fields import read_struct
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_bodies import StructBody
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/traps/outbox", tags=["traps"], dependencies=OPERATORS_CHANGE)

MAX_PAGE = 500
_NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "No destination of this name"}}
State = Annotated[StateName | Literal[""] | None, Query(description="Only these; empty for all")]
DestinationName = Annotated[
    str | None, Query(max_length=64, description="Only what is for this destination; empty for all")
]


@router.get("", summary="The outbox", responses={**struct_reply(OutboxPage), **_NOT_THERE})
@router.get("/", include_in_schema=False)
async def read_page(
    workbench: WorkbenchOfRequest,
    state: State = None,
    destination: DestinationName = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 100,
    before: Annotated[int | None, Query(ge=0, le=2**53, description="Entries below this id")] = None,
) -> Response:
    """The newest first. Of each destination the last 200 that arrived and the last 1,000 that failed are kept."""
    outbox = workbench.forwarding.outbox
    return reply(await outbox.page(state=state or None, destination=destination or None, before=before, limit=limit))


@router.post("/retry", summary="Send again", responses={**struct_reply(OutboxChangedCount), **_NOT_THERE})
async def retry(
    workbench: WorkbenchOfRequest, body: Annotated[dict[str, Any] | None, StructBody(OutboxChoice)] = None
) -> Response:
    """Sends what waits, and what has failed for good, now: `ids`, `state`, `destination`; all of it without a body."""
    return reply(await workbench.forwarding.outbox.retry(read_struct(body or {}, OutboxChoice)))


@router.delete("", summary="Throw away", responses={**struct_reply(OutboxChangedCount), **_NOT_THERE})
@router.delete("/", include_in_schema=False)
async def delete(
    workbench: WorkbenchOfRequest,
    ids: Annotated[list[int] | None, Query(description="These entries")] = None,
    state: State = None,
    destination: DestinationName = None,
) -> Response:
    """All that is given must hold. What waits goes as well; without any choice the outbox is empty afterwards."""
    choice = OutboxChoice(ids, state or None, destination or None)
    return reply(await workbench.forwarding.outbox.delete(choice))
