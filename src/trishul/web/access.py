"""Which role a route needs: said once beside its router or beside itself, asked before the route runs.

A declaration is a dependency, so that it stands where FastAPI's other demands stand. That of a router holds for all of
its routes; one beside a route takes its place. Changing is every method but GET. Does not own roles
(`services.accounts.roles`) nor who asks (`authentication`). A structural test demands a declaration for each route, and
the API document shows it as `x-role`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import Depends, Request
from fastapi.routing import APIRoute

from trishul.services.accounts.roles import Role, require_role
from trishul.web.authentication import CallerOfRequest
from trishul.web.paths import SAFE_METHODS


@dataclass(frozen=True)
class LeastRole:
    """The least roles for reading and for changing, and whether what changes something is noted in the audit log."""

    reading: Role
    changing: Role
    is_noted: bool = True

    def of(self, method: str) -> Role:
        """The least role for one method."""
        return self.reading if method in SAFE_METHODS else self.changing

    async def __call__(self, request: Request, caller: CallerOfRequest) -> None:
        """Refuses a caller whose role is too small for the route. Raises Forbidden."""
        declared = find_least_role(request.scope["route"]) or self
        require_role(caller.role, declared.of(request.method))


def find_least_role(route: object) -> LeastRole | None:
    """What is declared for a route: the last one, since its router's stands before its own."""
    if not isinstance(route, APIRoute):
        return None
    declared = [each.dependency for each in route.dependencies if isinstance(each.dependency, LeastRole)]
    return declared[-1] if declared else None


def _declaration(reading: Role, changing: Role, *, is_noted: bool = True) -> list[Any]:
    return [Depends(LeastRole(reading, changing, is_noted))]


OPERATORS_CHANGE = _declaration(Role.VIEWER, Role.OPERATOR)
"""Everybody reads, operators change: what most routers say."""
ADMINISTRATORS_CHANGE = _declaration(Role.VIEWER, Role.ADMINISTRATOR)
ADMINISTRATORS_ONLY = _declaration(Role.ADMINISTRATOR, Role.ADMINISTRATOR)
OPEN_TO_VIEWERS = _declaration(Role.VIEWER, Role.VIEWER, is_noted=False)
"""Beside a route that is no GET and yet changes nothing: it checks, reads or waits."""
OWN_AFFAIRS = _declaration(Role.VIEWER, Role.VIEWER)
"""What everybody may change of his own: password, sessions, API tokens."""
OPERATORS_ASK = _declaration(Role.OPERATOR, Role.OPERATOR)
"""What leaves the host and is no change here, such as a walk; also its reading is for operators."""
