"""What all tests share: the corpora beside the checkout, system peers, and honesty about skips.

A skipped test says which package or corpus it misses. With `TRISHUL_FORBID_SKIPS=1`, as in CI, where all of them are
installed, a skip is a failure.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
PACKAGE_OF_TOOL = {
    "snmpd": "snmpd",
    "snmptrapd": "snmptrapd",
    "chromium": "chromium",
}
"""Debian packages of system peers; every other net-snmp tool comes with `snmp`."""


def find_tool(name: str) -> str:
    """Path of a system tool, also from the sbin folders; skips the test naming its package where it is absent."""
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/sbin")
    if path is None:
        pytest.skip(f"{name} is missing: install the package {PACKAGE_OF_TOOL.get(name, 'snmp')}")
    return path


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """Finds a system tool by name."""
    return find_tool


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of corpora and recordings beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the corpora are missing: ../shared is not there")
    return SHARED


@pytest.fixture
def free_udp_port() -> int:
    """A UDP port on 127.0.0.1 that was free a moment ago."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Turns a skip into a failure where everything should be there."""
    report = yield
    if report.skipped and os.environ.get("TRISHUL_FORBID_SKIPS") == "1" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which is not allowed here: {reason}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names what was skipped and why, in words."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons: dict[str, int] = {}
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = reason.removeprefix("Skipped: ")
        reasons[reason] = reasons.get(reason, 0) + 1
    if reasons:
        terminalreporter.section("not tested here")
        for reason, count in sorted(reasons.items()):
            terminalreporter.line(f"{count:4} {reason}")
