"""What an earlier server took with it: what its worker held, less what the store has."""

from __future__ import annotations

import struct
from pathlib import Path

from tests.unit.notification_rows import NOON_NS, a_row, store
from trishul.services.traps.earlier_losses import EarlierLosses
from trishul.store.database import Database
from trishul.workers.held_traps import held_files


def a_file(folder: Path, *numbers: int, pid: int = 7) -> Path:
    """Of a worker: traps that it held, until when they are settled, how many of that time."""
    path = folder / f"1-{pid}.held"
    path.write_bytes(struct.pack(">QQQ", *numbers))
    return path


LOSSES = {
    (5, NOON_NS, 1): 2,  # of four traps from noon on one is settled: three of the five are stored
    (5, NOON_NS + 1, 1): 4,
    (5, NOON_NS + 9, 0): 5,
    (1, NOON_NS, 0): 0,
    (0, 0, 0): 0,
}
"""What a file says (held, settled until when, how many of then), and how many of its traps are lost."""


async def test_what_is_in_the_store_is_not_lost(database: Database, tmp_path: Path) -> None:
    async with database.write() as connection:
        rows = [a_row(received_at_ns=NOON_NS + late) for late in (-1, 0, 0, 1, 1)]
        await store(connection, [*rows, a_row(received_at_ns=NOON_NS + 1, pdu_kind=0xA6)])
    losses = EarlierLosses(tmp_path, database)
    for numbers, lost in LOSSES.items():
        path = a_file(tmp_path, *numbers)
        assert await losses.traps() == lost, numbers
        assert not path.exists()
    assert await losses.traps() == 0


async def test_the_file_of_a_worker_whose_account_is_settled_goes(database: Database, tmp_path: Path) -> None:
    a_file(tmp_path, 3, NOON_NS, 0, pid=7)
    other = a_file(tmp_path, 4, NOON_NS, 0, pid=77)
    losses = EarlierLosses(tmp_path, database)
    await losses.forget(7)
    assert held_files(tmp_path) == [other]
    assert await losses.traps() == 4


async def test_what_cannot_be_read_waits_for_the_next_start(database: Database, tmp_path: Path) -> None:
    (tmp_path / "1-1.held").mkdir()
    path = a_file(tmp_path, 3, NOON_NS, 0)
    async with database.write() as connection:
        await connection.exec_driver_sql("DROP TABLE notifications")
    assert await EarlierLosses(tmp_path, database).traps() == 0
    assert path.exists()
