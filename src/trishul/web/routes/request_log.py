"""`/api/simulator/log`: what was asked lately, in groups; the octets of one, a file of all (contract §4)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel

from trishul.services.simulator.log import LOG_ENTRIES
from trishul.services.simulator.request_log import LOG_MEDIA_TYPES, LogDetail, LogFilter, LogFormat, exported_log
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_replies import SimulatorLog, reply, struct_reply

router = APIRouter(prefix="/api/simulator/log", tags=["simulator"], dependencies=OPERATORS_CHANGE)

_HIGHEST_ID = 2**53 - 1


async def _filter_of(
    agent: Annotated[str | None, Query(max_length=256, description="ID or name of an agent")] = None,
    source: Annotated[str | None, Query(max_length=64, description="Address or network of the manager")] = None,
    pdu: Annotated[str | None, Query(max_length=32, description="GetRequest, GetNextRequest …")] = None,
    oid: Annotated[str | None, Query(max_length=2048, description="This object or below, by number or name")] = None,
) -> LogFilter:
    return LogFilter(agent=agent, source=source, pdu=pdu, oid=oid)


Wanted = Annotated[LogFilter, Depends(_filter_of)]


class ClearedLog(BaseModel):
    """How many entries there were."""

    status: str
    count: int


@router.get("", summary="What was asked lately", responses=struct_reply(SimulatorLog))
async def read_log(
    workbench: WorkbenchOfRequest,
    wanted: Wanted,
    limit: Annotated[int, Query(ge=1, le=LOG_ENTRIES)] = 100,
    after: Annotated[int, Query(ge=0, le=_HIGHEST_ID, description="Only entries with a higher ID")] = 0,
) -> Response:
    """Groups of requests, newest first."""
    return reply(SimulatorLog(workbench.simulator.log.newest(limit, wanted, after)))


@router.get(
    "/export",
    summary="The log as a file",
    responses={200: {"content": {"application/json": {}, "text/csv": {}}, "description": "Entries, oldest first"}},
    response_class=Response,
)
async def read_export(
    request: Request,
    workbench: WorkbenchOfRequest,
    wanted: Wanted,
    format: LogFormat = "json",  # noqa: A002 -- the name of the query parameter
) -> Response:
    """All entries that are remembered and fit the filter, the oldest first."""
    name_target(request, f"log/export ({format})")
    entries = workbench.simulator.log.newest(LOG_ENTRIES, wanted)[::-1]
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="requests.{format}"'}
    return Response(exported_log(entries, format), media_type=LOG_MEDIA_TYPES[format], headers=headers)


@router.get(
    "/{entry_id}",
    summary="One entry with its octets",
    responses={**struct_reply(LogDetail), 404: {"model": Problem, "description": "Forgotten, or without octets"}},
)
async def read_entry(workbench: WorkbenchOfRequest, entry_id: Annotated[int, Path(ge=0, le=_HIGHEST_ID)]) -> Response:
    """The last request of the group and its answer, communities masked, with the tree of their parts."""
    return reply(workbench.simulator.log.detail(entry_id))


@router.delete("", summary="Clear the log")
async def clear_log(workbench: WorkbenchOfRequest) -> ClearedLog:
    """Counters and journals stay; numbers of entries go on."""
    return ClearedLog(status="cleared", count=workbench.simulator.log.clear())
