"""`trishul mib compile`: modules as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trishul.cli.main import run

TEXT = "{0}-MIB DEFINITIONS ::= BEGIN IMPORTS mib-2 FROM SNMPv2-SMI; {1} OBJECT IDENTIFIER ::= {{ mib-2 {2} }} END\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two modules."""
    monkeypatch.setenv("TRISHUL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "A.txt").write_text(TEXT.format("A", "a", 1))
    (tmp_path / "B.txt").write_text(TEXT.format("B", "b", 2))
    return tmp_path


def test_one_module_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "compile", "A.txt"]) == 0
    output, summary = capsys.readouterr()
    assert json.loads(output)["nodes"] == {"a": {"oid": "1.3.6.1.2.1.1", "kind": "oid"}}
    assert summary == "1 module, 1 names with OIDs\n"


def test_several_modules_are_an_array(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "compile", "A.txt", "B.txt"]) == 0
    assert [one["module"] for one in json.loads(capsys.readouterr().out)] == ["A-MIB", "B-MIB"]


def test_output_goes_to_a_file_or_one_file_a_module(folder: Path) -> None:
    run(["mib", "compile", "A.txt", "-o", "a.json"])
    assert json.loads((folder / "a.json").read_text())["module"] == "A-MIB"
    run(["mib", "compile", "A.txt", "B.txt", "-o", "compiled/"])
    assert sorted(path.name for path in (folder / "compiled").iterdir()) == ["A-MIB.json", "B-MIB.json"]


def test_a_text_without_a_module_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "no.txt").write_text("nothing here")
    assert run(["mib", "compile", "no.txt"]) == 1
    output, error = capsys.readouterr()
    assert output == "[]\n"
    assert error.startswith("trishul mib compile: no.txt: No module begins in this text\n")


def test_errors_are_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.txt").write_text("A-MIB DEFINITIONS ::= BEGIN a OBJECT IDENTIFIER := { iso 3 } END")
    assert run(["mib", "compile", "bad.txt"]) == 0
    assert "errors: 1 (trishul mib lint shows them)" in capsys.readouterr().err
