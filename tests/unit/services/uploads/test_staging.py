"""Changes of the folder of uploaded files: completely or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from trishul.services.uploads.staging import StagingFolder, recover


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "mibs"
    folder.mkdir()
    (folder / "OLD").write_text("old")
    (folder / "KEPT").write_text("kept")
    return folder


@pytest.fixture
def staging(tmp_path: Path, target: Path) -> StagingFolder:
    made = StagingFolder(tmp_path / "uploads", target)
    made.make()
    (made.path / "a").write_text("new")
    (made.path / "b").write_text("replaced")
    return made


def contents(folder: Path) -> dict[str, str]:
    return {place.name: place.read_text() for place in folder.iterdir()}


BEFORE = {"OLD": "old", "KEPT": "kept"}
AFTER = {"OLD": "replaced", "NEW": "new"}


def change(staging: StagingFolder) -> None:
    staging.apply([(staging.path / "a", "NEW"), (staging.path / "b", "OLD")], gone=["KEPT", "never there"])


def test_a_committed_change_stays(staging: StagingFolder, target: Path) -> None:
    change(staging)
    assert contents(target) == AFTER
    staging.commit()
    staging.discard()
    assert contents(target) == AFTER
    assert not staging.path.exists()
    assert recover(staging.path.parent, target) == 0


def test_a_change_can_be_taken_back(staging: StagingFolder, target: Path) -> None:
    change(staging)
    staging.roll_back()
    assert contents(target) == BEFORE
    staging.discard()
    assert not staging.path.exists()


def test_folders_come_and_go_with_their_files(staging: StagingFolder, target: Path) -> None:
    (target / "deep").mkdir()
    (target / "deep" / "OLD").write_text("old")
    staging.apply([(staging.path / "a", "new/er/NEW"), (staging.path / "b", "deep/OLD")])
    assert (target / "new" / "er" / "NEW").read_text() == "new"
    assert (target / "deep" / "OLD").read_text() == "replaced"
    staging.roll_back()
    assert not (target / "new").exists()
    assert (target / "deep" / "OLD").read_text() == "old"


def test_a_change_that_fails_half_way_is_taken_back(staging: StagingFolder, target: Path) -> None:
    with pytest.raises(FileNotFoundError):
        staging.apply([(staging.path / "b", "OLD"), (staging.path / "nothing", "NEW")])
    assert contents(target) == BEFORE


def test_after_a_kill_the_next_server_takes_the_change_back(staging: StagingFolder, target: Path) -> None:
    change(staging)
    staging.discard()
    assert staging.path.exists()
    assert recover(staging.path.parent, target) == 1
    assert contents(target) == BEFORE
    assert list(staging.path.parent.iterdir()) == []


def test_a_kill_between_two_moves_is_taken_back(staging: StagingFolder, target: Path) -> None:
    change(staging)
    (target / "NEW").replace(staging.path / "a")
    assert recover(staging.path.parent, target) == 1
    assert contents(target) == BEFORE


def test_a_journal_that_was_never_finished_means_that_nothing_was_moved(staging: StagingFolder, target: Path) -> None:
    (staging.path / "journal.json").write_bytes(b"")
    assert recover(staging.path.parent, target) == 1
    assert contents(target) == BEFORE


def test_a_damaged_journal_is_left_for_somebody_to_look_at(staging: StagingFolder, target: Path) -> None:
    (staging.path / "journal.json").write_bytes(b"{")
    assert recover(staging.path.parent, target) == 0
    assert staging.path.exists()


def test_without_any_upload_there_is_nothing_to_recover(tmp_path: Path, target: Path) -> None:
    assert recover(tmp_path / "uploads", target) == 0
