"""`/api/walk/kept`: kept walks, their rows, tables and exports, and agents made of them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from starlette.requests import ClientDisconnect

from trishul.services.recordings.names import LONGEST_NAME
from trishul.services.walks.comparison import KINDS, Kind
from trishul.services.walks.comparison_pages import WalkComparison
from trishul.services.walks.exports import MEDIA_TYPES, ExportForm
from trishul.services.walks.imports import ImportedWalks
from trishul.services.walks.kept_walks import (
    MAX_DELETED_AT_ONCE,
    MAX_TAG,
    MAX_TAGS,
    KeptWalk,
    KeptWalkChanges,
    KeptWalkPage,
)
from trishul.services.walks.lint import WalkLint
from trishul.services.walks.missing_mibs import MissingMibs
from trishul.services.walks.tables import TableList, TableView
from trishul.services.walks.views import MAX_PAGE, SimulatedWalk, WalkRowsPage
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.disconnects import CLIENT_GONE
from trishul.web.multipart import FILE_FIELDS, files_form, receive_form
from trishul.web.problems import Problem
from trishul.web.struct_bodies import StructBody
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/walk/kept", tags=["walker"], dependencies=OPERATORS_CHANGE)

LARGEST_ID = 2**53
WalkId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="Number of a kept walk")]
Search = Annotated[
    str, Query(max_length=200, description="A name or number of a subtree, or words in names, types and values")
]
NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "No walk of this number"}}


class WalksToDelete(BaseModel):
    """Some kept walks."""

    ids: list[Annotated[int, Field(ge=1, le=LARGEST_ID)]] = Field(max_length=MAX_DELETED_AT_ONCE)


class DeletedWalksReply(BaseModel):
    """How many were there and are gone."""

    status: str
    deleted: int


class SimulateBody(BaseModel):
    """Which community the recording answers to."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, description="As a path: sw1, core/sw1")]
    overwrite: Annotated[bool, Field(description="Replace a recording of this name")] = False


@router.get("", summary="Kept walks", responses=struct_reply(KeptWalkPage))
@router.get("/", include_in_schema=False)
async def read_page(
    workbench: WorkbenchOfRequest,
    search: Annotated[str, Query(max_length=200, description="Words in name, target, root and tags")] = "",
    tag: Annotated[str | None, Query(max_length=MAX_TAG)] = None,
    job: Annotated[str | None, Query(max_length=64, description="ID of the job that made them")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    before: Annotated[int | None, Query(ge=1, le=LARGEST_ID, description="`next` of the page before")] = None,
) -> Response:
    """The newest first."""
    page = await workbench.kept_walks.page(search=search, tag=tag, job=job, limit=limit, before=before)
    return reply(page)


@router.post("/delete", summary="Delete kept walks")
async def delete_some(request: Request, workbench: WorkbenchOfRequest, body: WalksToDelete) -> DeletedWalksReply:
    """Those that are not there are passed over."""
    name_target(request, f"kept/{','.join(map(str, body.ids))}")
    return DeletedWalksReply(status="deleted", deleted=await workbench.kept_walks.delete(body.ids))


@router.post(
    "/import",
    summary="Keep walks from files",
    status_code=201,
    responses={**struct_reply(ImportedWalks, status=201), 413: {"model": Problem}},
    openapi_extra=files_form(
        "Walks (.snmprec, .snmpwalk, .walk, .txt, .sapwalk, .dump; also .bz2), or archives of them"
    ),
)
async def import_files(
    request: Request,
    workbench: WorkbenchOfRequest,
    tags: Annotated[list[Annotated[str, Query(max_length=MAX_TAG)]] | None, Query(max_length=MAX_TAGS)] = None,
) -> Response:
    """All files or none, each under the name of its file: yesterday's device, to be compared with today's."""
    try:
        async with workbench.simulator.recordings.receive() as reception:
            await receive_form(request, reception, FILE_FIELDS)
            stored = await workbench.walk_imports.store(reception, tags or ())
        name_target(request, f"import {', '.join(walk.name for walk in stored.walks)}")
        return reply(stored, status=201)
    except ClientDisconnect:
        return Response(status_code=CLIENT_GONE)


@router.get("/{walk_id}", summary="One kept walk", responses={**struct_reply(KeptWalk), **NOT_THERE})
async def read_one(workbench: WorkbenchOfRequest, walk_id: WalkId) -> Response:
    """All but its rows."""
    return reply(await workbench.kept_walks.get(walk_id))


@router.patch("/{walk_id}", summary="Rename, tag or pin a kept walk", responses={**struct_reply(KeptWalk), **NOT_THERE})
async def change(
    workbench: WorkbenchOfRequest, walk_id: WalkId, body: Annotated[dict[str, Any], StructBody(KeptWalkChanges)]
) -> Response:
    """`name`, `tags`, `pinned`; what is left out stays. A pinned walk stays whatever the limits."""
    return reply(await workbench.kept_walks.change(walk_id, body))


@router.delete("/{walk_id}", summary="Delete a kept walk", responses=NOT_THERE, status_code=204)
async def delete(workbench: WorkbenchOfRequest, walk_id: WalkId) -> Response:
    """With its rows."""
    await workbench.kept_walks.get(walk_id)
    await workbench.kept_walks.delete([walk_id])
    return Response(status_code=204)


@router.get("/{walk_id}/rows", summary="Rows of a kept walk", responses={**struct_reply(WalkRowsPage), **NOT_THERE})
async def read_rows(
    workbench: WorkbenchOfRequest,
    walk_id: WalkId,
    search: Search = "",
    after: Annotated[int, Query(ge=0, le=LARGEST_ID, description="`next` of the page before")] = 0,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 500,
) -> Response:
    """In the order in which they came, with the names of now. A page of a search may be short, and more follow."""
    return reply(await workbench.walk_views.rows(walk_id, after=after, limit=limit, search=search))


@router.get("/{walk_id}/tables", summary="Tables of a kept walk", responses={**struct_reply(TableList), **NOT_THERE})
async def read_tables(workbench: WorkbenchOfRequest, walk_id: WalkId) -> Response:
    """Those that it has something of, with their sizes."""
    return reply(await workbench.walk_views.tables(walk_id))


@router.get("/{walk_id}/table", summary="One table of a kept walk", responses={**struct_reply(TableView), **NOT_THERE})
async def read_table(
    workbench: WorkbenchOfRequest,
    walk_id: WalkId,
    name: Annotated[str, Query(min_length=1, max_length=512, description="ifTable, IF-MIB::ifTable, or of a column")],
    search: Annotated[str, Query(max_length=200, description="Words in the cells of a row")] = "",
    sort: Annotated[str, Query(max_length=256, description="Name of a column or index object")] = "",
    offset: Annotated[int, Query(ge=0, le=LARGEST_ID)] = 0,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 1000,
    *,
    descending: bool = False,
) -> Response:
    """Columns as columns behind the decoded index; tables that augment it are joined."""
    view = await workbench.walk_views.table(
        walk_id, name, search=search, sort=sort, is_descending=descending, offset=offset, limit=limit
    )
    return reply(view)


@router.get(
    "/{walk_id}/compare",
    summary="A kept walk compared with a later one",
    responses={**struct_reply(WalkComparison), **NOT_THERE},
)
async def compare(
    workbench: WorkbenchOfRequest,
    walk_id: WalkId,
    other: Annotated[int, Query(alias="with", ge=1, le=LARGEST_ID, description="Number of the later walk")],
    kinds: Annotated[list[Kind] | None, Query(description="Only rows that differ so; by default all")] = None,
    search: Search = "",
    offset: Annotated[int, Query(ge=0, le=LARGEST_ID)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Response:
    """By the rows of tables. counted: nothing but counters and time went on."""
    page = await workbench.walk_comparisons.page(
        walk_id, other, kinds=kinds or KINDS, search=search, offset=offset, limit=limit
    )
    return reply(page)


@router.get(
    "/{walk_id}/lint", summary="What is wrong with the agent", responses={**struct_reply(WalkLint), **NOT_THERE}
)
async def lint(workbench: WorkbenchOfRequest, walk_id: WalkId) -> Response:
    """Types, ranges and instances against the MIBs, order, rows with holes, columns that are missing."""
    return reply(await workbench.walk_views.lint(walk_id))


@router.get(
    "/{walk_id}/missing-mibs",
    summary="Which MIBs a kept walk needs",
    responses={**struct_reply(MissingMibs), **NOT_THERE},
)
async def missing_mibs(workbench: WorkbenchOfRequest, walk_id: WalkId) -> Response:
    """Subtrees without names, the largest first, with modules that would name them."""
    return reply(await workbench.walk_views.missing_mibs(walk_id))


@router.get(
    "/{walk_id}/export",
    summary="A kept walk as a file",
    response_class=StreamingResponse,
    responses={**NOT_THERE, 200: {"description": "The file"}},
)
async def export(
    request: Request,
    workbench: WorkbenchOfRequest,
    walk_id: WalkId,
    form: Annotated[ExportForm, Query(alias="format", description="label: snmpwalk's lines with names")] = "snmpwalk",
    search: Search = "",
) -> StreamingResponse:
    """The rows that fit the search."""
    walk = await workbench.kept_walks.get(walk_id)
    name_target(request, f"kept/{walk_id}/export ({form})")
    media_type, ending = MEDIA_TYPES[form]
    pieces = workbench.walk_views.export(walk_id, form, search)
    first = await anext(pieces)
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="walk-{walk.id}.{ending}"'}
    return StreamingResponse(_whole(first, pieces), media_type=media_type, headers=headers)


async def _whole(first: bytes, pieces: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    yield first
    async with aclosing(pieces):
        async for piece in pieces:
            yield piece


@router.post(
    "/{walk_id}/simulate",
    summary="Make an agent of a kept walk",
    status_code=201,
    responses={
        **struct_reply(SimulatedWalk, status=201),
        **NOT_THERE,
        409: {"model": Problem, "description": "The name is taken"},
    },
)
async def simulate(workbench: WorkbenchOfRequest, walk_id: WalkId, body: SimulateBody) -> Response:
    """A recording in the folder, which answers as the device did, as soon as the simulator runs."""
    made = await workbench.walk_views.simulate(walk_id, body.name, overwrite=body.overwrite)
    return reply(made, status=201)
