"""`/api/stats`: the counters (contract §3), and how fast they grew in the last minutes."""

from __future__ import annotations

import time
from typing import Annotated

from fastapi import APIRouter, Query, Response
from starlette.exceptions import HTTPException

from trishul.services.rates import RateHistory
from trishul.services.statistics import (
    MODULES,
    STATISTICS_MEDIA_TYPES,
    AllStatistics,
    ModuleStatistics,
    StatisticsFormat,
)
from trishul.web.access import ADMINISTRATORS_CHANGE
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/stats", tags=["statistics"], dependencies=ADMINISTRATORS_CHANGE)


@router.get("/", summary="All counters")
async def read_all(workbench: WorkbenchOfRequest) -> AllStatistics:
    """By module."""
    return workbench.statistics.read()


@router.get("/rates", summary="The last 15 minutes, a second", responses=struct_reply(RateHistory))
async def read_rates(workbench: WorkbenchOfRequest) -> Response:
    """Requests answered and notifications received a second, every five seconds; a restart forgets them."""
    return reply(workbench.rates.read())


@router.get(
    "/export",
    summary="All counters as a file",
    response_class=Response,
    responses={200: {"description": "The file", "content": {each: {} for each in STATISTICS_MEDIA_TYPES.values()}}},
)
async def export(
    workbench: WorkbenchOfRequest, file_format: Annotated[StatisticsFormat, Query(alias="format")] = "json"
) -> Response:
    """As they are now; the community of the simulator is left out."""
    return Response(
        workbench.statistics.export(file_format, time.time()),
        media_type=STATISTICS_MEDIA_TYPES[file_format],
        headers={
            "Content-Disposition": f'attachment; filename="statistics.{file_format}"',
            "Cache-Control": "no-store",
        },
    )


@router.get("/{module}", summary="The counters of one module", responses={404: {"model": Problem}})
async def read_module(module: str, workbench: WorkbenchOfRequest) -> ModuleStatistics:
    """simulator, traps, walker or mibs."""
    if module not in MODULES:
        raise HTTPException(404, f"There are counters of {', '.join(MODULES)}")
    return workbench.statistics.read()[module]


@router.delete("/", summary="Set all counters to 0")
async def reset(workbench: WorkbenchOfRequest) -> dict[str, str]:
    """Cannot be undone."""
    await workbench.counters.reset()
    return {"status": "cleared"}
