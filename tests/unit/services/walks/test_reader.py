"""Large walks are looked at by a process of their own, which may die and is not missed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.unit.services.walked_device import names, walked
from trishul.errors import LimitReached
from trishul.services.mibs.name_source import Numeric
from trishul.services.walks import reader as walk_reader
from trishul.services.walks.chunks import KeptWalkDamaged, WalkPacker
from trishul.services.walks.comparison import KINDS
from trishul.services.walks.comparison_pages import WalkComparison
from trishul.services.walks.lint import WalkLint
from trishul.services.walks.looks import ComparisonLook, LintLook, MissingMibsLook, TableLook
from trishul.services.walks.missing_mibs import MissingMibs
from trishul.services.walks.reader import COMMAND, WalkReader, WalkReaderFailed
from trishul.services.walks.tables import NoSuchTable, TableView
from trishul.store.chunk_rows import ChunkRow


def a_walk() -> list[ChunkRow]:
    packer = WalkPacker()
    packer.add(walked())
    return packer.chunks()


async def eventually(claim: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not claim():  # noqa: ASYNC110 -- nothing announces what is waited for
            await asyncio.sleep(0.01)


@pytest.fixture
async def reader(tmp_path: Path) -> AsyncIterator[WalkReader]:
    """For which every walk is a large one."""
    made = WalkReader(Numeric(), tmp_path / "index", large_rows=1)
    yield made
    await made.close()


async def test_small_walks_start_no_process(tmp_path: Path) -> None:
    reader = WalkReader(names(), tmp_path / "never-read")
    view = await reader.answer(TableLook("portTable"), [a_walk()], TableView)
    assert (view.total, reader.pid) == (3, None)


async def test_one_process_answers_all_questions_and_starts_anew_when_it_died(reader: WalkReader) -> None:
    missing = await reader.answer(MissingMibsLook(), [a_walk()], MissingMibs)
    assert missing.unnamed == len(walked())
    pid = reader.pid
    assert pid is not None
    look = ComparisonLook((1, 2), 60.0, KINDS)
    compared = await reader.answer(look, [a_walk(), a_walk()], WalkComparison)
    assert (compared.same, compared.total) == (len(walked()), 0)
    with pytest.raises(NoSuchTable, match="nothing of a table portTable"):
        await reader.answer(TableLook("portTable"), [a_walk()], TableView)
    with pytest.raises(KeptWalkDamaged):
        await reader.answer(MissingMibsLook(), [[ChunkRow(0, 9, b"\xff")]], MissingMibs)
    assert reader.pid == pid


async def test_a_process_that_dies_is_said_and_the_next_look_starts_another(tmp_path: Path) -> None:
    dies_once = f"[ -e {tmp_path}/died ] && exec {' '.join(COMMAND)}; touch {tmp_path}/died"
    reader = WalkReader(Numeric(), tmp_path / "index", ("sh", "-c", dies_once), large_rows=1)
    with pytest.raises(WalkReaderFailed, match="Look again"):
        await reader.answer(LintLook(), [a_walk()], WalkLint)
    assert (await reader.answer(LintLook(), [a_walk()], WalkLint)).unknown == len(walked())
    await reader.close()


async def test_a_process_that_hangs_or_that_nobody_waits_for_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = WalkReader(Numeric(), tmp_path / "index", ("sleep", "600"), large_rows=1)
    asking = asyncio.ensure_future(reader.answer(LintLook(), [a_walk()], WalkLint))
    await eventually(lambda: reader.pid is not None)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert reader.pid is None
    monkeypatch.setattr(walk_reader, "ANSWER_LIMIT_S", 0.05)
    with pytest.raises(WalkReaderFailed):
        await reader.answer(LintLook(), [a_walk()], WalkLint)
    assert reader.pid is None
    monkeypatch.setattr(walk_reader, "MAX_WAITING", 0)
    with pytest.raises(LimitReached):
        await reader.answer(LintLook(), [a_walk()], WalkLint)
    await reader.close()


async def test_an_idle_process_is_ended(reader: WalkReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk_reader, "IDLE_S", 0.0)
    await reader.answer(LintLook(), [a_walk()], WalkLint)
    await eventually(lambda: reader.pid is None)
