"""The page in another language than English: the browser's, or the one that was chosen."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.contract.served import Server
from tests.e2e.pages import Workbench


def test_a_language_is_chosen_in_the_frame_and_stays(workbench: Workbench) -> None:
    page = workbench.page
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Theme and language").click()
    page.get_by_role("menuitem", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    workbench.go("settings")
    expect(page.get_by_role("heading", level=1)).to_have_text("Einstellungen")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Einstellungen")


def test_a_german_browser_is_spoken_to_in_german(browser: Browser, server: Server) -> None:
    with browser.new_context(locale="de-CH", base_url=server.url) as context:
        page = context.new_page()
        page.goto("/")
        expect(page.locator("html")).to_have_attribute("lang", "de")
        expect(page.get_by_role("button", name="Anmelden")).to_be_visible()
