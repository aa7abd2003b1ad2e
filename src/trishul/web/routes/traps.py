"""`/api/traps`: the receiver, what it stored, and sending (contract §4)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from trishul.protocol.security.engine_id import parse_engine_id
from trishul.services.traps.receiver_status import ReceiverStarted, TrapsStatus
from trishul.services.traps.records import TrapDetail
from trishul.services.traps.sending import SentNotification
from trishul.services.traps.stored_notifications import MAX_PAGE, TrapPage
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.disconnects import CLIENT_GONE, ClientGone, while_connected
from trishul.web.problems import Problem
from trishul.web.struct_replies import reply, struct_reply
from trishul.web.trap_bodies import TrapBody

_HIGHEST_ID = 2**63 - 1

router = APIRouter(prefix="/api/traps", tags=["traps"], dependencies=OPERATORS_CHANGE)


class ReceiverStart(BaseModel):
    """Where to listen; without a community every one is accepted."""

    port: Annotated[int, Field(ge=0, le=65535)] | None = None
    community: Annotated[str, Field(max_length=255)] | None = None
    resolve_mibs: bool | None = None


class ReceiverStopReply(BaseModel):
    """What happened: stopped or not_running."""

    status: str


class EnginesToForget(BaseModel):
    """Whose clock to forget."""

    engine_id: Annotated[str, Field(max_length=128, description="Hexadecimal; empty for all")] = ""


class ForgetReply(BaseModel):
    """How many engines had been known."""

    status: str
    engines: int


class ClearReply(BaseModel):
    """How many stored notifications were deleted."""

    status: str
    deleted: int


@router.get("/status", summary="The receiver now", responses=struct_reply(TrapsStatus))
async def read_status(workbench: WorkbenchOfRequest) -> Response:
    """Whether it runs, where, what it received, stored and dropped."""
    return reply(workbench.traps.status())


@router.post(
    "/start", summary="Start the receiver", responses={**struct_reply(ReceiverStarted), 409: {"model": Problem}}
)
async def start(workbench: WorkbenchOfRequest, body: ReceiverStart | None = None) -> Response:
    """Answers once the socket is bound and served; one that runs is left as it is."""
    wanted = body or ReceiverStart()
    started = await workbench.traps.start(wanted.port, wanted.community, resolve_mibs=wanted.resolve_mibs)
    return reply(started)


@router.post("/stop", summary="Stop the receiver")
async def stop(workbench: WorkbenchOfRequest) -> ReceiverStopReply:
    """Answers once the process is gone and what it had received is handed over."""
    return ReceiverStopReply(status=await workbench.traps.stop())


@router.post("/forget-engines", summary="Forget the clocks of engines that send SNMPv3 traps")
async def forget_engines(workbench: WorkbenchOfRequest, body: EnginesToForget | None = None) -> ForgetReply:
    """For a device that was replaced: its traps are outside the time window until the one before is forgotten."""
    text = body.engine_id if body is not None else ""
    forgotten = await workbench.traps.forget_engines(parse_engine_id(text) if text.strip() else b"")
    return ForgetReply(status="forgotten", engines=forgotten)


@router.post(
    "/send",
    summary="Send a trap or an inform",
    responses={**struct_reply(SentNotification), 502: {"model": Problem}, 504: {"model": Problem}},
)
async def send(request: Request, workbench: WorkbenchOfRequest, body: TrapBody) -> Response:
    """A trap is sent; an inform is acknowledged, or 504."""
    name_target(request, f"{body.kind} {body.oid} to {body.target}:{body.port}")
    try:
        return reply(await while_connected(request, workbench.traps.send(body.to_send())))
    except ClientGone:
        return Response(status_code=CLIENT_GONE)


@router.get("/", summary="Stored notifications", responses={**struct_reply(TrapPage), 422: {"model": Problem}})
async def read_page(
    workbench: WorkbenchOfRequest,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
    before: Annotated[int | None, Query(ge=0, le=_HIGHEST_ID)] = None,
    after: Annotated[int | None, Query(ge=0, le=_HIGHEST_ID)] = None,
    q: Annotated[str, Query(description="In the search language, see /api/traps/search-language")] = "",
) -> Response:
    """Newest first; give `next` as `before` to go on. With a query those that it fits, and how many there are."""
    stored = workbench.traps.stored
    if not q.strip():
        return reply(await stored.page(limit, before=before, after=after))
    return reply(await stored.search(q, limit, before=before, after=after))


@router.get(
    "/{notification_id}",
    summary="One notification with its octets",
    responses={**struct_reply(TrapDetail), 404: {"model": Problem}},
)
async def read_one(
    workbench: WorkbenchOfRequest, notification_id: Annotated[int, Path(ge=0, le=_HIGHEST_ID)]
) -> Response:
    """The record, the datagram in hexadecimal and the tree of its parts."""
    found = await workbench.traps.stored.find(notification_id)
    if found is None:
        raise HTTPException(404, f"There is no notification {notification_id}")
    return reply(found)


@router.delete("/", summary="Delete all notifications")
async def clear(workbench: WorkbenchOfRequest) -> ClearReply:
    """Those that wait to be stored as well."""
    return ClearReply(status="cleared", deleted=await workbench.traps.clear())
