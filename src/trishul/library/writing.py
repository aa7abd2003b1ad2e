"""Rows into the index: the only place that changes its tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from trishul.library.rows import FindingRow, ModuleRows
from trishul.library.schema import INDEXES, SCHEMA_VERSION, TABLES
from trishul.library.sources import SourceFile
from trishul.smi.diagnostics import Severity

PAGE_OCTETS = 8192
_WORDS_OCTETS = 2 << 20
"""Words are gathered in memory up to this, then written as one segment: fewer segments to merge at the end."""
_UNPROTECTED = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192;"
"""What is written is a file that nobody reads yet: after a failure it is thrown away."""


class IndexWriter:
    """Writes one change of the index; the caller begins and commits the transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'node'").fetchone()
        self._next_node = row[0] + 1 if row else 1  # ids are never used again: words of nodes that are gone stay

    def put_source(self, source: SourceFile, sha256: bytes, error: str | None = None) -> int:
        """Notes a text, or what is new about it, and returns its id."""
        row = (source.origin, source.file, sha256, source.size_bytes, source.mtime_ns, error)
        statement = (
            "INSERT INTO source(origin, file, sha256, size_bytes, mtime_ns, error) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(origin, file) DO UPDATE SET sha256 = excluded.sha256, size_bytes = excluded.size_bytes,"
            " mtime_ns = excluded.mtime_ns, error = excluded.error RETURNING id"
        )
        source_id: int = self._connection.execute(statement, row).fetchone()[0]
        self._connection.execute("DELETE FROM finding WHERE source_id = ? AND module_id IS NULL", (source_id,))
        return source_id

    def remove_source(self, source_id: int) -> None:
        """Forgets a text; its modules are removed by name."""
        self._connection.execute("DELETE FROM finding WHERE source_id = ? AND module_id IS NULL", (source_id,))
        self._connection.execute("DELETE FROM source WHERE id = ?", (source_id,))

    def remove_module(self, name: str) -> None:
        """Forgets a module with all that belongs to it; nothing happens where there is none."""
        run = self._connection.execute
        row = run("SELECT id FROM module WHERE name = ?", (name,)).fetchone()
        if row is None:
            return
        stale = run("DELETE FROM node WHERE module_id = ?", row).rowcount
        for table in ("type", "imports", "finding"):
            run(f"DELETE FROM {table} WHERE module_id = ?", row)  # noqa: S608  # names of our own tables
        run("DELETE FROM module WHERE id = ?", row)
        run("UPDATE meta SET value = value + ? WHERE key = 'stale_nodes'", (stale,))

    def remove_dangling_reads(self) -> None:
        """Forgets what modules read that are gone."""
        self._connection.execute("DELETE FROM reads WHERE module_id NOT IN (SELECT id FROM module)")

    def remove_superseded(self) -> None:
        """Forgets which texts are replaced by others."""
        self._connection.execute("DELETE FROM superseded")

    def add_superseded(self, name: str, source_id: int, last_updated: str) -> None:
        """Notes a text of a module that another one replaces."""
        self._connection.execute("INSERT INTO superseded VALUES (?, ?, ?)", (name, source_id, last_updated))

    def add_module(self, source_id: int, rows: ModuleRows) -> int:
        """Writes a module and returns its id."""
        module = (
            rows.name,
            source_id,
            rows.status,
            rows.is_smiv2,
            rows.last_updated,
            rows.objects,
            rows.traps,
            rows.error,
            rows.count(Severity.ERROR),
            rows.count(Severity.WARNING),
            rows.count(Severity.STYLE),
            rows.record,
        )
        statement = (
            "INSERT INTO module(name, source_id, status, is_smiv2, last_updated, objects, traps, error, errors,"
            " warnings, styles, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        module_id = _new_id(self._connection.execute(statement, module))
        targets = ((module_id, *target) for target in rows.imports)
        self._connection.executemany("INSERT INTO imports VALUES (?, ?, ?)", targets)
        reads = ((is_module, name, module_id) for is_module, name in rows.reads)
        self._connection.executemany("INSERT INTO reads VALUES (?, ?, ?)", reads)
        types = ((module_id, *info) for info in rows.types)
        self._connection.executemany("INSERT INTO type VALUES (?, ?, ?)", types)
        self._add_nodes(module_id, rows)
        self.add_findings(source_id, module_id, rows.findings)
        return module_id

    def _add_nodes(self, module_id: int, rows: ModuleRows) -> None:
        first = self._next_node
        self._next_node += len(rows.nodes)
        nodes = ((first + place, module_id, *row[:5]) for place, row in enumerate(rows.nodes))
        self._connection.executemany("INSERT INTO node VALUES (?, ?, ?, ?, ?, ?, ?)", nodes)
        name_words = ((first + place, row[5]) for place, row in enumerate(rows.nodes))
        self._connection.executemany("INSERT INTO name_words(rowid, words) VALUES (?, ?)", name_words)
        text_words = ((first + place, row[6]) for place, row in enumerate(rows.nodes))
        self._connection.executemany("INSERT INTO text_words(rowid, words) VALUES (?, ?)", text_words)

    def add_findings(self, source_id: int, module_id: int | None, findings: Iterable[FindingRow]) -> None:
        """Writes findings about a module, or about a text as a whole."""
        rows = ((source_id, module_id, *finding) for finding in findings)
        self._connection.executemany("INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def count_nodes(self) -> None:
        """Notes how many nodes there are."""
        self._connection.execute("INSERT OR REPLACE INTO meta SELECT 'nodes', count(*) FROM node")

    def set_meta(self, key: str, value: str | int) -> None:
        """Notes something about the whole index."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _new_id(cursor: sqlite3.Cursor) -> int:
    row_id = cursor.lastrowid
    assert row_id is not None
    return row_id


def create_index(path: Path) -> sqlite3.Connection:
    """An empty index; its secondary indexes are made by `finish_index`."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(f"PRAGMA page_size = {PAGE_OCTETS}; {_UNPROTECTED} {TABLES}")
    for setting in (("automerge", 0), ("hashsize", _WORDS_OCTETS)):
        _set_words(connection, setting)
    connection.execute("INSERT INTO meta VALUES ('schema_version', ?), ('stale_nodes', 0)", (SCHEMA_VERSION,))
    return connection


def open_copy(path: Path) -> sqlite3.Connection:
    """A copy of an index, to be changed."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(_UNPROTECTED)
    return connection


def finish_index(connection: sqlite3.Connection) -> None:
    """Makes what is faster to make at the end."""
    connection.executescript(INDEXES)
    connection.execute("INSERT INTO name_words(name_words) VALUES ('optimize')")
    connection.execute("INSERT INTO text_words(text_words) VALUES ('optimize')")
    _set_words(connection, ("automerge", 4))
    connection.execute("ANALYZE")


def _set_words(connection: sqlite3.Connection, setting: tuple[str, int]) -> None:
    """A setting of both tables of words, kept in the index."""
    connection.execute("INSERT INTO name_words(name_words, rank) VALUES (?, ?)", setting)
    connection.execute("INSERT INTO text_words(text_words, rank) VALUES (?, ?)", setting)
