"""The engine of a command: kept in the data directory, or said to be new."""

from __future__ import annotations

from pathlib import Path

import pytest

from trishul.cli.engine_identity import identify_engine
from trishul.snmp.engine_state import EngineRole


def test_a_command_is_the_engine_that_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = identify_engine(EngineRole.NOTIFIER, tmp_path)
    assert identify_engine(EngineRole.NOTIFIER, tmp_path) == (first.engine_id, 2, None)
    assert capsys.readouterr().err == ""


def test_the_variable_names_the_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRISHUL_DATA_DIR", str(tmp_path))
    identify_engine(EngineRole.NOTIFIER)
    assert (tmp_path / "engines.json").exists()


def test_a_directory_that_cannot_be_written_is_said_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    identity = identify_engine(EngineRole.SIMULATOR, tmp_path / "file")
    assert identity.boots == 1
    assert capsys.readouterr().err.count("Warning:") == 1
