"""`/api/meta`, `/api/health`, `/api/ready`: what runs here and whether it does.

Public, and free of anything worth hiding.
"""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel

from trishul.services.about import SERVICE, about
from trishul.store.database import StoreUnavailable
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem, problem

router = APIRouter(prefix="/api", tags=["meta"])


class Meta(BaseModel):
    """What this program is."""

    name: str
    version: str
    author: str
    description: str


class Health(BaseModel):
    """Sign of life."""

    status: str
    service: str
    version: str


@router.get("/meta", summary="What this program is")
async def meta() -> Meta:
    """Name, version, author and one sentence."""
    found = about()
    return Meta(name=found.name, version=found.version, author=found.author, description=found.description)


@router.get("/health", summary="Liveness")
async def health() -> Health:
    """Answers as long as the process does; asks nothing else."""
    return Health(status="ok", service=SERVICE, version=about().version)


@router.get("/ready", summary="Readiness", responses={503: {"model": Problem}}, response_model=Health)
async def ready(workbench: WorkbenchOfRequest) -> Health | Response:
    """503 until the store answers and every worker that should run does."""
    try:
        await workbench.store.ping()
    except StoreUnavailable as error:
        return problem("not_ready", f"The database does not answer: {error.reason}.")
    for name, status in (("simulator", workbench.simulator.status()), ("receiver", workbench.traps.status())):
        if status.state in ("starting", "crashed"):
            return problem("not_ready", f"The {name} is {status.state}.")
    return Health(status="ready", service=SERVICE, version=about().version)
