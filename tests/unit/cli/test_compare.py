"""`trishul compare`: rows that came, went and changed, one line or block each; counters when they are wanted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trishul.cli.main import run

BEFORE = "1.3.6.1.2.1.1.3.0|67|100\n1.3.6.1.2.1.1.5.0|4|old\n1.3.6.1.2.1.2.2.1.10.1|65|4294967290\n"
AFTER = "1.3.6.1.2.1.1.3.0|67|200\n1.3.6.1.2.1.1.5.0|4|new\n1.3.6.1.2.1.2.2.1.10.1|65|4\n1.3.6.1.9.1.0|2|7\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    before, after = tmp_path / "before.snmprec", tmp_path / "after.snmprec"
    before.write_text(BEFORE)
    after.write_text(AFTER)
    return [str(before), str(after)]


def test_differences_are_printed_and_counted(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", *files]) == 0
    out, err = capsys.readouterr()
    assert out == "~ 1.3.6.1.2.1.1.5.0: old -> new\n+ 1.3.6.1.9.1.0: 7\n"
    assert err == "3 and 4 instances: 0 the same, 1 added, 0 removed, 1 changed, 2 counted\n"


def test_counters_count_across_their_wrap(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "--counters", "--only", "1.3.6.1.2.1.2", *files]) == 0
    assert capsys.readouterr().out == "^ 1.3.6.1.2.1.2.2.1.10.1: 4294967290 -> 4 (+10, 10.0/s)\n"


def test_json_and_the_exit_code_are_for_scripts(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "-o", "json", "--fail-on-difference", *files]) == 1
    assert json.loads(capsys.readouterr().out)["total"] == 2
    assert run(["compare", "--fail-on-difference", files[0], files[0]]) == 0


def test_a_folder_of_several_recordings_is_refused(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", str(tmp_path), files[1]]) == 2
    assert "only one can be compared" in capsys.readouterr().err
