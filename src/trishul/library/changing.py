"""A planned change, carried out: resolves the modules it concerns and puts the new index in the old one's place."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from trishul.library.choosing import Loser, SourceKey
from trishul.library.parsed import CurrentModule, ParsedCache
from trishul.library.pool import WorkerPool
from trishul.library.rows import ModuleRows, failed_rows, finding_row
from trishul.library.sources import LibraryPlaces, Text
from trishul.library.state import IndexState
from trishul.library.tasks import ResolveModule, Task
from trishul.library.texts import HEAVY_OCTETS, OnDone, failure_finding
from trishul.library.worker import Failure
from trishul.library.writing import IndexWriter, create_index, finish_index, open_copy


@dataclass(frozen=True, slots=True)
class IndexChange:
    """All texts there are, the one that counts for each module, and what has to be written."""

    texts: list[Text]
    current: dict[str, CurrentModule]
    losers: list[Loser]
    affected: set[str]
    """Modules to resolve."""
    gone: set[str]
    """Modules that are no more."""
    generation: int
    """Of the new index."""
    old: IndexState | None
    """The index that is changed; None to write it anew."""

    @property
    def is_only_times(self) -> bool:
        """True where no text is another than in the index, whatever the times of files say."""
        if self.old is None or self.affected or self.gone or len(self.old.sources) != len(self.texts):
            return False
        return all(self.old.has_text(text) for text in self.texts)

    @property
    def is_empty(self) -> bool:
        """True where the index is right as it is."""
        return self.is_only_times and self.old is not None and all(map(self.old.has_times, self.texts))


def write_change(
    places: LibraryPlaces, pool: WorkerPool, cache: ParsedCache, change: IndexChange, on_done: OnDone
) -> None:
    """Makes the new index beside the old one and moves it into place. Raises OSError, sqlite3.Error."""
    fresh = places.index.with_suffix(".new")
    try:
        fresh.unlink(missing_ok=True)
        if change.old is None:
            connection = create_index(fresh)
        else:
            shutil.copyfile(places.index, fresh)
            connection = open_copy(fresh)
        with contextlib.closing(connection):
            connection.execute("BEGIN")
            _write(connection, pool, cache, change, on_done)
            connection.execute("COMMIT")
            if change.old is None:
                finish_index(connection)
        _put_in_place(fresh, places.index)
    finally:
        fresh.unlink(missing_ok=True)


def _write(
    connection: sqlite3.Connection, pool: WorkerPool, cache: ParsedCache, change: IndexChange, on_done: OnDone
) -> None:
    writer = IndexWriter(connection)
    for name in sorted(change.gone | change.affected):
        writer.remove_module(name)
    writer.remove_dangling_reads()
    ids = _write_texts(writer, cache, change)
    sizes = {text.source.key: text.source.size_bytes for text in change.texts}
    light: list[Task] = []
    heavy: list[Task] = []
    for name in sorted(change.affected, key=lambda name: (change.current[name][1:], name)):
        module = change.current[name]
        tasks = heavy if sizes[module.origin, module.file] > HEAVY_OCTETS else light
        tasks.append(ResolveModule(name))
    for done, (task, answer) in enumerate(pool.run(light, heavy, ModuleRows), 1):
        assert isinstance(task, ResolveModule)
        module = change.current[task.name]
        if isinstance(answer, Failure):
            finding = failure_finding(module.file, task.name, answer)
            answer = failed_rows(task.name, module.file, finding)  # noqa: PLW2901
        writer.add_module(ids[module.origin, module.file], answer)
        on_done(done, len(change.affected), task.name)
    writer.remove_superseded()
    for loser in change.losers:
        writer.add_superseded(loser.name, ids[loser.source], loser.last_updated)
    writer.set_meta("generation", change.generation)
    writer.count_nodes()


def _write_texts(writer: IndexWriter, cache: ParsedCache, change: IndexChange) -> dict[SourceKey, int]:
    """Notes what is new about texts, and gives the ids of all."""
    known = dict(change.old.sources) if change.old else {}
    ids = {}
    candidates = cache.candidates()
    for text in change.texts:
        key = text.source.key
        before = known.pop(key, None)
        if before is not None and change.old and change.old.has_text(text) and change.old.has_times(text):
            ids[key] = before.source_id
            continue
        findings = cache.findings(text.sha256, text.source.file)
        error = text.error
        if error is None and text.sha256 not in candidates:
            error = findings[0].message if findings else "No module begins in this text"
        ids[key] = writer.put_source(text.source, text.sha256, error)
        writer.add_findings(ids[key], None, map(finding_row, findings))
    for source in known.values():
        writer.remove_source(source.source_id)
    return ids


def _put_in_place(fresh: Path, index: Path) -> None:
    """Renames when all is on the disk, so that a machine that stops has the old index or the new one."""
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    fresh.replace(index)
    folder = os.open(index.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
