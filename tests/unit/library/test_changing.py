"""A change is carried out beside the index and replaces it in one step."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import pytest

from trishul.library import changing
from trishul.library.building import build_library
from trishul.library.changing import IndexChange, write_change
from trishul.library.parsed import CurrentModule, ParsedCache
from trishul.library.pool import WorkerPool
from trishul.library.schema import Origin
from trishul.library.sources import LibraryPlaces, Text, list_sources
from trishul.library.state import open_index, read_state
from trishul.library.texts import hash_texts


@pytest.fixture
def same(places: LibraryPlaces) -> IndexChange:
    """No change at all of a library of two modules."""
    build_library(places, on_progress=lambda _: None, processes=1)
    state = read_state(places.index)
    texts = hash_texts(places, list_sources(places)[0], state)
    with contextlib.closing(ParsedCache(places.parsed)) as cache:
        return IndexChange(texts, cache.current(), [], set(), set(), 2, state)


def test_whether_something_changed(same: IndexChange) -> None:
    assert same.is_empty
    moved = Text(replace(same.texts[0].source, mtime_ns=1), same.texts[0].sha256)
    touched = replace(same, texts=[moved, same.texts[1]])
    assert (touched.is_only_times, touched.is_empty) == (True, False)
    for change in (
        replace(same, gone={"x"}),
        replace(same, affected={"x"}),
        replace(same, texts=[]),
        replace(same, old=None),
    ):
        assert not change.is_only_times


def test_readers_keep_the_index_they_have_open(places: LibraryPlaces, same: IndexChange) -> None:
    change = replace(same, affected={"ROOT-MIB"}, gone={"BASE-MIB"})
    with (
        contextlib.closing(open_index(places.index)) as before,
        contextlib.closing(WorkerPool(places, 1)) as pool,
        contextlib.closing(ParsedCache(places.parsed)) as cache,
    ):
        assert before.execute("SELECT count(*) FROM module").fetchone() == (2,)
        write_change(places, pool, cache, change, lambda *_: None)
        assert before.execute("SELECT name FROM module ORDER BY name").fetchall() == [("BASE-MIB",), ("ROOT-MIB",)]
        with contextlib.closing(open_index(places.index)) as after:
            assert after.execute("SELECT name FROM module").fetchall() == [("ROOT-MIB",)]
            assert after.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone() == (2,)
    assert not places.index.with_suffix(".new").exists()


def test_a_change_that_fails_leaves_nothing_behind(
    places: LibraryPlaces, same: IndexChange, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(changing, "_put_in_place", refuse)
    current = {
        **same.current,
        "ROOT-MIB": CurrentModule(same.current["ROOT-MIB"].parsed_id, Origin.STANDARD, "ROOT-MIB"),
    }
    with (
        contextlib.closing(WorkerPool(places, 1)) as pool,
        contextlib.closing(ParsedCache(places.parsed)) as cache,
        pytest.raises(OSError, match="No space"),
    ):
        write_change(
            places, pool, cache, replace(same, current=current, old=None, affected={"ROOT-MIB"}), lambda *_: None
        )
    assert sorted(path.name for path in places.index.parent.iterdir()) == ["index.sqlite", "lock", "parsed.sqlite"]
