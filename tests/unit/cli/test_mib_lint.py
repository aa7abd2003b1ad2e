"""`trishul mib lint`: findings in three forms, mends, exit codes."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from trishul.cli.main import run

FAULTY = b"""BAD-MIB DEFINITIONS ::= BEGIN\r
IMPORTS OBJECT-TYPE, enterprises, Gauge32 FROM SNMPv2-SMI;\r
a OBJECT IDENTIFIER := { enterprises 99 }\r
b OBJECT-TYPE SYNTAX DisplayString MAX-ACCESS read-only STATUS mandatory DESCRIPTION "x" ::= { a 1 }\r
END\r
"""
SOUND = b"OK-MIB DEFINITIONS ::= BEGIN\na OBJECT IDENTIFIER ::= { iso 3 }\nEND\n"


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data directory; commands run in a folder of their own."""
    monkeypatch.setenv("TRISHUL_DATA_DIR", str(tmp_path / "data"))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def faulty(data_dir: Path) -> Path:
    path = data_dir / "bad.mib"
    path.write_bytes(FAULTY)
    return path


def codes(output: str) -> list[str]:
    """Codes of findings in JSON."""
    return [one["code"] for one in json.loads(output)]


def test_findings_are_shown_with_place_line_and_hint(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "lint", "bad.mib"]) == 1
    shown, summary = capsys.readouterr()
    assert "bad.mib:3:21: error: The assignment sign is ::= [wrong-assignment]\n" in shown
    assert "hint: Import it from SNMPv2-TC" in shown
    assert summary == "1 file: 1 error, 3 warnings, 0 styles\n"


def test_a_sound_text_ends_with_0(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data_dir / "ok").write_bytes(SOUND)
    assert run(["mib", "lint", "--preset", "strict", "--fail-on", "style", "ok"]) == 0
    assert capsys.readouterr() == ("", "1 file: 0 errors, 0 warnings, 0 styles\n")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 1),
        (["--fail-on", "never"], 0),
        (["--ignore", "wrong-assignment"], 0),
        (["--ignore", "wrong-assignment", "--fail-on", "warning"], 1),
        (["--preset", "permissive", "--ignore", "wrong-assignment", "--fail-on", "style"], 0),
    ],
)
def test_what_is_shown_decides_the_exit_code(faulty: Path, options: list[str], code: int) -> None:
    assert run(["mib", "lint", "bad.mib", *options]) == code


def test_presets_choose_severities(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["mib", "lint", "--preset", "strict", "--format", "json", "bad.mib"])
    assert "unused-import" in codes(capsys.readouterr().out)
    run(["mib", "lint", "--preset", "permissive", "--format", "json", "bad.mib"])
    assert codes(capsys.readouterr().out) == ["wrong-assignment"]


def test_smilint_tags_can_be_passed_over(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["mib", "lint", "--format", "json", "--ignore", "status-invalid-smiv2", "bad.mib"])
    assert "smiv1-status" not in codes(capsys.readouterr().out)


def test_an_unknown_code_is_refused(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "lint", "--ignore", "no-such-code", "bad.mib"]) == 2
    assert "there is no such code" in capsys.readouterr().err


def test_sarif_is_one_log(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["mib", "lint", "--format", "sarif", "bad.mib"])
    (made,) = json.loads(capsys.readouterr().out)["runs"]
    assert {one["ruleId"] for one in made["results"]} >= {"wrong-assignment", "missing-import"}


def test_a_difference_is_shown_and_nothing_written(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["mib", "lint", "--diff", "bad.mib"])
    shown, summary = capsys.readouterr()
    assert {"-a OBJECT IDENTIFIER := { enterprises 99 }", "+a OBJECT IDENTIFIER ::= { enterprises 99 }"} <= set(
        shown.splitlines()
    )
    assert "3 can be mended" in summary
    assert faulty.read_bytes() == FAULTY


def test_mends_are_written_with_line_ends_and_rights_as_they_were(
    faulty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty.chmod(0o640)
    assert run(["mib", "lint", "--fix", "bad.mib"]) == 0
    wanted = FAULTY.replace(b" := ", b" ::= ").replace(b"mandatory", b"current")
    assert faulty.read_bytes() == wanted.replace(b"-SMI;", b"-SMI\r\n    DisplayString FROM SNMPv2-TC;")
    assert faulty.stat().st_mode & 0o777 == 0o640
    assert "3 mended" in capsys.readouterr().err
    assert list(faulty.parent.iterdir()) == [faulty]


def test_stdin_is_checked_and_mended(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(FAULTY)))
    assert run(["mib", "lint", "--fix", "-"]) == 0
    assert b"a OBJECT IDENTIFIER ::= { enterprises 99 }\r\n" in capfdbinary.readouterr().out


def test_folders_and_archives_are_read_whole(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data_dir / "mibs").mkdir()
    (data_dir / "mibs/bad.txt").write_bytes(FAULTY)
    with zipfile.ZipFile("more.zip", "w") as archive:
        archive.writestr("inside/OK-MIB", SOUND)
    run(["mib", "lint", "mibs", "more.zip"])
    shown, summary = capsys.readouterr()
    assert "mibs/bad.txt:3:21" in shown
    assert summary.startswith("2 files: 1 error")
    assert run(["mib", "lint", "--fix", "more.zip"]) == 2
    assert "unpack them first" in capsys.readouterr().err


def test_imports_are_met_by_folders(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data_dir / "other").mkdir()
    (data_dir / "other/OK-MIB.txt").write_bytes(SOUND)
    text = b"A-MIB DEFINITIONS ::= BEGIN IMPORTS a FROM OK-MIB; b OBJECT IDENTIFIER ::= { a 1 } END"
    (data_dir / "A-MIB").write_bytes(text)
    run(["mib", "lint", "A-MIB"])
    assert "OK-MIB is not loaded" in capsys.readouterr().out
    assert run(["mib", "lint", "--path", "other", "A-MIB"]) == 0
    assert capsys.readouterr().out == ""


def test_what_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "lint", "gone.mib"]) == 2
    assert capsys.readouterr().err == "trishul: There is no file gone.mib\n"


def test_a_text_that_is_no_mib_is_a_finding(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data_dir / "page").write_bytes(b"<html><body>404</body></html>")
    assert run(["mib", "lint", "page"]) == 1
    assert capsys.readouterr().out.startswith("page:1:1: error: This is a web page, not a MIB [not-a-mib]")


def test_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "lint", "--rules"]) == 0
    assert "integer-misuse           style    " in capsys.readouterr().out


def test_what_repeats_itself_is_counted_unless_all_is_asked_for(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many = "".join(f"a{number} OBJECT IDENTIFIER := {{ iso {number} }}\n" for number in range(3, 30))
    (data_dir / "many").write_text(f"M-MIB DEFINITIONS ::= BEGIN\n{many}END\n")
    assert run(["mib", "lint", "many"]) == 1
    shown, summary = capsys.readouterr()
    assert shown.count("[wrong-assignment]") == 21
    assert "many: and 7 more of this kind [wrong-assignment]; --all shows them\n" in shown
    assert summary == "1 file: 27 errors, 0 warnings, 0 styles\n"
    assert run(["mib", "lint", "--all", "many"]) == 1
    assert capsys.readouterr().out.count("[wrong-assignment]") == 27
    assert run(["mib", "lint", "--format", "json", "many"]) == 1
    assert codes(capsys.readouterr().out).count("wrong-assignment") == 27
