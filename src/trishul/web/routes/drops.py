"""`/api/simulator/drops` and `/api/traps/drops`: what was dropped, why, and the datagrams kept of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Path, Response

from trishul.services.drops import DropsOverview, KeptDatagrams
from trishul.services.simulator.simulator import SimulatorService
from trishul.services.traps.traps import TrapService
from trishul.services.workbench import Workbench
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_replies import reply, struct_reply

Service: TypeAlias = SimulatorService | TrapService
Reason: TypeAlias = Annotated[str, Path(max_length=64, description="A name from the list of reasons")]


def _drops_of(area: str, service_of: Callable[[Workbench], Service]) -> APIRouter:
    """The four routes of one service; both have the same."""
    routes = APIRouter(prefix=f"/api/{area}/drops", tags=[area], dependencies=OPERATORS_CHANGE)
    unknown: dict[int | str, dict[str, Any]] = {404: {"model": Problem}}

    @routes.get("", summary="What was dropped, by reason", responses=struct_reply(DropsOverview))
    async def read_drops(workbench: WorkbenchOfRequest) -> Response:
        """Every reason of the service, those that never occurred as well, and what became of all that arrived."""
        return reply(service_of(workbench).drops())

    @routes.get("/{reason}", summary="Datagrams kept of a reason", responses={**struct_reply(KeptDatagrams), **unknown})
    async def read_dropped(workbench: WorkbenchOfRequest, reason: Reason) -> Response:
        """The newest 16, at most 2,048 octets of each, communities masked, with the tree of their parts."""
        return reply(await service_of(workbench).dropped(reason))

    @routes.delete("", summary="Forget all kept datagrams", status_code=204)
    async def forget_all(workbench: WorkbenchOfRequest) -> None:
        """Counts and last drops stay."""
        await service_of(workbench).forget_dropped()

    @routes.delete("/{reason}", summary="Forget the kept datagrams of a reason", status_code=204, responses=unknown)
    async def forget_reason(workbench: WorkbenchOfRequest, reason: Reason) -> None:
        """Counts and last drops stay."""
        await service_of(workbench).forget_dropped(reason)

    return routes


def _simulator(workbench: Workbench) -> Service:
    return workbench.simulator


def _traps(workbench: Workbench) -> Service:
    return workbench.traps


simulator_router = _drops_of("simulator", _simulator)
traps_router = _drops_of("traps", _traps)
