"""`/api/traps/rules`: what is done with notifications that a search fits, in an order."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field

from trishul.services.rules.documents import RuleDocument, RulePreview, TrapRule, TrapRuleList
from trishul.services.rules.rules import MAX_RULES
from trishul.services.traps.pair_suggestions import PairSuggestions
from trishul.web.access import OPEN_TO_VIEWERS, OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_bodies import StructBody
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/traps/rules", tags=["traps"], dependencies=OPERATORS_CHANGE)

RuleId = Annotated[int, Path(ge=0, le=2**31 - 1, description="Number of a rule")]
_CONFLICT: dict[int | str, dict[str, Any]] = {409: {"model": Problem, "description": "The name is taken"}}
_NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "No rule of this number"}}


class RuleOrder(BaseModel):
    """The numbers of all rules in the order in which they are to be run."""

    ids: Annotated[list[int], Field(max_length=MAX_RULES)]


@router.get("", summary="Rules", responses=struct_reply(TrapRuleList))
async def read_all(workbench: WorkbenchOfRequest) -> Response:
    """In the order in which they are run, each with how many notifications it fitted."""
    return reply(workbench.traps.rules.all(workbench.traps.rule_runner.waiting))


@router.post("", summary="Make a rule", status_code=201, responses={**struct_reply(TrapRule, status=201), **_CONFLICT})
async def create(
    request: Request, workbench: WorkbenchOfRequest, body: Annotated[dict[str, Any], StructBody(RuleDocument)]
) -> Response:
    """It is run on what is stored from now on, after the rules that are there.

    `name` must be given. `query` in the language of searches; `add_tags`, `severity`, `mute_until` (seconds since 1970)
    are what is done; with `stop` later rules do not look at what fits. `enabled` false keeps it and lets it rest.
    With `cleared_by`, another query, what fits is tagged `open` until a notification of the same sender and `same`
    objects (by instance and value) ends it; then it is tagged `cleared`.
    """
    made = await workbench.traps.rules.create(body)
    name_target(request, f"rules/{made.name}")
    return reply(made, status=201)


@router.put("/order", summary="Order the rules", responses=struct_reply(TrapRuleList))
async def order(workbench: WorkbenchOfRequest, body: RuleOrder) -> Response:
    """All of them are named, each once."""
    await workbench.traps.rules.order(body.ids)
    return reply(workbench.traps.rules.all(workbench.traps.rule_runner.waiting))


@router.post("/preview", summary="Try a rule out", responses=struct_reply(RulePreview), dependencies=OPEN_TO_VIEWERS)
async def preview(
    workbench: WorkbenchOfRequest, body: Annotated[dict[str, Any], StructBody(RuleDocument, is_change=True)]
) -> Response:
    """What it would have done with the last 1,000 notifications, had it been alone; nothing is changed."""
    return reply(await workbench.traps.rules.preview(body))


@router.get("/suggestions", summary="Rules that MIBs suggest", responses=struct_reply(PairSuggestions))
async def suggest(workbench: WorkbenchOfRequest) -> Response:
    """Pairs of notifications of which one ends the other, by their names; each can be sent as it is to make a rule."""
    return reply(await workbench.traps.rules.suggestions())


@router.get("/{rule_id}", summary="One rule", responses={**struct_reply(TrapRule), **_NOT_THERE})
async def read_one(workbench: WorkbenchOfRequest, rule_id: RuleId) -> Response:
    """What was said of it, and how it does."""
    return reply(workbench.traps.rules.get(rule_id))


@router.patch("/{rule_id}", summary="Change a rule", responses={**struct_reply(TrapRule), **_NOT_THERE, **_CONFLICT})
async def change(
    workbench: WorkbenchOfRequest,
    rule_id: RuleId,
    body: Annotated[dict[str, Any], StructBody(RuleDocument, is_change=True)],
) -> Response:
    """What is left out stays as it is; so does what it did."""
    return reply(await workbench.traps.rules.update(rule_id, body))


@router.delete("/{rule_id}", summary="Delete a rule", status_code=204, responses=_NOT_THERE)
async def delete(workbench: WorkbenchOfRequest, rule_id: RuleId) -> Response:
    """What it did stays."""
    await workbench.traps.rules.delete(rule_id)
    return Response(status_code=204)
