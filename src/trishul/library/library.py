"""The read side of the MIB library: everything that is asked of the index, in one place.

A `Library` is one read-only connection for one thread at a time; any number of processes may have one. It loads nothing
but what is asked for. What it keeps is dropped by `refresh`, which says whether the index changed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from trishul.library.connection import IndexConnection
from trishul.library.longest_prefix import LongestPrefix
from trishul.library.modules import ModuleReader
from trishul.library.nodes import NodeReader
from trishul.library.outline import OutlineReader, OutlineRow
from trishul.library.records import (
    LibraryCounts,
    LibraryNode,
    LibraryUnavailable,
    ModuleRecord,
    SearchPage,
    SourceRecord,
    Tree,
)
from trishul.library.schema import KIND_CODES, decode_type
from trishul.library.tree import MAX_CHILDREN, ROOT_RANGES, TreeReader, by_arcs, range_below
from trishul.smi.diagnostics import Diagnostic, Severity
from trishul.smi.model import NodeKind, TypeInfo

if TYPE_CHECKING:  # a command that looks up a few names starts without search and archives
    from trishul.library.descriptions import DescriptionReader
    from trishul.library.search import Searcher
    from trishul.library.usage import Uses
    from trishul.smi.syntax import Span

__all__ = ["Library", "LibraryNode", "LibraryUnavailable"]

MAX_DIAGNOSTICS = 1_000
MAX_NOTIFICATIONS = 100_000
_ENTERPRISES = bytes((0x2B, 6, 1, 4, 1))


class Library:
    """The MIB library as it is on disk. Methods raise LibraryUnavailable when the index cannot be read."""

    def __init__(self, connection: IndexConnection, standard_archive: Path | None) -> None:
        self._connection = connection
        self._standard_archive = standard_archive
        self._nodes = NodeReader(connection)
        self._longest_prefix = LongestPrefix(self._nodes)
        self._tree = TreeReader(self._nodes)
        self._outlines = OutlineReader(self._nodes)
        self._modules = ModuleReader(connection)
        self._searching: Searcher | None = None
        self._describing: DescriptionReader | None = None
        self.generation = connection.generation()

    @classmethod
    def open(cls, index: Path, standard_archive: Path | None = None) -> Self:
        """Opens an index; the standard texts are those in our wheel, if no others are given. Raises LibraryUnavailable.

        The file is mapped, not read: it costs a few milliseconds however large it is.
        """
        return cls(IndexConnection(index), standard_archive)

    def close(self) -> None:
        """Closes everything; using it afterwards is an error."""
        if self._describing is not None:
            self._describing.close()
        self._connection.close()

    @property
    def _searcher(self) -> Searcher:
        if self._searching is None:
            from trishul.library.search import Searcher

            self._searching = Searcher(self._nodes, self._tree, self._longest_prefix)
        return self._searching

    @property
    def _descriptions(self) -> DescriptionReader:
        if self._describing is None:
            from trishul.library.descriptions import DescriptionReader
            from trishul.library.sources import STANDARD_ARCHIVE

            self._describing = DescriptionReader(self._connection, self._standard_archive or STANDARD_ARCHIVE)
        return self._describing

    def refresh(self) -> bool:
        """Looks whether the index was replaced; True when its content is another than at the last look."""
        if not self._connection.reopen_replaced():
            return False
        for part in (self._nodes, self._longest_prefix, self._modules, self._searching, self._describing):
            if part is not None:
                part.forget()
        former, self.generation = self.generation, self._connection.generation()
        return self.generation != former

    # Nodes

    def find_by_oid(self, contents: bytes) -> tuple[LibraryNode, int] | None:
        """The best node at the longest known prefix of an OID, and how many of its contents octets matched."""
        return self._longest_prefix.find(contents)

    def find_all_by_oid(self, contents: bytes) -> list[LibraryNode]:
        """All nodes that have exactly this OID, best first: several modules may name one OID."""
        return self._nodes.all_at(contents)

    def find_by_name(self, name: str, module: str | None = None) -> list[LibraryNode]:
        """Nodes of exactly this name, best first; only those of a module, if one is given."""
        statement = "SELECT module_id, details FROM node WHERE name = ? COLLATE NOCASE AND name = ? ORDER BY rank"
        found = self._nodes.entries(self._connection.rows(statement, (name, name)))
        return [entry for entry in found if module is None or entry.module == module]

    def find_type(self, module: str, name: str) -> TypeInfo | None:
        """A type by its module and name."""
        row = self._connection.row(
            "SELECT t.details FROM module m JOIN type t ON t.module_id = m.id WHERE m.name = ? AND t.name = ?",
            (module, name),
        )
        return decode_type(row[0]) if row else None

    def homes_of(self, name: str) -> list[str]:
        """Modules that define a name as node or type, in alphabetical order."""
        rows = self._connection.rows(
            "SELECT m.name FROM module m WHERE m.id IN (SELECT module_id FROM type WHERE name = ? UNION"
            " SELECT module_id FROM node WHERE name = ? COLLATE NOCASE AND name = ?) ORDER BY m.name",
            (name, name, name),
        )
        return [row[0] for row in rows]

    def homes_of_type(self, name: str) -> list[str]:
        """Modules that define a type of this name, in alphabetical order."""
        statement = "SELECT DISTINCT m.name FROM type t JOIN module m ON m.id = t.module_id WHERE t.name = ? ORDER BY 1"
        return [row[0] for row in self._connection.rows(statement, (name,))]

    def nodes_of(self, module: str, kinds: Collection[NodeKind] = ()) -> list[LibraryNode]:
        """The nodes of a module in the order of their OIDs; only those of some kinds, if any are given."""
        statement = "SELECT module_id, details, kind FROM node WHERE module_id = ?"
        codes = {KIND_CODES[kind] for kind in kinds}
        rows = self._connection.rows(statement, (self._nodes.module_id(module),))
        return sorted((self._nodes.entry(row) for row in rows if not codes or row[2] in codes), key=by_arcs)

    def uses_of(self, entry: LibraryNode) -> Uses:
        """What is indexed by a node, augments, carries or groups it."""
        from trishul.library.usage import uses_of

        return uses_of(self._nodes, entry)

    def notifications(self, limit: int = MAX_NOTIFICATIONS, offset: int = 0) -> list[LibraryNode]:
        """Notifications of all modules, in the order in which modules came into the library."""
        return self._searcher.of_kind(NodeKind.NOTIFICATION, limit, offset)

    def vendor_of(self, contents: bytes) -> LibraryNode | None:
        """The node that names the enterprise of an OID below `enterprises`, by the name that most modules give it."""
        if not contents.startswith(_ENTERPRISES) or len(contents) == len(_ENTERPRISES):
            return None
        end = next((place for place in range(len(_ENTERPRISES), len(contents)) if contents[place] < 128), None)
        named = self._nodes.all_at(contents[: end + 1]) if end is not None else []
        names = [entry.node.name.lower() for entry in named]
        return max(named, key=lambda entry: names.count(entry.node.name.lower()), default=None)

    # The tree

    def has_children(self, contents: bytes) -> bool:
        """True when anything is known below an OID; no octets stand for the root of all."""
        return self._tree.has_children(contents)

    def children_of(self, contents: bytes, module: str | None = None, limit: int = MAX_CHILDREN) -> list[LibraryNode]:
        """The nearest known nodes below an OID, or those of one module, in the order of their arcs."""
        return self._within(range_below(contents), module, limit)

    def children_of_root(self, arc: int, module: str | None = None) -> list[LibraryNode]:
        """The nearest known nodes below `ccitt` (0), `iso` (1) or `joint-iso-ccitt` (2), which have no octets."""
        bounds = ROOT_RANGES.get(arc)
        return self._within(bounds, module, MAX_CHILDREN) if bounds else []

    def _within(self, bounds: tuple[bytes, bytes], module: str | None, limit: int) -> list[LibraryNode]:
        if module is not None:
            return self._tree.children_in_module(bounds, module)[:limit]
        return self._tree.children(bounds, limit)

    def ancestors_of(self, contents: bytes) -> list[LibraryNode]:
        """Known nodes above an OID, from the root down: the way to it."""
        return self._tree.ancestors(contents)

    def siblings_of(self, contents: bytes, module: str | None = None) -> list[LibraryNode]:
        """The nearest known nodes below the one that is above this OID: itself and those beside it."""
        above = self._tree.ancestors(contents)
        return self.children_of(above[-1].node.oid_contents if above else b"", module)

    def tree_below(self, contents: bytes, depth: int = 1, module: str | None = None) -> Tree:
        """What is below an OID, so many levels deep; only nodes of a module, if one is given."""
        return self._tree.below(contents, depth, module)

    def outline_below(self, contents: bytes, *, is_whole: bool = True) -> list[OutlineRow]:
        """Everything below an OID as one list, depth first, or its nearest known nodes; no octets: below everything."""
        read = self._outlines.within if is_whole else self._outlines.children_within
        return read(range_below(contents), len(contents))

    def outline_of_root(self, arc: int, *, is_whole: bool = True) -> list[OutlineRow]:
        """The same below `ccitt` (0), `iso` (1) or `joint-iso-ccitt` (2), which have no octets."""
        read = self._outlines.within if is_whole else self._outlines.children_within
        return read(ROOT_RANGES[arc], 0) if arc in ROOT_RANGES else []

    def outline_of(self, module: str) -> list[OutlineRow]:
        """All nodes of a module as one list, depth first."""
        return self._outlines.of_module(module)

    def nodes_by_ids(self, ids: Sequence[int]) -> dict[int, LibraryNode]:
        """Nodes of an outline by their ids; those that are gone meanwhile are left out."""
        return self._nodes.by_ids(ids)

    # Modules and their texts

    def modules(self) -> list[ModuleRecord]:
        """All modules, by name."""
        return self._modules.all()

    def find_module(self, name: str) -> ModuleRecord | None:
        """A module by its name."""
        return self._modules.find(name)

    def sources(self) -> list[SourceRecord]:
        """All texts, by file name, standard ones first; also those of which nothing could be loaded."""
        return self._modules.sources()

    def counts(self) -> LibraryCounts:
        """How much there is."""
        return self._modules.counts()

    def diagnostics(
        self,
        module: str | None = None,
        severity: Severity | None = None,
        limit: int = MAX_DIAGNOSTICS,
        offset: int = 0,
    ) -> list[Diagnostic]:
        """Findings by module and line, at least as bad as `severity`; of all modules, if none is given."""
        return self._modules.diagnostics(module, severity, limit, offset)

    def source_text(self, module: str) -> str:
        """The whole text that a module stands in, as the compiler saw it; empty when it changed since then."""
        return self._descriptions.source_of(module)

    def text_at(self, module: str, span: Span) -> str:
        """A text such as a DESCRIPTION without its indentation; empty when the source changed since it was read."""
        return self._descriptions.at(module, span)

    # Search

    def search(
        self,
        query: str,
        *,
        limit: int = 50,
        offset: int = 0,
        module: str | None = None,
        kinds: Collection[NodeKind] = (),
    ) -> SearchPage:
        """What a text finds, best first; any text is a query. See `search`."""
        return self._searcher.search(query, limit, offset, module, frozenset(kinds))
