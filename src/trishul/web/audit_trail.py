"""What of the requests goes into the audit log. Pure ASGI, behind the session.

Owns the choice: every request that changes something, with its outcome, every one that a role refused, and those that
a route names. Does not own the log (`services.accounts.audit_log`). The action is the area and the name of the route's
function, the target is what stands behind the area in the path, or what the route itself says by `name_target`; bodies
and queries, which may hold secrets, are never looked at.
"""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trishul.services.accounts.audit_log import AuditLog
from trishul.web.access import find_least_role
from trishul.web.authentication import CALLER_KEY, address_of
from trishul.web.paths import SAFE_METHODS

TARGET_KEY = "trishul.audit_target"


class AuditTrail:
    """ASGI middleware; notes when the reply has begun."""

    def __init__(self, app: ASGIApp, audit: AuditLog) -> None:
        self._app = app
        self._audit = audit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if scope["type"] != "http" or CALLER_KEY not in scope:
            await self._app(scope, receive, send)
            return

        async def note_and_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._note(scope, message["status"])
            await send(message)

        await self._app(scope, receive, note_and_send)

    def _note(self, scope: Scope, status: int) -> None:
        route = scope.get("route")
        declared = find_least_role(route)
        if declared is None or not isinstance(route, APIRoute):
            return
        is_change = scope["method"] not in SAFE_METHODS and declared.is_noted
        if not is_change and TARGET_KEY not in scope and status != HTTPStatus.FORBIDDEN:
            return
        area, _, rest = scope["path"].removeprefix("/api/").partition("/")
        self._audit.note(
            scope[CALLER_KEY].user_name,
            address_of(scope),
            f"{area}.{route.endpoint.__name__}",
            scope.get(TARGET_KEY, rest),
            "ok" if status < HTTPStatus.BAD_REQUEST else f"refused ({status})",
        )


def name_target(request: Request, target: str) -> None:
    """Say what a request is about, where its path does not; one that only reads is noted for it."""
    request.scope[TARGET_KEY] = target
