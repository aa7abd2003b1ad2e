"""An index says what texts it was made of; who depends on what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from trishul.library.building import build_library
from trishul.library.schema import Origin
from trishul.library.sources import LibraryPlaces, Text, list_sources
from trishul.library.state import dependents, read_state


def test_an_index_knows_its_texts_and_what_looks_new(places: LibraryPlaces) -> None:
    build_library(places, on_progress=lambda _: None, processes=1)
    state = read_state(places.index)
    assert state is not None
    assert state.modules == {name: (Origin.STANDARD, name) for name in ("BASE-MIB", "ROOT-MIB")}
    assert (state.generation, state.nodes, state.stale_nodes) == (1, 2, 0)
    source = list_sources(places)[0][0]
    known = state.sources[source.key]
    assert known.looks_like(source)
    assert not known.looks_like(replace(source, mtime_ns=1))
    assert state.has_text(Text(source, known.sha256))
    assert not state.has_text(Text(source, b"other"))
    assert not state.has_times(Text(replace(source, size_bytes=1), known.sha256))


def test_an_index_is_of_the_texts_that_look_as_they_did(places: LibraryPlaces) -> None:
    (places.uploads / "broken").write_text("nothing")
    build_library(places, on_progress=lambda _: None, processes=1)
    state = read_state(places.index)
    assert state is not None
    assert state.failed == ("broken",)
    assert state.is_of(list_sources(places)[0])
    (places.uploads / "broken").write_text("something else")
    assert not state.is_of(list_sources(places)[0])
    (places.uploads / "broken").unlink()
    assert not state.is_of(list_sources(places)[0])


def test_who_reads_a_module_depends_on_it(places: LibraryPlaces) -> None:
    text = "A-MIB DEFINITIONS ::= BEGIN a OBJECT IDENTIFIER ::= { root 1 } END"
    (places.uploads / "a").write_text(text)
    build_library(places, on_progress=lambda _: None, processes=1)
    assert dependents(places.index, {"BASE-MIB"}, set()) == {"ROOT-MIB", "A-MIB"}
    assert dependents(places.index, set(), {"root"}) == {"A-MIB"}


def test_what_is_no_index_has_no_state(tmp_path: Path) -> None:
    file = tmp_path / "index.sqlite"
    assert read_state(file) is None
    file.write_bytes(b"x" * 10_000)
    assert read_state(file) is None
