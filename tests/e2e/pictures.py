"""Pictures of pages, taken while they are tested, and how long each kept its tab busy.

They lie outside the repository, where the documentation takes them from.
"""

from __future__ import annotations

import base64

from playwright.sync_api import CDPSession, Page

from docs.generator.pictures import artifacts

LONG_MS = 200
"""What is longer is felt; the table of tasks marks it."""

WATCH_TASKS = """if (!window.longTasks) {
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((task) => task.duration)))
    .observe({ type: "longtask", buffered: true });
}"""
"""A script for a tab: it notes every task of more than 50 ms, which is what a browser calls long."""


class Album:
    """What was seen in one area of the workbench."""

    def __init__(self, area: str) -> None:
        self._area = area
        self._pictures = artifacts() / "pictures"
        self._pictures.mkdir(parents=True, exist_ok=True)
        self._tasks: list[str] = []
        self._seen_by: CDPSession | None = None

    def picture(self, page: Page, place: str, scheme: str) -> None:
        """What the window shows, under the place, its width, and the theme."""
        width = (page.viewport_size or {"width": 0})["width"]
        path = self._pictures / f"{self._area}-{place}-{width}-{scheme}.png"
        taken = self._camera(page).send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
        path.write_bytes(base64.b64decode(taken["data"]))

    def _camera(self, page: Page) -> CDPSession:
        """Straight to the browser: two hundred pictures pressed hard take longer than all else that is done to them."""
        if self._seen_by is None:
            self._seen_by = page.context.new_cdp_session(page)
        return self._seen_by

    def note_tasks(self, page: Page, place: str) -> None:
        """The long tasks since the last time."""
        tasks = [round(task) for task in page.evaluate("window.longTasks.splice(0)")]
        mark = "  felt" if max(tasks, default=0) > LONG_MS else ""
        self._tasks.append(f"{self._area + ' ' + place:40}{max(tasks, default=0):6}{sum(tasks):8}{len(tasks):4}{mark}")

    def forget_tasks(self, page: Page) -> None:
        """Those of the test itself: axe reads for long."""
        page.evaluate("window.longTasks.length = 0")

    def close(self) -> None:
        """Writes the table of tasks: place, longest and all in milliseconds, how many."""
        folder = artifacts() / "long-tasks"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self._area}.txt").write_text("".join(f"{line}\n" for line in self._tasks))
