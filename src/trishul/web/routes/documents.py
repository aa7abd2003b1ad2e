"""`/openapi.json`: the machine-readable description of this API.

Public on purpose: it says what the published source says, holds nothing of this installation, and `/docs` must be
readable before one can log in.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from trishul.web.openapi import openapi_document

router = APIRouter()


@router.get("/openapi.json", include_in_schema=False)
async def read_document(request: Request) -> dict[str, Any]:
    """The OpenAPI document of this server."""
    return openapi_document(request.app)
