"""`/api/traps/export`: the filtered list as a file."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from types import MappingProxyType
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from trishul.services.traps.exports import TrapExportFormat, export_traps
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.disconnects import items_while_connected
from trishul.web.problems import Problem

router = APIRouter(prefix="/api/traps", tags=["traps"], dependencies=OPERATORS_CHANGE)

_MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {"json": "application/json", "csv": "text/csv; charset=utf-8", "pcap": "application/vnd.tcpdump.pcap"}
)


@router.get(
    "/export",
    summary="Stored notifications as a file",
    response_class=StreamingResponse,
    responses={
        200: {"description": "The file", "content": {media_type: {} for media_type in _MEDIA_TYPES.values()}},
        422: {"model": Problem},
    },
)
async def export(
    request: Request,
    workbench: WorkbenchOfRequest,
    file_format: Annotated[TrapExportFormat, Query(alias="format")] = "json",
    q: Annotated[str, Query(description="In the search language; empty for all")] = "",
) -> StreamingResponse:
    """JSON and CSV as the list shows them, newest first; pcap has the datagrams, oldest first, communities masked."""
    name_target(request, f"export ({file_format})")
    stored = workbench.traps.stored
    stored.matcher(q)  # a wrong query is refused before the file begins
    return StreamingResponse(
        _pieces(request, export_traps(stored, q, file_format)),
        media_type=_MEDIA_TYPES[file_format],
        headers={
            "Content-Disposition": f'attachment; filename="notifications.{file_format}"',
            "Cache-Control": "no-store",
        },
    )


async def _pieces(request: Request, pieces: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    async for piece in items_while_connected(request, pieces):
        yield piece
