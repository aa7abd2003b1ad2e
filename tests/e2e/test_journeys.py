"""What a newcomer does on the first day, in a real Chromium with net-snmp on the other side."""

from __future__ import annotations

import shlex
import subprocess
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import find_tool
from tests.contract.mib_texts import files, mib
from tests.contract.served import PASSWORD, Server
from tests.e2e.pages import Workbench


def address_of(server: Server, service: str) -> str:
    """Where a service is bound, as the server says it."""
    with server.client(server.login()) as client:
        status = client.get(f"/api/{service}/status").json()
    return f"127.0.0.1:{status['port']}"


def start(server: Server, service: str) -> str:
    with server.client(server.login()) as client:
        reply = client.post(f"/api/{service}/start", json={})
        assert reply.json()["status"] in {"started", "already_running"}, reply.text
    return address_of(server, service)


def library_ready(server: Server) -> None:
    """Waits until the first names are there."""
    with server.client(server.login()) as client:
        deadline = time.monotonic() + 60
        while not client.get("/api/mibs/status").json()["loaded"]:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def net_snmp(tool: str, *arguments: str) -> str:
    command = [find_tool(tool), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout


def net_snmp_fails(tool: str, *arguments: str) -> None:
    """For what nobody answers."""
    assert subprocess.run([find_tool(tool), *arguments], capture_output=True, check=False, timeout=30).returncode != 0


def test_a_wrong_password_is_said_in_words(page: Page, server: Server) -> None:
    page.goto("/")
    page.locator("#login-user").fill("admin")
    page.locator("#login-pass").fill("not the password")
    page.locator("#login-btn").click()
    expect(page.locator("#login-error")).to_be_visible()
    expect(page.locator("#login-error")).not_to_be_empty()
    page.locator("#login-pass").fill(PASSWORD)
    page.locator("#login-pass").press("Enter")
    expect(page.locator("#nav-user-name")).to_contain_text("admin", timeout=10_000)


def test_a_language_is_chosen_in_the_frame_and_stays_with_the_session_after_a_reload(workbench: Workbench) -> None:
    page = workbench.page
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Theme and language").click()
    page.get_by_role("menuitem", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    workbench.go("settings")
    expect(page.get_by_role("heading", level=1)).to_have_text("Einstellungen")
    page.reload()
    workbench.expect_dot("online")
    expect(page.get_by_role("heading", level=1)).to_have_text("Einstellungen")
    page.get_by_role("button", name="Darstellung und Sprache").click()
    page.get_by_role("menuitem", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_german_browser_is_spoken_to_in_german(browser: Browser, server: Server) -> None:
    with browser.new_context(locale="de-CH", base_url=server.url) as context:
        page = context.new_page()
        page.goto("/")
        expect(page.locator("html")).to_have_attribute("lang", "de")
        expect(page.get_by_role("button", name="Anmelden")).to_be_visible()


@pytest.mark.fault("Fragments of pages were loaded from an unchecked hash")
def test_an_unknown_page_is_the_dashboard_which_says_so(workbench: Workbench) -> None:
    asked: list[str] = []
    workbench.page.on("request", lambda request: asked.append(request.url.partition("#")[0]))
    workbench.page.goto("/#../../etc/passwd")
    expect(workbench.page.locator("#stat-simulator")).to_be_visible()
    expect(workbench.page.locator("#unknown-place")).to_contain_text("../../etc/passwd")
    assert not [url for url in asked if "passwd" in url], "nothing is fetched by what the hash says"


def test_the_simulator_starts_and_a_walk_by_net_snmp_is_seen(workbench: Workbench) -> None:
    workbench.go("simulator")
    workbench.page.locator("#sim-start").click()
    expect(workbench.page.locator("#sim-stop")).to_be_enabled(timeout=10_000)
    address = address_of(workbench.server, "simulator")
    lines = net_snmp("snmpwalk", "-v2c", "-c", "public", "-On", address, "1.3.6.1.2.1.2.2.1.2").splitlines()
    assert len(lines) == 24
    expect(workbench.page.locator("#sim-log")).to_contain_text("GetNext", timeout=5_000)
    open_in_octets(workbench.page, address)
    workbench.go("dashboard")
    expect(workbench.page.locator("#act-snmp-requests")).not_to_have_text("0", timeout=5_000)


def open_in_octets(page: Page, address: str) -> None:
    """What was asked for is found by the server's filter while it arrives, and opens as a tree beside its octets."""
    log = page.locator("#sim-log")
    page.get_by_role("button", name="Narrow").click()
    page.locator("#sim-log-oid").fill("1.3.6.1.2.1.1.5")
    expect(log).not_to_contain_text("GetNext")
    net_snmp("snmpget", "-v2c", "-c", "public", address, "1.3.6.1.2.1.1.5.0")
    log.get_by_text("GetRequest").click(timeout=5_000)
    detail = page.locator("#sim-log-detail")
    expect(detail).to_contain_text("request-id")
    expect(detail).not_to_contain_text("public")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Clear the log").click()
    expect(log).not_to_contain_text("GetRequest")


def test_a_walk_streams_into_the_table(workbench: Workbench) -> None:
    _, _, port = start(workbench.server, "simulator").rpartition(":")
    workbench.go("walker")
    page = workbench.page
    page.locator("#walk-target").fill("127.0.0.1")
    page.locator("#walk-port").fill(port)
    library_ready(workbench.server)
    page.locator("#walk-oid").fill("ifTable")
    page.locator("#walk-start").click()
    table = page.locator("#walk-table")
    expect(table).to_contain_text("IF-MIB::ifIndex.1", timeout=10_000)
    workbench.page.get_by_placeholder("Filter loaded rows").fill("ifadminstatus.1")
    expect(table).to_contain_text("up(1)", timeout=5_000)


def test_a_walk_to_nowhere_says_so(workbench: Workbench, free_udp_port: int) -> None:
    workbench.go("walker")
    page = workbench.page
    page.locator("#walk-target").fill("127.0.0.1")
    page.locator("#walk-port").fill(str(free_udp_port))
    page.locator("#walk-start").click()
    expect(page.get_by_text("cannot be reached").first).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("kind", ["snmptrap", "snmpinform"])
def test_a_notification_from_net_snmp_appears_and_opens(workbench: Workbench, kind: str) -> None:
    library_ready(workbench.server)
    address = start(workbench.server, "traps")
    workbench.go("traps")
    index = {"snmptrap": "3", "snmpinform": "4"}[kind]
    instance = f"1.3.6.1.2.1.2.2.1.1.{index}"
    net_snmp(kind, "-v2c", "-c", "public", address, "", "1.3.6.1.6.3.1.1.5.3", instance, "i", index)
    row = workbench.page.locator("#trap-table").get_by_text(f"ifIndex.{index}={index}").first
    expect(row).to_be_visible(timeout=5_000)
    row.click()
    detail = workbench.page.locator("#trap-detail")
    expect(detail).to_contain_text(instance, timeout=5_000)
    assert "public" not in detail.inner_text()


def test_a_notification_gets_its_names_while_one_looks_at_it(workbench: Workbench) -> None:
    library_ready(workbench.server)
    address = start(workbench.server, "traps")
    workbench.go("traps")
    trap_oid, value = "1.3.6.1.4.1.99999.0.1", "1.3.6.1.4.1.99999.1.0"
    net_snmp("snmptrap", "-v2c", "-c", "public", address, "", trap_oid, value, "i", "2")
    row = workbench.page.locator("#trap-table").get_by_text(trap_oid).first
    expect(row).to_be_visible(timeout=5_000)
    row.click()
    detail = workbench.page.locator("#trap-detail")
    expect(detail).to_contain_text("No loaded module defines 1.3.6.1.4.1.99999.", timeout=5_000)
    with workbench.server.client(workbench.server.login()) as client:
        client.post("/api/mibs/upload", files=files(("acme.mib", mib("ACME-MIB"))))
    expect(detail).to_contain_text("ACME-MIB::acmeValue.0", timeout=10_000)
    expect(detail).to_contain_text("high(2) steps")
    expect(workbench.page.locator("#trap-table")).to_contain_text("acmeTrap1")


def test_a_notification_is_sent_by_its_name(workbench: Workbench) -> None:
    library_ready(workbench.server)
    _, _, port = start(workbench.server, "traps").rpartition(":")
    workbench.go("traps")
    page = workbench.page
    page.get_by_text("Send", exact=True).click()
    page.locator("#trap-target").fill("127.0.0.1")
    page.locator("#trap-port").fill(port)
    page.locator("#trap-oid").fill("linkDo")
    page.get_by_role("option", name="IF-MIB::linkDown").click()
    page.get_by_role("button", name="Add these 2").click()
    page.get_by_role("combobox", name="Value 2").fill("up")
    page.get_by_role("combobox", name="Value 3").fill("sideways")
    page.locator("#trap-send").click()
    expect(page.get_by_text("'sideways' is none of")).to_be_visible(timeout=5_000)
    page.get_by_role("combobox", name="Value 3").fill("down")
    page.locator("#trap-send").click()
    page.get_by_text("Received", exact=True).click()
    expect(page.locator("#trap-table")).to_contain_text("ifOperStatus.1=down(2)", timeout=5_000)


def test_the_trap_count_moves_on_the_dashboard_without_asking(workbench: Workbench) -> None:
    address = start(workbench.server, "traps")
    received = int(workbench.page.locator("#act-traps-recv").inner_text())
    with workbench.no_rest_call():
        net_snmp("snmptrap", "-v2c", "-c", "public", address, "", "1.3.6.1.6.3.1.1.5.1")
        workbench.expect_text("#act-traps-recv", str(received + 1))


def test_lines_of_the_dashboard_work_and_what_they_do_is_seen_there(workbench: Workbench) -> None:
    page = workbench.page
    walked, trapped = start(workbench.server, "simulator"), start(workbench.server, "traps")
    with workbench.server.client(workbench.server.login()) as client:
        assert client.delete("/api/stats/").json() == {"status": "cleared"}, (
            "the first steps are gone once all were done"
        )
    for tool, address in (("snmpwalk", walked), ("snmptrap", trapped)):
        line = page.locator("code").filter(has_text=f"{tool} ").filter(has_text=address).first
        net_snmp(*shlex.split(line.inner_text()))
    expect(page.get_by_role("link", name="linkDown").first).to_be_visible()
    expect(page.locator("#first-steps li").filter(has_text="Send a notification")).to_have_attribute(
        "data-done", "true"
    )
    expect(page.get_by_role("img", name="over the last 15 minutes").locator("canvas")).to_be_visible()
    net_snmp_fails("snmpget", "-v2c", "-cnobody", "-t0.1", "-r0", walked, "1.3.6.1.2.1.1.1.0")
    expect(page.get_by_role("link", name="Unknown community")).to_be_visible()


def test_the_palette_goes_to_what_has_a_name_and_changes_the_clock(workbench: Workbench) -> None:
    library_ready(workbench.server)
    page = workbench.page

    def do(typed: str, choice: str) -> None:
        page.keyboard.press("Control+k")
        page.get_by_role("combobox", name="Type a page, a command or a name").fill(typed)
        expect(page.get_by_role("option", selected=True)).to_have_text(choice)
        page.keyboard.press("Enter")

    do("module if-mib", "Module IF-MIB")
    expect(page).to_have_url(f"{workbench.server.url}/#browser?node=IF-MIB::")
    do("notifications mibs", "MIBs: Notifications")
    expect(page).to_have_url(f"{workbench.server.url}/#mibs?tab=notifications")
    do("times utc", "Times in UTC")
    assert page.evaluate("localStorage.trishul_time_zone") == "utc"
