"""`/api/traps`: saying something about stored notifications, and taking chosen ones away."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from trishul.search.lexer import MAX_CHARACTERS
from trishul.services.traps.notification_marking import MAX_IDS, MAX_TAG_CHARACTERS, MAX_TAGS, Chosen, Marks
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.disconnects import CLIENT_GONE, ClientGone, while_connected
from trishul.web.problems import Problem

router = APIRouter(prefix="/api/traps", tags=["traps"], dependencies=OPERATORS_CHANGE)

NotificationId = Annotated[int, Field(ge=0, le=2**63 - 1)]
Tag = Annotated[str, Field(min_length=1, max_length=MAX_TAG_CHARACTERS)]


class ChosenTraps(BaseModel):
    """Which notifications: by their numbers, or by a query; one of the two."""

    ids: Annotated[list[NotificationId], Field(max_length=MAX_IDS)] | None = None
    query: Annotated[str, Field(max_length=MAX_CHARACTERS)] | None = None

    def chosen(self) -> Chosen:
        """The same for the service."""
        return Chosen(ids=self.ids, query=self.query)


class TrapMarks(ChosenTraps):
    """What is said of them; what is left out stays as it is."""

    pinned: bool | None = None
    read: bool | None = None
    severity: Annotated[
        Literal["debug", "info", "notice", "warning", "error", "critical", ""] | None,
        Field(description="An empty text takes back what was said"),
    ] = None
    add_tags: Annotated[list[Tag], Field(max_length=MAX_TAGS)] = Field(default_factory=list)
    remove_tags: Annotated[list[Tag], Field(max_length=MAX_TAGS)] = Field(default_factory=list)

    def marks(self) -> Marks:
        """The same for the service."""
        return Marks(**self.model_dump(exclude={"ids", "query"}))


class MarkReply(BaseModel):
    """How many notifications it was said of."""

    status: str
    marked: int


class DeleteReply(BaseModel):
    """How many notifications were deleted."""

    status: str
    deleted: int


@router.post(
    "/mark", summary="Pin, tag, grade, or mark as read", response_model=MarkReply, responses={422: {"model": Problem}}
)
async def mark(request: Request, workbench: WorkbenchOfRequest, body: TrapMarks) -> MarkReply | Response:
    """In steps; what was marked stays marked when the client goes away."""
    try:
        marked = await while_connected(request, workbench.traps.marking.mark(body.chosen(), body.marks()))
    except ClientGone:
        return Response(status_code=CLIENT_GONE)
    name_target(request, f"mark ({marked})")
    return MarkReply(status="marked", marked=marked)


@router.post(
    "/delete", summary="Delete chosen notifications", response_model=DeleteReply, responses={422: {"model": Problem}}
)
async def delete(request: Request, workbench: WorkbenchOfRequest, body: ChosenTraps) -> DeleteReply | Response:
    """In steps; what was deleted is gone also when the client goes away."""
    try:
        deleted = await while_connected(request, workbench.traps.marking.delete(body.chosen()))
    except ClientGone:
        return Response(status_code=CLIENT_GONE)
    name_target(request, f"delete ({deleted})")
    return DeleteReply(status="deleted", deleted=deleted)
