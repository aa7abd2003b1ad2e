"""`/api/settings/tokens`: what programs log in with."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from trishul.services.accounts.api_tokens import MAX_TOKEN_NAME_LENGTH, ApiTokenList, NewApiToken
from trishul.services.accounts.roles import Role
from trishul.web.access import OWN_AFFAIRS
from trishul.web.audit_trail import name_target
from trishul.web.authentication import CallerOfRequest, WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_replies import reply, struct_reply

LATEST_END = 32_503_680_000.0
"""The year 3000, in Unix seconds: later than that a clock of milliseconds was meant."""

router = APIRouter(prefix="/api/settings/tokens", tags=["settings"], dependencies=OWN_AFFAIRS)


class TokenToMake(BaseModel):
    """A name to know it by, what it may do, and when it ends."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=MAX_TOKEN_NAME_LENGTH)]
    role: Role = Field(description="At most the role of who makes it")
    expires_at: Annotated[float, Field(ge=0, le=LATEST_END, allow_inf_nan=False)] | None = Field(
        None, description="Unix seconds; null for never"
    )


class TokenEnded(BaseModel):
    """The token is worth nothing any more."""

    status: str


@router.get("", summary="API tokens", responses=struct_reply(ApiTokenList))
async def read_tokens(
    caller: CallerOfRequest,
    workbench: WorkbenchOfRequest,
    *,
    of_everybody: Annotated[bool, Query(alias="all", description="Those of all users, for administrators")] = False,
) -> Response:
    """The user's own, without the tokens themselves."""
    return reply(ApiTokenList(workbench.api_tokens.records(caller, of_everybody=of_everybody)))


@router.post(
    "",
    summary="Make an API token",
    status_code=201,
    responses=struct_reply(NewApiToken, status=201),
)
async def make_token(
    body: TokenToMake, request: Request, caller: CallerOfRequest, workbench: WorkbenchOfRequest
) -> Response:
    """The reply is the only place where the token is ever shown."""
    made = await workbench.api_tokens.create(caller, body.name, body.role, body.expires_at)
    name_target(request, f"{made.name} ({made.role})")
    return reply(made, status=201)


@router.delete("/{token_id}", summary="End an API token", responses={404: {"model": Problem}})
async def end_token(
    token_id: Annotated[str, Path(max_length=64)], caller: CallerOfRequest, workbench: WorkbenchOfRequest
) -> TokenEnded:
    """One of the user's own, or anybody's for an administrator; its sockets close at once."""
    await workbench.api_tokens.end(caller, token_id)
    return TokenEnded(status="ended")
