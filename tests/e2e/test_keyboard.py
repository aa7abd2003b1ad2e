"""A morning's work without a mouse; wherever the focus is, one sees it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.contract.served import PASSWORD, Server
from tests.e2e.pages import Workbench
from tests.e2e.test_journeys import library_ready, net_snmp, start

STOP = """(wanted) => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const isThere = wanted.contains(document.activeElement);
  if (!element || element === document.body) return { isThere, unseen: "nothing" };
  const isDrawn = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  const near = [element, element.parentElement, ...(element.parentElement?.children ?? [])];
  const hasCaret = element.isContentEditable || ["INPUT", "TEXTAREA"].includes(element.tagName);
  const isSeen = hasCaret || near.some((one) => one && isDrawn(one));
  return { isThere, unseen: isSeen ? "" : element.outerHTML.slice(0, 200) };
}"""
"""Whether the focus is in an element, and the element that has it where one does not see that: an outline at it or at
what is drawn for it, or a caret."""
STOPS = 60
"""No page has its main things farther from its beginning."""


class Keys:
    """A person at a keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, selector: str, key: str = "Tab") -> None:
        """Goes on by Tab until the focus is there; at each stop it is seen."""
        wanted = self.page.locator(selector)
        expect(wanted).to_be_visible()
        stop = wanted.evaluate(STOP)
        for _ in range(STOPS):
            if stop["isThere"]:
                return
            self.press(key)
            stop = wanted.evaluate(STOP)
            assert stop["unseen"] == ""
        raise AssertionError(f"{selector} is not reached by {key}")

    def write(self, text: str) -> None:
        """Over what stands in the field."""
        self.press("Control+a")
        self.page.keyboard.type(text)

    def order(self, words: str) -> None:
        """By the palette."""
        self.press("Control+k")
        expect(self.page.locator("[role=combobox]:focus")).to_be_visible()
        self.page.keyboard.type(words)
        expect(self.page.get_by_role("option").first).to_contain_text(words)
        self.press("Enter")


@pytest.fixture
def keys(page: Page) -> Keys:
    """In a tab that has just been opened."""
    page.goto("/")
    return Keys(page)


def test_a_mornings_work_needs_no_mouse_and_the_focus_is_always_seen(keys: Keys, server: Server) -> None:
    page, workbench = keys.page, Workbench(keys.page, server)
    library_ready(server)
    keys.tab_to("#login-user")
    keys.write("admin")
    keys.press("Tab")
    keys.write(PASSWORD)
    keys.press("Enter")
    workbench.expect_dot("online")

    keys.order("Start the simulator")
    expect(page.locator("#stat-simulator")).to_have_text("Online")
    keys.order("Start the receiver")
    expect(page.locator("#stat-receiver")).to_have_text("Running")
    walk_a_device(keys, start(server, "simulator"))
    open_a_notification(keys, start(server, "traps"))
    save_a_setting(keys)

    keys.order("Stop the receiver")
    keys.order("Stop the simulator")
    keys.press("g", "d")
    expect(page.locator("#stat-simulator")).to_have_text("Offline")
    expect(page.locator("#stat-receiver")).to_have_text("Stopped")
    keys.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    keys.tab_to("button:has(#nav-user-name)")
    keys.press("Enter")
    keys.tab_to("#nav-logout", "ArrowDown")
    keys.press("Enter")
    expect(page.locator("#login-user")).to_be_focused()


def walk_a_device(keys: Keys, address: str) -> None:
    host, _, port = address.rpartition(":")
    keys.press("g", "w")
    keys.tab_to("#walk-target")
    keys.write(host)
    keys.tab_to("#walk-port")
    keys.write(port)
    keys.press("Enter")
    expect(keys.page.locator("#walk-table")).to_contain_text("sysDescr.0")


def open_a_notification(keys: Keys, address: str) -> None:
    page = keys.page
    keys.order("Traps")
    expect(page.locator("#trap-table")).to_be_visible()
    trap = ("-v2c", "-c", "public", address, "", "1.3.6.1.6.3.1.1.5.3")
    net_snmp("snmptrap", *trap, "1.3.6.1.2.1.2.2.1.1.3", "i", "3")
    expect(page.locator("#trap-table")).to_contain_text("linkDown")
    keys.tab_to("#trap-table")
    keys.press("Home", "Enter")
    expect(page.locator("#trap-detail")).to_contain_text("1.3.6.1.2.1.2.2.1.1.3")
    keys.press("Escape")
    expect(page.locator("#trap-detail")).to_have_count(0)


def save_a_setting(keys: Keys) -> None:
    page = keys.page
    keys.press("g", "e")
    keys.tab_to("a[href='#settings?tab=behaviour']")
    keys.press("Enter")
    keys.tab_to("#settings-keep-values")
    keys.press("ArrowRight")
    expect(page.get_by_text("for good")).to_be_visible()
    keys.tab_to("button:has-text('Save settings')")
    keys.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
