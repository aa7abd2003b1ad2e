"""`/api/settings/audit`: who did what. For administrators."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from trishul.services.accounts.audit_log import AuditFormat, AuditPage
from trishul.web.access import ADMINISTRATORS_ONLY
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.disconnects import items_while_connected
from trishul.web.struct_replies import reply, struct_reply

MAX_ENTRIES = 1000
LARGEST_ID = 2**63 - 1
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}

router = APIRouter(prefix="/api/settings/audit", tags=["settings"], dependencies=ADMINISTRATORS_ONLY)

Words = Annotated[str, Query(max_length=200, description="In any word of an entry; empty for all")]


@router.get("", summary="The audit log", responses=struct_reply(AuditPage))
async def read_audit(
    workbench: WorkbenchOfRequest,
    before: Annotated[int | None, Query(ge=1, le=LARGEST_ID, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_ENTRIES)] = 100,
    q: Words = "",
) -> Response:
    """Newest first."""
    return reply(await workbench.audit.page(before, limit, q))


@router.get(
    "/export",
    summary="The audit log as a file",
    response_class=StreamingResponse,
    responses={200: {"description": "The file", "content": {each: {} for each in MEDIA_TYPES.values()}}},
)
async def export_audit(
    request: Request,
    workbench: WorkbenchOfRequest,
    file_format: Annotated[AuditFormat, Query(alias="format")] = "csv",
    q: Words = "",
) -> StreamingResponse:
    """Newest first; times of CSV are UTC."""
    name_target(request, f"export ({file_format})")
    return StreamingResponse(
        _pieces(request, workbench.audit.export(file_format, q)),
        media_type=MEDIA_TYPES[file_format],
        headers={"Content-Disposition": f'attachment; filename="audit-log.{file_format}"', "Cache-Control": "no-store"},
    )


async def _pieces(request: Request, pieces: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    async for piece in items_while_connected(request, pieces):
        yield piece
