"""What an index says about itself: enough to see whether texts have changed since, without reading any of them."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trishul.library.choosing import SourceKey
from trishul.library.schema import SCHEMA_VERSION, Origin
from trishul.library.sources import SourceFile, Text


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A text as the index has it."""

    source_id: int
    sha256: bytes
    size_bytes: int
    mtime_ns: int
    error: str | None

    def looks_like(self, source: SourceFile) -> bool:
        """True where nothing speaks for other octets: the size and time are those that were read."""
        return bool(self.sha256) and (self.size_bytes, self.mtime_ns) == (source.size_bytes, source.mtime_ns)


@dataclass(frozen=True, slots=True)
class IndexState:
    """The texts and modules of an index."""

    generation: int
    stale_nodes: int
    """Nodes that are gone and whose words still take room."""
    nodes: int
    sources: dict[SourceKey, KnownSource]
    modules: dict[str, SourceKey]
    """The text that each module comes from."""

    @property
    def failed(self) -> tuple[str, ...]:
        """Files of which nothing could be loaded, by name."""
        return tuple(sorted(file for (_, file), source in self.sources.items() if source.error is not None))

    def is_of(self, listed: Sequence[SourceFile]) -> bool:
        """True where the listed texts look exactly as the index has them."""
        if len(listed) != len(self.sources):
            return False
        known = map(self.sources.get, (source.key for source in listed))
        return all(one is not None and one.looks_like(source) for one, source in zip(known, listed, strict=True))

    def has_text(self, text: Text) -> bool:
        """True where the index knows these octets, or this reason why they cannot be read, under this name."""
        known = self.sources.get(text.source.key)
        return known is not None and known.sha256 == text.sha256 and (bool(text.sha256) or known.error == text.error)

    def has_times(self, text: Text) -> bool:
        """True where size and time of the file are noted."""
        known = self.sources.get(text.source.key)
        noted = (known.size_bytes, known.mtime_ns) if known else None
        return noted == (text.source.size_bytes, text.source.mtime_ns)


def read_state(index: Path) -> IndexState | None:
    """The state of an index; None where there is none, or one that has to be built anew."""
    if not index.exists():
        return None
    try:
        with contextlib.closing(open_index(index)) as connection:
            return _read(connection, index.stat().st_size)
    except sqlite3.Error:
        return None


def open_index(index: Path) -> sqlite3.Connection:
    """Opens an index for reading. It never changes: a build puts another file in its place."""
    uri = f"{index.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, isolation_level=None)


def _read(connection: sqlite3.Connection, size_bytes: int) -> IndexState | None:
    meta = dict(connection.execute("SELECT key, value FROM meta"))
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    page_size = connection.execute("PRAGMA page_size").fetchone()[0]
    if meta.get("schema_version") != SCHEMA_VERSION or pages * page_size != size_bytes:
        return None
    sources = {}
    keys: dict[int, SourceKey] = {}
    rows = connection.execute("SELECT id, origin, file, sha256, size_bytes, mtime_ns, error FROM source")
    for source_id, origin, file, *rest in rows:
        key = keys[source_id] = Origin(origin), file
        sources[key] = KnownSource(source_id, *rest)
    modules = {name: keys[source_id] for name, source_id in connection.execute("SELECT name, source_id FROM module")}
    return IndexState(meta["generation"], meta["stale_nodes"], meta["nodes"], sources, modules)


def dependents(index: Path, modules: set[str], names: set[str]) -> set[str]:
    """Modules whose result may be different when these modules are, or when others define these names."""
    with contextlib.closing(open_index(index)) as connection:
        statement = (
            "SELECT DISTINCT module.name FROM reads JOIN module ON module.id = module_id"
            " WHERE is_module = ? AND reads.name = ?"
        )
        found: set[str] = set()
        for is_module, wanted in ((1, modules), (0, names)):
            for name in wanted:
                found.update(row[0] for row in connection.execute(statement, (is_module, name)))
        return found
