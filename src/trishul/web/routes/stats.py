"""`/api/stats`: the counters (contract §3)."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.exceptions import HTTPException

from trishul.services.statistics import MODULES, AllStatistics, ModuleStatistics
from trishul.web.authentication import REQUIRES_SESSION, WorkbenchOfRequest
from trishul.web.problems import Problem

router = APIRouter(prefix="/api/stats", tags=["statistics"], dependencies=REQUIRES_SESSION)


@router.get("/", summary="All counters")
async def read_all(workbench: WorkbenchOfRequest) -> AllStatistics:
    """By module."""
    return workbench.statistics.read()


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
