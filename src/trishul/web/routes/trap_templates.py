"""`/api/traps/templates`: notifications that are kept under a name, to be sent again and again."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field, WithJsonSchema

from trishul.services.traps.templates import TemplateDocument, TrapTemplate, TrapTemplateList
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/traps/templates", tags=["traps"], dependencies=OPERATORS_CHANGE)


class TemplateBody(BaseModel):
    """A template under its name."""

    name: Annotated[str, Field(max_length=256)]
    trap: Annotated[
        dict[str, Any],
        Field(description="Fields as sending takes them, without community, user and passwords, and a pace"),
        WithJsonSchema({"allOf": [{"$ref": f"#/components/schemas/{TemplateDocument.__name__}"}]}),
    ]
    replace: Annotated[bool, Field(description="Take the place of the template of this name")] = False


class DeletedTemplateReply(BaseModel):
    """What happened."""

    status: str
    name: str


@router.get("", summary="Templates of notifications", responses=struct_reply(TrapTemplateList))
async def read_all(workbench: WorkbenchOfRequest) -> Response:
    """In the order of their names."""
    return reply(await workbench.trap_templates.all())


@router.post(
    "",
    summary="Keep a template",
    responses={**struct_reply(TrapTemplate), 409: {"model": Problem, "description": "The name is taken"}},
)
async def save(request: Request, workbench: WorkbenchOfRequest, body: TemplateBody) -> Response:
    """A secret is refused: a template names a saved credential, or nobody."""
    name_target(request, f"templates/{body.name}")
    return reply(await workbench.trap_templates.save(body.name, body.trap, replace=body.replace))


@router.delete("/{name:path}", summary="Forget a template", responses={404: {"model": Problem}})
async def delete(workbench: WorkbenchOfRequest, name: Annotated[str, Path(max_length=256)]) -> DeletedTemplateReply:
    """By its name."""
    await workbench.trap_templates.delete(name)
    return DeletedTemplateReply(status="deleted", name=name)
