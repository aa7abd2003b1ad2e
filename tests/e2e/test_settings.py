"""The settings as a person finds, changes and saves them; what is not there to be changed is no form."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.contract.served import Server
from tests.e2e.pages import PHONE, Workbench

TABS = ("account", "sessions", "tokens", "addresses", "notifications", "behaviour", "users", "audit", "backup", "about")


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
    about = page.locator('a[href="#settings?tab=about"]').first
    about.click()
    question = page.locator("#unsaved-question")
    question.get_by_role("button", name="Go back to it").click()
    expect(field).to_have_value("nowhere")
    about.click()
    expect(question).to_contain_text("Addresses")
    question.get_by_role("button", name="Go on, keep it").click()
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
    page.reload()
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


def test_a_token_is_seen_once_logs_a_program_in_and_is_worth_nothing_once_it_is_ended(
    page_of_settings: Page, workbench: Workbench, server: Server
) -> None:
    page = page_of_settings
    workbench.go("settings?tab=tokens")
    form = page.locator("#token-form")
    form.get_by_role("button", name="Make a token").click()
    expect(form.get_by_text("Give it a name")).to_be_visible()
    form.get_by_label("Name").fill("nightly")
    form.get_by_role("button", name="Make a token").click()
    token = page.locator("#token-made code").inner_text()
    with server.client(token) as program:
        assert program.get("/api/settings/me").json()["role"] == "viewer"
        workbench.go("settings")
        workbench.go("settings?tab=tokens")
        expect(page.locator("#tokens")).to_contain_text("nightly")
        assert token not in page.content()
        page.get_by_role("button", name="End the token nightly").click()
        page.get_by_role("button", name="End", exact=True).click()
        expect(page.get_by_text("No API tokens")).to_be_visible()
        assert program.get("/api/settings/me").status_code == 401


def test_a_user_with_a_smaller_role_is_offered_what_he_may_and_his_session_can_be_ended(
    page_of_settings: Page, workbench: Workbench, server: Server
) -> None:
    page = page_of_settings
    workbench.go("settings?tab=users")
    page.locator("#user-add").click()
    page.locator("#user-name").fill("bert")
    page.locator("#user-password").fill("short")
    page.locator("#user-save").click()
    expect(page.get_by_text("Use at least 8 characters.")).to_be_visible()
    page.locator("#user-password").fill("maplesyrup-9")
    page.locator("#user-save").click()
    expect(page.locator("#users")).to_contain_text("bertViewer")

    theirs = page.context.new_page()
    his = Workbench(theirs, server)
    his.log_in("bert", "maplesyrup-9")
    his.go("settings")
    expect(theirs.get_by_text("Logged in as bert, Viewer.")).to_be_visible()
    expect(theirs.get_by_role("link", name="Users and roles")).to_have_count(0)
    his.go("settings?tab=behaviour")
    expect(theirs.get_by_text("This needs the role Administrator.", exact=True)).to_be_visible()
    expect(theirs.get_by_label("Start the simulator with the server")).to_be_disabled()

    workbench.go("settings?tab=sessions")
    page.get_by_role("switch", name="Those of all users").check()
    row = page.locator("#sessions tbody tr", has_text="bert")
    row.get_by_role("button").click()
    page.get_by_role("button", name="End", exact=True).click()
    expect(row).to_have_count(0)
    expect(theirs.get_by_text("Your session has ended.")).to_be_visible()
    theirs.close()

    workbench.go("settings?tab=audit")
    page.get_by_label("Filter").fill("bert")
    expect(page.locator("#audit-table")).to_contain_text("settings.make_user")
    expect(page.locator("#audit-table [role=row]", has_text="end_session")).to_have_count(0)


def test_a_backup_is_saved_under_the_servers_name_for_it(page_of_settings: Page, workbench: Workbench) -> None:
    page = page_of_settings
    workbench.go("settings?tab=backup")
    with page.expect_download() as download:
        page.locator("#backup-save").click()
    name = download.value.suggested_filename
    assert name.startswith("trishul")
    with tarfile.open(download.value.path()) as archive:
        assert any(each.endswith(".db") for each in archive.getnames())
    expect(page.get_by_text(f"trishul admin restore {name}")).to_be_visible()


def test_every_part_is_chosen_by_one_field_on_a_phone(workbench: Workbench) -> None:
    page = workbench.page
    page.set_viewport_size(PHONE)
    page.evaluate("location.hash = 'settings'")
    for tab in TABS:
        page.get_by_label("Parts of the settings").last.select_option(tab)
        expect(page.locator(f"#settings-{tab}")).to_be_visible()
        expect(page.locator(f"#settings-{tab} [role=status]:has-text('Loading')")).to_have_count(0)
