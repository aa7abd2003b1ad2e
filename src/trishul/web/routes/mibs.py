"""`/api/mibs`: modules, files, findings, texts, names; uploads and other changes (contract §4 "MIBs").

Paths with a name in them come last, so that no module's or file's name hides another path.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.requests import ClientDisconnect

from trishul.library.records import LibraryUnavailable
from trishul.services.mibs.browsing import ObjectList, TrapList, list_objects, list_traps
from trishul.services.mibs.fetching import MAX_DEPENDENCIES
from trishul.services.mibs.listing import (
    MibFileList,
    MibFindings,
    MibSource,
    Resolved,
    find_source,
    list_files,
    list_findings,
    list_mibs,
    no_mibs,
    resolve,
)
from trishul.services.mibs.records import BatchCheck, DeleteOutcome, FetchOutcome, MibList, ReloadOutcome, UploadOutcome
from trishul.services.mibs.refusals import FilesExist, UploadRefused
from trishul.web.access import OPEN_TO_VIEWERS, OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.disconnects import CLIENT_GONE
from trishul.web.multipart import FILE_FIELDS, files_form, is_true, receive_form
from trishul.web.problems import MAX_FINDINGS, Problem, problem
from trishul.web.struct_replies import reply, struct_reply

MAX_MODULES = 20_000
MAX_PAGE = 5_000
_HIGHEST_OFFSET = 10_000_000

router = APIRouter(
    prefix="/api/mibs", tags=["mibs"], dependencies=OPERATORS_CHANGE, responses={503: {"model": Problem}}
)

ModuleName = Annotated[str, Query(min_length=1, max_length=256, description="Name of a module")]
Offset = Annotated[int, Query(ge=0, le=_HIGHEST_OFFSET)]
_FORM = files_form("MIB texts, or zip, tar.gz, tar.bz2, tar.xz archives of them")


class DependenciesToFetch(BaseModel):
    """Modules by name; without a reload they are stored and not yet used."""

    dependencies: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=256)]], Field(min_length=1, max_length=MAX_DEPENDENCIES)
    ]
    reload_after_fetch: bool = True


@router.get("/status", summary="All modules", responses=struct_reply(MibList))
async def read_status(
    workbench: WorkbenchOfRequest,
    limit: Annotated[int, Query(ge=1, le=MAX_MODULES)] = 10_000,
    offset: Offset = 0,
) -> Response:
    """Modules with their state, files without one, and whether the library is being built."""
    mibs = workbench.mibs
    is_building, trouble = mibs.is_building, mibs.problem
    try:
        found = await mibs.in_thread(
            lambda library: list_mibs(library, limit, offset, is_building=is_building, problem=trouble)
        )
    except LibraryUnavailable:
        found = no_mibs(mibs.status(), is_building=is_building, problem=trouble)
    return reply(found)


@router.get("/list", summary="All files", responses=struct_reply(MibFileList))
async def read_list(
    workbench: WorkbenchOfRequest, limit: Annotated[int, Query(ge=1, le=MAX_MODULES)] = 10_000, offset: Offset = 0
) -> Response:
    """Uploaded files by name, and what became of every file."""
    return reply(await workbench.mibs.in_thread(lambda library: list_files(library, limit, offset)))


@router.get("/diagnostics", summary="Findings", responses={**struct_reply(MibFindings), 404: {"model": Problem}})
async def read_diagnostics(
    workbench: WorkbenchOfRequest,
    module: ModuleName | None = None,
    severity: Annotated[Literal["error", "warning", "style"] | None, Query(description="The least severity")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 500,
    offset: Offset = 0,
) -> Response:
    """What the compiler found, by module and line."""
    return reply(
        await workbench.mibs.in_thread(lambda library: list_findings(library, module, severity, limit, offset))
    )


@router.get("/traps", summary="All notifications", responses={**struct_reply(TrapList), 404: {"model": Problem}})
async def read_traps(
    workbench: WorkbenchOfRequest,
    module: ModuleName | None = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 1_000,
    offset: Offset = 0,
) -> Response:
    """Every notification with its objects."""
    return reply(await workbench.mibs.in_thread(lambda library: list_traps(library, module, limit, offset)))


@router.get("/objects", summary="All objects", responses={**struct_reply(ObjectList), 404: {"model": Problem}})
async def read_objects(
    workbench: WorkbenchOfRequest,
    module: ModuleName | None = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 1_000,
    offset: Offset = 0,
) -> Response:
    """Scalars and columns, of one module or of all."""
    return reply(await workbench.mibs.in_thread(lambda library: list_objects(library, module, limit, offset)))


@router.get("/resolve", summary="Name to OID and back", responses={**struct_reply(Resolved), 404: {"model": Problem}})
async def read_resolved(
    workbench: WorkbenchOfRequest,
    oid: Annotated[str, Query(min_length=1, max_length=2048, description="IF-MIB::ifDescr.3, ifDescr.3, 1.3.6…")],
    mode: Literal["name", "numeric"] = "name",
) -> Response:
    """An OID's name with the longest known beginning, a name's number; without a library numbers stay numbers."""
    mibs = workbench.mibs
    if mibs.library is None:
        return reply(resolve(None, oid, mode))
    return reply(await mibs.in_thread(lambda library: resolve(library, oid, mode)))


@router.post(
    "/validate-batch",
    summary="What an upload would find",
    responses=struct_reply(BatchCheck),
    openapi_extra=_FORM,
    dependencies=OPEN_TO_VIEWERS,
)
async def validate(request: Request, workbench: WorkbenchOfRequest) -> Response:
    """Compiles the files together with the library; nothing is written, nothing is fetched."""
    try:
        async with workbench.mibs.receive() as reception:
            await receive_form(request, reception, FILE_FIELDS)
            return reply(await workbench.mibs.check(reception))
    except ClientDisconnect:
        return Response(status_code=CLIENT_GONE)


@router.post(
    "/upload",
    summary="Store MIBs",
    responses={
        **struct_reply(UploadOutcome),
        409: {"model": Problem, "description": "A file of this name exists and replace is not true"},
        413: {"model": Problem},
        507: {"model": Problem, "description": "The disk takes no more"},
    },
    openapi_extra=_FORM,
)
async def upload(
    request: Request, workbench: WorkbenchOfRequest, *, replace: Annotated[bool, Query()] = False
) -> Response:
    """All files or none; those in archives as well. What was found in each is in `results`."""
    try:
        async with workbench.mibs.receive() as reception:
            fields = await receive_form(request, reception, FILE_FIELDS)
            is_replacing = replace or is_true(fields.get("replace", ""))
            stored = await workbench.mibs.upload(reception, replace=is_replacing)
        name_target(request, f"upload {', '.join(each.filename for each in stored.results)}")
        return reply(stored)
    except ClientDisconnect:
        return Response(status_code=CLIENT_GONE)
    except FilesExist as error:
        return problem(error.code, str(error), field="files", files=error.names[:MAX_FINDINGS])
    except UploadRefused as error:
        bad = [each for each in error.results if each.status == "error"]
        findings = [{"field": each.filename, "message": each.error or ""} for each in bad[:MAX_FINDINGS]]
        return problem(error.code, str(error), field="files", errors=findings, results=error.results)


@router.post("/reload", summary="Take up changed files", responses=struct_reply(ReloadOutcome))
async def reload(workbench: WorkbenchOfRequest) -> Response:
    """Reads what changed since the last time, in the data directory's folder `mibs` too."""
    return reply(await workbench.mibs.reload())


@router.post("/fetch-dependencies", summary="Fetch modules by name", responses=struct_reply(FetchOutcome))
async def fetch_dependencies(request: Request, workbench: WorkbenchOfRequest, body: DependenciesToFetch) -> Response:
    """From the places in the settings and from nowhere else."""
    name_target(request, f"fetch {', '.join(body.dependencies)}")
    return reply(await workbench.mibs.fetch(body.dependencies, reload_after_fetch=body.reload_after_fetch))


@router.get(
    "/{module}/source",
    summary="A module's text with its findings",
    responses={**struct_reply(MibSource), 404: {"model": Problem}},
)
async def read_source(workbench: WorkbenchOfRequest, module: Annotated[str, Path(max_length=256)]) -> Response:
    """The text as the compiler saw it; findings by line."""
    return reply(await workbench.mibs.in_thread(lambda library: find_source(library, module)))


@router.delete(
    "/{filename}",
    summary="Delete an uploaded file",
    responses={**struct_reply(DeleteOutcome), 404: {"model": Problem}, 409: {"model": Problem}},
)
async def delete(workbench: WorkbenchOfRequest, filename: Annotated[str, Path(max_length=1024)]) -> Response:
    """Standard modules stay."""
    return reply(await workbench.mibs.delete(filename))
