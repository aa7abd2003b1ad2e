"""Who asks: finds the caller of a request by its token, and lets nothing under `/api` pass without one.

Strategy: closed by default. The middleware looks at the path before anything else is read, so that a new route needs a
session without doing anything for it, and a request without one learns nothing, not even which paths exist. Routes get
the caller from `current_caller`, which also tells OpenAPI; what the caller may do is asked by `access`. The WebSocket
looks after itself (`live`): it must accept before it refuses. What routes depend on is `async` though it awaits
nothing: FastAPI would call each of these functions in a thread.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPBearer
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from trishul.services.accounts.caller import Caller
from trishul.services.accounts.callers import Callers
from trishul.services.workbench import Workbench
from trishul.web.paths import needs_session
from trishul.web.problems import problem

CALLER_KEY = "trishul.caller"
LONGEST_ADDRESS = 64


class Authentication:
    """ASGI middleware; puts the caller into the scope."""

    def __init__(self, app: ASGIApp, callers: Callers) -> None:
        self._app = app
        self._callers = callers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if scope["type"] != "http" or not needs_session(scope["path"]):
            await self._app(scope, receive, send)
            return
        token = token_of(scope)
        caller = self._callers.use(token) if token else None
        if caller is None:
            detail = "The session has ended. Log in again." if token else "This needs a session. Log in first."
            refusal = problem("not_authenticated", detail, headers={"WWW-Authenticate": "Bearer"})
            await refusal(scope, receive, send)
            return
        scope[CALLER_KEY] = caller
        await self._app(scope, receive, send)


def token_of(scope: Scope) -> str | None:
    """The token of `X-Auth-Token`, else of `Authorization: Bearer`."""
    bearer = None
    for name, value in scope["headers"]:
        if name == b"x-auth-token":
            return str(value.decode("latin-1")).strip()
        if name == b"authorization" and value[:7].lower() == b"bearer ":
            bearer = value[7:].decode("latin-1").strip()
    return bearer


def address_of(scope: Scope) -> str:
    """The host that asks; behind a proxy that is trusted, the one that asked there."""
    client = scope.get("client")
    return str(client[0])[:LONGEST_ADDRESS] if client else "unknown"


_token_header = APIKeyHeader(
    name="X-Auth-Token", auto_error=False, description="Token of POST /api/settings/login, or an API token"
)
_bearer_header = HTTPBearer(auto_error=False, description="The same token")


async def current_caller(
    request: Request,
    _header: Annotated[object, Security(_token_header)] = None,
    _bearer: Annotated[object, Security(_bearer_header)] = None,
) -> Caller:
    """Who makes this request."""
    caller = request.scope.get(CALLER_KEY)
    if not isinstance(caller, Caller):
        raise HTTPException(401, "This needs a session. Log in first.")
    return caller


async def current_workbench(request: Request) -> Workbench:
    """The workbench that this server shows."""
    workbench = request.app.state.workbench
    assert isinstance(workbench, Workbench)  # create_app puts it there
    return workbench


async def current_address(request: Request) -> str:
    """The host that this request comes from."""
    return address_of(request.scope)


CallerOfRequest = Annotated[Caller, Depends(current_caller)]
WorkbenchOfRequest = Annotated[Workbench, Depends(current_workbench)]
AddressOfRequest = Annotated[str, Depends(current_address)]
