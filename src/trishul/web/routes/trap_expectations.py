"""`/api/traps/expect`: a request that waits on the server for notifications, for tests."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from trishul.search.lexer import MAX_CHARACTERS
from trishul.services.traps.verdicts import LONGEST_WAIT_S, MAX_COUNT, Expectation, TrapVerdict
from trishul.web.access import OPEN_TO_VIEWERS, OPERATORS_CHANGE
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.disconnects import CLIENT_GONE, ClientGone, while_connected
from trishul.web.problems import Problem
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/traps", tags=["traps"], dependencies=OPERATORS_CHANGE)


class ExpectedTraps(BaseModel):
    """What is expected, and for how long to wait for it."""

    match: Annotated[str, Field(max_length=MAX_CHARACTERS, description="In the search language; empty for any")] = ""
    count: Annotated[int, Field(ge=1, le=MAX_COUNT)] = 1
    within_s: Annotated[float, Field(ge=0, le=LONGEST_WAIT_S)] = 10.0
    absent: Annotated[bool, Field(description="Expect that fewer than `count` come")] = False
    after_id: Annotated[
        int | None,
        Field(ge=0, le=2**63 - 1, description="Stored ones with higher numbers count too; null: from now on"),
    ] = None
    inbox: Annotated[
        str | None,
        Field(max_length=64, description="Only what this inbox catches; without `after_id` all that it has counts"),
    ] = None


@router.post(
    "/expect",
    summary="Wait for notifications",
    responses={**struct_reply(TrapVerdict), 404: {"model": Problem}, 422: {"model": Problem}, 429: {"model": Problem}},
    dependencies=OPEN_TO_VIEWERS,
)
async def expect(request: Request, workbench: WorkbenchOfRequest, body: ExpectedTraps) -> Response:
    """Answers as soon as it is certain: with those that fit, or with the one that came closest and why it does not."""
    wanted = Expectation(**body.model_dump())
    try:
        return reply(await while_connected(request, workbench.expectations.expect(wanted)))
    except ClientGone:
        return Response(status_code=CLIENT_GONE)
