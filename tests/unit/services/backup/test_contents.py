"""Names of what a backup holds: ours, and none that leads anywhere else."""

from __future__ import annotations

import pytest

from trishul.services.backup.contents import BackupDamaged, checked_name


@pytest.mark.parametrize(
    "name", ["trishul.db", "credentials.key", "engines.json", "mibs/A.mib", "recordings/a/b c.txt"]
)
def test_what_belongs_there_is_taken(name: str) -> None:
    assert str(checked_name(name)) == name


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../trishul.db",
        "mibs/../../x",
        "mibs/..",
        "mibs",
        "mibs//a",
        "./mibs/a",
        "mibs/a\\..\\b",
        "library/index.sqlite",
        "workbench.lock",
        "mibs/" + "a/" * 2000 + "x",
        "recordings/" + "ä" * 128,
        "",
    ],
)
def test_everything_else_is_refused(name: str) -> None:
    with pytest.raises(BackupDamaged, match="Nothing was changed"):
        checked_name(name)
