"""`/api/meta`, `/api/health`, `/api/ready`: what runs here and whether it does.

Public, and free of anything worth hiding.
"""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from trishul.services.about import SERVICE, about
from trishul.services.database_examination import DatabaseState
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


class Notice(BaseModel):
    """Something that an administrator should know, until he has seen to it."""

    code: str
    file: str = Field(description="Name of the file that it is about, in the data directory")


class Health(BaseModel):
    """Sign of life."""

    status: str
    service: str
    version: str
    notices: list[Notice] | None = Field(
        default=None,
        description="Absent where there are none; `database_set_aside`: it was damaged, a new one is used; "
        "`database_damaged`: it is in use and cannot be read everywhere",
    )
    database: DatabaseState | None = Field(
        default=None,
        description="What the check behind the start says of a database above 256 MB; absent for smaller ones, which "
        "are checked before they are opened",
    )


@router.get("/meta", summary="What this program is")
async def meta() -> Meta:
    """Name, version, author and one sentence."""
    found = about()
    return Meta(name=found.name, version=found.version, author=found.author, description=found.description)


@router.get("/health", summary="Liveness", response_model_exclude_none=True)
async def health(workbench: WorkbenchOfRequest) -> Health:
    """Answers as long as the process does; asks neither store nor workers."""
    notices = [Notice(code="database_set_aside", file=name) for name in workbench.damaged.names()]
    examination = workbench.examination
    if examination.damaged_file is not None:
        notices.append(Notice(code="database_damaged", file=examination.damaged_file))
    return Health(
        status="ok",
        service=SERVICE,
        version=about().version,
        notices=notices or None,
        database=examination.state,
    )


@router.get(
    "/ready",
    summary="Readiness",
    responses={503: {"model": Problem}},
    response_model=Health,
    response_model_exclude_none=True,
)
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
