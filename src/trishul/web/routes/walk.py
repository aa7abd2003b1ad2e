"""`/api/walk`: walks and single requests, as one answer or as a stream of lines (contract §4)."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from trishul.errors import InvalidInput, TrishulError
from trishul.services.varbind_texts import VarBindText
from trishul.services.walks.kept_walks import MAX_NAME, MAX_TAG, MAX_TAGS
from trishul.services.walks.requests import (
    MAX_OIDS,
    MAX_REPETITIONS,
    MAX_RETRIES,
    MAX_ROWS,
    MAX_TIME_S,
    MAX_TIMEOUT_S,
    WalkToDo,
)
from trishul.services.walks.targets import WalkTargets
from trishul.services.walks.walks import WalkDone, WalkNews, WalkProgress
from trishul.services.workbench import Workbench
from trishul.web.access import OPERATORS_ASK, OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.disconnects import CLIENT_GONE, ClientGone, items_while_connected, while_connected
from trishul.web.problems import Problem, problem_body_of
from trishul.web.security_fields import SecurityFields
from trishul.web.struct_replies import WalkLine, WalkReply, reply, struct_reply
from trishul.web.varbind_bodies import MAX_VARBINDS, VarBindBody

NDJSON = "application/x-ndjson"

router = APIRouter(prefix="/api/walk", tags=["walker"], dependencies=OPERATORS_CHANGE)


class WalkBody(SecurityFields):
    """What to ask whom, and when to give up."""

    target: Annotated[str, Field(max_length=255, description="Host name, IPv4 or IPv6 address")] = ""
    saved_target: Annotated[
        str | None,
        Field(max_length=64, description="Name or ID of a saved target instead; what else is given counts before it"),
    ] = None
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
    oids: list[Annotated[str, Field(min_length=1, max_length=2048)]] = Field(
        default_factory=list,
        max_length=MAX_OIDS,
        description="Instead of `oid`: read by one request, or walked one after the other",
    )
    view: Annotated[
        Literal["rows", "table", "metrics"],
        Field(
            description="table: `tables` has conceptual tables; metrics: `metrics` has a row for each table row. Then"
            " `data` is empty. Of /execute only"
        ),
    ] = "rows"
    keep: Annotated[
        str | None, Field(max_length=MAX_NAME, description="Keep what is read under this name; `kept` is its number")
    ] = None
    tags: list[Annotated[str, Field(max_length=MAX_TAG)]] = Field(
        default_factory=list, max_length=MAX_TAGS, description="Of the walk that is kept"
    )

    def to_do(self, targets: WalkTargets) -> WalkToDo:
        """The same for the service. Raises InvalidInput."""
        if not self.target and self.saved_target is None:
            raise InvalidInput("Say whom to ask: a target, or the name of a saved one", field="target")
        order = WalkToDo(self.target) if self.saved_target is None else targets.order(self.saved_target)
        varbinds = [each.to_text() for each in self.varbinds]
        if self.operation == "set" and self.value is not None:
            varbinds.insert(0, VarBindText(self.oid, self.type, str(self.value)))
        given = self.model_fields_set - _NOT_TAKEN_AS_GIVEN - ({"target"} if not self.target else set())
        identity = self.identity() if self.model_fields_set & set(SecurityFields.model_fields) else order.identity
        return dataclasses.replace(order, identity=identity, varbinds=varbinds, **self.model_dump(include=given))


MAX_NAMES_TOLD = 3
"""Of what a request asks for, in the audit log."""
_NOT_TAKEN_AS_GIVEN = {*SecurityFields.model_fields, "varbinds", "type", "value", "saved_target"}


@router.post(
    "/execute",
    summary="Walk, get, getnext, getbulk or set",
    responses={
        **struct_reply(WalkReply),
        404: {"model": Problem, "description": "Nothing is there"},
        502: {"model": Problem, "description": "Unreachable, or the agent said error"},
        504: {"model": Problem, "description": "No answer in time"},
    },
    dependencies=OPERATORS_ASK,
)
async def execute(request: Request, workbench: WorkbenchOfRequest, body: WalkBody) -> Response:
    """All rows at once; the walk ends when the client goes away."""
    walk = body.to_do(workbench.walk_targets)
    _name_device(request, walk)
    try:
        return reply(await while_connected(request, workbench.walks.execute(walk)))
    except ClientGone:
        return Response(status_code=CLIENT_GONE)


@router.post(
    "/stream",
    summary="The same, row by row",
    responses=struct_reply(WalkLine, media_type=NDJSON),
    dependencies=OPERATORS_ASK,
)
async def stream(request: Request, workbench: WorkbenchOfRequest, body: WalkBody) -> StreamingResponse:
    """One JSON object a line: rows and progress while it goes on, at the end done or error."""
    walk = body.to_do(workbench.walk_targets)
    _name_device(request, walk)
    workbench.walks.check(walk)
    return StreamingResponse(
        _lines(request, workbench, walk),
        media_type=NDJSON,
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def _name_device(request: Request, walk: WalkToDo) -> None:
    """Who is asked for what; of a SET the names, for values may be secrets. What leaves nothing behind only asks."""
    is_set = walk.operation == "set"
    names = [each.oid for each in walk.varbinds] if is_set else [*walk.oids] or [walk.oid]
    kept = "" if walk.keep is None else f", kept as {walk.keep}"
    told = f"{walk.operation} {walk.target}:{walk.port} {' '.join(names[:MAX_NAMES_TOLD])}{kept}"
    name_target(request, told, only_asks=not is_set and walk.keep is None)


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
