"""A database is found where it is said to be, and never made by asking for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.account_directory import make_directory
from trishul.cli.account_database import configuration_of_database
from trishul.errors import InvalidInput


def test_a_database_that_is_there_is_found_and_another_is_not_made(tmp_path: Path) -> None:
    assert configuration_of_database(make_directory(tmp_path), None).data_dir == tmp_path
    with pytest.raises(InvalidInput, match="There is no database at"):
        configuration_of_database(tmp_path / "nothing", None)
    assert not (tmp_path / "nothing").exists()
