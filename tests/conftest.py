"""What all tests share: the corpora beside the checkout, system peers, and honesty about skips.

A skipped test says which package or corpus it misses. With `TRISHUL_FORBID_SKIPS=1`, as in CI, where all of them are
installed, a skip is a failure, unless its reason is one that no installation mends.
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

from tests.ports import free_port
from tests.unit.writable_device import build_set_library
from trishul.library.sources import LibraryPlaces
from trishul.workers.known_types import KnownTypes

SHARED = Path(__file__).resolve().parents[2] / "shared"
PACKAGE_OF_TOOL = {
    "snmpd": "snmpd",
    "snmptrapd": "snmptrapd",
    "chromium": "chromium",
    "smidump": "smitools",
    "smilint": "smitools",
    "tshark": "tshark",
    "curl": "curl",
}
"""Debian packages of system peers; every other net-snmp tool comes with `snmp`."""
SKIPS_THAT_NOTHING_MENDS = ("this host has no IPv6", "only Linux")
"""How reasons begin that speak of the platform itself; these skips are always allowed."""

SHARING_FOLDERS = ("tests/mibs/",)
"""Their files ask the same compiled corpus, which each worker would compile for itself."""

IS_CI = os.environ.get("TRISHUL_FORBID_SKIPS") == "1"
settings.register_profile("no deadline", deadline=None, derandomize=IS_CI)
settings.load_profile("no deadline")
"""How long an example takes depends on what else the machine does. CI takes the same examples each time, so that what
it says of a change is about the change; everybody else's runs look for new ones."""


def find_tool(name: str, lighter: str | None = None) -> str:
    """Path of a system tool, also from the sbin folders; skips the test naming its package where it is absent.

    `lighter` is another build of the same tool, taken where it is installed.
    """
    places = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/sbin"
    path = (lighter and shutil.which(lighter, path=places)) or shutil.which(name, path=places)
    if path is None:
        pytest.skip(f"{name} is missing: install the package {PACKAGE_OF_TOOL.get(name, 'snmp')}")
    return path


def find_chromium() -> str:
    """Debian's Chromium; its build without a window needs a third of the time to start and to draw."""
    return find_tool("chromium", lighter="chromium-headless-shell")


@pytest.fixture(autouse=True, scope="session")
def _own_state_of_netsnmp(tmp_path_factory: pytest.TempPathFactory) -> None:
    """net-snmp's tools rename the file with their engine ID while they end. Whoever starts meanwhile, or after one was
    killed there, reads two engine IDs and hears no answer by SNMPv3; so no two workers of tests share that file. The
    first one would say that it made the folder of certificates, where a test reads all that it says."""
    folder = tmp_path_factory.mktemp("net-snmp")
    (folder / "cert_indexes").mkdir()
    os.environ["SNMP_PERSISTENT_DIR"] = str(folder)


@pytest.fixture(autouse=True)
def _restored_logging() -> Iterator[None]:
    """Undoes what a command or a server configures in this process: later tests capture logs as if they were alone."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


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
    return free_port()


@pytest.fixture(scope="session")
def set_library(tmp_path_factory: pytest.TempPathFactory) -> LibraryPlaces:
    """A library with a MIB of everything that can be set, built once."""
    return build_set_library(tmp_path_factory.mktemp("set_library"))


@pytest.fixture
def set_types(set_library: LibraryPlaces) -> Iterator[KnownTypes]:
    """That library as a simulator asks it."""
    types = KnownTypes(set_library.index)
    yield types
    types.close()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Three workers for two cores: tests of peers, pages and processes wait for others a third of their time."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + cores // 2


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    """One worker takes a file, or a whole folder whose files share what takes long to make."""

    class LoadFolderScheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return next((folder for folder in SHARING_FOLDERS if file.startswith(folder)), file)

    return LoadFolderScheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts unit tests last: their files are short, so that no worker waits long for another one at the end."""
    items.sort(key=lambda item: item.nodeid.startswith("tests/unit/"))


def pytest_collection_finish() -> None:
    """Ten thousand tests and what they import stay until the end: no use in looking through them for garbage."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns the skip of a test into a failure where everything should be there."""
    report = yield
    if not hasattr(report, "wasxfail"):
        refuse_skip(report, item.nodeid)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Likewise where a whole file is skipped."""
    report = yield
    refuse_skip(report, collector.nodeid)
    return report


def refuse_skip(report: pytest.TestReport | pytest.CollectReport, name: str) -> None:
    """Makes a failure of a skip, where skips are forbidden and an installation would have mended it."""
    if report.skipped and IS_CI:
        reason = reason_of(report)
        if not reason.startswith(SKIPS_THAT_NOTHING_MENDS):
            report.outcome = "failed"
            report.longrepr = f"{name} was skipped, which is not allowed here: {reason}"


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why something was skipped, in the words of the test."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return reason.removeprefix("Skipped: ")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names what was skipped and why, in words."""
    reasons = Counter(reason_of(report) for report in terminalreporter.stats.get("skipped", []))
    if reasons:
        terminalreporter.section("not tested here")
        for reason, count in sorted(reasons.items()):
            terminalreporter.line(f"{count:4} {reason}")
