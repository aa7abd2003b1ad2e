"""What is written is there, what is removed is gone, and ids are never used again."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from trishul.library.rows import ModuleRows
from trishul.library.schema import Origin
from trishul.library.sources import SourceFile
from trishul.library.writing import IndexWriter, create_index, finish_index

SOURCE = SourceFile(Origin.UPLOADED, "a.mib", 10, 20)
FINDING = (3, "unknown-type", 1, 2, 3, 4, "message", "hint", None)


def rows(name: str, *nodes: str) -> ModuleRows:
    node_rows = tuple((node, b"\x2b", 0, 0, b"", f"{node} word", "text") for node in nodes)
    imports = (("B-MIB", False),)
    return ModuleRows(name, True, "", 0, 0, imports, ((True, "B-MIB"),), b"", node_rows, (("T", b""),), (FINDING,))


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(create_index(tmp_path / "index.new")) as connection:
        yield connection


def count(connection: sqlite3.Connection, table: str) -> int:
    found: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def test_a_module_is_written_and_removed_whole(connection: sqlite3.Connection) -> None:
    writer = IndexWriter(connection)
    source_id = writer.put_source(SOURCE, b"hash")
    writer.add_module(source_id, rows("A-MIB", "a", "b"))
    writer.add_module(source_id, rows("B-MIB", "c"))
    tables = ("module", "node", "type", "imports", "finding", "reads")
    assert [count(connection, table) for table in tables] == [2, 3, 2, 2, 2, 2]
    assert connection.execute("SELECT status, error, errors FROM module").fetchone() == ("missing_deps", "message", 1)
    writer.remove_module("A-MIB")
    writer.remove_module("ABSENT-MIB")
    writer.remove_dangling_reads()
    assert [count(connection, table) for table in tables] == [1] * 6
    assert connection.execute("SELECT value FROM meta WHERE key = 'stale_nodes'").fetchone() == (2,)


def test_words_of_nodes_that_are_gone_find_nothing(connection: sqlite3.Connection) -> None:
    source_id = IndexWriter(connection).put_source(SOURCE, b"hash")
    IndexWriter(connection).add_module(source_id, rows("A-MIB", "a"))
    IndexWriter(connection).remove_module("A-MIB")
    IndexWriter(connection).add_module(source_id, rows("B-MIB", "b"))
    finish_index(connection)
    query = "SELECT n.name FROM name_words w JOIN node n ON n.id = w.rowid WHERE name_words MATCH ?"
    assert connection.execute(query, ("word",)).fetchall() == [("b",)]


def test_a_text_keeps_its_id_and_loses_old_findings(connection: sqlite3.Connection) -> None:
    writer = IndexWriter(connection)
    source_id = writer.put_source(SOURCE, b"hash", "why")
    writer.add_findings(source_id, None, [FINDING])
    assert writer.put_source(SOURCE, b"other") == source_id
    assert count(connection, "finding") == 0
    assert connection.execute("SELECT sha256, error FROM source").fetchall() == [(b"other", None)]
    writer.remove_source(source_id)
    assert count(connection, "source") == 0
