"""What of the requests goes into the audit log. Pure ASGI, behind the session.

Owns the choice: every request that changes something or leaves this host, with its outcome, every one that a role
refused, and those that a route names. What only asks a device is noted once while it is asked again and again. Does not
own the log (`services.accounts.audit_log`). The action is the area and the name of the route's function, the target is
what stands behind the area in the path, or what the route itself says by `name_target`; bodies and queries, which may
hold secrets, are never looked at.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trishul.services.accounts.audit_log import AuditLog
from trishul.web.access import find_least_role
from trishul.web.authentication import CALLER_KEY, address_of
from trishul.web.paths import SAFE_METHODS

TARGET_KEY = "trishul.audit_target"
ONLY_ASKS_KEY = "trishul.audit_only_asks"
ASKED_AGAIN_S = 600.0
"""So long the same question by the same person, with the same outcome, is not noted again."""
MAX_QUESTIONS = 1_000
"""Those that are remembered; of more than these some are noted sooner."""


class AuditTrail:
    """ASGI middleware; notes when the reply has begun."""

    def __init__(self, app: ASGIApp, audit: AuditLog, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._audit = audit
        self._noted_questions = NotedQuestions(clock)

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
        note = (
            scope[CALLER_KEY].user_name,
            address_of(scope),
            f"{area}.{route.endpoint.__name__}",
            scope.get(TARGET_KEY, rest),
            "ok" if status < HTTPStatus.BAD_REQUEST else f"refused ({status})",
        )
        if not (scope.get(ONLY_ASKS_KEY, False) and self._noted_questions.has(note)):
            self._audit.note(*note)


class NotedQuestions:
    """Questions to devices that were noted a while ago: a page that watches a device may ask every second."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._noted_at: dict[tuple[str, ...], float] = {}

    def has(self, question: tuple[str, ...]) -> bool:
        """Whether it was noted within the last ten minutes; if not, it is taken as noted now."""
        now = self._clock()
        noted_at = self._noted_at.pop(question, now - ASKED_AGAIN_S)
        is_noted = now - noted_at < ASKED_AGAIN_S
        self._noted_at[question] = noted_at if is_noted else now
        if len(self._noted_at) > MAX_QUESTIONS:
            del self._noted_at[next(iter(self._noted_at))]
        return is_noted


def name_target(request: Request, target: str, *, only_asks: bool = False) -> None:
    """Say what a request is about, where its path does not; one that only reads is noted for it.

    `only_asks`: a question to a device, which leaves nothing behind and is noted once while it is repeated.
    """
    request.scope[TARGET_KEY] = target
    request.scope[ONLY_ASKS_KEY] = only_asks
