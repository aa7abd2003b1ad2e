"""Who asks: finds the session of a request by its token, and lets nothing under `/api` pass without one.

Strategy: closed by default. The middleware looks at the path before anything else is read, so that a new route needs a
session without doing anything for it, and a request without one learns nothing, not even which paths exist. Routes get
the session from `current_session`, which also tells OpenAPI. The WebSocket looks after itself (`live`): it must accept
before it refuses.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPBearer
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from trishul.services.accounts.sessions import Session, Sessions
from trishul.services.workbench import Workbench
from trishul.web.paths import needs_session
from trishul.web.problems import problem

SESSION_KEY = "trishul.session"


class Authentication:
    """ASGI middleware; puts the session into the scope."""

    def __init__(self, app: ASGIApp, sessions: Sessions) -> None:
        self._app = app
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if scope["type"] != "http" or not needs_session(scope["path"]):
            await self._app(scope, receive, send)
            return
        token = token_of(scope)
        session = self._sessions.use(token) if token else None
        if session is None:
            detail = "The session has ended. Log in again." if token else "This needs a session. Log in first."
            refusal = problem("not_authenticated", detail, headers={"WWW-Authenticate": "Bearer"})
            await refusal(scope, receive, send)
            return
        scope[SESSION_KEY] = session
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


_token_header = APIKeyHeader(name="X-Auth-Token", auto_error=False, description="Token of POST /api/settings/login")
_bearer_header = HTTPBearer(auto_error=False, description="The same token")


def current_session(
    request: Request,
    _header: Annotated[object, Security(_token_header)] = None,
    _bearer: Annotated[object, Security(_bearer_header)] = None,
) -> Session:
    """The session of this request."""
    session = request.scope.get(SESSION_KEY)
    if not isinstance(session, Session):
        raise HTTPException(401, "This needs a session. Log in first.")
    return session


def current_workbench(request: Request) -> Workbench:
    """The workbench that this server shows."""
    workbench = request.app.state.workbench
    assert isinstance(workbench, Workbench)  # create_app puts it there
    return workbench


REQUIRES_SESSION = [Depends(current_session)]
"""For routers and routes that need a session and do not look at it."""

SessionOfRequest = Annotated[Session, Depends(current_session)]
WorkbenchOfRequest = Annotated[Workbench, Depends(current_workbench)]
