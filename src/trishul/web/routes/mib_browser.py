"""`/api/mibs/browse`: the tree, one node, search (contract §4 "MIB browser")."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from functools import partial
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import StreamingResponse

from trishul.library.library import Library
from trishul.services.mibs.browsing import (
    MAX_DEPTH,
    ModuleTrees,
    NodeDetail,
    OidTree,
    SearchReply,
    find_detail,
    module_trees,
    oid_tree,
    search,
)
from trishul.services.mibs.export import (
    MEDIA_TYPES,
    ExportedNode,
    ExportPlan,
    as_csv,
    as_json,
    exported,
    pieces_of_export,
    plan_export,
)
from trishul.services.mibs.listing import ModuleList, list_modules
from trishul.services.mibs.relations import NodeRelations, find_relations
from trishul.services.mibs.tree_rows import TreePlan, TreeRows, pieces_of, plan_by_module, plan_by_oid, tree_rows
from trishul.services.workbench import Workbench
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_replies import reply, struct_reply

MAX_MODULES = 20_000
MAX_HITS = 500
_HIGHEST_OFFSET = 10_000_000
NDJSON = "application/x-ndjson"

router = APIRouter(
    prefix="/api/mibs/browse",
    tags=["MIB browser"],
    dependencies=OPERATORS_CHANGE,
    responses={404: {"model": Problem}, 503: {"model": Problem}},
)

ModuleName = Annotated[str, Query(min_length=1, max_length=256, description="Only nodes of this module")]
Offset = Annotated[int, Query(ge=0, le=_HIGHEST_OFFSET)]


@router.get("/modules", summary="Modules with their numbers", responses=struct_reply(ModuleList))
async def read_modules(
    workbench: WorkbenchOfRequest, limit: Annotated[int, Query(ge=1, le=MAX_MODULES)] = 10_000, offset: Offset = 0
) -> Response:
    """By name."""
    return reply(await workbench.mibs.in_thread(lambda library: list_modules(library, limit, offset)))


@router.get("/tree/module", summary="The tree by modules", responses=struct_reply(ModuleTrees))
async def read_module_tree(
    workbench: WorkbenchOfRequest,
    module: ModuleName | None = None,
    limit: Annotated[int, Query(ge=1, le=MAX_MODULES)] = 10_000,
    offset: Offset = 0,
) -> Response:
    """One module with all its nodes, or the modules alone."""
    return reply(await workbench.mibs.in_thread(lambda library: module_trees(library, module, limit, offset)))


@router.get("/tree/oid", summary="The tree below an OID", responses=struct_reply(OidTree))
async def read_oid_tree(
    workbench: WorkbenchOfRequest,
    root_oid: Annotated[str, Query(min_length=1, max_length=2048, description="Number or name")] = "1.3.6.1",
    depth: Annotated[int, Query(ge=1, le=MAX_DEPTH)] = 1,
    module: ModuleName | None = None,
) -> Response:
    """So many levels deep; `is_cut` says that a limit left nodes out."""
    return reply(await workbench.mibs.in_thread(lambda library: oid_tree(library, root_oid, depth, module)))


@router.get("/tree/rows", summary="The tree as rows", responses=struct_reply(TreeRows, media_type=NDJSON))
async def read_tree_rows(
    workbench: WorkbenchOfRequest,
    by: Annotated[Literal["oid", "module"], Query(description="What the first level is")] = "oid",
    root_oid: Annotated[str | None, Query(max_length=2048, description="Number or name; all roots without")] = None,
    module: ModuleName | None = None,
    *,
    whole: Annotated[bool, Query(description="All levels instead of the next one")] = False,
) -> StreamingResponse:
    """Compact, depth first, a JSON object a line: everything that is known may be asked for at once."""

    def plan(library: Library) -> TreePlan:
        if by == "module":
            return plan_by_module(library, module, is_whole=whole)
        return plan_by_oid(library, root_oid, is_whole=whole)

    planned = await workbench.mibs.in_thread(plan)
    return StreamingResponse(_lines(workbench, planned), media_type=NDJSON, headers={"Cache-Control": "no-store"})


async def _lines(workbench: Workbench, plan: TreePlan) -> AsyncGenerator[bytes, None]:
    for piece in pieces_of(plan):
        rows = await workbench.mibs.in_thread(lambda library, piece=piece: tree_rows(library, plan, piece))  # type: ignore[misc]
        yield msgspec.json.encode(rows) + b"\n"


@router.get("/search", summary="Search", responses=struct_reply(SearchReply))
async def read_search(
    workbench: WorkbenchOfRequest,
    query: Annotated[str, Query(min_length=1, max_length=256, description="Name, part of one, OID, type, words")],
    limit: Annotated[int, Query(ge=1, le=MAX_HITS)] = 50,
    offset: Offset = 0,
    module: ModuleName | None = None,
    type_filter: Annotated[
        str | None, Query(max_length=64, description="scalar, table, column, notification …")
    ] = None,
) -> Response:
    """Best first: exact name, names that begin so, words in names, types, modules, words in descriptions."""
    return reply(
        await workbench.mibs.in_thread(
            lambda library: search(library, query, limit=limit, offset=offset, module=module, type_filter=type_filter)
        )
    )


@router.get("/node/{oid:path}", summary="One node", responses=struct_reply(NodeDetail))
async def read_node(workbench: WorkbenchOfRequest, oid: Annotated[str, Path(max_length=2048)]) -> Response:
    """By number or name; an instance's OID shows its object."""
    return reply(await workbench.mibs.in_thread(lambda library: find_detail(library, oid)))


@router.get("/relations/{oid:path}", summary="What a node has to do with others", responses=struct_reply(NodeRelations))
async def read_relations(workbench: WorkbenchOfRequest, oid: Annotated[str, Path(max_length=2048)]) -> Response:
    """Table, index, types, uses, and where its definition stands; by number or name."""
    return reply(await workbench.mibs.in_thread(lambda library: find_relations(library, oid)))


@router.get(
    "/export",
    summary="What the browser shows, as a file",
    responses={200: {"content": {"application/json": {}, "text/csv": {}}, "description": "Nodes with their clauses"}},
    response_class=StreamingResponse,
)
async def read_export(
    workbench: WorkbenchOfRequest,
    format: Literal["json", "csv"] = "json",  # noqa: A002 -- the name of the query parameter
    root_oid: Annotated[str | None, Query(max_length=2048, description="This node and all below")] = None,
    module: ModuleName | None = None,
    query: Annotated[str | None, Query(max_length=256, description="What a search finds")] = None,
    type_filter: Annotated[str | None, Query(max_length=64, description="Nodes of this kind only")] = None,
) -> StreamingResponse:
    """Hits of a search, else a module, else a node and all below it, else everything; a line a node, as it is read."""
    plan = await workbench.mibs.in_thread(
        lambda library: plan_export(library, root=root_oid, module=module, query=query, type_filter=type_filter)
    )
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="mibs.{format}"'}
    lines = _json_file(workbench, plan) if format == "json" else _csv_file(workbench, plan)
    return StreamingResponse(lines, media_type=MEDIA_TYPES[format], headers=headers)


async def _export_parts(workbench: Workbench, plan: ExportPlan) -> AsyncGenerator[list[ExportedNode], None]:
    for piece in pieces_of_export(plan):
        yield await workbench.mibs.in_thread(partial(exported, plan=plan, piece=piece))


async def _json_file(workbench: Workbench, plan: ExportPlan) -> AsyncGenerator[bytes, None]:
    yield b"["
    separator = b"\n"
    async for nodes in _export_parts(workbench, plan):
        if nodes:
            yield separator + as_json(nodes)
            separator = b",\n"
    yield b"\n]\n"


async def _csv_file(workbench: Workbench, plan: ExportPlan) -> AsyncGenerator[bytes, None]:
    has_header = True
    async for nodes in _export_parts(workbench, plan):
        yield as_csv(nodes, has_header=has_header)
        has_header = False
