"""A real Chromium on a really started workbench."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.conftest import find_chromium
from tests.contract.served import Server
from tests.e2e.pages import Workbench

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
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=server.url, reduced_motion="reduce")
    context.new_page().goto("/api/health")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A new tab that has seen nothing yet; a fault in its script or against its policy fails the test."""
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    if page.url.startswith("http"):
        page.evaluate("localStorage.clear()")
    page.close()
    assert faults == []


@pytest.fixture
def workbench(page: Page, server: Server) -> Workbench:
    """The tab with a session of its own, on the dashboard, its socket live."""
    workbench = Workbench(page, server)
    workbench.resume(server.login())
    return workbench
