"""`trishul admin restore` says what came back and where the rest lies."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from tests.unit.services.backup.directories import NOW, give_directory, note_of, write_note
from trishul.cli.restore import restore
from trishul.services.backup.making import save_backup


def test_what_came_back_and_what_was_there_is_named(tmp_path: Path) -> None:
    database = give_directory(tmp_path / "data")
    archive = tmp_path / "backup.tar.gz"
    save_backup(database.parent, database, archive, with_key=True, now=NOW)
    write_note(database, "changed")
    outcome = CliRunner().invoke(restore, [str(archive), "--data-dir", str(database.parent)])
    first, second = outcome.output.splitlines()
    assert first == f"Restored 6 files of 2027-01-15 08:00:00 UTC to {database.parent}."
    aside = Path(second.removeprefix("What was there before lies in ").removesuffix("."))
    assert (note_of(database), note_of(aside / "trishul.db")) == ("first", "changed")
    fresh = CliRunner().invoke(restore, [str(archive), "--data-dir", str(tmp_path / "new")])
    assert fresh.output.count("\n") == 1
