"""The group `trishul mib`."""

from __future__ import annotations

import pytest

from trishul.cli.main import run


def test_the_group_lists_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "--help"]) == 0
    text = capsys.readouterr().out
    assert "lint" in text
    assert "compile" in text
