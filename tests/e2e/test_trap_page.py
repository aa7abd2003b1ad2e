"""The sender and the details of a notification, as a person works with them, with net-snmp on the other side."""

from __future__ import annotations

import json
import re
import socket

from playwright.sync_api import expect

from tests.e2e.pages import Workbench
from tests.e2e.test_journeys import library_ready, net_snmp, start
from tests.unit.services.traps.test_reading import TRAP

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
LINK_UP = "1.3.6.1.6.3.1.1.5.4"
ELSEWHERE = "1.3.6.1.4.1.99995.0.2"
IF_INDEX = "1.3.6.1.2.1.2.2.1.1"


def test_a_notification_is_chosen_filled_in_kept_repeated_and_judged(workbench: Workbench) -> None:
    library_ready(workbench.server)
    _, _, port = start(workbench.server, "traps").rpartition(":")
    workbench.go("traps")
    page = workbench.page
    page.get_by_text("Send", exact=True).click()
    page.locator("#trap-target").fill("127.0.0.1")
    page.locator("#trap-port").fill(port)
    page.locator("#trap-library").click()
    page.locator("#trap-library-search").fill("linkdown ifindex")
    page.get_by_role("button", name="IF-MIB::linkDown").click()
    page.get_by_role("combobox", name="Value 1").fill("3")
    page.get_by_role("combobox", name="Value 2").fill("up")
    page.get_by_role("combobox", name="Value 3").fill("down")
    expect(page.locator("#trap-findings")).to_contain_text("ifIndex.1 says 3", timeout=5_000)
    page.get_by_role("combobox", name="Value 1").fill("1")
    expect(page.locator("#trap-findings")).to_have_count(0)

    page.get_by_role("button", name="Save as template").click()
    page.locator("#trap-template-name").fill("Port down")
    page.get_by_role("dialog").get_by_role("button", name="Save as template").click()
    expect(page.locator("#trap-template")).to_have_value("Port down", timeout=5_000)

    page.get_by_text("Repeat", exact=True).click()
    page.locator("#trap-pace-count").fill("30")
    page.locator("#trap-pace-per_s").fill("200")
    page.locator("#trap-send").click()
    expect(page.locator("#trap-runs")).to_contain_text("30 of 30", timeout=10_000)

    page.locator("#trap-from-octets").click()
    page.locator("#trap-octets").fill(TRAP.hex())
    page.locator("#trap-octets-read").click()
    page.get_by_role("button", name="Use", exact=True).click()
    expect(page.locator("#trap-oid")).to_have_value(LINK_DOWN)
    expect(page.get_by_role("combobox", name="Value 2")).to_have_value("001b54")


def test_details_explain_judge_and_lead_to_the_one_before(workbench: Workbench) -> None:
    library_ready(workbench.server)
    address = start(workbench.server, "traps")
    workbench.go("traps")
    page = workbench.page
    for uptime in ("900000", "100"):
        bindings = ("1.3.6.1.2.1.2.2.1.1.3", "i", "3", "1.3.6.1.2.1.2.2.1.7.3", "i", "9")
        net_snmp("snmptrap", "-v2c", "-c", "public", address, uptime, LINK_DOWN, *bindings)
    search = page.locator("#trap-search")
    search.fill("src:10.x")
    expect(page.locator("#trap-search-wrong mark")).to_have_text("10.x")
    search.fill("var:ifAdminStatus=9 trap:linkD")
    page.get_by_role("option", name="linkDown").first.click()
    expect(page.locator("#trap-count")).to_contain_text("2 found")
    expect(page.locator("#trap-table")).to_have_attribute("aria-rowcount", "3")
    net_snmp("snmptrap", "-v2c", "-c", "public", address, "200", LINK_DOWN, "1.3.6.1.2.1.2.2.1.1.5", "i", "5")
    expect(page.locator("#trap-count")).to_contain_text("hidden by the search")
    row = page.locator("#trap-table").get_by_text("linkDown").nth(1)
    row.click(timeout=5_000)
    detail = page.locator("#trap-detail")
    expect(detail).to_contain_text("ifIndex = 3", timeout=5_000)
    detail.get_by_role("tab", name="Lint").click()
    for words in ("ifOperStatus is missing", "ifAdminStatus is not allowed", "sysUpTime went back from 900000 to 100"):
        expect(detail).to_contain_text(words, timeout=5_000)
    detail.get_by_role("tab", name="Names").click()
    detail.get_by_role("button", name="before").click()
    detail.get_by_role("tab", name="Lint").click()
    expect(detail).not_to_contain_text("sysUpTime went back")
    detail.get_by_role("button", name="Send again").click()
    expect(page.locator("#trap-oid")).to_have_value("IF-MIB::linkDown")
    expect(page.locator("#trap-uptime")).to_have_value("900000")


def test_chosen_notifications_are_tagged_found_by_their_tag_and_deleted(workbench: Workbench) -> None:
    address = start(workbench.server, "traps")
    workbench.go("traps")
    page = workbench.page
    for number in ("1", "2", "3"):
        net_snmp("snmptrap", "-v2c", "-c", "public", address, number, "1.3.6.1.4.1.99995.0.1")
    page.locator("#trap-search").fill("trap:1.3.6.1.4.1.99995.0.1")
    rows = page.locator("#trap-table").get_by_text("99995")
    expect(rows).to_have_count(3)
    rows.nth(0).click(modifiers=["Control"])
    rows.nth(1).click(modifiers=["Control"])
    expect(page.locator("#trap-chosen")).to_contain_text("2 chosen")
    page.locator("#trap-chosen").get_by_role("button", name="Tag", exact=True).click()
    page.get_by_role("textbox", name="Tag").fill("lab")
    page.get_by_role("button", name="Add tag").click()
    page.locator("#trap-search").fill("tag:lab")
    expect(page.locator("#trap-count")).to_contain_text("2 found")
    expect(page.locator("#trap-table").get_by_text("lab")).to_have_count(2)
    page.get_by_role("button", name="Save as a file").click()
    with page.expect_download() as saved:
        page.get_by_role("menuitem", name="JSON").click()
    assert [each["trap_oid"] for each in json.loads(saved.value.path().read_text())] == ["1.3.6.1.4.1.99995.0.1"] * 2
    page.locator("#trap-chosen").get_by_role("button", name="Delete chosen").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete chosen").click()
    expect(page.locator("#trap-table").get_by_text("99995")).to_have_count(0)
    page.locator("#trap-search").fill("")
    expect(page.locator("#trap-table").get_by_text("99995")).to_have_count(1)


def test_a_rule_of_a_search_is_tried_out_ordered_and_opens_what_another_notification_ends(workbench: Workbench) -> None:
    library_ready(workbench.server)
    address = start(workbench.server, "traps")
    page = workbench.page

    def send(notification: str, index: str) -> None:
        net_snmp("snmptrap", "-v2c", "-c", "public", address, "", notification, f"{IF_INDEX}.{index}", "i", index)

    send(LINK_DOWN, "7")
    page.goto("/#traps?q=trap:linkDown%20var:ifIndex=7")
    expect(page.locator("#trap-count")).to_contain_text("1 found")
    page.locator("#rule-from-search").click()
    page.locator("#rule-name").fill("Ports")
    preview = page.locator("#rule-preview")
    expect(preview).to_contain_text("fit, 0 would change")
    page.locator("#rule-severity").click()
    page.get_by_role("option", name="critical").click()
    page.get_by_text("What fits stays open").click()
    page.locator("#rule-cleared-by").fill("trap:linkUq")
    expect(page.locator("#rule-cleared-by-wrong mark")).to_have_text("linkUq")
    page.locator("#rule-cleared-by").fill("trap:linkUp")
    page.locator("#rule-same").fill("IF-MIB::ifIndex")
    expect(preview).to_contain_text("1 would change")
    expect(preview).to_contain_text("critical")
    page.locator("#rule-save").click()
    expect(page).to_have_url(re.compile("tab=rules.*rule=[0-9]+$"))

    page.locator("#rule-suggest").click()
    page.locator("#rule-suggestion-search").fill("IF-MIB::linkDown")
    page.locator("#rule-suggestions").get_by_role("button", name="Take").click()
    expect(page.locator("#rule-suggestions")).to_contain_text("Is a rule")
    page.keyboard.press("Escape")
    names = page.locator("#rule-list [class*=name]")
    expect(names).to_have_text(["Ports", "linkDown"])
    page.locator("#rule-list").get_by_title("Edit linkDown").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(names).to_have_text(["linkDown", "Ports"])
    page.get_by_role("switch", name="linkDown is run").press("Space")

    page.go_back()
    send(LINK_DOWN, "7")
    page.goto("/#traps?q=tag:open")
    expect(page.locator("#trap-table").get_by_text("critical")).to_have_count(1)
    send(LINK_UP, "7")
    expect(page.locator("#trap-table").get_by_text("critical")).to_have_count(0)
    page.go_back()
    expect(page.locator("#trap-search")).not_to_have_value("tag:open")


def test_a_destination_is_made_and_tested_and_its_outbox_says_what_became_of_each(workbench: Workbench) -> None:
    address = start(workbench.server, "traps")
    page = workbench.page
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as log_host:
        log_host.bind(("127.0.0.1", 0))
        log_host.settimeout(20)
        page.goto("/#traps?tab=forwarding")
        page.locator("#destination-add").click()
        page.locator("#destination-form").get_by_text("Syslog", exact=True).click()
        page.locator("#destination-name").fill("log host")
        page.locator("#destination-host").fill("not a host")
        page.locator("#destination-port").fill(str(log_host.getsockname()[1]))
        page.locator("#destination-save").click()
        expect(page.locator("#destination-form")).to_contain_text("without spaces")
        page.locator("#destination-host").fill("127.0.0.1")
        page.locator("#destination-save").click()
        page.get_by_role("button", name="Test log host").click()
        expect(page.locator("#destinations")).to_contain_text("Delivered in")
        assert log_host.recv(65_535)
        with workbench.server.client(workbench.server.login()) as client:
            nobody = {"kind": "webhook", "name": "nobody", "url": "http://127.0.0.1:9/", "allow_internal": True}
            assert client.post("/api/traps/destinations", json=nobody).status_code == 201
            sent_on = {"name": "Sent on", "query": f"trap:{ELSEWHERE}", "forward": ["log host", "nobody"]}
            assert client.post("/api/traps/rules", json=sent_on).status_code == 201
        net_snmp("snmptrap", "-v2c", "-c", "public", address, "", ELSEWHERE)
        assert ELSEWHERE.encode() in log_host.recv(65_535)
    outbox = page.locator("#outbox-table")
    expect(outbox).to_contain_text("Delivered")
    page.get_by_text("Waiting", exact=True).first.click()
    expect(page).to_have_url(re.compile("state=waiting"))
    outbox.get_by_text("nobody").click()
    entry = page.locator("#outbox-entry")
    expect(entry).to_contain_text("Connection refused")
    page.locator("#outbox-retry-one").click()
    entry.get_by_role("button", name="Delete from the outbox").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Nothing is in the outbox")).to_be_visible()


def test_an_inbox_is_made_shows_what_it_caught_and_is_thrown_away_with_it(workbench: Workbench) -> None:
    start(workbench.server, "traps")
    page = workbench.page
    page.goto("/#traps?tab=inboxes")
    page.locator("#inbox-add").click()
    page.locator("#inbox-name").fill("-run")
    page.locator("#inbox-make").click()
    expect(page.locator("#inbox-form")).to_contain_text("no sign in front")
    page.locator("#inbox-name").fill("run42")
    page.locator("#inbox-make").click()
    inboxes = page.locator("#inboxes")
    expect(inboxes).to_contain_text("catches")
    address = inboxes.locator(".mono").inner_text()
    net_snmp("snmptrap", "-v2c", "-c", "public", address, "", ELSEWHERE)
    expect(inboxes).to_contain_text("1 caught")
    page.get_by_role("button", name="Show what run42 caught").click()
    expect(page.locator("#trap-count")).to_contain_text("1 found")
    page.go_back()
    page.get_by_role("button", name="Throw run42 away").click()
    page.get_by_role("dialog").get_by_role("button", name="Throw away").click()
    expect(page.get_by_text("No inbox yet")).to_be_visible()
