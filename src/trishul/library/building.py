"""Brings the index up to date with the texts there are: what did not change is neither read nor compiled again.

A build lists the texts (names, sizes, times), parses those with octets it has not seen, chooses the text that counts
for each module, and resolves the modules that the change concerns: those with another text, and those whose results
read something that is different now. The new index is a copy of the old one, changed, and put in its place by a rename:
readers see the one or the other, and a build that dies leaves the old one. Where most modules are concerned it is
written anew, which is faster and smaller. One process builds at a time; others wait.
"""

from __future__ import annotations

import contextlib
import fcntl
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from trishul.errors import TrishulError
from trishul.library.changing import IndexChange, write_change
from trishul.library.choosing import choose_texts, compare_texts
from trishul.library.parsed import CurrentModule, ParsedCache
from trishul.library.pool import WorkerPool, usual_processes
from trishul.library.sources import LibraryPlaces, Text, list_sources
from trishul.library.state import IndexState, dependents, read_state
from trishul.library.texts import OnDone, hash_texts, parse_texts

MOST = 0.4
"""The share of modules from which on the index is written anew."""


class LibraryBuildFailed(TrishulError):
    """The index could not be written; the old one is as it was."""

    code = "library_build_failed"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The MIB index could not be written: {reason}. It is as it was before.")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: `phase` is 'parse', 'resolve' or 'write'; `current` is a file or module."""

    phase: str
    done: int
    total: int
    current: str


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """What a build did; a `generation` that did not change means that nothing did."""

    generation: int
    sources: int
    resolved: int
    """Modules that were resolved in this build."""
    failed: tuple[str, ...]
    """Files of which nothing could be loaded."""
    problem: str | None
    """Why the standard texts are missing, if they are."""


OnProgress = Callable[[Progress], None]


def build_library(places: LibraryPlaces, *, on_progress: OnProgress, processes: int | None = None) -> BuildOutcome:
    """Brings the index up to date and says what was done. Raises LibraryBuildFailed.

    `processes` is the number of worker processes. Where nothing changed, no text is read and no lock is taken.
    """
    listed, problem = list_sources(places)
    state = read_state(places.index)
    if state is not None and state.is_of(listed):
        return _outcome(state, 0, problem)
    try:
        with _locked(places.lock), contextlib.closing(WorkerPool(places, processes or usual_processes())) as pool:
            try:
                resolved = _Build(places, pool, on_progress).run()
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorname not in _DAMAGED:
                    raise
                places.parsed.unlink(missing_ok=True)
                places.index.unlink(missing_ok=True)
                resolved = _Build(places, pool, on_progress).run()
    except OSError as error:
        raise LibraryBuildFailed(f"{error.strerror or error} ({Path(error.filename or places.index).name})") from error
    except sqlite3.Error as error:
        raise LibraryBuildFailed(f"{error} ({places.index.name})") from error
    state = read_state(places.index)
    assert state is not None
    return _outcome(state, resolved, problem)


_DAMAGED = frozenset(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_CORRUPT_VTAB", "SQLITE_CORRUPT_INDEX"))


def _outcome(state: IndexState, resolved: int, problem: str | None) -> BuildOutcome:
    return BuildOutcome(state.generation, len(state.sources), resolved, state.failed, problem)


@contextlib.contextmanager
def _locked(lock: Path) -> Iterator[None]:
    """Waits until no other process builds. The lock ends with the process that holds it."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class _Build:
    """One build, under the lock."""

    def __init__(self, places: LibraryPlaces, pool: WorkerPool, on_progress: OnProgress) -> None:
        self._places = places
        self._pool = pool
        self._on_progress = on_progress
        self._state = read_state(places.index)

    def run(self) -> int:
        """Builds, and tells how many modules were resolved. Raises OSError, sqlite3.Error."""
        listed, _ = list_sources(self._places)
        if self._state is not None and self._state.is_of(listed):
            return 0  # another process built while this one waited
        with contextlib.closing(ParsedCache(self._places.parsed)) as cache:
            if cache.is_new:
                self._state = None
            texts = hash_texts(self._places, listed, self._state)
            texts = parse_texts(self._pool, cache, texts, self._told("parse"))
            change = self._planned(cache, texts)
            if change.is_empty:
                return 0
            write_change(self._places, self._pool, cache, change, self._told("resolve"))
            cache.forget({text.sha256 for text in texts})
            return len(change.affected)

    def _told(self, phase: str) -> OnDone:
        return lambda done, total, current: self._on_progress(Progress(phase, done, total, current))

    def _planned(self, cache: ParsedCache, texts: list[Text]) -> IndexChange:
        """What the new index has that the old one has not."""
        candidates = cache.candidates()
        new, losers = choose_texts((text.source.key, candidates.get(text.sha256, ())) for text in texts)
        cache.set_current(new)
        old = self._old_texts(cache)
        if self._state is None or old is None:
            return IndexChange(texts, new, losers, set(new), set(), self._next_generation(), None)
        change = compare_texts(old, new)
        names: set[str] = set()
        for name in change.different:
            before, after = (cache.definitions_of(one[name].parsed_id) if name in one else set() for one in (old, new))
            names |= {definition for definition, _ in before ^ after}
        affected = change.rewritten | (dependents(self._places.index, change.different, names) & new.keys())
        is_crowded = self._state.stale_nodes > self._state.nodes
        if is_crowded or len(affected) > max(MOST * len(new), 50):
            return IndexChange(texts, new, losers, set(new), set(), self._next_generation(), None)
        plan = IndexChange(texts, new, losers, affected, change.gone, self._next_generation(), self._state)
        return replace(plan, generation=self._state.generation) if plan.is_only_times else plan

    def _next_generation(self) -> int:
        """One more than that of the index before; one that nobody has seen where that cannot be known."""
        if self._state is not None:
            return self._state.generation + 1
        return int(time.time()) if self._places.index.exists() else 1

    def _old_texts(self, cache: ParsedCache) -> dict[str, CurrentModule] | None:
        """What counted in the old index; None where the cache does not know its texts."""
        if self._state is None:
            return None
        ids: dict[tuple[bytes, str], int] = {}
        for sha256, candidates in cache.candidates().items():
            for candidate in candidates:
                ids.setdefault((sha256, candidate.name), candidate.parsed_id)
        old = {}
        for name, key in self._state.modules.items():
            parsed_id = ids.get((self._state.sources[key].sha256, name))
            if parsed_id is None:
                return None
            old[name] = CurrentModule(parsed_id, *key)
        return old
