"""Which files are served, and what they answer to."""

from __future__ import annotations

from pathlib import Path

import pytest

from trishul.cli.recordings_to_serve import choose_recordings
from trishul.errors import InvalidInput, RecordingError

LINE = "1.3.6.1.2.1.1.5.0|4|here\n"


def recording(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(LINE)
    return path


def communities(*paths: Path) -> dict[str, tuple[str, ...]]:
    return {one.path.name: one.communities for one in choose_recordings(paths)[0]}


def test_a_file_answers_to_its_name_without_the_ending(tmp_path: Path) -> None:
    path = recording(tmp_path / "core router.snmprec")
    assert communities(path) == {"core router.snmprec": ("core router",)}
    assert choose_recordings([path])[0][0].is_named


def test_a_file_in_a_folder_answers_to_its_path_as_well(tmp_path: Path) -> None:
    recording(tmp_path / "sw1.snmprec")
    recording(tmp_path / "core" / "sw2.snmprec")
    assert communities(tmp_path) == {"sw1.snmprec": ("sw1",), "sw2.snmprec": ("sw2", "core/sw2")}


def test_of_two_with_one_name_the_first_keeps_it_and_both_keep_their_paths(tmp_path: Path) -> None:
    recording(tmp_path / "a" / "sw.snmprec")
    recording(tmp_path / "b" / "sw.snmprec")
    chosen, _ = choose_recordings([tmp_path])
    assert [one.communities for one in chosen] == [("sw", "a/sw"), ("b/sw",)]


def test_two_named_files_with_one_name_are_refused(tmp_path: Path) -> None:
    first, second = recording(tmp_path / "a" / "sw.snmprec"), recording(tmp_path / "b" / "sw.snmprec")
    with pytest.raises(InvalidInput, match="have one community, sw"):
        choose_recordings([first, second])


def test_files_of_a_folder_that_are_no_recordings_are_named(tmp_path: Path) -> None:
    recording(tmp_path / "sw.snmprec")
    (tmp_path / "notes.txt").write_text("to be read by people\n")
    chosen, ignored = choose_recordings([tmp_path])
    assert [one.path.name for one in chosen] == ["sw.snmprec"]
    assert [one.path.name for one in ignored] == ["notes.txt"]


def test_nothing_to_serve_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="There is no recording in"):
        choose_recordings([tmp_path])
    with pytest.raises(RecordingError):
        choose_recordings([tmp_path / "absent.snmprec"])


def test_the_folder_self_is_left_out_of_paths_as_snmpsim_has_it(tmp_path: Path) -> None:
    (tmp_path / "self" / "site").mkdir(parents=True)
    for place in ("self.snmprec", "self/site/core.snmprec", "site.snmprec"):
        (tmp_path / place).write_text("1.3.6.1.2.1.1.5.0|4|x\n")
    chosen, ignored = choose_recordings([tmp_path])
    assert {each.path.name: each.communities for each in chosen} == {
        "self.snmprec": ("",),
        "core.snmprec": ("core", "site/core"),
        "site.snmprec": ("site",),
    }
    assert ignored == []
