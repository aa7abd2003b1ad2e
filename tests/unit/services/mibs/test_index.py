"""The index as the server reads it: taken up when it appears, asked from threads, closed at the end."""

from __future__ import annotations

import asyncio
import shutil
import threading
from pathlib import Path

import pytest

from trishul.library.records import LibraryUnavailable
from trishul.services.mibs.index import READERS, MibIndex


async def test_without_an_index_names_are_numeric_and_questions_say_why(tmp_path: Path) -> None:
    index = MibIndex(tmp_path / "index.sqlite")
    assert not await index.open()
    assert index.library is None
    with pytest.raises(LibraryUnavailable):
        await index.in_thread(lambda library: library.counts())
    assert index.size_bytes() == 0
    index.close()


async def test_an_index_that_appears_is_taken_up(tmp_path: Path, small_index: Path) -> None:
    index = MibIndex(tmp_path / "library" / "index.sqlite")
    assert not await index.open()
    shutil.copytree(small_index, tmp_path / "library")
    assert await index.refresh()
    assert index.status.loaded > 3
    assert index.names.oid_of("ifDescr").contents
    assert index.size_bytes() > 0
    index.close()
    assert index.library is None


async def test_questions_run_in_threads_on_connections_of_their_own(small_index: Path) -> None:
    index = MibIndex(small_index / "index.sqlite")
    await index.open()
    busy, most, lock = 0, 0, threading.Lock()

    def question(library: object) -> tuple[int, int]:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        threading.Event().wait(0.02)
        with lock:
            busy -= 1
        return id(library), threading.get_ident()

    answers = await asyncio.gather(*(index.in_thread(question) for _ in range(20)))
    assert 1 < most <= READERS
    assert len({library for library, _ in answers}) <= READERS
    assert threading.get_ident() not in {thread for _, thread in answers}
    index.close()


async def test_a_question_that_fails_costs_no_connection(small_index: Path) -> None:
    index = MibIndex(small_index / "index.sqlite")
    await index.open()
    for _ in range(READERS * 2):
        with pytest.raises(ZeroDivisionError):
            await index.in_thread(lambda _: 1 // 0)
    assert await index.in_thread(lambda library: library.counts().loaded) > 3
    index.close()
