"""An import begins only where it can end well; all of it, seen through a server, is in contract/test_old_suite.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from trishul.errors import InvalidInput
from trishul.services.configuration import load_configuration
from trishul.services.old_suite.taking_over import import_old_suite
from trishul.store.database import Database


async def test_a_database_that_somebody_uses_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "old/mibs").mkdir(parents=True)
    configuration = load_configuration({}, overrides={"data_dir": tmp_path / "new"})
    database = await Database.open(configuration.effective_database_url)
    try:
        with pytest.raises(InvalidInput, match="Stop it first"):
            await import_old_suite(tmp_path / "old", configuration)
    finally:
        await database.close()


async def test_nothing_is_made_where_nothing_is_to_be_taken(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    configuration = load_configuration({}, overrides={"data_dir": tmp_path / "new"})
    with pytest.raises(InvalidInput, match="no such data directory"):
        await import_old_suite(tmp_path / "old", configuration)
    assert not (tmp_path / "new").exists()
