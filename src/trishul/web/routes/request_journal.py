"""`/api/simulator/agents/{id}/journal`: what an agent was asked, request by request, and whether often enough."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from trishul.engine.journal import JOURNAL_ENTRIES
from trishul.services.simulator.journal_filters import JournalFilter
from trishul.services.simulator.request_journal import JournalPage, JournalQuestion, JournalVerdict
from trishul.services.wrong_fields import read_struct
from trishul.web.access import OPEN_TO_VIEWERS, OPERATORS_CHANGE
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_bodies import StructBody
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(
    prefix="/api/simulator/agents/{agent}/journal",
    tags=["simulator"],
    dependencies=OPERATORS_CHANGE,
    responses={404: {"model": Problem}},
)

Limit = Annotated[int, Query(ge=1, le=JOURNAL_ENTRIES)]


class ForgottenJournal(BaseModel):
    """Whose journal is empty now, and how many requests it held."""

    status: str
    agent: str
    count: int


@router.get("", summary="What an agent was asked", responses=struct_reply(JournalPage))
async def read_journal(
    workbench: WorkbenchOfRequest,
    agent: str,
    *,
    oid: Annotated[str | None, Query(description="A name that was asked for is this one or below it")] = None,
    pdu: Annotated[str | None, Query(description="GetRequest, GetNextRequest, GetBulkRequest or SetRequest")] = None,
    source: Annotated[str | None, Query(description="Address or network of the manager")] = None,
    version: Annotated[str | None, Query(description="1, 2c or 3")] = None,
    since: Annotated[float | None, Query(description="Unix seconds")] = None,
    until: Annotated[float | None, Query(description="Unix seconds")] = None,
    last_s: Annotated[float | None, Query(description="Within so many seconds until now")] = None,
    min_repetitions: int | None = None,
    max_repetitions: int | None = None,
    is_error: bool | None = None,
    limit: Limit = 100,
) -> Response:
    """The newest requests that fit all of it; of each agent the newest 1,000 are kept until its simulator ends."""
    wanted = JournalFilter(
        oid=oid, pdu=pdu, source=source, version=version, since=since, until=until, last_s=last_s,
        min_repetitions=min_repetitions, max_repetitions=max_repetitions, is_error=is_error,
    )  # fmt: skip
    return reply(await workbench.simulator.journal.read(agent, wanted, limit))


@router.post(
    "/count",
    summary="Was it asked as often as expected?",
    responses=struct_reply(JournalVerdict),
    dependencies=OPEN_TO_VIEWERS,
)
async def count_requests(
    workbench: WorkbenchOfRequest, agent: str, body: Annotated[dict[str, Any], StructBody(JournalQuestion)]
) -> Response:
    """The filters of the journal with `min` (1 unless told otherwise) and `max`; tells what was seen instead."""
    return reply(await workbench.simulator.journal.verify(agent, read_struct(body, JournalQuestion)))


@router.delete("", summary="Empty the journal of an agent")
async def forget_journal(workbench: WorkbenchOfRequest, agent: str) -> ForgottenJournal:
    """What is asked from now on is kept again."""
    agent_id, count = await workbench.simulator.journal.forget(agent)
    return ForgottenJournal(status="forgotten", agent=agent_id, count=count)
