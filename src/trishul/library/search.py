"""Search in everything that is known: by OID, name, type, module and the words of descriptions, best first.

A search gathers ids of at most `MAX_GATHERED` nodes, one kind of match after the other (`records.Match` names them in
order), and a page decodes only what it shows. Each kind is one look-up in a sorted list that stops when there is
enough: by OID, by name, or by the word lists of `words`. These hold kinds and types too, so that no filter ever reads
what it does not show, and a common word costs no more than a rare one. Within a kind, short names come first and
definitions before plain OIDs, as far as they were gathered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from trishul.datatypes.contents import MAX_ARC, encode_oid_contents, oid_sort_key
from trishul.errors import DecodeError
from trishul.library.connection import Row
from trishul.library.longest_prefix import LongestPrefix
from trishul.library.nodes import NodeReader
from trishul.library.query import Query, read_query
from trishul.library.records import LibraryNode, Match, SearchHit, SearchPage
from trishul.library.schema import KIND_CODES, TIE_BITS
from trishul.library.tree import ROOT_RANGES, TreeReader, range_below
from trishul.library.words import kind_word, type_word
from trishul.smi.model import NodeKind

MAX_GATHERED = 1_000
MAX_MODULES = 20
"""Modules whose names begin as the query does, of which the search shows the identity."""
MAX_SCANNED = 50_000
"""OIDs looked through for those of a kind; of more than these, all kinds are near the beginning of their lists."""
MAX_KEPT = 16
"""Searches kept for their next page."""
_LAST_CHARACTER = "\U0010ffff"

_NAMED = "SELECT n.id, n.name, n.rank, n.oid FROM node n WHERE"
_BY_OID = "SELECT n.id, '', n.rank, n.oid FROM node n WHERE"
"""Needs nothing but the index of OIDs."""
_BY_BEGINNING = (
    f"{_NAMED} n.name >= ? COLLATE NOCASE AND n.name < ? COLLATE NOCASE ORDER BY n.name COLLATE NOCASE, rank"
)
_BY_NAME_WORDS = (
    "SELECT n.id, n.name, n.rank, n.oid FROM name_words w JOIN node n ON n.id = w.rowid WHERE name_words MATCH ?"
)
_BY_TEXT_WORDS = (
    "SELECT n.id, n.name, n.rank, n.oid FROM text_words w JOIN node n ON n.id = w.rowid WHERE text_words MATCH ?"
)

Gathered = dict[int, Match]
"""Ids of nodes in the order in which they are shown."""


class Filters:
    """What is shown at all: ids of one module, some kinds. As conditions on rows, and as words."""

    def __init__(self, ids: tuple[int, int] | None, kinds: Collection[NodeKind]) -> None:
        self.conditions = " AND n.id BETWEEN ? AND ?" if ids else ""
        self.values: tuple[int, ...] = ids or ()
        self.word_conditions = " AND w.rowid BETWEEN ? AND ?" if ids else ""
        codes = sorted(KIND_CODES[kind] for kind in kinds)
        if codes:
            self.conditions += f" AND n.kind IN ({','.join(map(str, codes))})"
        self.words = f"({' OR '.join(sorted(quoted(kind_word(kind)) for kind in kinds))})" if kinds else ""
        self.is_open = not ids and not kinds


class Searcher:
    """Searches; keeps what the last searches gathered, for their next pages."""

    def __init__(self, nodes: NodeReader, tree: TreeReader, longest_prefix: LongestPrefix) -> None:
        self._nodes = nodes
        self._connection = nodes.connection
        self._tree = tree
        self._longest_prefix = longest_prefix
        self._kept: dict[tuple[str, str | None, frozenset[NodeKind]], Gathered] = {}

    def forget(self) -> None:
        """Drops what may have changed."""
        self._kept.clear()

    def search(
        self,
        text: str,
        limit: int,
        offset: int,
        module: str | None,
        kinds: frozenset[NodeKind],
    ) -> SearchPage:
        """A page of what a text finds."""
        key = (text, module, kinds)
        gathered = self._kept.get(key)
        if gathered is None:
            gathered = self._gather(read_query(text), module, kinds)
            if len(self._kept) >= MAX_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = gathered
        ids = list(gathered)[:MAX_GATHERED]
        shown = ids[max(offset, 0) : max(offset, 0) + max(limit, 0)]
        found = self._nodes.by_ids(shown)
        hits = tuple(SearchHit(found[node_id], gathered[node_id]) for node_id in shown if node_id in found)
        return SearchPage(hits, len(ids), len(gathered) <= MAX_GATHERED)

    def of_kind(self, kind: NodeKind, limit: int, offset: int) -> list[LibraryNode]:
        """Nodes of one kind of all modules."""
        rows = self._connection.rows(
            "SELECT n.module_id, n.details FROM name_words w JOIN node n ON n.id = w.rowid"
            " WHERE name_words MATCH ? LIMIT ? OFFSET ?",
            (quoted(kind_word(kind)), limit, offset),
        )
        return self._nodes.entries(rows)

    def _gather(self, query: Query, module: str | None, kinds: frozenset[NodeKind]) -> Gathered:
        """Ids of what was found, at most one more than are shown."""
        gathered: Gathered = {}
        ids = None
        for name in (module, query.module):
            if name:
                of_module = self._ids_of_module(name)
                if of_module is None or (ids and ids != of_module):
                    return gathered
                ids = of_module
        filters = Filters(ids, kinds)
        if query.arcs:
            self._gather_oids(gathered, query, filters)
        if query.syntax:
            self._gather_words(gathered, "syntax", [type_word(query.syntax)], filters)
        if query.name:
            self._gather_names(gathered, query, filters)
        elif not query.words and not query.syntax and not query.arcs and not filters.is_open:
            self._add(gathered, "module", self._rows(f"{_NAMED} 1{filters.conditions}", filters.values, gathered))
        if query.words and not query.arcs:
            self._gather_by_words(gathered, query, filters)
        return gathered

    def _gather_oids(self, gathered: Gathered, query: Query, filters: Filters) -> None:
        """The OID itself, what is below it, and OIDs whose last number begins as the query's does."""
        exact: list[Row] = []
        if len(query.arcs) == 1:
            bounds = ROOT_RANGES[query.arcs[0]]
        else:
            contents = encode_oid_contents(query.arcs)
            bounds = range_below(contents)
            exact = self._rows(f"{_NAMED} n.oid = ?{filters.conditions} ORDER BY rank", (contents, *filters.values))
        below = self._below(bounds, filters)
        below.sort(key=lambda row: (_arc_order(row[3]), row[2]))
        self._add(gathered, "oid", below if query.is_below_only else exact + below)
        if not query.is_below_only and len(query.arcs) > 1:
            self._add(gathered, "oid", self._completions(query.arcs, filters))
        if not gathered and filters.is_open and len(query.arcs) > 1:
            found = self._longest_prefix.find(contents)
            if found:
                prefix = contents[: found[1]]
                self._add(gathered, "oid", self._rows(f"{_NAMED} n.oid = ? ORDER BY rank", (prefix,)))

    def _below(self, bounds: tuple[bytes, bytes], filters: Filters) -> list[Row]:
        """What has an OID within bounds: in the order of OIDs, or of the list of a kind where bounds hold too many."""
        if filters.words and not filters.values:
            beyond = "SELECT 1 FROM node WHERE oid >= ? AND oid < ? LIMIT 1 OFFSET ?"
            if self._connection.row(beyond, (*bounds, MAX_SCANNED)):
                return self._rows(f"{_BY_NAME_WORDS} AND n.oid >= ? AND n.oid < ?", (filters.words, *bounds))
        return self._rows(f"{_BY_OID} n.oid >= ? AND n.oid < ?{filters.conditions}", (*bounds, *filters.values))

    def _completions(self, arcs: Sequence[int], filters: Filters) -> list[Row]:
        """Nodes beside an OID whose last number goes on with more digits: .25 and .255 after .2."""
        parent = arcs[:-1]
        if len(parent) < 2:
            return []
        first = arcs[-1]
        last_arcs = (*range(first * 10, first * 10 + 10), *range(first * 100, first * 100 + 100)) if first else ()
        oids = [encode_oid_contents((*parent, arc)) for arc in last_arcs if arc <= MAX_ARC]
        marks = ",".join("?" * len(oids))
        found = self._rows(f"{_BY_OID} n.oid IN ({marks}){filters.conditions}", (*oids, *filters.values))
        return sorted(found, key=lambda row: (_arc_order(row[3]), row[2]))

    def _gather_names(self, gathered: Gathered, query: Query, filters: Filters) -> None:
        """The name itself, then names that begin with it, then what its module and type bring."""
        statement = f"{_NAMED} n.name = ? COLLATE NOCASE{filters.conditions} ORDER BY rank"
        exact = self._rows(statement, (query.name, *filters.values))
        exact.sort(key=lambda row: row[1] != query.name)
        self._add(gathered, "exact", exact)
        if filters.is_open:
            bounds = (query.name, query.name + _LAST_CHARACTER)
            self._add(gathered, "prefix", self._rows(_BY_BEGINNING, bounds, gathered))
            self._gather_module(gathered, query.name)

    def _gather_module(self, gathered: Gathered, name: str) -> None:
        """All of the module of this name; the identities of modules whose names begin with it."""
        statement = "SELECT id, name FROM module WHERE name >= ? COLLATE NOCASE AND name < ? COLLATE NOCASE LIMIT ?"
        modules = self._connection.rows(statement, (name, name + _LAST_CHARACTER, MAX_MODULES))
        for module_id, module_name in modules:
            if module_name.lower() == name.lower():
                rows = self._rows(f"{_NAMED} n.module_id = ?", (module_id,), gathered)
                rows.sort(key=lambda row: _arc_order(row[3]))
                self._add(gathered, "module", rows)
        identity = KIND_CODES[NodeKind.MODULE_IDENTITY]
        for module_id, _ in modules:
            statement = f"{_NAMED} n.module_id = ? AND n.kind = ?"
            self._add(gathered, "module", self._rows(statement, (module_id, identity), gathered))

    def _gather_by_words(self, gathered: Gathered, query: Query, filters: Filters) -> None:
        """Words that names have or begin with; a type; words of names and descriptions."""
        beginnings = [f"{quoted(word)}*" for word in query.words]
        rows = self._by_words(_BY_NAME_WORDS, beginnings, filters, gathered)
        start = query.name.lower()
        rows.sort(key=lambda row: (not row[1].lower().startswith(start), row[2] >> TIE_BITS, len(row[1]), row[1]))
        self._add(gathered, "name", rows)
        self._gather_words(gathered, "syntax", [type_word(query.name)], filters)
        self._add(
            gathered, "text", self._by_words(_BY_TEXT_WORDS, [quoted(word) for word in query.words], filters, gathered)
        )

    def _gather_words(self, gathered: Gathered, match: Match, words: Iterable[str], filters: Filters) -> None:
        rows = self._by_words(_BY_NAME_WORDS, [quoted(word) for word in words], filters, gathered)
        self._add(gathered, match, rows)

    def _by_words(self, statement: str, words: Sequence[str], filters: Filters, gathered: Gathered) -> list[Row]:
        asked = " AND ".join((*words, filters.words) if filters.words else words)
        return self._rows(f"{statement}{filters.word_conditions}", (asked, *filters.values), gathered)

    def _rows(self, statement: str, values: Sequence[Any], gathered: Gathered | None = None) -> list[Row]:
        """As many rows as may be needed: what was gathered already may come again."""
        count = MAX_GATHERED + 1
        if gathered is not None and len(gathered) >= count:
            return []
        return self._connection.some_rows(count + len(gathered or ()), statement, values)

    def _ids_of_module(self, name: str) -> tuple[int, int] | None:
        """The first and the last id of a module's nodes: they were written in one go."""
        row = self._connection.row(
            "SELECT min(n.id), max(n.id) FROM module m JOIN node n ON n.module_id = m.id"
            " WHERE m.name = ? COLLATE NOCASE",
            (name,),
        )
        return (row[0], row[1]) if row and row[0] is not None else None

    @staticmethod
    def _add(gathered: Gathered, match: Match, rows: Iterable[Row]) -> None:
        for row in rows:
            if len(gathered) > MAX_GATHERED:
                return
            gathered.setdefault(row[0], match)


def quoted(word: str) -> str:
    """A word as FTS5 takes it, whatever characters it has."""
    return '"' + word.replace('"', '""') + '"'


def _arc_order(contents: bytes) -> bytes:
    try:
        return oid_sort_key(contents)
    except DecodeError:
        return b"\xff" + contents
