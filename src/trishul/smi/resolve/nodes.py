"""Definitions to nodes of the model: each with its OID, its kind and its resolved type."""

from __future__ import annotations

from trishul.datatypes.contents import encode_arc, encode_oid_contents
from trishul.smi.index_codec import is_plain_number
from trishul.smi.model import (
    BaseType,
    GroupNode,
    ModuleIdentityNode,
    Node,
    NodeKind,
    NotificationNode,
    ObjectNode,
    StatementNode,
    TypeInfo,
)
from trishul.smi.resolve.oids import Arcs, resolve_oid
from trishul.smi.resolve.scopes import Scope, Scopes
from trishul.smi.resolve.types import resolve_syntax
from trishul.smi.syntax import (
    Capabilities,
    Compliance,
    Definition,
    Group,
    ModuleIdentity,
    NotificationType,
    ObjectIdentity,
    ObjectType,
    Span,
)

MAX_AUGMENTS = 8
"""Rows that augment rows: more are a loop."""

_Shared = tuple[bytes, int, str, Span, Span]
_Found = tuple[Scope, Definition]
_Indexes = dict[str, int]
"""By the name of a row, what `_index_arcs` tells of its columns."""


def build_nodes(scopes: Scopes, scope: Scope) -> list[Node]:
    """The nodes of a module, in the order of its text; definitions without a known OID have none."""
    nodes = []
    encoded: dict[Arcs, bytes] = {}
    indexes: _Indexes = {}
    for definition in scope.values.values():
        arcs = resolve_oid(scopes, scope, definition)
        if arcs:
            nodes.append(_node(scopes, scope, definition, _contents(encoded, arcs), indexes))
        elif isinstance(definition, ObjectType):
            resolve_syntax(scopes, scope, definition.syntax, definition.syntax_at)
    return nodes


def _contents(encoded: dict[Arcs, bytes], arcs: Arcs) -> bytes:
    """Contents octets of an OID: those of its parent, which are known by then, and the last arc."""
    parent = encoded.get(arcs[:-1]) if len(arcs) > 2 else None  # the first two arcs share an octet
    contents = encode_oid_contents(arcs) if parent is None else parent + encode_arc(arcs[-1])
    encoded[arcs] = contents
    return contents


def _node(scopes: Scopes, scope: Scope, definition: Definition, contents: bytes, indexes: _Indexes) -> Node:
    name = definition.name
    shared: _Shared = (contents, definition.at, definition.status, definition.description, definition.reference)
    if isinstance(definition, ObjectType):
        return _object(scopes, scope, definition, shared, indexes)
    if isinstance(definition, NotificationType):
        return NotificationNode(name, NodeKind.NOTIFICATION, *shared, definition.objects)
    if isinstance(definition, Group):
        kind = NodeKind.NOTIFICATION_GROUP if definition.has_notifications else NodeKind.OBJECT_GROUP
        return GroupNode(name, kind, *shared, definition.members)
    if isinstance(definition, Compliance):
        return StatementNode(name, NodeKind.COMPLIANCE, *shared, 0, definition.parts)
    if isinstance(definition, Capabilities):
        return StatementNode(name, NodeKind.CAPABILITIES, *shared, definition.release, definition.parts)
    if isinstance(definition, ModuleIdentity):
        return ModuleIdentityNode(
            name,
            NodeKind.MODULE_IDENTITY,
            *shared,
            definition.last_updated,
            definition.organization,
            definition.contact,
            definition.revisions,
        )
    kind = NodeKind.OBJECT_IDENTITY if isinstance(definition, ObjectIdentity) else NodeKind.OID
    return Node(name, kind, *shared)


def _object(scopes: Scopes, scope: Scope, definition: ObjectType, shared: _Shared, indexes: _Indexes) -> ObjectNode:
    info = resolve_syntax(scopes, scope, definition.syntax, definition.syntax_at)
    kind = _kind(scopes, scope, definition, info)
    return ObjectNode(
        definition.name,
        kind,
        *shared,
        info,
        definition.access,
        definition.units,
        definition.index,
        definition.is_implied,
        definition.augments,
        definition.default,
        _index_arcs(scopes, scope, definition, indexes) if kind is NodeKind.COLUMN else 0,
    )


def _index_arcs(scopes: Scopes, scope: Scope, column: ObjectType, indexes: _Indexes) -> int:
    """How many plain numbers name an instance of a column; 0 for any other index (RFC 2578 §7.7)."""
    name = column.oid[0]
    assert isinstance(name, str)
    known = indexes.get(name)
    if known is None:
        known = indexes[name] = _plain_index(scopes, scopes.find_value(scope, name))
    return known


def _plain_index(scopes: Scopes, found: _Found | None) -> int:
    """How many columns the INDEX of a row has, where all of them are plain numbers; else 0."""
    for _ in range(MAX_AUGMENTS):
        if found is None:
            return 0
        scope, row = found
        if not isinstance(row, ObjectType):
            return 0
        if row.index:
            return len(row.index) if all(_is_plain(scopes, scope, name) for name in row.index) else 0
        found = scopes.find_value(scope, row.augments) if row.augments else None
    return 0


def _is_plain(scopes: Scopes, scope: Scope, name: str) -> bool:
    found = scopes.find_value(scope, name)
    if found is None or not isinstance(found[1], ObjectType):
        return False
    return is_plain_number(resolve_syntax(scopes, found[0], found[1].syntax, found[1].syntax_at))


def _kind(scopes: Scopes, scope: Scope, definition: ObjectType, info: TypeInfo) -> NodeKind:
    """Table and row by their types, column by its parent (RFC 2578 §7.1.12)."""
    if info.base is BaseType.TABLE:
        return NodeKind.TABLE
    if _is_row(definition) or info.base is BaseType.ROW:
        return NodeKind.ROW
    parent = definition.oid[0] if definition.oid else None
    if isinstance(parent, str):
        found = scopes.find_value(scope, parent)
        if found is not None:
            row = found[1]
            if isinstance(row, ObjectType) and (_is_row(row) or _has_row_type(scopes, found[0], row)):
                return NodeKind.COLUMN
    return NodeKind.SCALAR


def _is_row(definition: ObjectType) -> bool:
    return bool(definition.index or definition.augments)


def _has_row_type(scopes: Scopes, scope: Scope, definition: ObjectType) -> bool:
    """True for a row that lost its INDEX: its type is a SEQUENCE."""
    return resolve_syntax(scopes, scope, definition.syntax, definition.syntax_at).base is BaseType.ROW
