"""`trishul recording record`: the file it writes, in the form that its name says, and what it says about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import DEVICE
from trishul.cli.main import run
from trishul.simulation.recordings.files import read_recording

RECORD = ("recording", "record", "--interval", "0")


@pytest.mark.parametrize("name", ["sw1.snmprec", "sw1.snmprec.bz2", "sw1.walk", "sw1.txt"])
def test_everything_a_device_answers_is_in_the_file(
    agent: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = tmp_path / name
    assert run([*RECORD, agent, "-o", str(path)]) == 0
    assert list(read_recording(path)) == DEVICE
    assert capsys.readouterr().err == f"8 instances in {path}\n"
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_subtrees_and_instances_are_chosen_and_written_to_stdout(
    agent: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run([*RECORD, "--get", "1.3.6.1.2.1.1.5.0", agent, "1.3.6.1.2.1.2.1", "-o", "-"]) == 0
    written = capsysbinary.readouterr()
    assert written.out == b"1.3.6.1.2.1.1.5.0|4x|7377697463682d31\n1.3.6.1.2.1.2.1.0|2|2\n"
    assert written.err == b"2 instances\n"


def test_a_silent_device_leaves_no_file(agent: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.snmprec"
    assert run([*RECORD, "-c", "wrong", "-t", "0.1", "-r", "0", agent, "-o", str(path)]) == 3
    assert "No answer" in capsys.readouterr().err
    assert not path.exists()
    assert run([*RECORD, agent, "-o", str(tmp_path / "none" / "x.snmprec")]) == 2
