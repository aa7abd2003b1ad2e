"""A database in use is read whole beside its users, and the reading gives way."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.unit.migrated_database import give_database
from trishul.store import examination
from trishul.store.database import StoreUnavailable
from trishul.store.examination import Examination, ExaminationBrokenOff


@pytest.fixture
def path(tmp_path: Path) -> Path:
    give_database(tmp_path / "a.db")
    return tmp_path / "a.db"


def test_a_sound_one_is_read_while_somebody_writes(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert Examination(path).run() is None


def test_a_torn_page_is_found(path: Path) -> None:
    octets = bytearray(path.read_bytes())
    octets[8192:12288] = b"\xff" * 4096
    path.write_bytes(octets)
    assert Examination(path).run()


def test_what_cannot_be_opened_is_not_called_damaged(path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        Examination(path.with_name("missing.db")).run()


def test_one_that_was_stopped_before_it_began_reads_nothing(path: Path) -> None:
    stopped = Examination(path)
    stopped.stop()
    with pytest.raises(ExaminationBrokenOff):
        stopped.run()


def test_it_gives_way_to_a_log_that_grows_or_to_a_stop(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "_STEPS_BETWEEN_LOOKS", 1)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE more (a)")
        monkeypatch.setattr(examination, "LARGEST_LOG_BYTES", 1)
        with pytest.raises(ExaminationBrokenOff):
            Examination(path).run()
        monkeypatch.undo()
        assert Examination(path).run() is None


def test_it_is_stopped_in_the_middle_from_another_thread(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "_STEPS_BETWEEN_LOOKS", 1)
    reading = Examination(path)
    is_reading, is_stopped = threading.Event(), threading.Event()

    def wait_for_the_stop() -> bool:
        is_reading.set()
        is_stopped.wait(20)
        return False  # what ends the reading is the interruption

    monkeypatch.setattr(reading, "_should_end", wait_for_the_stop)
    outcome: list[object] = []

    def read() -> None:
        try:
            outcome.append(reading.run())
        except ExaminationBrokenOff as end:
            outcome.append(end)

    thread = threading.Thread(target=read)
    thread.start()
    assert is_reading.wait(20)
    reading.stop()
    is_stopped.set()
    thread.join(20)
    assert isinstance(outcome[0], ExaminationBrokenOff)
