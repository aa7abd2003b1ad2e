"""The MIB browser's view of the library: nodes as contract §4 "MIB browser" names their members, trees, search.

Owns these shapes and the questions behind them, each a function of a `Library`, made for a thread. Does not own look-up
or ranking (`library`). Lists are bounded and say when they were cut; descriptions are read from the texts, so lists
carry them only where they are short.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct, structs

from trishul.datatypes.oid import Oid
from trishul.errors import InvalidInput, UnknownName
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.library.object_facts import TypeFacts, facts_of
from trishul.library.records import LibraryNode, ModuleRecord, TreeNode
from trishul.services.mibs.refusals import MibNotFound, shortened
from trishul.smi.model import GroupNode, NodeKind, NotificationNode, ObjectNode
from trishul.smi.type_text import type_text

MAX_SIBLINGS = 1_000
MAX_DESCRIBED = 500
"""A longer list comes without descriptions."""
LONGEST_DESCRIPTION = 20_000
MAX_DEPTH = 5

KINDS_BY_WORD: Mapping[str, frozenset[NodeKind]] = MappingProxyType(
    {
        **{str(kind): frozenset({kind}) for kind in NodeKind},
        "mibscalar": frozenset({NodeKind.SCALAR}),
        "mibtable": frozenset({NodeKind.TABLE}),
        "mibtablerow": frozenset({NodeKind.ROW}),
        "mibtablecolumn": frozenset({NodeKind.COLUMN}),
        "notificationtype": frozenset({NodeKind.NOTIFICATION}),
        "trap": frozenset({NodeKind.NOTIFICATION}),
        "object": frozenset({NodeKind.SCALAR, NodeKind.TABLE, NodeKind.ROW, NodeKind.COLUMN}),
        "moduleidentity": frozenset({NodeKind.MODULE_IDENTITY}),
        "objectidentity": frozenset({NodeKind.OBJECT_IDENTITY}),
        "mibidentifier": frozenset({NodeKind.OID, NodeKind.OBJECT_IDENTITY}),
        "objectgroup": frozenset({NodeKind.OBJECT_GROUP}),
        "notificationgroup": frozenset({NodeKind.NOTIFICATION_GROUP}),
        "modulecompliance": frozenset({NodeKind.COMPLIANCE}),
        "agentcapabilities": frozenset({NodeKind.CAPABILITIES}),
    }
)
"""What `type_filter` may say: our words, and those that pysnmp uses for the same."""
WELL_KNOWN = MappingProxyType({"0": "ccitt", "1": "iso", "2": "joint-iso-ccitt", "1.3": "org", "1.3.6": "dod"})
"""Names of OIDs above all modules (X.660)."""


class BrowseNode(Struct, frozen=True, kw_only=True):
    """A node; `type` is its kind, `indexes` name the columns that tell rows apart."""

    oid: str
    name: str
    full_name: str
    module: str
    parent: str | None
    children: list[BrowseNode] = []
    type: str
    syntax: str = ""
    access: str = ""
    status: str = ""
    description: str = ""
    units: str = ""
    indexes: list[str] = []
    objects: list[str] = []
    """What a notification carries, what a group holds."""
    has_children: bool = False


class TrapObject(Struct, frozen=True, kw_only=True):
    """An object that a notification carries; without an OID where nothing is known of it."""

    name: str
    full_name: str
    oid: str | None
    module: str
    type: str
    syntax: str
    description: str


class NodeDetail(Struct, frozen=True, kw_only=True):
    """A node with what is around it; `instance` is the rest of an asked OID behind the node."""

    node: BrowseNode
    siblings: list[BrowseNode]
    siblings_total: int
    breadcrumb: list[BrowseNode]
    trap_objects: list[TrapObject] | None
    instance: str
    default: str
    reference: str
    value_type: TypeFacts | None
    other_modules: list[str]


class OidTree(Struct, frozen=True, kw_only=True):
    """Part of the tree; `is_cut` says that a limit left nodes out."""

    root: BrowseNode
    children: list[BrowseNode]
    total: int
    is_cut: bool


class ModuleTree(Struct, frozen=True, kw_only=True):
    """A module and its nodes; the children are there when one module is asked for."""

    name: str
    file: str
    origin: str
    objects: int
    traps: int
    children: list[BrowseNode]
    is_cut: bool


class ModuleTrees(Struct, frozen=True, kw_only=True):
    """Modules as the first level of a tree."""

    view: str
    modules: list[ModuleTree]
    count: int
    next: int | None


class SearchReply(Struct, frozen=True, kw_only=True):
    """`results` best first, `matches` why, beside them; `is_complete` says that there are no more than `total`.

    `paths` are the names above each result, from the root down.
    """

    query: str
    results: list[BrowseNode]
    matches: list[str]
    paths: list[list[str]]
    count: int
    total: int
    is_complete: bool


class TrapDescription(Struct, frozen=True, kw_only=True):
    """A notification with its objects."""

    oid: str
    name: str
    full_name: str
    module: str
    status: str
    description: str
    objects: list[TrapObject]


class TrapList(Struct, frozen=True, kw_only=True):
    """Notifications in order; `next` is the offset of the following page."""

    traps: list[TrapDescription]
    total: int
    next: int | None


class ObjectList(Struct, frozen=True, kw_only=True):
    """Objects of one module, or of all; `next` is the offset of the following page."""

    objects: list[BrowseNode]
    total: int
    next: int | None


def kinds_of(type_filter: str | None) -> frozenset[NodeKind]:
    """The kinds that a filter names; none for no filter. Raises InvalidInput."""
    if not type_filter:
        return frozenset()
    kinds = KINDS_BY_WORD.get(type_filter.strip().lower().replace("_", " "))
    if kinds is None:
        known = ", ".join(str(kind) for kind in NodeKind)
        raise InvalidInput(f"There is no type '{shortened(type_filter)}'; there are {known}", field="type_filter")
    return kinds


def find_detail(library: Library, asked: str) -> NodeDetail:
    """A node by OID or name, with what is around it. Raises MibNotFound, InvalidInput."""
    oid = find_oid(library, asked)
    contents = oid.contents
    found = library.find_by_oid(contents)
    if found is None:
        raise MibNotFound(f"Nothing is known of {shortened(asked)}")
    entry, length = _asked_entry(library, asked, contents) or found
    facts = facts_of(library, entry)
    siblings = library.siblings_of(entry.node.oid_contents)
    carried = entry.node.objects if isinstance(entry.node, NotificationNode) else None
    shown = structs.replace(
        _node(library, entry),
        description=facts.description[:LONGEST_DESCRIPTION],
        indexes=list(facts.index),
        children=[_node(library, child) for child in library.children_of(entry.node.oid_contents, limit=MAX_SIBLINGS)],
    )
    return NodeDetail(
        node=shown,
        siblings=[_node(library, sibling) for sibling in siblings[:MAX_SIBLINGS]],
        siblings_total=len(siblings),
        breadcrumb=_breadcrumb(library, entry),
        trap_objects=None if carried is None else _trap_objects(library, entry.module, carried),
        instance=_rest(oid, entry) if length < len(contents) else "",
        default=facts.default,
        reference=facts.reference,
        value_type=facts.type,
        other_modules=list(facts.other_modules),
    )


def oid_tree(library: Library, root: str, depth: int, module: str | None) -> OidTree:
    """What is known below an OID. Raises MibNotFound, InvalidInput."""
    require_module(library, module)
    text = root.strip().strip(".")
    if text in {"0", "1", "2"}:
        return _top_tree(library, text, depth, module)
    oid = find_oid(library, root)
    contents = oid.contents
    found = library.find_by_oid(contents)
    tree = library.tree_below(contents, depth, module)
    is_known = found is not None and found[1] == len(contents)
    if not is_known and not tree.nodes:
        raise MibNotFound(f"Nothing is known at or below {shortened(root)}")
    top = _node(library, found[0]) if found is not None and is_known else _unnamed(str(oid), has_children=True)
    total = _size(tree.nodes)
    children = [_tree_node(library, each, describe=total <= MAX_DESCRIBED) for each in tree.nodes]
    return OidTree(root=top, children=children, total=total, is_cut=tree.is_cut)


def module_trees(library: Library, module: str | None, limit: int, offset: int) -> ModuleTrees:
    """One module with its nodes, or a page of modules without. Raises MibNotFound."""
    if module is not None:
        record = require_module(library, module)
        assert record is not None  # a module was named
        tree = library.tree_below(b"", MAX_DEPTH * 100, module)
        describe = _size(tree.nodes) <= MAX_DESCRIBED
        children = [_tree_node(library, each, describe=describe) for each in tree.nodes]
        return ModuleTrees(
            view="module", modules=[_module_tree(record, children, is_cut=tree.is_cut)], count=1, next=None
        )
    records = library.modules()
    page = [_module_tree(record, [], is_cut=record.objects + record.traps > 0) for record in records[offset:][:limit]]
    return ModuleTrees(view="module", modules=page, count=len(records), next=next_offset(offset, limit, len(records)))


def search(
    library: Library, query: str, *, limit: int, offset: int, module: str | None, type_filter: str | None
) -> SearchReply:
    """What a query finds, best first. Raises MibNotFound, InvalidInput."""
    kinds = kinds_of(type_filter)
    require_module(library, module)
    page = library.search(query, limit=limit, offset=offset, module=module, kinds=kinds)
    describe = len(page.results) <= MAX_DESCRIBED
    return SearchReply(
        query=query,
        results=[_node(library, hit.node, describe=describe) for hit in page.results],
        matches=[hit.match for hit in page.results],
        paths=[_names_above(library, hit.node) for hit in page.results],
        count=len(page.results),
        total=page.total,
        is_complete=page.is_complete,
    )


def list_traps(library: Library, module: str | None, limit: int, offset: int) -> TrapList:
    """Notifications with their objects. Raises MibNotFound."""
    record = require_module(library, module)
    if record is not None:
        entries = library.nodes_of(record.name, (NodeKind.NOTIFICATION,))
        total, entries = len(entries), entries[offset:][:limit]
    else:
        total = library.counts().traps_available
        entries = library.notifications(limit, offset)
    traps = [_trap(library, entry, describe=len(entries) <= MAX_DESCRIBED) for entry in entries]
    return TrapList(traps=traps, total=total, next=next_offset(offset, limit, total))


def list_objects(library: Library, module: str | None, limit: int, offset: int) -> ObjectList:
    """Scalars and columns of a module, or of all modules in their order. Raises MibNotFound."""
    record = require_module(library, module)
    records = [record] if record is not None else library.modules()
    total = sum(each.objects for each in records)
    objects: list[LibraryNode] = []
    before = 0
    for each in records:
        if before + each.objects > offset and len(objects) < limit:
            own = library.nodes_of(each.name, (NodeKind.SCALAR, NodeKind.COLUMN))
            objects += own[max(offset - before, 0) :][: limit - len(objects)]
        before += each.objects
    nodes = [_node(library, entry, describe=record is not None and len(objects) <= MAX_DESCRIBED) for entry in objects]
    return ObjectList(objects=nodes, total=total, next=next_offset(offset, limit, total))


def find_oid(library: Library | None, asked: str) -> Oid:
    """The OID of a name or number. Raises MibNotFound with names that look like it, InvalidInput."""
    try:
        return Names(library).oid_of(asked)
    except UnknownName as error:
        raise MibNotFound(str(error)) from None


def require_module(library: Library, module: str | None) -> ModuleRecord | None:
    """The module, None where none is asked for. Raises MibNotFound."""
    if module is None:
        return None
    record = library.find_module(module)
    if record is None:
        raise MibNotFound(f"There is no module '{shortened(module)}'")
    return record


def next_offset(offset: int, limit: int, total: int) -> int | None:
    """Where the following page begins; None after the last one."""
    return offset + limit if offset + limit < total else None


def _asked_entry(library: Library, asked: str, contents: bytes) -> tuple[LibraryNode, int] | None:
    """The node of the very module that was asked for, where several give one OID a name."""
    module, separator, _ = asked.partition("::")
    if not separator:
        return None
    named = [entry for entry in library.find_all_by_oid(contents) if entry.module == module]
    return (named[0], len(contents)) if named else None


def _rest(oid: Oid, entry: LibraryNode) -> str:
    return ".".join(str(arc) for arc in oid[len(entry.node.oid) :])


def _node(
    library: Library, entry: LibraryNode, *, describe: bool = False, has_children: bool | None = None
) -> BrowseNode:
    node = entry.node
    objects: Sequence[str] = ()
    if isinstance(node, NotificationNode):
        objects = node.objects
    elif isinstance(node, GroupNode):
        objects = node.members
    oid = node.oid
    return BrowseNode(
        oid=str(oid),
        name=node.name,
        full_name=entry.full_name,
        module=entry.module,
        parent=".".join(map(str, oid[:-1])) if len(oid) > 1 else None,
        type=str(node.kind),
        syntax=type_text(node.type) if isinstance(node, ObjectNode) else "",
        access=node.access if isinstance(node, ObjectNode) else "",
        units=node.units if isinstance(node, ObjectNode) else "",
        status=node.status,
        description=_description(library, entry) if describe else "",
        indexes=list(node.index) if isinstance(node, ObjectNode) else [],
        objects=list(objects),
        has_children=library.has_children(node.oid_contents) if has_children is None else has_children,
    )


def _tree_node(library: Library, tree: TreeNode, *, describe: bool) -> BrowseNode:
    shown = _node(library, tree.entry, describe=describe, has_children=tree.has_children)
    if not tree.children:
        return shown
    return structs.replace(shown, children=[_tree_node(library, each, describe=describe) for each in tree.children])


def _unnamed(oid: str, *, has_children: bool) -> BrowseNode:
    name = WELL_KNOWN.get(oid, oid.rpartition(".")[2])
    parent = oid.rpartition(".")[0] or None
    kind = str(NodeKind.OID)
    return BrowseNode(oid=oid, name=name, full_name=oid, module="", parent=parent, type=kind, has_children=has_children)


def _top_tree(library: Library, arc: str, depth: int, module: str | None) -> OidTree:
    """Below ccitt, iso and joint-iso-ccitt, which have no contents octets of their own."""
    entries = library.children_of_root(int(arc), module)
    is_cut = False
    children = []
    total = 0
    for entry in entries:
        shown = _node(library, entry)
        total += 1
        if depth > 1:
            below = library.tree_below(entry.node.oid_contents, depth - 1, module)
            is_cut = is_cut or below.is_cut
            total += _size(below.nodes)
            nested = [_tree_node(library, each, describe=False) for each in below.nodes]
            shown = structs.replace(shown, children=nested)
        children.append(shown)
    root = _unnamed(arc, has_children=bool(children))
    return OidTree(root=root, children=children, total=total, is_cut=is_cut)


def _module_tree(record: ModuleRecord, children: list[BrowseNode], *, is_cut: bool) -> ModuleTree:
    return ModuleTree(
        name=record.name,
        file=record.file,
        origin=record.origin,
        objects=record.objects,
        traps=record.traps,
        children=children,
        is_cut=is_cut,
    )


def _breadcrumb(library: Library, entry: LibraryNode) -> list[BrowseNode]:
    """Every arc from the root down to the node itself, those without a name by their number."""
    known = {each.node.oid_contents: each for each in library.ancestors_of(entry.node.oid_contents)}
    oid = entry.node.oid
    steps = []
    for length in range(1, len(oid)):
        contents = Oid(oid[:length]).contents if length > 1 else b""
        above = known.get(contents)
        text = ".".join(map(str, oid[:length]))
        steps.append(_unnamed(text, has_children=True) if above is None else _node(library, above, has_children=True))
    return [*steps, _node(library, entry)]


def _names_above(library: Library, entry: LibraryNode) -> list[str]:
    return [above.node.name for above in library.ancestors_of(entry.node.oid_contents)]


def _trap(library: Library, entry: LibraryNode, *, describe: bool) -> TrapDescription:
    node = entry.node
    carried = node.objects if isinstance(node, NotificationNode) else ()
    return TrapDescription(
        oid=str(node.oid),
        name=node.name,
        full_name=entry.full_name,
        module=entry.module,
        status=node.status,
        description=_description(library, entry) if describe else "",
        objects=_trap_objects(library, entry.module, carried, describe=False),
    )


def _trap_objects(library: Library, module: str, names: Iterable[str], *, describe: bool = True) -> list[TrapObject]:
    record = library.find_module(module)
    imported = frozenset(record.imports) if record is not None else frozenset()
    return [_trap_object(library, module, imported, name, describe=describe) for name in names]


def _trap_object(library: Library, module: str, imported: frozenset[str], name: str, *, describe: bool) -> TrapObject:
    """The object as the notification's module sees it: its own, then an imported module's, then anybody's."""
    found = library.find_by_name(name)
    ordered = sorted(found, key=lambda entry: (entry.module != module, entry.module not in imported))
    if not ordered:
        return TrapObject(name=name, full_name=name, oid=None, module="", type="", syntax="", description="")
    entry = ordered[0]
    node = entry.node
    return TrapObject(
        name=name,
        full_name=entry.full_name,
        oid=str(node.oid),
        module=entry.module,
        type=str(node.kind),
        syntax=type_text(node.type) if isinstance(node, ObjectNode) else "",
        description=_description(library, entry) if describe else "",
    )


def _description(library: Library, entry: LibraryNode) -> str:
    span = entry.node.description
    return library.text_at(entry.module, span)[:LONGEST_DESCRIPTION] if span else ""


def _size(nodes: Sequence[TreeNode]) -> int:
    return sum(1 + _size(node.children) for node in nodes)
