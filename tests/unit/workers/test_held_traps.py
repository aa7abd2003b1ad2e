"""The file of what a worker holds says the truth at every moment, and goes with the worker."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from trishul.workers.held_traps import BatchFacts, HeldAtDeath, HeldTraps, facts_of, held_files, read_held
from trishul.workers.messages import NotificationRow

TRAP, INFORM = 0xA7, 0xA6


def a_row(at_ns: int, kind: int = TRAP) -> NotificationRow:
    return (at_ns, "l", "p", 1, kind, "1.3", None, None, None, b"\x30\0", b"", "[]", None, None, None, None, None, None)


@pytest.mark.parametrize(
    ("rows", "facts"),
    [
        ([], BatchFacts(0, 0)),
        ([a_row(1, INFORM)], BatchFacts(1, 0)),
        ([a_row(1), a_row(2), a_row(2), a_row(3, INFORM), a_row(2)], BatchFacts(1, 4, 2, 3)),
    ],
)
def test_a_batch_knows_when_its_last_traps_came(rows: list[NotificationRow], facts: BatchFacts) -> None:
    assert facts_of(rows) == facts


def test_what_is_taken_is_held_until_it_is_settled(tmp_path: Path) -> None:
    held = HeldTraps(tmp_path / "informs")
    held.take(0)
    assert held_files(tmp_path / "informs") == []
    held.take(5)
    (path,) = held_files(tmp_path / "informs", os.getpid())
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_held(path).traps == 5
    held.settle(BatchFacts(7, 0))
    held.settle(BatchFacts(0, 2, 30, 1))
    assert read_held(path) == HeldAtDeath(3, 30, 1)
    held.settle(BatchFacts(0, 1, 30, 1))
    assert read_held(path) == HeldAtDeath(2, 30, 2)
    held.settle(BatchFacts(0, 1, 40, 1))
    assert read_held(path) == HeldAtDeath(1, 40, 1)
    held.close()
    assert held_files(tmp_path / "informs") == []


def test_what_was_not_settled_outlives_the_process(tmp_path: Path) -> None:
    pid = os.fork()
    if not pid:  # pragma: no cover -- the child says nothing more
        HeldTraps(tmp_path).take(3)
        os._exit(9)
    os.waitpid(pid, 0)
    assert held_files(tmp_path, os.getpid()) == []
    (path,) = held_files(tmp_path, pid)
    assert read_held(path).traps == 3


def test_a_cut_file_says_nothing_and_a_folder_that_cannot_be_made_stops_nobody(tmp_path: Path) -> None:
    cut = tmp_path / "cut.held"
    cut.write_bytes(b"1234")
    assert read_held(cut) == HeldAtDeath(0, 0, 0)
    held = HeldTraps(cut / "informs")
    held.take(2)
    held.close()
    assert held.held == 2
