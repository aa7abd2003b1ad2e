"""`trishul admin backup` says what it wrote."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from tests.unit.services.backup.directories import give_directory
from trishul.cli.backup import backup
from trishul.errors import InvalidInput


def test_what_was_written_is_counted(tmp_path: Path) -> None:
    data_dir = give_directory(tmp_path / "data").parent
    target = tmp_path / "backup.tar.gz"
    outcome = CliRunner().invoke(backup, [str(target), "--data-dir", str(data_dir)])
    assert outcome.output == f"{target}: 6 files, {target.stat().st_size:,} bytes.\n"
    keyless = CliRunner().invoke(backup, [f"{target}.2", "--without-key", "--data-dir", str(data_dir)])
    assert ": 5 files" in keyless.output
    again = CliRunner().invoke(backup, [str(target), "--data-dir", str(data_dir)])
    assert isinstance(again.exception, InvalidInput)
