"""The tests that people copy hold, and fail readably, with net-snmp's snmptrap in the part of their program."""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import run

import pytest

from tests.conftest import find_tool

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NEAREST = "the nearest of 1 others fails by var:1.3.6.1.2.1.2.2.1.1=3: 1.3.6.1.2.1.2.2.1.1.3 is '4'"


def test_the_example_in_python_holds_or_says_what_came_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    find_tool("snmptrap")
    example: Callable[[], None] = runpy.run_path(str(EXAMPLES / "test_link_down.py"))[
        "test_a_link_that_goes_down_is_reported"
    ]
    example()
    monkeypatch.setenv("INTERFACE", "4")
    with pytest.raises(AssertionError, match="the nearest of 1 others fails by") as failed:
        example()
    assert NEAREST in str(failed.value)


@pytest.mark.parametrize(("interface", "code"), [("3", 0), ("4", 1)])
def test_the_example_in_bash_holds_or_says_what_came_instead(interface: str, code: int, tmp_path: Path) -> None:
    find_tool("snmptrap")
    program = tmp_path / "trishul"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m trishul.cli.main "$@"\n')
    program.chmod(0o755)
    done = run(
        [find_tool("sh"), str(EXAMPLES / "test_link_down.sh")],
        env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "INTERFACE": interface},
        capture_output=True, text=True, check=False, timeout=90,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert (NEAREST in done.stderr) == (code == 1)
