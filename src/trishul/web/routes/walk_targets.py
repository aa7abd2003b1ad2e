"""`/api/walk/targets`: saved targets of walks, with the name of a credential in place of secrets."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from trishul.services.walks.targets import TargetDocument, WalkTarget, WalkTargetList
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_bodies import StructBody
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/walk/targets", tags=["walker"], dependencies=OPERATORS_CHANGE)

TargetId = Annotated[str, Path(max_length=64, description="ID of a target")]
_CONFLICT: dict[int | str, dict[str, Any]] = {409: {"model": Problem, "description": "The name or the state of things"}}
_NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "No target of this ID"}}


@router.get("", summary="Saved targets", responses=struct_reply(WalkTargetList))
@router.get("/", include_in_schema=False)
async def read_all(
    workbench: WorkbenchOfRequest,
    search: Annotated[str, Query(max_length=200, description="Words in name, host and credential")] = "",
) -> Response:
    """In the order of their names."""
    return reply(workbench.walk_targets.all(search))


@router.post(
    "", summary="Save a target", status_code=201, responses={**struct_reply(WalkTarget, status=201), **_CONFLICT}
)
@router.post("/", include_in_schema=False, status_code=201)
async def create(
    request: Request, workbench: WorkbenchOfRequest, body: Annotated[dict[str, Any], StructBody(TargetDocument)]
) -> Response:
    """What is left out has its default; only `name` and `host` must be given.

    `port`, `transport`, `credential` (its name), `version`, `timeout_s`, `retries`, `max_repetitions`.
    """
    made = await workbench.walk_targets.create(body)
    name_target(request, f"targets/{made.name} ({made.host})")
    return reply(made, status=201)


@router.get("/{target_id}", summary="One target", responses={**struct_reply(WalkTarget), **_NOT_THERE})
async def read_one(workbench: WorkbenchOfRequest, target_id: TargetId) -> Response:
    """All that is saved of it."""
    return reply(workbench.walk_targets.get(target_id))


@router.patch(
    "/{target_id}", summary="Change a target", responses={**struct_reply(WalkTarget), **_NOT_THERE, **_CONFLICT}
)
async def change(
    workbench: WorkbenchOfRequest,
    target_id: TargetId,
    body: Annotated[dict[str, Any], StructBody(TargetDocument, is_change=True)],
    revision: Annotated[int | None, Query(ge=1, description="Of the record looked at; 409 when it is older")] = None,
) -> Response:
    """What is left out stays as it is."""
    return reply(await workbench.walk_targets.update(target_id, body, revision))


@router.delete("/{target_id}", summary="Delete a target", status_code=204, responses={**_NOT_THERE, **_CONFLICT})
async def delete(workbench: WorkbenchOfRequest, target_id: TargetId) -> Response:
    """409 for one that a job asks."""
    await workbench.walk_targets.delete(target_id)
    return Response(status_code=204)
