"""`trishul recording lint`: findings with their lines, exit codes, and files that are written anew."""

from __future__ import annotations

import bz2
import json
import zipfile
from pathlib import Path

import pytest

from trishul.cli.main import run

DIRTY = "1.3.6.1.2.1.1.5.0|4|name\n1.3.6.1.2.1.1.1.0|4|late\n1.3.6.1.2.1.1.7.0|2|<private>\n"
CLEAN = "# placeholder: 1.3.6.1.2.1.1.7.0|2|<private>\n1.3.6.1.2.1.1.1.0|4|late\n1.3.6.1.2.1.1.5.0|4|name\n"


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    path = tmp_path / "dirty.snmprec"
    path.write_text(DIRTY)
    return path


def test_findings_are_printed_with_file_line_severity_and_code(dirty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["recording", "lint", str(dirty)]) == 1
    written = capsys.readouterr()
    first, second = written.out.splitlines()
    assert first.startswith(f"{dirty}:2: warning: ")
    assert first.endswith("[out_of_order]")
    assert second.startswith(f"{dirty}:3: error: ")
    assert written.err == "1 recording (1 snmprec): 1 error, 1 warning\n"
    assert run(["recording", "lint", "--fail-on", "never", "--format", "json", str(dirty.parent)]) == 0
    assert [one["line"] for one in json.loads(capsys.readouterr().out)] == [2, 3]


@pytest.mark.parametrize("name", ["dirty.snmprec", "dirty.snmprec.bz2"])
def test_a_mended_file_is_clean_and_loses_nothing(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(bz2.compress(DIRTY.encode()) if name.endswith("2") else DIRTY.encode())
    assert run(["recording", "lint", "--fix", "--fail-on", "warning", str(path)]) == 0
    data = path.read_bytes()
    assert (bz2.decompress(data) if name.endswith("2") else data).decode() == CLEAN


def test_other_formats_are_checked_and_stay_as_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "walk.txt"
    path.write_text(".1.3.6.1.2.1.1.1.0 = INTEGER: 1\n.1.3.6.1.2.1.1.7.0 = up\n")
    assert run(["recording", "lint", "--fix", str(path)]) == 1
    written = capsys.readouterr()
    assert "untyped_value" in written.out
    assert "convert" in written.err


def test_repeated_findings_are_counted_and_rules_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "many.snmprec"
    path.write_text("".join(f"1.3.6.1.4.1.9.{number}|2|x\n" for number in range(30)) + "1.3.6.1.4.1.9.99|2|1\n")
    assert run(["recording", "lint", str(path)]) == 1
    assert "and 10 more of this kind [bad_value]" in capsys.readouterr().out
    assert run(["recording", "lint", "--rules"]) == 0
    assert "duplicate_oid" in capsys.readouterr().out
    assert run(["recording", "lint", str(tmp_path / "none")]) == 1


def test_recordings_in_an_archive_are_checked_where_they_lie(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "lab.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("core/dirty.snmprec", DIRTY)
    assert run(["recording", "lint", "--fix", str(archive)]) == 1
    written = capsys.readouterr()
    assert written.out.startswith(f"{archive}/core/dirty.snmprec:2: warning: ")
    assert written.err.startswith(f"{archive}/core/dirty.snmprec: lies in an archive and stays as it is")


def test_what_may_be_lost_is_a_notice_with_its_number_and_fails_only_who_asks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "walk.txt"
    path.write_text("".join(f".1.3.6.1.2.1.2.2.1.2.{row} = STRING: eth0.{row}\n" for row in (1, 2, 3)))
    assert run(["recording", "lint", "--fail-on", "warning", str(path)]) == 0
    written = capsys.readouterr()
    assert f"{path}:1: notice: 'eth0.1' has a dot" in written.out
    assert "; 2 more like it [dot_in_text]" in written.out
    assert written.err == "1 recording (1 snmpwalk): 0 errors, 0 warnings, 2 notices\n"
    assert run(["recording", "lint", "--fail-on", "notice", str(path)]) == 1
