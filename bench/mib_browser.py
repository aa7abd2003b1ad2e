"""The MIB browser with everything loaded, in Chromium: how long the page is blocked, and how large its heap is.

    python -m bench.mib_browser DATA_DIR

DATA_DIR is a data directory whose `mibs` folder holds the corpus (tests and figures use LibreNMS's 4,515 modules); its
index is built first if it is missing. A blocked page is what the Long Tasks API says: one task of the page's thread of
more than 50 ms. The aim is 100 ms for unfolding everything, scrolling and searching, and 200 MB of heap.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from tests.conftest import find_tool
from tests.contract.served import PASSWORD, Server
from trishul.library.building import build_library
from trishul.library.sources import LibraryPlaces

PATIENCE_MS = 300_000
_WATCH = """
window.longTasks = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.longTasks.push(Math.round(entry.duration));
}).observe({ entryTypes: ["longtask"] });
"""


def measured(page: Page, act: Callable[[], None]) -> dict[str, Any]:
    """How long an act took in all, and the longest and the sum of what blocked the page meanwhile, in milliseconds."""
    page.evaluate("window.longTasks.length = 0")
    started = page.evaluate("performance.now()")
    act()
    took = page.evaluate("performance.now()") - started
    tasks = page.evaluate("window.longTasks")
    return {"took_ms": round(took), "longest_task_ms": max(tasks, default=0), "long_tasks": len(tasks)}


def heap_mb(page: Page) -> float:
    """What the page's scripts hold after a collection."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used: float = session.send("Runtime.getHeapUsage")["usedSize"]
    return round(used / 1e6, 1)


def expand_all(page: Page) -> None:
    page.locator("#mib-expand-all").click()
    expect(page.locator("#mib-expand-all")).to_be_disabled()
    expect(page.locator("#mib-expand-all")).to_be_enabled(timeout=PATIENCE_MS)


def scroll(page: Page) -> None:
    """From top to bottom in a hundred jumps, one a frame."""
    page.evaluate(
        """async () => {
          const tree = document.getElementById("mib-tree");
          for (let step = 0; step <= 100; step += 1) {
            tree.scrollTop = (tree.scrollHeight * step) / 100;
            await new Promise(requestAnimationFrame);
          }
        }"""
    )


def search(page: Page) -> None:
    page.locator("#mib-search").press_sequentially("ifHCInOctets", delay=60)
    expect(page.locator("#mib-hits").get_by_role("option").first).to_contain_text("ifHCInOctets", timeout=PATIENCE_MS)


def fold_and_unfold(page: Page) -> None:
    page.locator("#mib-collapse-all").click()
    page.locator("#mib-expand-all").click()


def run(data_dir: Path) -> dict[str, Any]:
    """All figures of one run."""
    places = LibraryPlaces(data_dir)
    if not places.index.exists():
        build_library(places, on_progress=lambda _: None)
    with Server(data_dir) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_tool("chromium"), args=["--no-sandbox"])
        page = browser.new_page(base_url=server.url, viewport={"width": 1440, "height": 900})
        page.add_init_script(_WATCH)
        page.goto("/")
        page.locator("#login-user").fill("admin")
        page.locator("#login-pass").fill(PASSWORD)
        page.locator("#login-btn").click()
        expect(page.locator("#nav-user-name")).to_be_visible(timeout=PATIENCE_MS)
        page.goto("/#browser")
        expect(page.get_by_role("treeitem", name="interfaces")).to_be_visible(timeout=PATIENCE_MS)
        before = heap_mb(page)
        figures = {"expand_all": measured(page, lambda: expand_all(page))}
        rows = page.locator("#mib-expand-all").evaluate("(button) => button.parentElement.innerText")
        figures["scroll"] = measured(page, lambda: scroll(page))
        figures["fold_and_unfold"] = measured(page, lambda: fold_and_unfold(page))
        figures["search"] = measured(page, lambda: search(page))
        after = heap_mb(page)
        browser.close()
    return {"rows": rows, "heap_before_mb": before, "heap_after_mb": after, **figures}


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1])), indent=1))
