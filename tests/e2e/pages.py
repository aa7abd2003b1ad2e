"""The workbench as a person uses it: what is clicked, what is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, ViewportSize, expect

from tests.contract.served import PASSWORD, Server

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}

LOOKED_AT_ONCE = ("/api/health", "/api/meta")
"""Asked at load and once a minute, whatever else happens (contract §5)."""

KNOWN = re.compile("^(Online|Offline)$")
"""What the simulator's card says once the first frame is there."""


class Workbench:
    """One tab of a workbench."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server
        self.requests: list[str] = []
        self.sockets: list[str] = []
        page.on("request", self._note)
        page.on("websocket", lambda socket: self.sockets.append(socket.url))

    def _note(self, request: Request) -> None:
        path = urlsplit(request.url).path
        if path.startswith("/api/") and path not in LOOKED_AT_ONCE:
            self.requests.append(f"{request.method} {path}")

    def log_in(self, username: str = "admin", password: str = PASSWORD) -> None:
        """Through the form, until the socket is live and the first snapshots are there."""
        self.page.goto("/")
        self.page.locator("#login-user").fill(username)
        self.page.locator("#login-pass").fill(password)
        self.page.locator("#login-btn").click()
        self.wait_until_live()

    def resume(self, token: str, route: str = "") -> None:
        """With a session that exists, as after a reload; on the dashboard unless told otherwise."""
        once = "if (!sessionStorage.resumed) { sessionStorage.resumed = 1; sessionStorage.snmp_token = '%s'; }"
        self.page.add_init_script(once % token)
        self.page.goto(f"/#{route}" if route else "/")
        self.wait_until_live()

    def wait_until_live(self) -> None:
        """Awaited in the page, which notices with the frame that shows it; `expect` looks once a second."""
        self.page.locator("#ws-status-dot.ws-dot-online").wait_for()
        if self.page.url.endswith(("/", "#dashboard")):
            self.page.locator("#stat-simulator").get_by_text(KNOWN).wait_for()

    def go_home(self) -> None:
        """Back to what `resume` began with, by an address and without loading anything anew."""
        if self.page.viewport_size != DESK:
            self.page.set_viewport_size(DESK)
        self.page.evaluate("localStorage.clear()")
        self.page.goto("/#dashboard")
        self.wait_until_live()

    def expect_dot(self, state: str, *, timeout_s: float = 10) -> None:
        """The dot beside the badge has the class of this state."""
        expect(self.page.locator("#ws-status-dot")).to_have_class(f"ws-dot ws-dot-{state}", timeout=timeout_s * 1000)

    def expect_text(self, selector: str, text: str, *, timeout_s: float = 1) -> None:
        """An element reads exactly this, within a second unless told otherwise."""
        expect(self.page.locator(selector)).to_have_text(text, timeout=timeout_s * 1000)

    @contextmanager
    def no_rest_call(self) -> Iterator[None]:
        """Once what it began with is answered, the page asks nothing over REST within this block."""
        self.page.wait_for_load_state("networkidle")
        seen = len(self.requests)
        yield
        assert self.requests[seen:] == []

    def go(self, route: str) -> None:
        """To a page by its link, as a person does."""
        self.page.locator(f'a[href="#{route}"]').first.click()
        expect(self.page).to_have_url(f"{self.server.url}/#{route}")
