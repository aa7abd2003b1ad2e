"""A real Chromium on a really started workbench."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.conftest import find_chromium
from tests.contract.served import PASSWORD, Server
from tests.e2e.pages import DESK, Workbench

STATIC = Path(__file__).resolve().parents[2] / "src/trishul/web/static/index.html"
QUIET = (
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--process-per-site",
)  # fmt: skip
"""No traffic of its own, and one process for all tabs, which share what it has compiled while one of them is open."""

expect.set_options(timeout=15_000)
"""Patience for a busy machine, where a test does not name a time that the contract names."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without any traffic of its own."""
    if not STATIC.is_file():
        pytest.skip("the web interface is not built: make ui")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all tests of a file: each leaves behind what the next one can live with."""
    with Server(tmp_path_factory.mktemp("workbench") / "data") as server:
        yield server


@pytest.fixture(scope="module")
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """Nothing moves that a person may ask to stand still; a tab that stays open keeps the process of the others."""
    context = browser.new_context(viewport=DESK, base_url=server.url, reduced_motion="reduce")
    context.new_page().goto("/api/health")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A new tab that has seen nothing yet; a fault in its script or against its policy fails the test."""
    page = context.new_page()
    faults = listen_for_faults(page)
    yield page
    if page.url.startswith("http"):
        page.evaluate("localStorage.clear()")
    page.close()
    assert faults == []


def listen_for_faults(page: Page) -> list[str]:
    """What is said from now on of its script and its policy."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    return faults


@dataclass
class Desk:
    """Where a test finds the tab that the one before it in the same file left: to open another takes a second."""

    context: BrowserContext
    server: Server
    username: str = "admin"
    password: str = PASSWORD
    _workbench: Workbench | None = None
    _faults: list[str] = field(default_factory=list)

    @contextmanager
    def lent(self, request: pytest.FixtureRequest) -> Iterator[Workbench]:
        """The tab with a session of its own, on the dashboard, its socket live. A test that fails takes it away."""
        failed = request.session.testsfailed
        workbench = self._workbench or self._open()
        self._workbench = None
        yield workbench
        if request.session.testsfailed > failed:
            workbench.page.close()
            return
        workbench.go_home()
        assert self._faults == []
        self._workbench = workbench

    def _open(self) -> Workbench:
        page = self.context.new_page()
        self._faults = listen_for_faults(page)
        workbench = Workbench(page, self.server)
        workbench.resume(self.server.login(self.username, self.password))
        return workbench


@pytest.fixture(scope="module")
def desk(context: BrowserContext, server: Server) -> Desk:
    """The one of a file."""
    return Desk(context, server)


@pytest.fixture
def workbench(desk: Desk, request: pytest.FixtureRequest) -> Iterator[Workbench]:
    """The tab of the file, on the dashboard: what was typed into a form before may still stand there.

    A test that needs a tab which remembers nothing takes `page`.
    """
    with desk.lent(request) as workbench:
        yield workbench
