"""What is known of a database that is too large for a start, and when it is asked again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from tests.unit.migrated_database import give_database
from trishul.services import database_examination
from trishul.services.configuration import Configuration
from trishul.services.database_examination import DatabaseExamination, DatabaseState
from trishul.store import damage
from trishul.store.database import StoreUnavailable, database_file
from trishul.store.examination import Examination, ExaminationBrokenOff


@pytest.fixture
def examined(configuration: Configuration, monkeypatch: pytest.MonkeyPatch) -> DatabaseExamination:
    """Of a database that counts as large."""
    give_database(database_file(configuration.effective_database_url))
    monkeypatch.setattr(damage, "LARGEST_CHECKED_BYTES", 1)
    return DatabaseExamination(configuration, again_after_s=0)


async def ended(examined: DatabaseExamination) -> DatabaseState | None:
    await examined.open()
    assert examined.state is DatabaseState.CHECKING
    assert examined._task is not None
    async with asyncio.timeout(20):
        await examined._task
    await examined.close()
    return examined.state


async def test_a_small_one_was_read_before_it_was_opened(configuration: Configuration) -> None:
    give_database(database_file(configuration.effective_database_url))
    examined = DatabaseExamination(configuration)
    await examined.open()
    await examined.close()
    assert (examined.state, examined.damaged_file) == (None, None)


async def test_a_large_one_is_read_behind_the_start(examined: DatabaseExamination) -> None:
    assert await ended(examined) is DatabaseState.SOUND
    assert examined.damaged_file is None


async def test_a_damaged_one_is_named_with_what_to_do(
    examined: DatabaseExamination, configuration: Configuration
) -> None:
    path = database_file(configuration.effective_database_url)
    octets = bytearray(path.read_bytes())
    octets[8192:12288] = b"\xff" * 4096
    path.write_bytes(octets)
    with capture_logs() as lines:
        assert await ended(examined) is DatabaseState.DAMAGED
    assert examined.damaged_file == path.name
    assert lines[-1]["log_level"] == "error"
    assert "restore a backup" in lines[-1]["event"]
    assert path.read_bytes() == octets


async def test_what_was_broken_off_or_could_not_be_asked_is_tried_again(
    examined: DatabaseExamination, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes: list[Exception] = [ExaminationBrokenOff(), StoreUnavailable("trishul.db", "database is locked")]
    states: list[DatabaseState | None] = []
    real: Callable[[Examination], str | None] = Examination.run

    def run(examination: Examination) -> str | None:
        states.append(examined.state)
        if outcomes:
            raise outcomes.pop()
        return real(examination)

    monkeypatch.setattr(database_examination.Examination, "run", run)
    assert await ended(examined) is DatabaseState.SOUND
    assert states == [DatabaseState.CHECKING] * 3


async def test_a_stop_ends_the_reading(examined: DatabaseExamination, monkeypatch: pytest.MonkeyPatch) -> None:
    loop, is_reading, may_end = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def run(_: Examination) -> str | None:
        loop.call_soon_threadsafe(is_reading.set)
        assert may_end.wait(20)
        raise ExaminationBrokenOff

    monkeypatch.setattr(database_examination.Examination, "run", run)
    monkeypatch.setattr(database_examination.Examination, "stop", lambda _: may_end.set())
    await examined.open()
    async with asyncio.timeout(20):
        await is_reading.wait()
        await examined.close()
    assert may_end.is_set()
