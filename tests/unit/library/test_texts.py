"""Texts are hashed where they may have changed and parsed where their octets are new."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from trishul.library.parsed import ParsedCache
from trishul.library.pool import WorkerPool
from trishul.library.sources import LibraryPlaces, Text, list_sources
from trishul.library.tasks import Task
from trishul.library.texts import hash_texts, parse_texts
from trishul.library.worker import Failure


@pytest.fixture
def cache(places: LibraryPlaces) -> Iterator[ParsedCache]:
    places.parsed.parent.mkdir()
    with contextlib.closing(ParsedCache(places.parsed)) as cache:
        yield cache


class FailingPool(WorkerPool):
    """Fails at everything."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure

    def run(self, light: list[Task], heavy: list[Task], answer_type: object) -> Iterator[tuple[Task, Failure]]:  # type: ignore[override]
        return ((task, self.failure) for task in [*light, *heavy])


def texts_of(places: LibraryPlaces) -> list[Text]:
    return hash_texts(places, list_sources(places)[0], None)


def test_each_text_is_parsed_once(places: LibraryPlaces, cache: ParsedCache) -> None:
    pool = WorkerPool(places, 1)
    told: list[tuple[int, int, str]] = []
    for _ in range(2):
        parse_texts(pool, cache, texts_of(places), lambda *done: told.append(done))
    pool.close()
    assert told == [(1, 2, "BASE-MIB"), (2, 2, "ROOT-MIB")]


def test_a_text_that_fails_by_itself_is_remembered(places: LibraryPlaces, cache: ParsedCache) -> None:
    texts = texts_of(places)
    assert parse_texts(FailingPool(Failure("too deep")), cache, texts, lambda *_: None) == texts
    (finding,) = cache.findings(texts[0].sha256, "BASE-MIB")
    assert (finding.code, finding.message) == ("too-complex", "too deep")


def test_a_text_whose_worker_was_killed_is_tried_again(places: LibraryPlaces, cache: ParsedCache) -> None:
    failure = Failure("killed", is_lasting=False)
    found = parse_texts(FailingPool(failure), cache, texts_of(places), lambda *_: None)
    assert [(text.sha256, text.error) for text in found] == [(b"", "killed")] * 2
    assert cache.hashes() == set()


def test_what_cannot_be_read_says_why(places: LibraryPlaces) -> None:
    (places.uploads / "file").write_text("x")
    listed, _ = list_sources(places)
    (places.uploads / "file").unlink()
    text = hash_texts(places, listed, None)[-1]
    assert text.sha256 == b""
    assert text.error is not None
    assert "file cannot be read" in text.error
