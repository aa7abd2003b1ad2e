"""Who sees what of the simulated devices, as people configure it: the rows of VACM in words (RFC 3415).

Owns the document, what is checked of it, with the place of each fault, and its form for the worker. Without any row of
communities, groups, views or access there is no access control: who is known sees everything. Deciding is
`engine.access`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar

import msgspec

from trishul.engine.access import (
    EVERY_OTHER_COMMUNITY,
    AccessEntry,
    AccessTables,
    CommunityName,
    GroupMember,
    SecurityModel,
)
from trishul.engine.views import ViewFamily, parse_mask
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.protocol.security.engine_id import parse_engine_id
from trishul.protocol.security.protocols import parse_security_level

MAX_ROWS = 1000
MAX_NAME_OCTETS = 32
"""SnmpAdminString (SIZE(1..32)) of all names in the tables."""
MAX_SUBTREE_ARCS = 80
"""With the name of its view, a family's index must fit an OID of 128 arcs."""
_MAX_COMMUNITY_OCTETS = 255
_OTHERS = "*"
_MODELS = {"any": SecurityModel.ANY, "v1": SecurityModel.V1, "v2c": SecurityModel.V2C, "usm": SecurityModel.USM}

Model: TypeAlias = Literal["v1", "v2c", "usm"]
Problems: TypeAlias = dict[str, str]


class CommunityRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which securityName a community stands for; `*` is every community without a row of its own."""

    community: str
    security_name: str


class GroupRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A securityName of one model in a group; users are their own securityName, of model usm."""

    group: str
    model: Model
    security_name: str


class ViewRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A family of subtrees in a view. `mask`: hexadecimal, a zero bit is a wildcard."""

    view: str
    subtree: str
    mask: str = ""
    type: Literal["included", "excluded"] = "included"


class AccessRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a group may do in a context, from a level on; a view without a name is none."""

    group: str
    context: str = ""
    match: Literal["exact", "prefix"] = "exact"
    model: Literal["any", "v1", "v2c", "usm"] = "any"
    level: str = "noAuthNoPriv"
    read: str = ""
    write: str = ""
    notify: str = ""


class EngineRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An engine ID that a device has besides ours; `context` is its community, empty for the default device."""

    context: str
    engine_id: str


class AccessDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything about access, as it is saved and told."""

    communities: list[CommunityRow] = msgspec.field(default_factory=list)
    groups: list[GroupRow] = msgspec.field(default_factory=list)
    views: list[ViewRow] = msgspec.field(default_factory=list)
    access: list[AccessRow] = msgspec.field(default_factory=list)
    engines: list[EngineRow] = msgspec.field(default_factory=list)

    @property
    def is_controlled(self) -> bool:
        """True when there is access control at all."""
        return bool(self.communities or self.groups or self.views or self.access)


class AccessRefused(InvalidInput):
    """At least one row cannot be meant; `findings` has a sentence for each place, such as `views[2].mask`."""

    def __init__(self, findings: Problems) -> None:
        first = next(iter(findings))
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(f"{first}: {findings[first]}{more}", field=first)
        self.findings = findings


class MeantAccess(NamedTuple):
    """The document as the worker takes it."""

    tables: AccessTables | None
    own_engines: list[tuple[bytes, bytes]]


def read_document(data: Any) -> AccessDocument:
    """The document in a JSON value. Raises AccessRefused."""
    try:
        return msgspec.convert(data, AccessDocument)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        raise AccessRefused({place.rstrip("`").removeprefix(".") or "access": reason}) from None


def check_access(document: AccessDocument, names: Names) -> MeantAccess:
    """What the worker takes; subtrees may be named. Raises AccessRefused with every fault."""
    rows = _Rows(names)
    communities = rows.read("communities", document.communities, _community, lambda row: row.community)
    members = rows.read("groups", document.groups, _member, lambda row: row[:2])
    families = rows.read("views", document.views, rows.family, lambda row: row[:2])
    rows.views = {row.view for row in document.views}
    entries = rows.read("access", document.access, rows.entry, lambda row: row[:4])
    engines = rows.read("engines", document.engines, _own_engine, lambda row: row[1])
    if rows.problems:
        raise AccessRefused(rows.problems)
    tables = AccessTables(communities, members, entries, families) if document.is_controlled else None
    return MeantAccess(tables, list(engines))


def restore_access(saved: str, names: Names) -> tuple[AccessDocument, MeantAccess, str | None]:
    """What was saved. What cannot be meant any more lets nobody see anything, and says so."""
    document = AccessDocument()
    try:
        document = read_document(msgspec.json.decode(saved))
        return document, check_access(document, names), None
    except (AccessRefused, msgspec.DecodeError) as error:
        warning = f"The saved access configuration cannot be used, so nobody is answered: {error}"
        return document, MeantAccess(AccessTables(), []), warning


_Row = TypeVar("_Row")
_Meant = TypeVar("_Meant")


class _Rows:
    """Reads rows one by one and notes what is wrong with each."""

    def __init__(self, names: Names) -> None:
        self.problems: Problems = {}
        self.views: set[str] = set()
        self._names = names

    def read(
        self, table: str, rows: list[_Row], meaning: Callable[[_Row], _Meant], key: Callable[[_Meant], object]
    ) -> tuple[_Meant, ...]:
        """What the rows of a table mean; no two may have one key."""
        if len(rows) > MAX_ROWS:
            self.problems[table] = f"At most {MAX_ROWS} rows are possible"
            return ()
        found: dict[object, _Meant] = {}
        for at, row in enumerate(rows):
            try:
                meant = meaning(row)
                if key(meant) in found:
                    raise InvalidInput("A row before this one has the same index")
                found[key(meant)] = meant
            except InvalidInput as error:
                self.problems[f"{table}[{at}]" + (f".{error.field}" if error.field else "")] = str(error)
        return tuple(found.values())

    def family(self, row: ViewRow) -> ViewFamily:
        """A row of vacmViewTreeFamilyTable."""
        _name("view", row.view)
        text = row.subtree.strip()
        try:
            if text.strip(".0123456789"):
                text = str(self._names.oid_of(text.removeprefix(".")))
            family = ViewFamily.of(row.view, text, parse_mask(row.mask), is_included=row.type == "included")
        except InvalidInput as error:
            raise InvalidInput(str(error), field=error.field if error.field == "mask" else "subtree") from None
        if len(family.subtree) > MAX_SUBTREE_ARCS:
            raise InvalidInput(f"A subtree of a view has at most {MAX_SUBTREE_ARCS} numbers", field="subtree")
        return family

    def entry(self, row: AccessRow) -> AccessEntry:
        """A row of vacmAccessTable."""
        _name("group", row.group)
        if row.context:
            _name("context", row.context)
        for field, view in (("read", row.read), ("write", row.write), ("notify", row.notify)):
            if view and view not in self.views:
                raise InvalidInput(f"There is no view {view[:MAX_NAME_OCTETS]!r}", field=field)
        try:
            level = parse_security_level(row.level)
        except InvalidInput as error:
            raise InvalidInput(str(error), field="level") from None
        views = row.read, row.write, row.notify
        model = _MODELS[row.model]
        return AccessEntry(row.group, row.context.encode(), model, int(level), views, is_exact=row.match == "exact")


def _name(field: str, text: str, most: int = MAX_NAME_OCTETS) -> bytes:
    octets = text.encode()
    if not 0 < len(octets) <= most:
        raise InvalidInput(f"It has 1 to {most} octets", field=field)
    return octets


def _community(row: CommunityRow) -> CommunityName:
    community = _name("community", row.community, _MAX_COMMUNITY_OCTETS)
    security_name = _name("security_name", row.security_name)
    return CommunityName(EVERY_OTHER_COMMUNITY if row.community == _OTHERS else community, security_name)


def _member(row: GroupRow) -> GroupMember:
    _name("group", row.group)
    return GroupMember(int(_MODELS[row.model]), _name("security_name", row.security_name), row.group)


def _own_engine(row: EngineRow) -> tuple[bytes, bytes]:
    return row.context.encode(), parse_engine_id(row.engine_id)


def counted_rows(document: AccessDocument) -> dict[str, int] | None:
    """How many rows each table has; None where there is no access control."""
    if not document.is_controlled:
        return None
    return dict(_lengths(document))


def _lengths(document: AccessDocument) -> Iterator[tuple[str, int]]:
    for table in ("communities", "groups", "views", "access"):
        yield table, len(getattr(document, table))
