"""What the MIB browser shows, as a file: part of the tree, a module, or what a search found; as JSON or CSV.

Owns the choice of the nodes and their two forms, in pieces that are read one by one: an export of everything is as long
as the library is, and is never in memory as a whole. The JSON is one array of objects, the CSV is RFC 4180 with a
header.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from trishul.library.library import Library
from trishul.library.records import LibraryNode
from trishul.services.mibs.browsing import LONGEST_DESCRIPTION, find_oid, kinds_of, require_module
from trishul.services.mibs.tree_rows import plan_by_oid
from trishul.services.spreadsheet_text import safe_cell
from trishul.smi.model import NodeKind, ObjectNode
from trishul.smi.type_text import type_text

ExportFormat = Literal["json", "csv"]
MEDIA_TYPES: dict[ExportFormat, str] = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
PIECE = 500
_MOST_HITS = 1_000


class ExportedNode(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an export."""

    oid: str
    name: str
    module: str
    kind: str
    syntax: str
    access: str
    status: str
    units: str
    description: str


class ExportPlan(msgspec.Struct, frozen=True):
    """Which nodes, in order, by their ids or (of a search) as they were found, and which kinds of them."""

    ids: Sequence[int]
    hits: Sequence[LibraryNode]
    kinds: frozenset[NodeKind]


def plan_export(
    library: Library, *, root: str | None, module: str | None, query: str | None, type_filter: str | None
) -> ExportPlan:
    """The nodes that are seen: hits of a search, else nodes of a module, else a node and all below, else everything.

    Raises MibNotFound, InvalidInput.
    """
    kinds = kinds_of(type_filter)
    require_module(library, module)
    if query:
        found = library.search(query, limit=_MOST_HITS, module=module, kinds=kinds)
        return ExportPlan((), [hit.node for hit in found.results], kinds)
    if module is not None:
        return ExportPlan([row.node_id for row in library.outline_of(module)], (), kinds)
    below = [row.node_id for row in plan_by_oid(library, root, is_whole=True).rows if row.node_id >= 0]
    return ExportPlan(below, _itself(library, root), kinds)


def pieces_of_export(plan: ExportPlan) -> Iterator[slice]:
    """The parts of an export, one at a time; at least one."""
    for start in range(0, max(len(plan.ids), 1), PIECE):
        yield slice(start, start + PIECE)


def exported(library: Library, plan: ExportPlan, piece: slice) -> list[ExportedNode]:
    """The nodes of one part; hits are those of the first one."""
    ids = plan.ids[piece]
    known = library.nodes_by_ids(ids)
    entries = [*(plan.hits if piece.start == 0 else ()), *(known[node_id] for node_id in ids if node_id in known)]
    return [_exported(library, entry) for entry in entries if not plan.kinds or entry.node.kind in plan.kinds]


def as_json(nodes: Sequence[ExportedNode]) -> bytes:
    """Members of the array, each on its line; brackets and what parts the pieces belong to who puts them together."""
    return b",\n".join(msgspec.json.encode(node) for node in nodes)


def as_csv(nodes: Sequence[ExportedNode], *, has_header: bool) -> bytes:
    """Lines with CR and LF; the header belongs to the first part."""
    text = io.StringIO()
    writer = csv.writer(text)
    if has_header:
        writer.writerow(ExportedNode.__struct_fields__)
    writer.writerows([safe_cell(value) for value in msgspec.structs.astuple(node)] for node in nodes)
    return text.getvalue().encode()


def _itself(library: Library, root: str | None) -> list[LibraryNode]:
    text = (root or "").strip().strip(".")
    if not text or text in {"0", "1", "2"}:
        return []
    return library.find_all_by_oid(find_oid(library, text).contents)[:1]


def _exported(library: Library, entry: LibraryNode) -> ExportedNode:
    node = entry.node
    described = node if isinstance(node, ObjectNode) else None
    return ExportedNode(
        oid=str(node.oid),
        name=node.name,
        module=entry.module,
        kind=str(node.kind),
        syntax=type_text(described.type) if described else "",
        access=described.access if described else "",
        status=node.status,
        units=described.units if described else "",
        description=library.text_at(entry.module, node.description)[:LONGEST_DESCRIPTION] if node.description else "",
    )
