"""`/api/credentials`: saved SNMP credentials, which are never told again, and trying them out.

Names stand in addresses as they are, percent-encoded, slashes too. A change names what it changes: secrets that are
left out stay.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from trishul.errors import InvalidInput
from trishul.protocol.security.secrets import Secret
from trishul.services.credentials.forms import CredentialDraft
from trishul.services.credentials.records import CredentialList, CredentialRecord
from trishul.services.credentials.trials import CredentialTrial
from trishul.web.access import ADMINISTRATORS_CHANGE, OPERATORS_ASK
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.disconnects import CLIENT_GONE, ClientGone, while_connected
from trishul.web.problems import Problem
from trishul.web.security_fields import LONGEST_NAME, Community, SecurityFields, UserFields
from trishul.web.struct_replies import reply, struct_reply

_PARTS: tuple[Literal["auth"], Literal["priv"]] = ("auth", "priv")
_CHANGED_AS_GIVEN = (
    *("name", "user", "level", "auth_protocol", "priv_protocol", "context", "engine_id"),
    *("for_receiver", "for_simulator"),
)
_MAY_BE_NULL = frozenset(("level", "auth_protocol", "priv_protocol", "revision"))
_NAMED_PATH = "/{name:path}"

router = APIRouter(prefix="/api/credentials", tags=["credentials"], dependencies=ADMINISTRATORS_CHANGE)

Name = Annotated[str, Field(max_length=LONGEST_NAME, description="1 to 64 printable characters; case counts")]
NameInPath = Annotated[str, Path(max_length=LONGEST_NAME, description="Name of a saved credential")]
CONFLICT: dict[int | str, dict[str, Any]] = {409: {"model": Problem, "description": "The name or the state of things"}}
NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "No credential of this name"}}


class CredentialBody(UserFields):
    """A credential to save: kind community with a community, or kind user with the fields of a user."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    kind: Literal["community", "user"]
    community: Community | None = None
    for_receiver: Annotated[bool, Field(strict=True, description="Our receiver accepts it")] = False
    for_simulator: Annotated[bool, Field(strict=True, description="Our simulated agents accept it")] = False

    def draft(self) -> CredentialDraft:
        """The same for the service. Raises InvalidInput."""
        return CredentialDraft(
            self.name,
            self.kind,
            _secret(self.community),
            self.user_text(),
            for_receiver=self.for_receiver,
            for_simulator=self.for_simulator,
        )


class CredentialChange(UserFields):
    """Any subset of the fields; what is left out stays, secrets too. `name` renames; a protocol of null goes."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    community: Community | None = None
    for_receiver: Annotated[bool | None, Field(strict=True)] = None
    for_simulator: Annotated[bool | None, Field(strict=True)] = None
    revision: Annotated[
        int | None, Field(strict=True, ge=1, description="Of the record that was looked at; 409 when it is older")
    ] = None

    def changes(self) -> dict[str, Any]:
        """What changes, named as the service names it. Raises InvalidInput."""
        for name in sorted(self.model_fields_set - _MAY_BE_NULL):
            if getattr(self, name) is None:
                raise InvalidInput("Leave out what stays as it is; null is for level and protocols alone", field=name)
        given = {name: getattr(self, name) for name in _CHANGED_AS_GIVEN if name in self.model_fields_set}
        if self.community is not None:
            given["community"] = _secret(self.community)
        for part in _PARTS:
            found = self.secret_of(part)
            if found is not None:
                given[f"{part}_secret"], given[f"{part}_form"] = found
        return given


class CredentialTestBody(SecurityFields):
    """Whom to ask, and as whom: by the name of a saved credential, or in full before it is saved."""

    model_config = ConfigDict(extra="forbid")

    target: Annotated[str, Field(min_length=1, max_length=255, description="Host name, IPv4 or IPv6 address")]
    port: Annotated[int, Field(ge=1, le=65535)] = 161
    timeout_s: Annotated[float, Field(gt=0, le=60)] = 1.0
    retries: Annotated[int, Field(ge=0, le=20)] = 1


class DeletedReply(BaseModel):
    """What happened."""

    status: str
    name: str


@router.get("", summary="Saved credentials", responses=struct_reply(CredentialList))
@router.get("/", include_in_schema=False)
async def read_all(workbench: WorkbenchOfRequest) -> Response:
    """All of them without their secrets, in the order of their names."""
    return reply(CredentialList(await workbench.credentials.records()))


@router.post(
    "",
    summary="Save a credential",
    status_code=201,
    responses={**struct_reply(CredentialRecord, status=201), **CONFLICT},
)
@router.post("/", include_in_schema=False, status_code=201)
async def create(request: Request, workbench: WorkbenchOfRequest, body: CredentialBody) -> Response:
    """Checked, sealed, saved; the secrets are not shown again."""
    name_target(request, body.name)
    return reply(await workbench.credentials.create(body.draft()), status=201)


@router.post(
    "/test",
    summary="Try a credential out",
    responses={**struct_reply(CredentialTrial), **CONFLICT},
    dependencies=OPERATORS_ASK,
)
async def try_out(request: Request, workbench: WorkbenchOfRequest, body: CredentialTestBody) -> Response:
    """Asks a device for sysUpTime and snmpEngineID and says in words what came of it; a refusal is a result, too."""
    name_target(request, f"test {body.credential or 'what was typed'} at {body.target}:{body.port}")
    trial = workbench.credential_tests.run(
        body.identity(), body.target, body.port, timeout_s=body.timeout_s, retries=body.retries
    )
    try:
        return reply(await while_connected(request, trial))
    except ClientGone:
        return Response(status_code=CLIENT_GONE)


@router.get(_NAMED_PATH, summary="One saved credential", responses={**struct_reply(CredentialRecord), **NOT_THERE})
async def read_one(workbench: WorkbenchOfRequest, name: NameInPath) -> Response:
    """Without its secrets, with what uses it."""
    return reply(await workbench.credentials.record(name))


@router.patch(
    _NAMED_PATH, summary="Change a credential", responses={**struct_reply(CredentialRecord), **NOT_THERE, **CONFLICT}
)
async def change(workbench: WorkbenchOfRequest, name: NameInPath, body: CredentialChange) -> Response:
    """What is left out stays as it is."""
    return reply(await workbench.credentials.update(name, body.changes(), body.revision))


@router.delete(_NAMED_PATH, summary="Delete a credential", responses={**NOT_THERE, **CONFLICT})
async def delete(
    workbench: WorkbenchOfRequest,
    name: NameInPath,
    *,
    force: Annotated[bool, Query(description="Also where something that runs uses it")] = False,
) -> DeletedReply:
    """409 says what uses it."""
    await workbench.credentials.delete(name, even_if_used=force)
    return DeletedReply(status="deleted", name=name)


def _secret(typed: Community | None) -> Secret | None:
    return None if typed is None else Secret(typed.get_secret_value())
