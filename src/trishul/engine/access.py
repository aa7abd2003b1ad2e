"""The View-based Access Control Model: who may do what, where, and at which level (RFC 3415).

Owns the tables and the decision of §3.2. Views are `views`, what an agent shows of a device is `visible`. A community
gets its securityName by a table as well (RFC 3584 §5.2.1), so that names, which can be read, are not communities.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import IntEnum, StrEnum
from typing import NamedTuple

from trishul.engine.views import View, ViewFamily
from trishul.protocol.security.protocols import SecurityLevel

MAX_REMEMBERED = 4096
"""Decisions kept before they are all forgotten; there are as many as users, levels and contexts in use."""

EVERY_OTHER_COMMUNITY = b""
"""In place of a community: its row is that of all communities without one."""


class SecurityModel(IntEnum):
    """SnmpSecurityModel (RFC 3411 §5)."""

    ANY = 0
    V1 = 1
    V2C = 2
    USM = 3


class ViewType(IntEnum):
    """What a request wants; the number is that of the view in an access entry."""

    READ = 0
    WRITE = 1
    NOTIFY = 2


class AccessResult(StrEnum):
    """statusInformation of isAccessAllowed (RFC 3415 §3)."""

    ACCESS_ALLOWED = "accessAllowed"
    NOT_IN_VIEW = "notInView"
    NO_SUCH_VIEW = "noSuchView"
    NO_SUCH_CONTEXT = "noSuchContext"
    NO_GROUP_NAME = "noGroupName"
    NO_ACCESS_ENTRY = "noAccessEntry"


class CommunityName(NamedTuple):
    """Which securityName a community stands for; without a community, every one that has no row of its own."""

    community: bytes
    security_name: bytes

    def __repr__(self) -> str:
        return f"CommunityName(community=<hidden>, security_name={self.security_name!r})"


class GroupMember(NamedTuple):
    """A row of vacmSecurityToGroupTable."""

    model: int
    security_name: bytes
    group: str


class AccessEntry(NamedTuple):
    """A row of vacmAccessTable; a view without a name is none."""

    group: str
    context_prefix: bytes
    model: int
    level: int
    views: tuple[str, str, str]
    """Names of the read, write and notify view."""
    is_exact: bool = True
    """False: every context whose name begins with the prefix."""


class AccessTables(NamedTuple):
    """All rows together, as they are configured."""

    communities: tuple[CommunityName, ...] = ()
    members: tuple[GroupMember, ...] = ()
    entries: tuple[AccessEntry, ...] = ()
    families: tuple[ViewFamily, ...] = ()


class AccessControl:
    """Decides by one set of tables, which does not change."""

    __slots__ = ("_communities", "_entries", "_groups", "_remembered", "_views", "tables")

    def __init__(self, tables: AccessTables) -> None:
        self.tables = tables
        self._communities = {row.community: row.security_name for row in tables.communities}
        self._groups = {(row.model, row.security_name): row.group for row in tables.members}
        self._entries: dict[str, list[AccessEntry]] = {}
        for entry in tables.entries:
            self._entries.setdefault(entry.group, []).append(entry)
        names = {family.view for family in tables.families}
        self._views = {name: View(family for family in tables.families if family.view == name) for name in names}
        self._remembered: dict[tuple[int, bytes, int, int, bytes], View | AccessResult] = {}

    def security_name_of(self, community: bytes) -> bytes | None:
        """The securityName of a community; None where no row gives it one."""
        return self._communities.get(community, self._communities.get(EVERY_OTHER_COMMUNITY))

    def is_access_allowed(
        self,
        model: SecurityModel,
        security_name: bytes,
        level: SecurityLevel,
        view_type: ViewType,
        context_name: bytes,
        variable_name: bytes,
        contexts: Collection[bytes],
    ) -> AccessResult:
        """The decision for one instance (RFC 3415 §3.2); `variable_name` as contents octets of its OID."""
        if context_name not in contexts:
            return AccessResult.NO_SUCH_CONTEXT
        view = self.find_view(model, security_name, level, view_type, context_name)
        if isinstance(view, AccessResult):
            return view
        return AccessResult.ACCESS_ALLOWED if view.includes(variable_name) else AccessResult.NOT_IN_VIEW

    def find_view(
        self, model: int, security_name: bytes, level: int, view_type: ViewType, context_name: bytes
    ) -> View | AccessResult:
        """The view of who asks, or why there is none (RFC 3415 §3.2 steps 2 to 5a); the context must exist."""
        key = model, security_name, level, view_type, context_name
        found = self._remembered.get(key)
        if found is None:
            if len(self._remembered) >= MAX_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[key] = self._find_view(*key)
        return found

    def _find_view(
        self, model: int, security_name: bytes, level: int, view_type: int, context_name: bytes
    ) -> View | AccessResult:
        group = self._groups.get((model, security_name))
        if group is None:
            return AccessResult.NO_GROUP_NAME
        entry = best_entry(self._entries.get(group, ()), context_name, model, level)
        if entry is None:
            return AccessResult.NO_ACCESS_ENTRY
        return self._views.get(entry.views[view_type], AccessResult.NO_SUCH_VIEW)


def best_entry(entries: Iterable[AccessEntry], context_name: bytes, model: int, level: int) -> AccessEntry | None:
    """The entry of one group that counts (RFC 3415 §4, vacmAccessTable steps 1 and 2)."""
    candidates = [
        entry
        for entry in entries
        if entry.level <= level
        and entry.model in (model, SecurityModel.ANY)
        and (
            entry.context_prefix == context_name
            or (not entry.is_exact and context_name.startswith(entry.context_prefix))
        )
    ]
    return max(
        candidates,
        key=lambda entry: (
            entry.model == model,
            entry.context_prefix == context_name,
            len(entry.context_prefix),
            entry.level,
        ),
        default=None,
    )
