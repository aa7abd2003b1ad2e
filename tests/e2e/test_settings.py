"""The settings as a person finds, changes and saves them; what is not there to be changed is no form."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.contract.served import Server
from tests.e2e.pages import Workbench
from tests.e2e.test_accessibility import AXE, faults

TABS = ("account", "credentials", "addresses", "notifications", "sources", "behaviour", "statistics", "about")


@pytest.fixture
def page_of_settings(workbench: Workbench) -> Page:
    workbench.go("settings")
    return workbench.page


def test_a_part_stands_in_the_address_and_edits_outlive_going_elsewhere(
    page_of_settings: Page, workbench: Workbench, server: Server
) -> None:
    page = page_of_settings
    workbench.go("settings?tab=addresses")
    field = page.get_by_label("Receiver of notifications")
    field.fill("nowhere")
    workbench.go("settings?tab=about")
    expect(page.get_by_label("Has changes that are not saved")).to_have_count(1)
    page.reload()
    workbench.go("settings?tab=addresses")
    expect(field).to_have_value("nowhere")
    page.get_by_role("button", name="Save settings").click()
    expect(page.get_by_text("is no address with a port")).to_be_visible()
    field.fill("127.0.0.1:0")
    page.get_by_role("button", name="Save settings").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(page.get_by_label("Has changes that are not saved")).to_have_count(0)
    with server.client(server.login()) as client:
        saved = client.get("/api/settings/app").json()
    assert (saved["receiver_address"], saved["simulator_address"]) == ("127.0.0.1:0", "")


@pytest.mark.fault("Values were lost in a form whose load had failed")
def test_settings_that_could_not_be_loaded_are_no_form_until_they_are(
    page_of_settings: Page, workbench: Workbench
) -> None:
    page = page_of_settings

    def refuse(route: Route) -> None:
        route.fulfill(status=503, content_type="application/problem+json", body='{"detail": "The disk is full."}')

    page.route("**/api/settings/app", refuse)
    workbench.go("settings?tab=sources")
    expect(page.get_by_text("The disk is full.")).to_be_visible()
    expect(page.locator("#settings-sources form")).to_have_count(0)
    page.unroute("**/api/settings/app")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_label("Where MIBs are fetched from")).to_have_value("")


def test_counters_are_saved_as_a_file_and_set_to_0_after_a_question(
    page_of_settings: Page, workbench: Workbench, server: Server
) -> None:
    page = page_of_settings
    with server.client(server.login()) as client:
        client.post("/api/traps/start")
        client.post("/api/traps/stop")
    workbench.go("settings?tab=statistics")
    receiver = page.locator("section", has=page.get_by_role("heading", name="Notifications"))
    expect(receiver).to_contain_text("Starts1")
    with page.expect_download() as download:
        page.locator("#statistics-json").click()
    saved = json.loads(Path(download.value.path()).read_text())
    assert saved["statistics"]["traps"]["receiver_start_count"] == 1
    page.get_by_role("button", name="Set to 0…").click()
    page.get_by_role("button", name="Set to 0", exact=True).click()
    expect(receiver).to_contain_text("Starts0")


def test_the_libraries_of_server_and_pages_are_named_with_their_licences(
    page_of_settings: Page, workbench: Workbench, server: Server
) -> None:
    page = page_of_settings
    workbench.go("settings?tab=about")
    rows = page.locator("#about-libraries tbody tr")
    expect(rows.filter(has_text=re.compile("^fastapi.*MIT"))).to_contain_text("Server")
    expect(rows.filter(has_text=re.compile("^react[0-9].*MIT"))).to_contain_text("Pages")
    with server.client(server.login()) as client:
        assert "react-dom 1" in client.get("/licences.txt").text


def test_every_part_fits_a_phone_and_can_be_read(workbench: Workbench) -> None:
    page = workbench.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate(AXE.read_text())
    page.evaluate("location.hash = 'settings'")
    found: list[str] = []
    for tab in TABS:
        page.get_by_label("Parts of the settings").last.select_option(tab)
        expect(page.locator(f"#settings-{tab}")).to_be_visible()
        expect(page.locator(f"#settings-{tab} [role=status]:has-text('Loading')")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, tab
        found += [f"{tab}: {fault}" for fault in faults(page)]
    assert found == []
