"""`/api/settings/users`: who may log in, and as what. For administrators."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from trishul.services.accounts.roles import Role
from trishul.services.accounts.users import User, UserList
from trishul.web.access import ADMINISTRATORS_ONLY
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.routes.sessions import LoginName, Secret
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/settings/users", tags=["settings"], dependencies=ADMINISTRATORS_ONLY)

UserName = Annotated[str, Path(max_length=512)]
_NO_SUCH: dict[int | str, dict[str, Any]] = {404: {"model": Problem}, 409: {"model": Problem}}
_LEFT_OUT: Any = None


class UserToMake(BaseModel):
    """A new user; the password is told to the person, who changes it."""

    model_config = ConfigDict(extra="forbid")

    username: LoginName
    role: Role
    password: Secret


class UserChange(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    role: Role = Field(default=_LEFT_OUT)
    password: Secret = Field(default=_LEFT_OUT)
    is_disabled: bool = Field(default=_LEFT_OUT, strict=True)


class UserRemoved(BaseModel):
    """The user is gone."""

    status: str


@router.get("", summary="All users", responses=struct_reply(UserList))
async def read_users(workbench: WorkbenchOfRequest) -> Response:
    """In the order in which they were made."""
    return reply(UserList(await workbench.users.records()))


@router.post("", summary="Make a user", status_code=201, responses=struct_reply(User, status=201))
async def make_user(body: UserToMake, request: Request, workbench: WorkbenchOfRequest) -> Response:
    """Who can log in from now on."""
    name_target(request, f"{body.username} ({body.role})")
    return reply(await workbench.users.create(body.username, body.role, body.password.get_secret_value()), status=201)


@router.put("/{username:path}", summary="Change a user", responses={**struct_reply(User), **_NO_SUCH})
async def change_user(
    username: UserName, body: UserChange, request: Request, workbench: WorkbenchOfRequest
) -> Response:
    """A role counts at once; a new password and switching off end the user's sessions."""
    name_target(request, f"{username} ({', '.join(sorted(body.model_fields_set))})")
    changed = await workbench.users.change(
        username,
        role=body.role,
        password=None if body.password is None else body.password.get_secret_value(),
        is_disabled=body.is_disabled,
    )
    return reply(changed)


@router.delete("/{username:path}", summary="Remove a user", responses=_NO_SUCH)
async def remove_user(username: UserName, workbench: WorkbenchOfRequest) -> UserRemoved:
    """With all sessions and API tokens; the last administrator stays."""
    await workbench.users.delete(username)
    return UserRemoved(status="deleted")
