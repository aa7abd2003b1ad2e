"""The texts of a library as they are now: hashed where they may have changed, parsed where their octets are new."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from trishul.library.parsed import ParsedCache, ParsedText
from trishul.library.pool import WorkerPool
from trishul.library.schema import Origin
from trishul.library.sources import UNREADABLE, LibraryPlaces, SourceFile, SourceReader, SourceUnavailable, Text
from trishul.library.state import IndexState
from trishul.library.tasks import ParseText, Task
from trishul.library.worker import Failure
from trishul.smi.diagnostics import RULES, Diagnostic

HEAVY_OCTETS = 1 << 20
"""Texts above this are compiled one at a time: they take most of the memory."""
COMMIT_EVERY = 500
"""Parsed texts kept together: a build that dies has lost no more than these."""

OnDone = Callable[[int, int, str], None]
"""Told how many of how many are done, and the last one's name."""


def hash_texts(places: LibraryPlaces, listed: Iterable[SourceFile], state: IndexState | None) -> list[Text]:
    """All texts with their hashes; those that look as the index has them are not read."""
    texts = []
    reader = SourceReader(places)
    try:
        for source in listed:
            known = state.sources.get(source.key) if state else None
            if known and known.looks_like(source):
                texts.append(Text(source, known.sha256))
                continue
            try:
                sha256 = hashlib.sha256(reader.read(source.origin, source.file)).digest()
                texts.append(Text(source, sha256))
            except SourceUnavailable as error:
                texts.append(Text(source, UNREADABLE, str(error)))
    finally:
        reader.close()
    return texts


def parse_texts(pool: WorkerPool, cache: ParsedCache, texts: list[Text], on_done: OnDone) -> list[Text]:
    """Parses what the cache does not have, and gives all texts again.

    A text that cannot be parsed has that as its one finding; one that could not be read or whose worker was killed is
    tried again in the next build.
    """
    have = cache.hashes() | {UNREADABLE}
    new = {text.source.key: text for text in texts if text.sha256 not in have}
    failed: dict[tuple[Origin, str], Text] = {}
    cache.begin()
    for done, (task, answer) in enumerate(pool.run(*_tasks(new.values()), ParsedText), 1):
        assert isinstance(task, ParseText)
        key = task.origin, task.file
        if isinstance(answer, ParsedText):
            cache.add(answer)
        elif answer.is_lasting:
            cache.add(ParsedText(new[key].sha256, (), (failure_finding(task.file, "", answer),)))
        else:
            failed[key] = Text(new[key].source, UNREADABLE, answer.reason)
        if done % COMMIT_EVERY == 0:
            cache.commit()
            cache.begin()
        on_done(done, len(new), task.file)
    cache.commit()
    return [failed.get(text.source.key, text) for text in texts]


def _tasks(texts: Iterable[Text]) -> tuple[list[Task], list[Task]]:
    """Light and heavy ones."""
    tasks: tuple[list[Task], list[Task]] = [], []
    for text in texts:
        tasks[text.source.size_bytes > HEAVY_OCTETS].append(ParseText(text.source.origin, text.source.file))
    return tasks


def failure_finding(file: str, module: str, failure: Failure) -> Diagnostic:
    """The one finding about what could not be compiled at all."""
    code = "too-complex"
    return Diagnostic(code, RULES[code].severity, failure.reason, "", file, module, 1, 1, 0, 0)
