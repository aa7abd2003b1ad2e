"""Rows into the index: the only place that changes its tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from trishul.library.rows import FindingRow, ModuleRows
from trishul.library.schema import INDEXES, SCHEMA_VERSION, TABLES
from trishul.library.sources import SourceFile
from trishul.smi.diagnostics import Severity


class IndexWriter:
    """Writes one change of the index in one transaction; nothing is seen by readers before `commit`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._next_node = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM node").fetchone()[0]

    def add_source(self, source: SourceFile, sha256: bytes, error: str | None = None) -> int:
        """Notes a text and returns its id."""
        row = (source.origin, source.file, sha256, source.size_bytes, source.mtime_ns, error)
        statement = "INSERT INTO source(origin, file, sha256, size_bytes, mtime_ns, error) VALUES (?, ?, ?, ?, ?, ?)"
        return _new_id(self._connection.execute(statement, row))

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
    connection.executescript("PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + TABLES)
    connection.execute("INSERT INTO meta VALUES ('schema_version', ?)", (SCHEMA_VERSION,))
    return connection


def finish_index(connection: sqlite3.Connection) -> None:
    """Makes what is faster to make at the end."""
    connection.executescript(INDEXES)
    connection.execute("INSERT INTO name_words(name_words) VALUES ('optimize')")
    connection.execute("INSERT INTO text_words(text_words) VALUES ('optimize')")
    connection.execute("ANALYZE")
