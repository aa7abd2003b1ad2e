"""The tree of OIDs, as far as it is known: what lies below, beside and above a node.

Nearest known nodes below an OID are found by skipping: the first known OID below it, then the first behind everything
below that one. So a table with a million nodes elsewhere costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trishul.datatypes.contents import oid_sort_key
from trishul.errors import DecodeError
from trishul.library.longest_prefix import proper_prefixes
from trishul.library.nodes import NodeReader
from trishul.library.records import LibraryNode, Tree, TreeNode

MAX_CHILDREN = 10_000
"""Children shown of one node; the registry of enterprises has fewer in any library known."""
MAX_TREE_NODES = 2_000
"""Nodes in one answer about a part of the tree."""
ROOT_RANGES: dict[int, tuple[bytes, bytes]] = {0: (b"", b"\x28"), 1: (b"\x28", b"\x50"), 2: (b"\x50", b"\xff")}
"""Contents octets join the first two numbers (X.690 §8.19.4): these bounds hold what begins with 0, 1, 2."""


def range_below(contents: bytes) -> tuple[bytes, bytes]:
    """Bounds of all OIDs below one: from, inclusive, to, exclusive. Nothing stands for the root of all."""
    return (contents + b"\0", after(contents)) if contents else (b"\0", b"\xff")


def after(contents: bytes) -> bytes:
    """The least octets behind an OID and everything below it; octets that are no OID have nothing below them."""
    return contents[:-1] + bytes((min(contents[-1] + 1, 255),))


def by_arcs(entry: LibraryNode) -> bytes:
    """Sorts nodes as people count."""
    return _arc_order(entry.node.oid_contents)


def _arc_order(contents: bytes) -> bytes:
    try:
        return oid_sort_key(contents)
    except DecodeError:
        return b"\xff" + contents


class TreeReader:
    """Walks the tree in the index."""

    def __init__(self, reader: NodeReader) -> None:
        self._reader = reader
        self._connection = reader.connection

    def has_children(self, contents: bytes) -> bool:
        """True when anything is known below an OID."""
        row = self._connection.row("SELECT 1 FROM node WHERE oid >= ? AND oid < ? LIMIT 1", range_below(contents))
        return row is not None

    def children(self, bounds: tuple[bytes, bytes], limit: int = MAX_CHILDREN) -> list[LibraryNode]:
        """The nearest known nodes within bounds, in the order of their arcs."""
        found: list[LibraryNode] = []
        start, end = bounds
        while len(found) < limit:
            row = self._connection.row(
                "SELECT module_id, details, oid FROM node WHERE oid ="
                " (SELECT min(oid) FROM node WHERE oid >= ? AND oid < ?) ORDER BY rank LIMIT 1",
                (start, end),
            )
            if row is None:
                break
            found.append(self._reader.entry(row))
            start = after(row[2])
        return sorted(found, key=by_arcs)

    def children_in_module(self, bounds: tuple[bytes, bytes], module: str) -> list[LibraryNode]:
        """The nearest nodes of one module within bounds, in the order of their arcs."""
        module_id = self._reader.module_id(module)
        rows = self._connection.rows("SELECT oid, id FROM node WHERE module_id = ?", (module_id,))
        nearest: dict[bytes, int] = {}
        last = b""
        for oid, node_id in sorted(rows):
            if bounds[0] <= oid < bounds[1] and not (last and oid.startswith(last)):
                last = oid
                nearest[oid] = node_id
        return sorted(self._reader.by_ids(list(nearest.values())).values(), key=by_arcs)

    def ancestors(self, contents: bytes) -> list[LibraryNode]:
        """Known nodes above an OID, from the root down."""
        found = [self._reader.at(prefix) for prefix in proper_prefixes(contents)]
        return [entry for entry in reversed(found) if entry]

    def below(self, contents: bytes, depth: int, module: str | None, limit: int = MAX_TREE_NODES) -> Tree:
        """The tree below an OID, so many levels deep, each level complete before the next."""
        if module is not None:
            entries = self._of_module(module, range_below(contents))
            return nested(entries, depth, limit)
        levels: list[list[LibraryNode]] = []
        parents = [contents]
        budget = limit
        for _ in range(depth):
            level = [child for parent in parents for child in self._children_within(parent, budget)][: budget + 1]
            levels.append(level[:budget])
            is_cut = len(level) > budget
            budget -= len(levels[-1])
            parents = [entry.node.oid_contents for entry in levels[-1]]
            if is_cut or not parents:
                break
        else:
            is_cut = False
        return Tree(self._assembled(levels), is_cut)

    def _children_within(self, contents: bytes, budget: int) -> list[LibraryNode]:
        return self.children(range_below(contents), budget + 1)

    def _assembled(self, levels: list[list[LibraryNode]]) -> tuple[TreeNode, ...]:
        """Nodes of the lower levels under those of the upper ones."""
        below: dict[bytes, list[TreeNode]] = {}
        for depth in range(len(levels) - 1, -1, -1):
            parents = {entry.node.oid_contents for entry in levels[depth - 1]} if depth else {b""}
            nodes: dict[bytes, list[TreeNode]] = {}
            for entry in levels[depth]:
                contents = entry.node.oid_contents
                children = tuple(below.get(contents, ()))
                has_children = bool(children) or self.has_children(contents)
                parent = next((prefix for prefix in proper_prefixes(contents) if prefix in parents), b"")
                nodes.setdefault(parent, []).append(TreeNode(entry, children, has_children))
            below = nodes
        return tuple(node for group in below.values() for node in group)

    def _of_module(self, module: str, bounds: tuple[bytes, bytes]) -> list[LibraryNode]:
        statement = "SELECT module_id, details FROM node WHERE module_id = ? AND oid >= ? AND oid < ?"
        rows = self._connection.rows(statement, (self._reader.module_id(module), *bounds))
        return self._reader.entries(rows)


def nested(entries: Iterable[LibraryNode], depth: int, limit: int = MAX_TREE_NODES) -> Tree:
    """Nodes under the nearest of them that is above, in the order of their arcs."""
    ordered = sorted(entries, key=by_arcs)
    children: dict[int, list[int]] = {}
    path: list[int] = []
    for place, entry in enumerate(ordered):
        contents = entry.node.oid_contents
        while path and not _is_below(contents, ordered[path[-1]].node.oid_contents):
            path.pop()
        children.setdefault(path[-1] if path else -1, []).append(place)
        path.append(place)
    budget = iter(range(limit))

    def grow(places: Iterable[int], levels: int) -> Iterator[TreeNode]:
        for place in places:
            if next(budget, None) is None:
                return
            own = children.get(place, [])
            grown = tuple(grow(own, levels - 1)) if levels > 1 else ()
            yield TreeNode(ordered[place], grown, bool(own))

    nodes = tuple(grow(children.get(-1, []), depth))
    return Tree(nodes, len(ordered) > limit and next(budget, None) is None)


def _is_below(contents: bytes, above: bytes) -> bool:
    return len(contents) > len(above) and contents.startswith(above)
