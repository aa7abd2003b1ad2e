"""The loop behind fixtures and blocks."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from trishul.library.records import LibraryUnavailable
from trishul.testing.background import Background, background


def test_work_is_done_in_a_thread_of_its_own_and_its_errors_come_back(behind: Background) -> None:
    async def work() -> threading.Thread:
        await asyncio.sleep(0)
        return threading.current_thread()

    assert behind.run(work()) is behind.call(threading.current_thread) is not threading.current_thread()
    with pytest.raises(ZeroDivisionError):
        behind.call(lambda: 1 // 0)


def test_an_index_that_is_not_there_is_told_and_the_thread_ends(tmp_path: Path) -> None:
    before = threading.active_count()
    with pytest.raises(LibraryUnavailable), background(tmp_path / "index.sqlite"):
        raise AssertionError
    assert threading.active_count() == before
