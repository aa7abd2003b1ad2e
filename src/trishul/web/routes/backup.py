"""`/api/settings/backup`: the data directory as one file. It is restored by the command line, without a server."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from trishul.services.backup.backups import Backup
from trishul.web.access import ADMINISTRATORS_ONLY
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.disconnects import items_while_connected
from trishul.web.problems import Problem

router = APIRouter(prefix="/api/settings", tags=["settings"], dependencies=ADMINISTRATORS_ONLY)

_MEDIA_TYPE = "application/gzip"


@router.get(
    "/backup",
    summary="Everything that is saved, as one file",
    response_class=StreamingResponse,
    responses={
        200: {"description": "A compressed tar archive", "content": {_MEDIA_TYPE: {}}},
        409: {"model": Problem, "description": "Another backup is being written"},
        507: {"model": Problem, "description": "The disk has no room for it"},
    },
)
async def backup(
    request: Request,
    workbench: WorkbenchOfRequest,
    *,
    with_key: Annotated[bool, Query(description="With the key that opens saved credentials")] = True,
) -> StreamingResponse:
    """One state of the database with recordings, MIBs and keys; written while the workbench runs."""
    made = await workbench.backups.make(with_key=with_key)
    name_target(request, made.name)
    return StreamingResponse(
        _pieces(request, made),
        media_type=_MEDIA_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{made.name}"',
            "Content-Length": str(made.size_bytes),
            "Cache-Control": "no-store",
        },
    )


async def _pieces(request: Request, made: Backup) -> AsyncGenerator[bytes, None]:
    async for piece in items_while_connected(request, made.pieces()):
        yield piece
