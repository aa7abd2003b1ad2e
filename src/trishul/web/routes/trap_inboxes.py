"""`/api/traps/inboxes`: isolated lists of notifications for test runs that share a server."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel

from trishul.services.traps.inbox_documents import InboxOrder, TrapInbox, TrapInboxList
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_bodies import StructBody
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/traps/inboxes", tags=["traps"], dependencies=OPERATORS_CHANGE)

InboxName = Annotated[str, Path(max_length=64, description="Name of an inbox")]
_NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "No inbox of this name"}}


class InboxDeleted(BaseModel):
    """How many notifications went with it."""

    status: str
    deleted: int


@router.get("", summary="Inboxes", responses=struct_reply(TrapInboxList))
@router.get("/", include_in_schema=False)
async def read_all(workbench: WorkbenchOfRequest) -> Response:
    """By name, each with how many notifications it has."""
    return reply(await workbench.traps.inboxes.all())


@router.post(
    "",
    summary="Make an inbox",
    status_code=201,
    responses={**struct_reply(TrapInbox, status=201), 409: {"model": Problem}, 422: {"model": Problem}},
)
@router.post("/", include_in_schema=False, status_code=201)
async def create(
    request: Request, workbench: WorkbenchOfRequest, body: Annotated[dict[str, Any], StructBody(InboxOrder)]
) -> Response:
    """Exactly one of `port` (0: a free one), `community`, `user` and `tag` says what it catches.

    `name` is made up where it is left out; with `expires_in_s` it goes by itself. A notification is in one inbox at
    most: that of the port it came to, else that of its community, its `+TAG`, its user or its context.
    """
    made = await workbench.traps.inboxes.create(body)
    name_target(request, f"inboxes/{made.name}")
    return reply(made, status=201)


@router.get("/{name}", summary="One inbox", responses={**struct_reply(TrapInbox), **_NOT_THERE})
async def read_one(workbench: WorkbenchOfRequest, name: InboxName) -> Response:
    """What it caught is found by its `query`, such as `inbox:run42`."""
    return reply(await workbench.traps.inboxes.get(name))


@router.delete("/{name}", summary="Throw an inbox away", responses=_NOT_THERE)
async def delete(workbench: WorkbenchOfRequest, name: InboxName) -> InboxDeleted:
    """With all that it caught; its port is free afterwards."""
    return InboxDeleted(status="deleted", deleted=await workbench.traps.inboxes.delete(name))
