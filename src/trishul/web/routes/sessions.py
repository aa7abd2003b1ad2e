"""`/api/settings`: login and logout, one's own name and password, and the sessions that are open (contract §1)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Response
from pydantic import BaseModel, Field, SecretStr, StringConstraints

from trishul.services.accounts.account_fields import MAX_USER_NAME_LENGTH
from trishul.services.accounts.roles import Forbidden, Role
from trishul.services.accounts.sessions import SessionList
from trishul.web.access import OWN_AFFAIRS
from trishul.web.authentication import AddressOfRequest, CallerOfRequest, WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_replies import reply, struct_reply

LONGEST_SECRET = 4096

public_router = APIRouter(prefix="/api/settings", tags=["settings"])
router = APIRouter(prefix="/api/settings", tags=["settings"], dependencies=OWN_AFFAIRS)

LoginName = Annotated[str, StringConstraints(max_length=MAX_USER_NAME_LENGTH * 4)]
Secret = Annotated[SecretStr, Field(max_length=LONGEST_SECRET)]


class LoginRequest(BaseModel):
    """Who wants in."""

    username: LoginName
    password: Secret


class LoginReply(BaseModel):
    """The token goes into `X-Auth-Token` from now on."""

    token: str
    username: str


class CheckReply(BaseModel):
    """Who is logged in."""

    status: str
    user: str


class Me(BaseModel):
    """Who asks, and what he may do."""

    username: str
    role: Role
    session_id: str | None = Field(description="Of this session; null where a program asks with an API token")


class StatusReply(BaseModel):
    """What happened."""

    status: str


class CredentialsRequest(BaseModel):
    """New user name and password; the present password proves who asks."""

    current_password: Secret
    username: LoginName
    password: Secret


class CredentialsReply(BaseModel):
    """What happened, with a sentence for people."""

    status: str
    message: str


class SessionsEndedReply(BaseModel):
    """How many sessions were ended."""

    status: str
    count: int


@public_router.post("/login", summary="Begin a session", responses={401: {"model": Problem}, 429: {"model": Problem}})
async def login(
    body: LoginRequest,
    workbench: WorkbenchOfRequest,
    address: AddressOfRequest,
    user_agent: Annotated[str, Header(include_in_schema=False)] = "",
) -> LoginReply:
    """Check user name and password and hand out a token."""
    begun = await workbench.sessions.login(body.username, body.password.get_secret_value(), address, user_agent)
    return LoginReply(token=begun.token, username=begun.user_name)


@router.get("/check", summary="Is this session alive")
async def check(caller: CallerOfRequest) -> CheckReply:
    """200 with the user's name, or 401."""
    return CheckReply(status="authenticated", user=caller.user_name)


@router.get("/me", summary="Who asks")
async def read_me(caller: CallerOfRequest) -> Me:
    """Name, role and session."""
    return Me(username=caller.user_name, role=caller.role, session_id=None if caller.is_program else caller.id)


@router.post("/logout", summary="End this session")
async def logout(caller: CallerOfRequest, workbench: WorkbenchOfRequest) -> StatusReply:
    """The token is worth nothing any more and its sockets close."""
    if caller.is_program:
        raise Forbidden("An API token has no session. End it in the settings, or by DELETE /api/settings/tokens/{id}.")
    await workbench.sessions.logout(caller)
    return StatusReply(status="logged_out")


@router.post(
    "/auth", summary="Change user name and password", responses={403: {"model": Problem}, 429: {"model": Problem}}
)
async def change_credentials(
    body: CredentialsRequest, caller: CallerOfRequest, workbench: WorkbenchOfRequest, address: AddressOfRequest
) -> CredentialsReply:
    """All other sessions of the user end; this one stays."""
    await workbench.users.change_own(
        caller, body.current_password.get_secret_value(), body.username, body.password.get_secret_value(), address
    )
    return CredentialsReply(status="updated", message="User name and password are changed. Other sessions were ended.")


@router.get("/sessions", summary="Open sessions", responses=struct_reply(SessionList))
async def read_sessions(
    caller: CallerOfRequest,
    workbench: WorkbenchOfRequest,
    *,
    of_everybody: Annotated[bool, Query(alias="all", description="Those of all users, for administrators")] = False,
) -> Response:
    """The user's own, the last used ones first."""
    return reply(SessionList(workbench.sessions.records(caller, of_everybody=of_everybody)))


@router.delete("/sessions/{session_id}", summary="End a session", responses={404: {"model": Problem}})
async def end_session(
    session_id: Annotated[str, Path(max_length=64)], caller: CallerOfRequest, workbench: WorkbenchOfRequest
) -> StatusReply:
    """One of the user's own, or anybody's for an administrator; its sockets close at once."""
    await workbench.sessions.end(caller, session_id)
    return StatusReply(status="ended")


@router.post("/sessions/end-others", summary="End all other sessions of the user")
async def end_other_sessions(caller: CallerOfRequest, workbench: WorkbenchOfRequest) -> SessionsEndedReply:
    """This one stays."""
    return SessionsEndedReply(status="ended", count=await workbench.sessions.end_others(caller))
