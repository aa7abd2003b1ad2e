"""The tree as rows: what the MIB browser unfolds, from the children of one node to half a million nodes at once.

Owns the shape of such rows, which is compact on purpose: parallel lists, words said once a piece, arcs instead of OIDs.
A plan is made first and costs a few octets a row; its pieces are read one by one, so that a reply of any length is sent
while it is read, and other questions are answered between two pieces.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from trishul.library.library import Library
from trishul.library.outline import MAX_OUTLINED, OutlineRow
from trishul.library.tree import ROOT_RANGES
from trishul.services.mibs.browsing import WELL_KNOWN, find_oid, require_module
from trishul.smi.model import NodeKind

PIECE = 2_000
"""Rows of one line of the reply: a few milliseconds to read, and to draw."""
MODULE_KIND = "module"
_ROOTS = {str(arc): WELL_KNOWN[str(arc)] for arc in ROOT_RANGES}


class TreeRows(Struct, frozen=True, kw_only=True):
    """A piece of the tree, depth first: each list has one entry a row.

    `arcs` lead from the row above in the tree to this one ("2", or "0.7" where the arc between has no name); at depth 0
    from what was asked for. `kinds`, `statuses` and `modules` are places in the lists of words.
    """

    names: list[str]
    arcs: list[str]
    depths: list[int]
    kinds: list[int]
    statuses: list[int]
    modules: list[int]
    has_children: list[int]
    """1 for a row with something below it, in this reply or not."""
    kind_words: list[str]
    status_words: list[str]
    module_words: list[str]
    is_cut: bool
    """A limit left rows out; said in the last piece."""


class Heading(NamedTuple):
    """A row that is no node: a module, or one of the three roots that have no contents octets (X.660)."""

    name: str
    arc: str
    kind: str
    module: str


class TreePlan(NamedTuple):
    """The rows of a reply, in order, before anything is known of them but their place."""

    rows: list[OutlineRow]
    """A negative id stands for a heading: -1 for the first."""
    headings: Sequence[Heading] = ()
    is_whole: bool = True
    """Everything below is in the plan; otherwise whether a row has children is looked up."""
    skips_root_arc: bool = False
    """The first rows hang on a root, whose arc is in their contents octets all the same."""


class _Row(NamedTuple):
    """A row as it is sent, still with its words."""

    name: str
    arcs: str
    depth: int
    kind: str
    status: str
    module: str
    has_children: bool


def plan_by_oid(library: Library, root: str | None, *, is_whole: bool) -> TreePlan:
    """What is below an OID, or everything: the next level, or all levels. Raises MibNotFound, InvalidInput."""
    text = (root or "").strip().strip(".")
    if not text:
        return _whole_tree(library) if is_whole else _roots(library)
    if text in _ROOTS:
        rows = library.outline_of_root(int(text), is_whole=is_whole)
        return TreePlan(rows, is_whole=is_whole, skips_root_arc=True)
    rows = library.outline_below(find_oid(library, text).contents, is_whole=is_whole)
    return TreePlan(rows, is_whole=is_whole)


def plan_by_module(library: Library, module: str | None, *, is_whole: bool) -> TreePlan:
    """One module's nodes, or all modules, with their nodes if everything is wanted. Raises MibNotFound."""
    if module is not None:
        require_module(library, module)
        return TreePlan(library.outline_of(module))
    headings = [Heading(record.name, "", MODULE_KIND, record.name) for record in library.modules()]
    rows: list[OutlineRow] = []
    for place, heading in enumerate(headings):
        rows.append(_heading_row(place))
        if is_whole and len(rows) < MAX_OUTLINED:
            rows += [row._replace(depth=row.depth + 1) for row in library.outline_of(heading.name)]
    return TreePlan(rows[:MAX_OUTLINED], headings, is_whole=is_whole)


def pieces_of(plan: TreePlan) -> Iterator[slice]:
    """The parts of a plan, one at a time; at least one, which may be empty."""
    for start in range(0, max(len(plan.rows), 1), PIECE):
        yield slice(start, start + PIECE)


def tree_rows(library: Library, plan: TreePlan, piece: slice) -> TreeRows:
    """The rows of one part of a plan; nodes that are gone meanwhile are left out."""
    is_last = piece.stop >= len(plan.rows)
    return _packed(list(_read(library, plan, piece)), is_cut=is_last and len(plan.rows) >= MAX_OUTLINED)


def _read(library: Library, plan: TreePlan, piece: slice) -> Iterator[_Row]:
    rows = plan.rows[piece]
    nodes = library.nodes_by_ids([row.node_id for row in rows if row.node_id >= 0])
    depths = [row.depth for row in plan.rows[piece.start + 1 : piece.stop + 1]] + [0]
    for row, next_depth in zip(rows, depths, strict=False):
        if row.node_id < 0:
            heading = plan.headings[-1 - row.node_id]
            has_children = not plan.is_whole or next_depth > row.depth
            yield _Row(heading.name, heading.arc, row.depth, heading.kind, "", heading.module, has_children)
        elif (entry := nodes.get(row.node_id)) is not None:
            arcs = row.arcs[1:] if plan.skips_root_arc and not row.above else row.arcs
            has_children = next_depth > row.depth if plan.is_whole else library.has_children(row.contents)
            node = entry.node
            text = ".".join(map(str, arcs))
            yield _Row(node.name, text, row.depth, str(node.kind), node.status, entry.module, has_children)


def _packed(rows: list[_Row], *, is_cut: bool) -> TreeRows:
    kinds: dict[str, int] = {}
    statuses: dict[str, int] = {}
    modules: dict[str, int] = {}
    return TreeRows(
        names=[row.name for row in rows],
        arcs=[row.arcs for row in rows],
        depths=[row.depth for row in rows],
        kinds=[kinds.setdefault(row.kind, len(kinds)) for row in rows],
        statuses=[statuses.setdefault(row.status, len(statuses)) for row in rows],
        modules=[modules.setdefault(row.module, len(modules)) for row in rows],
        has_children=[int(row.has_children) for row in rows],
        kind_words=list(kinds),
        status_words=list(statuses),
        module_words=list(modules),
        is_cut=is_cut,
    )


def _roots(library: Library) -> TreePlan:
    headings = [_root_heading(arc) for arc in _ROOTS if library.outline_of_root(int(arc), is_whole=False)]
    return TreePlan([_heading_row(place) for place in range(len(headings))], headings, is_whole=False)


def _whole_tree(library: Library) -> TreePlan:
    """Everything, each root under its heading."""
    headings: list[Heading] = []
    rows: list[OutlineRow] = []
    for arc in _ROOTS:
        below = library.outline_of_root(int(arc))
        if below:
            rows.append(_heading_row(len(headings)))
            headings.append(_root_heading(arc))
            rows += [row._replace(depth=row.depth + 1) for row in below]
    return TreePlan(rows, headings, skips_root_arc=True)


def _root_heading(arc: str) -> Heading:
    return Heading(_ROOTS[arc], arc, str(NodeKind.OID), "")


def _heading_row(place: int) -> OutlineRow:
    return OutlineRow(-1 - place, b"", 0, 0)
