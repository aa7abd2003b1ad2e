"""`trishul completion`: scripts that real shells take, and completion that works in one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from trishul.cli.completion import SHELLS, completion
from trishul.cli.main import COMPLETION_VARIABLE, main


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script_that_asks_trishul(shell: str) -> None:
    outcome = CliRunner().invoke(completion, [shell])
    assert outcome.exit_code == 0
    assert f"{COMPLETION_VARIABLE}={shell}_complete" in outcome.output


def test_bash_takes_its_script(tmp_path: Path) -> None:
    script = tmp_path / "completion.bash"
    script.write_text(CliRunner().invoke(completion, ["bash"]).output)
    bash = shutil.which("bash")
    assert bash is not None
    assert subprocess.run([bash, "-n", script], check=False, timeout=60).returncode == 0


def test_what_could_stand_at_the_cursor_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(COMPLETION_VARIABLE, "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "trishul trap ")
    monkeypatch.setenv("COMP_CWORD", "2")
    monkeypatch.setattr(sys, "argv", ["trishul"])
    with pytest.raises(SystemExit) as ending:
        main()
    assert ending.value.code == 0
    assert capsys.readouterr().out.split() == ["plain,send", "plain,listen", "plain,expect"]
