"""What a node of the MIBs has to do with others: table and index, the types it is made of, its uses, its text.

Owns these shapes for the MIB browser, where names become links; a name that nobody defines stays a name. The node
itself and its place in the tree are `browsing`'s.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from trishul.library.library import Library
from trishul.library.object_facts import ObjectFacts, definition_lines, facts_of
from trishul.library.records import LibraryNode
from trishul.library.type_chain import TypeStep, type_chain
from trishul.services.mibs.browsing import find_oid
from trishul.services.mibs.refusals import MibNotFound, shortened
from trishul.smi.model import ModuleIdentityNode, Node, NodeKind, ObjectNode
from trishul.smi.type_text import type_text


class RelatedNode(Struct, frozen=True, kw_only=True):
    """A node that another one names; without an OID where nothing is known of it."""

    name: str
    module: str = ""
    oid: str | None = None
    type: str = ""
    syntax: str = ""
    status: str = ""


class NodePlace(Struct, frozen=True, kw_only=True):
    """Where a definition stands; the lines are zeros when the text changed since it was read."""

    module: str
    file: str
    origin: str
    last_updated: str
    """Of the module: `YYYYMMDDHHMMZ`, or empty."""
    first_line: int
    last_line: int


class RevisionNote(Struct, frozen=True, kw_only=True):
    """One revision of a module, in its own words; the date is `YYYYMMDDHHMMZ`."""

    date: str
    description: str


class NodeRelations(Struct, frozen=True, kw_only=True):
    """Around one node; what a node of its kind does not have is empty."""

    full_name: str
    place: NodePlace
    table: RelatedNode | None = None
    row: RelatedNode | None = None
    columns: list[RelatedNode] = []
    index: list[RelatedNode] = []
    is_implied: bool = False
    """The last index is written without its length (RFC 2578 §7.7)."""
    augments: RelatedNode | None = None
    members: list[RelatedNode] = []
    """Objects of a notification, members of a group."""
    type_chain: list[TypeStep] = []
    """The object's type, what it is made from, down to the base type."""
    index_of: list[RelatedNode] = []
    """Rows that are indexed by it."""
    augmented_by: list[RelatedNode] = []
    notifications: list[RelatedNode] = []
    """Those that carry it."""
    groups: list[RelatedNode] = []
    is_cut: bool = False
    """There are more uses than are listed."""
    organization: str = ""
    contact: str = ""
    revisions: list[RevisionNote] = []
    """Of the module that it identifies, newest first."""


def find_relations(library: Library, asked: str) -> NodeRelations:
    """The relations of a node by OID or name. Raises MibNotFound, InvalidInput."""
    entry = _entry_of(library, asked)
    facts = facts_of(library, entry)
    node = entry.node
    uses = library.uses_of(entry)
    return NodeRelations(
        full_name=entry.full_name,
        place=_place_of(library, entry),
        table=_named(library, entry.module, facts.table),
        row=_named(library, entry.module, facts.row),
        columns=_all_named(library, entry.module, facts.columns),
        index=_all_named(library, _module_of_index(library, entry, facts), facts.index),
        is_implied=facts.is_implied,
        augments=_named(library, entry.module, facts.augments),
        members=_all_named(library, entry.module, facts.objects or facts.members),
        type_chain=_types_of(library, node),
        index_of=[_related(each) for each in uses.index_of],
        augmented_by=[_related(each) for each in uses.augmented_by],
        notifications=[_related(each) for each in uses.notifications],
        groups=[_related(each) for each in uses.groups],
        is_cut=uses.is_cut,
        organization=facts.organization,
        contact=facts.contact,
        revisions=_revisions(library, entry),
    )


def _types_of(library: Library, node: Node) -> list[TypeStep]:
    if isinstance(node, ObjectNode) and node.kind in {NodeKind.SCALAR, NodeKind.COLUMN}:
        return type_chain(library, node.type)
    return []


def _revisions(library: Library, entry: LibraryNode) -> list[RevisionNote]:
    if not isinstance(entry.node, ModuleIdentityNode):
        return []
    return [
        RevisionNote(date=date, description=library.text_at(entry.module, span) if span else "")
        for date, span in entry.node.revisions
    ]


def _entry_of(library: Library, asked: str) -> LibraryNode:
    """The node, that of the very module that was named where several have the OID."""
    contents = find_oid(library, asked).contents
    found = library.find_by_oid(contents)
    if found is None:
        raise MibNotFound(f"Nothing is known of {shortened(asked)}")
    module = asked.partition("::")[0]
    own = [entry for entry in library.find_all_by_oid(contents) if entry.module == module]
    return own[0] if own else found[0]


def _place_of(library: Library, entry: LibraryNode) -> NodePlace:
    record = library.find_module(entry.module)
    first, last = definition_lines(library, entry)
    return NodePlace(
        module=entry.module,
        file=record.file if record else "",
        origin=record.origin if record else "",
        last_updated=record.last_updated if record else "",
        first_line=first,
        last_line=last,
    )


def _module_of_index(library: Library, entry: LibraryNode, facts: ObjectFacts) -> str:
    """An augmenting row has the index of its base, named as the base's module names it."""
    if not facts.augments:
        return entry.module
    base = _named(library, entry.module, facts.augments)
    return base.module if base is not None and base.module else entry.module


def _all_named(library: Library, module: str, names: Iterable[str]) -> list[RelatedNode]:
    return [related for name in names if (related := _named(library, module, name)) is not None]


def _named(library: Library, module: str, name: str) -> RelatedNode | None:
    """What a name means inside a module: its own, then an imported module's, then anybody's."""
    if not name:
        return None
    record = library.find_module(module)
    imports = frozenset(record.imports) if record is not None else frozenset()
    found = library.find_by_name(name)
    best = min(found, key=lambda entry: (entry.module != module, entry.module not in imports), default=None)
    return _related(best) if best is not None else RelatedNode(name=name)


def _related(entry: LibraryNode) -> RelatedNode:
    node = entry.node
    return RelatedNode(
        name=node.name,
        module=entry.module,
        oid=str(node.oid),
        type=str(node.kind),
        syntax=type_text(node.type) if isinstance(node, ObjectNode) else "",
        status=node.status,
    )
