"""`trishul mib diff`: changes as lines and JSON, exit codes, and which module is meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.contract.mib_texts import mib
from trishul.cli.main import run


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Two revisions; in the newer one a label is gone."""
    monkeypatch.setenv("TRISHUL_DATA_DIR", str(tmp_path / "data"))
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(mib("ACME-MIB"))
    new.write_bytes(mib("ACME-MIB").replace(b", high(2)", b"").replace(b"202601010000Z", b"202602010000Z"))
    return str(old), str(new)


def test_changes_are_lines_with_their_rule(pair: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "diff", *pair]) == 0
    shown = capsys.readouterr()
    assert "NOT ALLOWED  labels      acmeValue: high(2) -> (nothing)  [RFC 2578 §10.2]" in shown.out
    assert "2 changes, 1 of them not allowed" in shown.err


@pytest.mark.parametrize(
    ("fail_on", "turned", "status"),
    [("illegal", False, 1), ("any", False, 1), ("never", False, 0), ("illegal", True, 1)],
)
def test_the_exit_code_follows_the_wish(pair: tuple[str, str], fail_on: str, *, turned: bool, status: int) -> None:
    assert run(["mib", "diff", "--fail-on", fail_on, *(reversed(pair) if turned else pair)]) == status
    assert run(["mib", "diff", "--fail-on", fail_on, pair[0], pair[0]]) == 0


def test_json_has_every_field(pair: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "diff", "-o", "json", *pair]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found[1]["kind"] == "labels"
    assert found[1]["is_legal"] is False


def test_several_modules_in_a_file_want_a_name(
    pair: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = tmp_path / "both"
    both.write_bytes(mib("ACME-MIB") + mib("USER-MIB", 5))
    assert run(["mib", "diff", pair[0], str(both)]) == 2
    assert "choose with --module" in capsys.readouterr().err
    assert run(["mib", "diff", "--module", "ACME-MIB", pair[0], str(both)]) == 0
    assert run(["mib", "diff", "--module", "NO-MIB", pair[0], str(both)]) == 2
