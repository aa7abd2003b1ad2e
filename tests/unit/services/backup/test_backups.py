"""Backups of a running workbench come one at a time."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.unit.services.backup.directories import NOW, give_directory
from trishul.services.backup.backups import BackupRunning, Backups


async def test_it_is_read_whole_and_a_second_one_waits_for_nobody(tmp_path: Path) -> None:
    database = give_directory(tmp_path / "data")
    backups = Backups(database.parent, database, lambda: NOW)
    first = asyncio.create_task(backups.make(with_key=True))
    await asyncio.sleep(0)
    with pytest.raises(BackupRunning, match="Another backup"):
        await backups.make(with_key=True)
    made = await first
    octets = b"".join([piece async for piece in made.pieces()])
    assert (len(octets), made.name) == (made.size_bytes, "trishul-20270115-080000.tar.gz")
    assert (await backups.make(with_key=False)).size_bytes < made.size_bytes
