"""`trishul recording convert`: one file or many, to and from text of snmpwalk, with what was lost in words."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from trishul.cli.main import run

RECORD = "1.3.6.1.2.1.1.5.0|4|name\n"
WALK = '.1.3.6.1.2.1.1.5.0 = STRING: "name"\n'


def convert(*arguments: str | Path) -> int:
    return run(["recording", "convert", *map(str, arguments)])


def test_a_walk_becomes_a_recording_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    walk, record, again = tmp_path / "in.txt", tmp_path / "sw1.snmprec", tmp_path / "again.walk"
    walk.write_text(WALK + ".1.3.6.1.2.1.1.7.0 = INTEGER: x\n")
    assert convert(walk, "-o", record) == 0
    assert record.read_text() == RECORD
    assert capsys.readouterr().err == f"        1 instances  in, in {record}, 1 lines lost\n"
    assert convert(record, "-o", again) == 0
    assert again.read_text() == WALK
    assert convert(record, "--to", "snmpwalk", "-o", "-") == 0
    assert capsys.readouterr().out == WALK


def test_lines_with_variation_modules_stay_what_they_are(tmp_path: Path) -> None:
    moving = tmp_path / "moving.snmprec"
    moving.write_text("1.3.6.1.2.1.1.3.0|67:numeric|rate=100\n" + RECORD)
    assert convert(moving, "-o", tmp_path / "copy.snmprec.bz2") == 0
    assert convert(tmp_path / "copy.snmprec.bz2", "-o", tmp_path / "again.snmprec") == 0
    assert (tmp_path / "again.snmprec").read_text() == moving.read_text()


def test_several_recordings_need_a_directory(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = tmp_path / "customer.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("site/one.txt", WALK)
        packed.writestr("two.sapwalk", "1.3.6.1.2.1.1.5.0 , OctetString , name\n")
        packed.writestr("readme.txt", "Dear reader\n")
    assert convert(archive, "-o", tmp_path / "one.snmprec") == 2
    assert convert(archive, "-o", f"{tmp_path}/out/") == 0
    out = tmp_path / "out"
    assert {str(path.relative_to(out)): path.read_text() for path in out.rglob("*.snmprec")} == {
        "site/one.snmprec": RECORD,
        "two.snmprec": RECORD,
    }
    assert "readme.txt: left out" in capsys.readouterr().err
