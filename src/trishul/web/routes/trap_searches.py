"""`/api/traps`: help for who writes a query, and searches that are kept by name."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from trishul.services.traps.saved_searches import MAX_NAME_CHARACTERS, SavedSearch, SavedSearches
from trishul.services.traps.search_help import MAX_QUERY_CHARACTERS, Completion, SearchLanguage, search_language
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.audit_trail import name_target
from trishul.web.authentication import WorkbenchOfRequest
from trishul.web.problems import Problem
from trishul.web.struct_replies import reply, struct_reply

router = APIRouter(prefix="/api/traps", tags=["traps"], dependencies=OPERATORS_CHANGE)


class SearchToSave(BaseModel):
    """A query and the name to keep it by."""

    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME_CHARACTERS)]
    query: str


class SearchDeleted(BaseModel):
    """The search is forgotten."""

    status: str


@router.get("/search-language", summary="The search language", responses=struct_reply(SearchLanguage))
async def read_language() -> Response:
    """Its fields with operators, meanings and values, and queries to begin with."""
    return reply(search_language())


@router.get("/complete", summary="What could stand at the cursor of a query", responses=struct_reply(Completion))
async def complete(
    workbench: WorkbenchOfRequest,
    q: Annotated[str, Query(max_length=MAX_QUERY_CHARACTERS)] = "",
    at: Annotated[int | None, Query(ge=0, description="Offset of the cursor; the end where it is left out")] = None,
) -> Response:
    """Proposals for the part of the query in which the cursor stands."""
    return reply(await workbench.search_help.complete(q, len(q) if at is None else at))


@router.get("/searches", summary="Saved searches", responses=struct_reply(SavedSearches))
async def read_searches(workbench: WorkbenchOfRequest) -> Response:
    """All of them, by name."""
    return reply(await workbench.searches.all())


@router.post("/searches", summary="Save a search", responses={**struct_reply(SavedSearch), 422: {"model": Problem}})
async def save_search(request: Request, workbench: WorkbenchOfRequest, body: SearchToSave) -> Response:
    """In place of another of its name; a query that cannot be meant is refused."""
    name_target(request, f"searches/{body.name}")
    return reply(await workbench.searches.save(body.name, body.query))


@router.delete("/searches/{name:path}", summary="Forget a saved search", responses={404: {"model": Problem}})
async def delete_search(
    workbench: WorkbenchOfRequest, name: Annotated[str, Path(max_length=MAX_NAME_CHARACTERS)]
) -> SearchDeleted:
    """The notifications stay."""
    if not await workbench.searches.delete(name):
        raise HTTPException(404, "There is no such search")
    return SearchDeleted(status="deleted")
