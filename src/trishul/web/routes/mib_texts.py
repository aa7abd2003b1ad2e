"""`/api/mibs/{name}/…`: one module's details, what depends on a file, its text saved, older texts listed and restored.

Owns what is about one module or one file; lists, uploads and changes of the whole library are `mibs`.
"""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field

from trishul.services.mibs.details import MibDependents, MibDetails, find_dependents, find_details
from trishul.services.mibs.listing import LONGEST_TEXT
from trishul.services.mibs.records import RevisionDifferences, UploadOutcome
from trishul.services.mibs.revisions import KeptRevisions, RevisionText
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(
    prefix="/api/mibs", tags=["mibs"], dependencies=OPERATORS_CHANGE, responses={503: {"model": Problem}}
)

FileName = Annotated[str, Path(max_length=1024)]
RevisionId = Annotated[str, Path(max_length=64)]


class EditedText(BaseModel):
    """A whole MIB text; `based_on` is the SHA-256 of the file that was edited, so that nobody's work is overwritten."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    based_on: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


@router.get(
    "/{module}/details",
    summary="Everything about a module",
    responses={**struct_reply(MibDetails), 404: {"model": Problem}},
)
async def read_details(workbench: WorkbenchOfRequest, module: Annotated[str, Path(max_length=256)]) -> Response:
    """Findings with their lines, imports and importers, history, and the texts that are passed over for this one."""
    return reply(await workbench.mibs.in_thread(lambda library: find_details(library, module)))


@router.get(
    "/{filename}/dependents",
    summary="What depends on an uploaded file",
    responses={**struct_reply(MibDependents), 404: {"model": Problem}},
)
async def read_dependents(workbench: WorkbenchOfRequest, filename: FileName) -> Response:
    """Modules that are incomplete without it, and texts that are used instead."""
    return reply(await workbench.mibs.in_thread(lambda library: find_dependents(library, filename)))


@router.put(
    "/{filename}/text",
    summary="Save an edited text",
    responses={
        **struct_reply(UploadOutcome),
        409: {"model": Problem, "description": "Somebody else has changed the file meanwhile"},
        507: {"model": Problem, "description": "The disk takes no more"},
    },
)
async def save_text(workbench: WorkbenchOfRequest, filename: FileName, body: EditedText) -> Response:
    """As a new revision: the former text of this file is kept. A standard module's text is stored beside it."""
    return reply(await workbench.mibs.save_text(filename, body.text, body.based_on))


@router.get("/{filename}/revisions", summary="Older texts of an uploaded file", responses=struct_reply(KeptRevisions))
async def read_revisions(workbench: WorkbenchOfRequest, filename: FileName) -> Response:
    """Those that were replaced here, the newest first."""
    return reply(await asyncio.to_thread(workbench.mibs.revisions.listed, filename))


@router.get(
    "/{filename}/revisions/{revision}",
    summary="An older text",
    responses={**struct_reply(RevisionText), 404: {"model": Problem}},
)
async def read_revision(workbench: WorkbenchOfRequest, filename: FileName, revision: RevisionId) -> Response:
    """As the compiler would see it."""
    return reply(await asyncio.to_thread(workbench.mibs.revisions.text_of, filename, revision))


@router.get(
    "/{filename}/revisions/{revision}/differences",
    summary="What changed since an older text",
    responses={**struct_reply(RevisionDifferences), 404: {"model": Problem}},
)
async def read_differences(workbench: WorkbenchOfRequest, filename: FileName, revision: RevisionId) -> Response:
    """By meaning, from that text to the present one, each change with the rule of RFC 2578 §10 for it."""
    return reply(await workbench.mibs.compare(filename, revision))


@router.post(
    "/{filename}/revisions/{revision}/restore",
    summary="Use an older text again",
    responses={**struct_reply(UploadOutcome), 404: {"model": Problem}},
)
async def restore(workbench: WorkbenchOfRequest, filename: FileName, revision: RevisionId) -> Response:
    """The present text becomes an older one."""
    return reply(await workbench.mibs.restore(filename, revision))
