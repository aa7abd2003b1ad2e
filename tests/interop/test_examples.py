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
from tests.standard_library import give_library

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


def test_the_fixtures_work_in_another_project_and_failures_say_what_came(tmp_path: Path) -> None:
    find_tool("snmpget"), find_tool("snmptrap")
    give_library(tmp_path / "data")
    failing = tmp_path / "test_failing.py"
    failing.write_text(_FAILING)
    done = run(
        [
            *(sys.executable, "-m", "pytest", "-p", "trishul.testing.plugin", "-p", "no:cacheprovider"),
            *("-c", os.devnull, "--rootdir", str(tmp_path), "--trishul-data-dir", str(tmp_path / "data")),
            *(str(EXAMPLES / "test_switch_poller.py"), str(failing)),
        ],
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=90,
    )  # fmt: skip
    assert "1 failed, 3 passed" in done.stdout, done.stdout + done.stderr
    asked = done.stdout.partition("- Requests to the agent at 127.0.0.1:")[2]
    assert "GetNextRequest from 127.0.0.1:" in asked
    assert "1.3.6.1.2.1.2.2.1.2" in asked
    came = done.stdout.partition("- Notifications to 127.0.0.1:")[2]
    assert "linkUp from 127.0.0.1:" in came
    assert "ifIndex.3 = 3" in came


_FAILING = """
from subprocess import run

def test_failing(snmp_agent, snmp_traps):
    switch = snmp_agent(modules=["IF-MIB"])
    assert switch.find_value("ifIndex.1").native == 1
    run(["snmpgetnext", "-m", "", "-v2c", "-c", "public", switch.address, "1.3.6.1.2.1.2.2.1.2"], check=True)
    link_up = ["1.3.6.1.6.3.1.1.5.4", "1.3.6.1.2.1.2.2.1.1.3", "i", "3"]
    run(["snmptrap", "-m", "", "-v2c", "-c", "public", snmp_traps.address, "", *link_up], check=True)
    snmp_traps.expect("trap:linkUp var:ifIndex=3")
    snmp_traps.expect("trap:linkDown", within_s=0.2)
"""
