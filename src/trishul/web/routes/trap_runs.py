"""`/api/traps/runs`: many notifications sent by the server, followed by `trap_run` frames or by asking.

Also what fills such a run, or a form: `/api/traps/read` and `/api/traps/check`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field

from trishul.errors import InvalidInput
from trishul.services.traps.checks import CheckedNotification
from trishul.services.traps.courses import MAX_CHOSEN, MAX_SPEED, Replay
from trishul.services.traps.reading import MAX_READ, NotificationsRead
from trishul.services.traps.runs import TrapRun, TrapRuns
from trishul.services.traps.send_pace import MAX_BURST, MAX_COUNT, MAX_PER_S, MAX_RAMP_S, Pace
from trishul.services.traps.sending import TrapToSend
from trishul.web.access import OPEN_TO_VIEWERS, OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_replies import reply, struct_reply
from trishul.web.trap_bodies import NotificationFields, TrapBody

_HIGHEST_ID = 2**63 - 1
_MAX_AFTER_S = 7 * 86_400.0
_Id = Annotated[int, Field(ge=0, le=_HIGHEST_ID)]

router = APIRouter(prefix="/api/traps", tags=["traps"], dependencies=OPERATORS_CHANGE)

RunId = Annotated[str, Path(max_length=64, description="ID of a run")]
_NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "No run of this ID"}}


class PaceBody(BaseModel):
    """How often the notification is sent, and how fast."""

    count: Annotated[int, Field(ge=1, le=MAX_COUNT)] = 1
    per_s: Annotated[float, Field(gt=0, le=MAX_PER_S, description="Notifications a second; of a ramp at its end")] = (
        10.0
    )
    from_per_s: Annotated[float | None, Field(ge=0, le=MAX_PER_S, description="The rate at which a ramp begins")] = None
    ramp_s: Annotated[float, Field(ge=0, le=MAX_RAMP_S, description="Seconds that the ramp takes")] = 0.0
    burst: Annotated[int, Field(ge=1, le=MAX_BURST, description="So many leave together, at the same rate")] = 1

    def to_pace(self) -> Pace:
        """The same for the service."""
        return Pace(**self.model_dump())


class ReplayBody(BaseModel):
    """Which stored notifications are sent again, and how fast."""

    ids: Annotated[tuple[_Id, ...], Field(max_length=MAX_CHOSEN)] = ()
    from_id: Annotated[_Id | None, Field(description="Instead of ids: the first of all that are sent")] = None
    to_id: Annotated[_Id | None, Field(description="The last of them")] = None
    speed: Annotated[float, Field(gt=0, le=MAX_SPEED, description="2 is twice as fast as they came")] = 1.0
    longest_gap_s: Annotated[
        float | None, Field(ge=0, le=_MAX_AFTER_S, description="A longer silence is cut to this")
    ] = None

    def to_replay(self) -> Replay:
        """The same for the service."""
        return Replay(**self.model_dump())


class TimedNotification(NotificationFields):
    """One notification of a list, as `POST /api/traps/read` gives it."""

    after_s: Annotated[float, Field(ge=0, le=_MAX_AFTER_S, description="Seconds from the start of the run")] = 0.0


class TrapRunBody(TrapBody):
    """What to send: one notification at a `pace`, stored ones (`replay`), or a list of `notifications`."""

    pace: PaceBody | None = None
    replay: ReplayBody | None = None
    notifications: Annotated[tuple[TimedNotification, ...] | None, Field(min_length=1, max_length=MAX_READ)] = None
    speed: Annotated[float, Field(gt=0, le=MAX_SPEED, description="Of the list")] = 1.0

    def addressee(self) -> TrapToSend:
        """To whom, as whom; the notification is none yet. Raises InvalidInput."""
        return TrapToSend(
            self.target,
            "",
            self.port,
            self.identity(),
            transport=self.transport,
            kind=self.kind,
            timeout_s=self.timeout_s,
            retries=self.retries,
        )

    def listed(self) -> list[tuple[float, TrapToSend]]:
        """The list for the service. Raises InvalidInput."""
        found = []
        for index, one in enumerate(self.notifications or ()):
            try:
                v1 = one.v1_fields()
            except InvalidInput as error:
                raise InvalidInput(str(error), field=f"notifications.{index}.{error.field}") from None
            texts = [each.to_text() for each in one.varbinds]
            trap = TrapToSend(self.target, one.oid.strip(), varbinds=texts, uptime=one.uptime, v1=v1)
            found.append((one.after_s, trap))
        return found


class ReadBody(BaseModel):
    """What to read: a text with hexadecimal, a dump or base64, or a file."""

    text: Annotated[str, Field(max_length=1 << 20)] = ""
    capture: Annotated[
        str, Field(max_length=1 << 20, description="A pcap or pcapng file, or one message, in base64")
    ] = ""


class CheckBody(NotificationFields):
    """A notification of a form."""

    version: Literal["1", "2c", "3"] | None = None


@router.post(
    "/runs",
    summary="Send many notifications",
    status_code=202,
    responses={**struct_reply(TrapRun, status=202), 502: {"model": Problem}},
)
async def start(request: Request, workbench: WorkbenchOfRequest, body: TrapRunBody) -> Response:
    """Begins; the reply does not wait for the end. At most 4 runs go on at a time."""
    given = [name for name in ("replay", "notifications", "pace") if getattr(body, name) is not None]
    if len(given) != 1:
        raise InvalidInput("Give a pace, stored notifications to replay, or a list: one of them", field="pace")
    name_target(request, f"{given[0]} of {body.kind}s to {body.target}:{body.port}")
    orders = workbench.trap_orders
    if body.replay is not None:
        run = await orders.replay(body.addressee(), body.replay.to_replay())
    elif body.notifications is not None:
        run = await orders.send_list(body.addressee(), body.listed(), body.speed)
    else:
        assert body.pace is not None  # one of the three is given
        run = await orders.repeat(body.to_send(), body.pace.to_pace())
    return reply(run, status=202)


@router.get("/runs", summary="Runs that go on, and the last that ended", responses=struct_reply(TrapRuns))
async def read_all(workbench: WorkbenchOfRequest) -> Response:
    """The newest first."""
    return reply(workbench.trap_runs.runs())


@router.get("/runs/{run_id}", summary="One run", responses={**struct_reply(TrapRun), **_NOT_THERE})
async def read_one(workbench: WorkbenchOfRequest, run_id: RunId) -> Response:
    """How far it is, or how it ended."""
    return reply(workbench.trap_runs.run(run_id))


@router.delete("/runs/{run_id}", summary="End a run", responses={**struct_reply(TrapRun), **_NOT_THERE})
async def cancel(workbench: WorkbenchOfRequest, run_id: RunId) -> Response:
    """What was sent was sent; a run that has ended is forgotten."""
    return reply(await workbench.trap_runs.cancel(run_id))


@router.post(
    "/read",
    summary="Read notifications from octets",
    responses=struct_reply(NotificationsRead),
    dependencies=OPEN_TO_VIEWERS,
)
async def read(workbench: WorkbenchOfRequest, body: ReadBody) -> Response:
    """Hexadecimal in any writing, dumps of tcpdump, Wireshark and xxd, base64, or a capture; nothing is stored."""
    return reply(await workbench.trap_orders.read(body.text, body.capture))


@router.post(
    "/check",
    summary="Judge a notification before it is sent",
    responses=struct_reply(CheckedNotification),
    dependencies=OPEN_TO_VIEWERS,
)
async def check(workbench: WorkbenchOfRequest, body: CheckBody) -> Response:
    """Each variable as it would arrive, or why it cannot be meant; and what its lint would say."""
    trap = TrapToSend(
        "",
        body.oid.strip(),
        varbinds=[each.to_text() for each in body.varbinds],
        uptime=body.uptime,
        v1=body.v1_fields(),
    )
    return reply(workbench.trap_orders.check(trap, is_v1=body.version == "1"))
