"""`/api/traps/destinations`: where rules forward notifications to: SNMP receivers, webhooks, syslog servers."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from trishul.services.forwarding.destination_documents import (
    Destination,
    DestinationTrial,
    TrapDestination,
    TrapDestinationList,
)
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_bodies import StructBody
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/traps/destinations", tags=["traps"], dependencies=OPERATORS_CHANGE)

DestinationName = Annotated[str, Path(max_length=64, description="Name of a destination")]
_CONFLICT: dict[int | str, dict[str, Any]] = {409: {"model": Problem, "description": "The name or the state of things"}}
_NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "No destination of this name"}}


@router.get("", summary="Destinations", responses=struct_reply(TrapDestinationList))
@router.get("/", include_in_schema=False)
async def read_all(workbench: WorkbenchOfRequest) -> Response:
    """In the order of their names, each with what waits for it and how the last attempts went."""
    return reply(await workbench.forwarding.list())


@router.post(
    "",
    summary="Save a destination",
    status_code=201,
    responses={**struct_reply(TrapDestination, status=201), **_CONFLICT},
)
@router.post("/", include_in_schema=False, status_code=201)
async def create(
    request: Request, workbench: WorkbenchOfRequest, body: Annotated[dict[str, Any], StructBody(Destination)]
) -> Response:
    """`kind` says what it is; `name`, and `host` or `url`, must be given as well.

    `snmp`: `host`, `port`, `transport`, `send_as` (trap or inform), `version`, `credential`, `retries`.
    `webhook`: `url`, `headers` (saved sealed, and told by name only), `allow_internal`, `ca`.
    `syslog`: `host`, `port`, `transport` (udp, tcp or tls), `facility`, `ca`.
    All: `enabled`, `timeout_s` for one attempt, `give_up_after_s`.
    """
    made = await workbench.forwarding.create(body)
    name_target(request, f"destinations/{made.name} ({made.place})")
    return reply(made, status=201)


@router.get("/{name}", summary="One destination", responses={**struct_reply(TrapDestination), **_NOT_THERE})
async def read_one(workbench: WorkbenchOfRequest, name: DestinationName) -> Response:
    """What was saved, without secrets, and how it does."""
    return reply(await workbench.forwarding.get(name))


@router.put(
    "/{name}", summary="Change a destination", responses={**struct_reply(TrapDestination), **_NOT_THERE, **_CONFLICT}
)
async def replace(
    workbench: WorkbenchOfRequest,
    name: DestinationName,
    body: Annotated[dict[str, Any], StructBody(Destination)],
    revision: Annotated[int | None, Query(ge=1, description="Of the record looked at; 409 when it is older")] = None,
) -> Response:
    """All of it, as `settings` of the record has it: what is left out has its default again.

    Headers that are null keep what was saved, as long as the URL leads to the same place. What waits goes to the new
    place.
    """
    return reply(await workbench.forwarding.replace(name, body, revision))


@router.delete("/{name}", summary="Delete a destination", status_code=204, responses={**_NOT_THERE, **_CONFLICT})
async def delete(
    workbench: WorkbenchOfRequest,
    name: DestinationName,
    *,
    even_if_waiting: Annotated[bool, Query(description="What waits in the outbox is thrown away")] = False,
) -> Response:
    """409 for one that a rule forwards to, or that something waits for."""
    await workbench.forwarding.delete(name, even_if_waiting=even_if_waiting)
    return Response(status_code=204)


@router.post("/{name}/test", summary="Test a destination", responses={**struct_reply(DestinationTrial), **_NOT_THERE})
async def test(workbench: WorkbenchOfRequest, name: DestinationName) -> Response:
    """Sends one notification that means nothing (netSnmpExampleHeartbeatNotification), and says what came back."""
    return reply(await workbench.forwarding.test(name))
