"""Everything that a library knows about one node, gathered: its place in the tree, its type, its table, its texts.

Owns the gathering; how it is shown is up to commands and pages.
"""

from __future__ import annotations

import re

import msgspec

from trishul.datatypes.oid import Oid
from trishul.library.library import Library
from trishul.library.records import LibraryNode
from trishul.smi.model import GroupNode, ModuleIdentityNode, Node, NodeKind, NotificationNode, ObjectNode, TypeInfo
from trishul.smi.syntax import Span
from trishul.smi.type_text import type_text

_TOP = {(0,): "ccitt", (1,): "iso", (2,): "joint-iso-ccitt", (1, 3): "org", (1, 3, 6): "dod", (1, 3, 6, 1): "internet"}
"""Names above all modules (X.660, RFC 1155 §2), for libraries that lack the module that repeats them."""


class PathStep(msgspec.Struct, frozen=True):
    """One arc on the way from the root; the name is empty where none is known."""

    arc: int
    name: str


class ObjectFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """One node. Texts are without their indentation; what a node of its kind does not have is empty."""

    name: str
    module: str
    kind: str
    oid: str
    path: tuple[PathStep, ...]
    status: str = ""
    syntax: str = ""
    type: TypeFacts | None = None
    access: str = ""
    units: str = ""
    default: str = ""
    table: str = ""
    row: str = ""
    columns: tuple[str, ...] = ()
    index: tuple[str, ...] = ()
    """Of the row, of its table and of its columns; for an augmenting row that of its base."""
    is_implied: bool = False
    """The last index is written without its length."""
    augments: str = ""
    objects: tuple[str, ...] = ()
    """What a notification carries."""
    members: tuple[str, ...] = ()
    """What a group holds."""
    last_updated: str = ""
    organization: str = ""
    contact: str = ""
    description: str = ""
    reference: str = ""
    other_modules: tuple[str, ...] = ()
    """Modules that give the same OID the same name."""

    @property
    def full_name(self) -> str:
        """`IF-MIB::ifDescr`."""
        return f"{self.module}::{self.name}"


class TypeFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """The type of an object, with all it inherits."""

    base: str
    convention: str = ""
    """`TC-MODULE::Name`, empty for a bare base type."""
    labels: dict[str, int] = {}
    ranges: tuple[tuple[int, int | None], ...] = ()
    """None stands for MAX."""
    is_size: bool = False
    display_hint: str = ""


def facts_of(library: Library, entry: LibraryNode) -> ObjectFacts:
    """Everything known about a node."""
    node, module = entry.node, entry.module
    facts: dict[str, object] = {}
    if isinstance(node, ObjectNode):
        facts = _object_facts(library, entry, node)
    elif isinstance(node, NotificationNode):
        facts = {"objects": node.objects}
    elif isinstance(node, GroupNode):
        facts = {"members": node.members}
    elif isinstance(node, ModuleIdentityNode):
        facts = {
            "last_updated": node.last_updated,
            "organization": _text(library, module, node.organization),
            "contact": _text(library, module, node.contact),
        }
    return ObjectFacts(
        name=node.name,
        module=module,
        kind=str(node.kind),
        oid=str(node.oid),
        path=path_of(library, node.oid),
        status=node.status,
        description=_text(library, module, node.description),
        reference=_text(library, module, node.reference),
        other_modules=_other_modules(library, entry),
        **facts,  # type: ignore[arg-type]
    )


def path_of(library: Library, oid: Oid) -> tuple[PathStep, ...]:
    """The names of all arcs of an OID."""
    names = {tuple(one.node.oid): one.node.name for one in library.ancestors_of(oid.contents)}
    found = library.find_by_oid(oid.contents)
    if found is not None and found[1] == len(oid.contents):
        names[tuple(oid)] = found[0].node.name
    prefixes = (tuple(oid[:length]) for length in range(1, len(oid) + 1))
    return tuple(PathStep(prefix[-1], names.get(prefix) or _TOP.get(prefix, "")) for prefix in prefixes)


def _text(library: Library, module: str, span: Span) -> str:
    return library.text_at(module, span) if span else ""


def _other_modules(library: Library, entry: LibraryNode) -> tuple[str, ...]:
    same = (one for one in library.find_all_by_oid(entry.node.oid_contents) if one.node.name == entry.node.name)
    return tuple(one.module for one in same if one.module != entry.module)


def _object_facts(library: Library, entry: LibraryNode, node: ObjectNode) -> dict[str, object]:
    facts: dict[str, object] = {
        "syntax": type_text(node.type),
        "access": node.access,
        "units": node.units,
        "default": node.default,
        "augments": node.augments,
    }
    if node.kind in {NodeKind.SCALAR, NodeKind.COLUMN}:
        facts["type"] = _type_facts(node.type)
    table, row, columns = _table_of(library, entry, node)
    if table is not None and table is not entry:
        facts["table"] = table.node.name
    if row is not None:
        facts |= _row_facts(library, row)
        if row is not entry:
            facts["row"] = row.node.name
    if node.kind is not NodeKind.COLUMN:
        facts["columns"] = tuple(column.node.name for column in columns)
    return facts


def _type_facts(info: TypeInfo) -> TypeFacts:
    convention = f"{info.module}::{info.name}" if info.module and info.name else info.name
    return TypeFacts(str(info.base), convention, dict(info.labels), info.ranges, info.is_size, info.display_hint)


def _table_of(
    library: Library, entry: LibraryNode, node: ObjectNode
) -> tuple[LibraryNode | None, LibraryNode | None, list[LibraryNode]]:
    """The table, the row and the columns that a node belongs to; None and nothing for a scalar."""
    if node.kind is NodeKind.TABLE:
        row = next((one for one in library.children_of(node.oid_contents) if one.node.kind is NodeKind.ROW), None)
        return entry, row, [] if row is None else library.children_of(row.node.oid_contents)
    if node.kind is NodeKind.ROW:
        return _above(library, node, NodeKind.TABLE), entry, library.children_of(node.oid_contents)
    if node.kind is NodeKind.COLUMN:
        row = _above(library, node, NodeKind.ROW)
        return None if row is None else _above(library, row.node, NodeKind.TABLE), row, []
    return None, None, []


def _above(library: Library, node: Node, kind: NodeKind) -> LibraryNode | None:
    """The node one arc above, when it is of that kind."""
    contents = Oid(node.oid[:-1]).contents
    found = library.find_by_oid(contents)
    return found[0] if found is not None and found[1] == len(contents) and found[0].node.kind is kind else None


def _row_facts(library: Library, row: LibraryNode) -> dict[str, object]:
    node = row.node
    if isinstance(node, ObjectNode) and not node.index and node.augments:
        base = (*library.find_by_name(node.augments, row.module), *library.find_by_name(node.augments))
        node = base[0].node if base else node
    if not isinstance(node, ObjectNode):
        return {}
    return {"index": node.index, "is_implied": node.is_implied}


_DEFINITION = re.compile(r'"[^"]*"|--[^\n]*?(?:--|$)|::=\s*(?:\{[^}]*\}|[0-9]+)', re.MULTILINE)


def definition_text(library: Library, entry: LibraryNode) -> str:
    """The definition as its author wrote it; empty when its text changed since it was read."""
    text = library.source_text(entry.module)
    start, end = _definition_span(text, entry)
    return text[start:end]


def definition_lines(library: Library, entry: LibraryNode) -> tuple[int, int]:
    """The first and the last line of a definition, counted from 1; zeros when its text changed since it was read."""
    text = library.source_text(entry.module)
    if not text:
        return 0, 0
    start, end = _definition_span(text, entry)
    first = text.count("\n", 0, start) + 1
    return first, first + text.count("\n", start, end)


def _definition_span(text: str, entry: LibraryNode) -> tuple[int, int]:
    start = entry.node.at
    for match in _DEFINITION.finditer(text, start):
        if match[0].startswith("::="):
            return text.rfind("\n", 0, start) + 1, match.end()
    return start, len(text)
