"""`/api/stats`: the counters (contract §3), and how fast they grew in the last minutes."""

from __future__ import annotations

from fastapi import APIRouter, Response
from starlette.exceptions import HTTPException

from trishul.services.rates import RateHistory
from trishul.services.statistics import MODULES, AllStatistics, ModuleStatistics
from trishul.web.authentication import REQUIRES_SESSION, WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/stats", tags=["statistics"], dependencies=REQUIRES_SESSION)


@router.get("/", summary="All counters")
async def read_all(workbench: WorkbenchOfRequest) -> AllStatistics:
    """By module."""
    return workbench.statistics.read()


@router.get("/rates", summary="The last 15 minutes, a second", responses=struct_reply(RateHistory))
async def read_rates(workbench: WorkbenchOfRequest) -> Response:
    """Requests answered and notifications received a second, every five seconds; a restart forgets them."""
    return reply(workbench.rates.read())


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
