"""What somebody may do: three roles, each with all that the one before it may.

Owns the roles and the refusal. Does not own which route needs which: that is said beside each route (`web.access`).
"""

from __future__ import annotations

from enum import StrEnum

from trishul.errors import TrishulError


class Role(StrEnum):
    """From the least to the greatest."""

    VIEWER = "viewer"
    """Looks at everything, hears the live socket, exports; changes nothing and sends nothing."""
    OPERATOR = "operator"
    """Works: simulator, walks, notifications, MIBs, with the credentials that are there."""
    ADMINISTRATOR = "administrator"
    """Decides: users, settings, secrets of credentials, retention, the audit log."""

    def covers(self, least: Role) -> bool:
        """Whether who has this role may do what needs the other."""
        return _RANKS[self] >= _RANKS[least]


_RANKS = {role: rank for rank, role in enumerate(Role)}


class Forbidden(TrishulError):
    """The caller may not do that; the sentence says what would be needed."""

    code = "forbidden"


def require_role(role: Role, least: Role) -> None:
    """Raises Forbidden, with the role that it needs, where the role does not cover the least one."""
    if not role.covers(least):
        raise Forbidden(f"This needs the role {least}. You have the role {role}.")


def lesser_of(one: Role, other: Role) -> Role:
    """What is left of a role where another bounds it."""
    return min(one, other, key=_RANKS.__getitem__)
