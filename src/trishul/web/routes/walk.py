"""`/api/walk`: walks and single requests, as one answer or as a stream of lines (contract §4)."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from trishul.errors import TrishulError
from trishul.services.varbind_texts import VarBindText
from trishul.services.walks import (
    MAX_REPETITIONS,
    MAX_RETRIES,
    MAX_ROWS,
    MAX_TIME_S,
    MAX_TIMEOUT_S,
    WalkDone,
    WalkNews,
    WalkProgress,
    WalkToDo,
)
from trishul.services.workbench import Workbench
from trishul.web.authentication import REQUIRES_SESSION, WorkbenchOfRequest
from trishul.web.disconnects import CLIENT_GONE, ClientGone, items_while_connected, while_connected
from trishul.web.problems import Problem, problem_body_of
from trishul.web.security_fields import SecurityFields
from trishul.web.struct_replies import WalkLine, WalkReply, reply, struct_reply
from trishul.web.varbind_bodies import MAX_VARBINDS, VarBindBody

NDJSON = "application/x-ndjson"

router = APIRouter(prefix="/api/walk", tags=["walker"], dependencies=REQUIRES_SESSION)


class WalkBody(SecurityFields):
    """What to ask whom, and when to give up."""

    target: Annotated[str, Field(min_length=1, max_length=255, description="Host name, IPv4 or IPv6 address")]
    port: Annotated[int, Field(ge=1, le=65535)] = 161
    oid: Annotated[
        str,
        Field(
            min_length=1, max_length=2048, description="A number or a name: 1.3.6.1.2.1.2, ifTable, IF-MIB::ifDescr.3"
        ),
    ] = "1.3.6.1.2.1"
    operation: Literal["walk", "get", "getnext", "getbulk", "set"] = "walk"
    transport: Annotated[Literal["udp", "tcp"], Field(description="tcp: over one connection (RFC 3430)")] = "udp"
    parse: Annotated[bool, Field(description="Row objects; otherwise lines as snmpwalk prints them")] = True
    use_mibs: Annotated[
        bool, Field(description="Names and values as the MIBs say; otherwise numbers, lines as with -On")
    ] = True
    timeout_s: Annotated[float, Field(gt=0, le=MAX_TIMEOUT_S)] = 1.0
    retries: Annotated[int, Field(ge=0, le=MAX_RETRIES)] = 2
    max_repetitions: Annotated[
        Annotated[int, Field(ge=1, le=MAX_REPETITIONS)] | None,
        Field(description="Rows asked at a time; null: as many as fit"),
    ] = None
    max_rows: Annotated[int, Field(ge=1, le=MAX_ROWS)] = 100_000
    max_time_s: Annotated[float, Field(gt=0, le=MAX_TIME_S)] = 60.0
    varbinds: list[VarBindBody] = Field(
        default_factory=list, max_length=MAX_VARBINDS, description="What to set; all of it or nothing is set"
    )
    type: Annotated[str, Field(max_length=64, description="With `value`: sets `oid` alone")] | None = None
    value: str | int | float | None = None

    def to_do(self) -> WalkToDo:
        """The same for the service. Raises InvalidInput."""
        varbinds = [each.to_text() for each in self.varbinds]
        if self.operation == "set" and self.value is not None:
            varbinds.insert(0, VarBindText(self.oid, self.type, str(self.value)))
        fields = self.model_dump(exclude={*SecurityFields.model_fields, "varbinds", "type", "value"})
        return WalkToDo(identity=self.identity(), varbinds=varbinds, **fields)


@router.post(
    "/execute",
    summary="Walk, get, getnext, getbulk or set",
    responses={
        **struct_reply(WalkReply),
        404: {"model": Problem, "description": "Nothing is there"},
        502: {"model": Problem, "description": "Unreachable, or the agent said error"},
        504: {"model": Problem, "description": "No answer in time"},
    },
)
async def execute(request: Request, workbench: WorkbenchOfRequest, body: WalkBody) -> Response:
    """All rows at once; the walk ends when the client goes away."""
    try:
        return reply(await while_connected(request, workbench.walks.execute(body.to_do())))
    except ClientGone:
        return Response(status_code=CLIENT_GONE)


@router.post("/stream", summary="The same, row by row", responses=struct_reply(WalkLine, media_type=NDJSON))
async def stream(request: Request, workbench: WorkbenchOfRequest, body: WalkBody) -> StreamingResponse:
    """One JSON object a line: rows and progress while it goes on, at the end done or error."""
    walk = body.to_do()
    workbench.walks.check(walk)
    return StreamingResponse(
        _lines(request, workbench, walk),
        media_type=NDJSON,
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _lines(request: Request, workbench: Workbench, walk: WalkToDo) -> AsyncGenerator[bytes, None]:
    try:
        async with aclosing(items_while_connected(request, workbench.walks.stream(walk))) as news:
            async for item in news:
                yield _line(item)
    except TrishulError as error:
        yield msgspec.json.encode({"error": problem_body_of(error)}) + b"\n"


def _line(item: WalkNews) -> bytes:
    if isinstance(item, WalkDone):
        return msgspec.json.encode({"done": item}) + b"\n"
    if isinstance(item, WalkProgress):
        return msgspec.json.encode({"progress": item}) + b"\n"
    return msgspec.json.encode(item) + b"\n"
