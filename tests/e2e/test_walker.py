"""Devices as a person reads, watches, sets and copies them on the walker's page, with net-snmp on the other side."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.contract.served import Server
from tests.e2e.axe import bring_axe, faults
from tests.e2e.pages import Workbench
from tests.e2e.test_journeys import library_ready, net_snmp, start

CISCO = "ftd_1140"
SYS_NAME = "1.3.6.1.2.1.1.5.0"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, shared_dir: Path) -> Iterator[Server]:
    """One for all tests of this file, with a recorded Cisco beside the default device."""
    data_dir = tmp_path_factory.mktemp("walker") / "data"
    with tarfile.open(shared_dir / "recordings/librenms.tar.xz") as archive:
        recording = archive.extractfile(f"librenms/{CISCO}.snmprec")
        assert recording is not None
        octets = recording.read()
    with Server(data_dir) as server:
        (server.data_dir / "recordings" / f"{CISCO}.snmprec").write_bytes(octets)
        start(server, "simulator")
        library_ready(server)
        yield server


@pytest.fixture(scope="module")
def shared_port(server: Server) -> int:
    """Where all simulated agents answer."""
    with server.client(server.login()) as client:
        return int(client.get("/api/simulator/status").json()["port"])


def ask(page: Page, port: int, community: str, oid: str, operation: str = "Walk") -> None:
    """Fills the form and sends it."""
    page.locator("#walk-target").fill("127.0.0.1")
    page.locator("#walk-port").fill(str(port))
    page.locator("#walk-community").fill(community)
    page.locator("#walk-form").get_by_text(operation, exact=True).click()
    if operation != "Set":
        page.locator("#walk-oid").fill(oid)
        page.locator("#walk-start").click()


def cell(page: Page, text: str) -> Locator:
    return page.locator("#walk-table [role=gridcell]").filter(has_text=text).first


def assert_readable(page: Page) -> None:
    """Nothing serious is found by axe, in either theme."""
    bring_axe(page)
    assert faults(page) == []


def test_a_recorded_cisco_is_read_as_tables_watched_and_simulated(
    workbench: Workbench, server: Server, shared_port: int
) -> None:
    page = workbench.page
    workbench.go("walker")
    ask(page, shared_port, CISCO, "1.3.6.1.2.1")
    expect(page.get_by_text("Done", exact=True)).to_be_visible(timeout=15_000)
    page.locator("[role=radiogroup]").get_by_text("Table", exact=True).click()
    expect(page.locator("#walk-table-choice")).to_have_value("ifTable", timeout=10_000)
    head = page.locator("#walk-table [role=columnheader]")
    expect(head.first).to_contain_text("ifIndex")
    expect(head.filter(has_text="ifHCInOctets")).to_have_count(1)  # of ifXTable, which augments it
    page.get_by_placeholder("Filter loaded rows").fill("ethernet1/11")
    expect(page.locator("#walk-table [role=row]")).to_have_count(2)
    cell(page, "Ethernet1/11").click()
    detail = page.locator("#walk-detail")
    expect(detail).to_contain_text("ifTable 7")
    counter = detail.locator("li").filter(has_text="IF-MIB::ifHCInOctets.7")
    counter.get_by_role("button", name="Watch").click()
    detail.locator("li").filter(has_text="IF-MIB::ifHCOutOctets.7").get_by_role("button", name="Watch").click()
    expect(counter.get_by_role("link")).to_have_attribute("href", "#browser?node=IF-MIB::ifHCInOctets")
    counter.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("menuitem", name="snmpget line")).to_be_visible()
    page.keyboard.press("Escape")
    assert_readable(page)

    page.reload()
    expect(page).to_have_url(f"{server.url}/#walker?view=table&row=7")
    ask(page, shared_port, CISCO, "1.3.6.1.2.1")
    expect(detail).to_contain_text("ifTable 7", timeout=15_000)
    page.locator("#walk-table-choice").click()
    page.get_by_role("option", name="ipAddrTable").click()
    expect(head.first).to_contain_text("ipAdEntAddr")

    page.locator("#walk-simulate").click()
    page.locator("#agent-arrivals").get_by_role("button", name="answers to 127.0.0.1").click()
    expect(page.locator("#agent-detail")).to_contain_text("127.0.0.1")
    answered = net_snmp("snmpget", "-v2c", "-c", "127.0.0.1", "-Oqv", f"127.0.0.1:{shared_port}", "1.3.6.1.2.1.1.1.0")
    assert "Cisco Firepower" in answered

    page.goto("/#walker?tab=watch")
    watched = page.locator("#walk-watch")
    expect(watched.locator("tbody tr")).to_have_count(2)
    watched.get_by_role("button", name="Stop watching all").click()
    expect(watched).to_contain_text("Watch numbers as they move")


def test_the_tree_of_a_walk_opens_to_its_instances(workbench: Workbench, shared_port: int) -> None:
    page = workbench.page
    page.goto("/#walker?view=tree")
    ask(page, shared_port, CISCO, "1.3.6.1.2.1.2")
    expect(cell(page, "ifDescr")).to_be_visible(timeout=15_000)
    cell(page, "ifDescr").click()
    expect(cell(page, "ifDescr.2")).to_be_visible()
    cell(page, "ifDescr.2").click()
    expect(page.locator("#walk-detail")).to_contain_text("Internal-Data0/0")
    expect(page.locator("#walk-detail")).to_contain_text("ifIndex 2")
    page.keyboard.press("Escape")
    expect(page.locator("#walk-detail")).to_have_count(0)


def test_counters_are_watched_as_rates_paused_and_saved(workbench: Workbench, shared_port: int) -> None:
    page = workbench.page
    workbench.go("walker")
    ask(page, shared_port, "public", "1.3.6.1.2.1.1")
    expect(cell(page, "sysDescr")).to_be_visible(timeout=15_000)
    page.locator("#walk-tabs").get_by_text("Watch", exact=True).click()
    page.locator("#watch-oid").fill("IF-MIB::ifInOctets.1")
    page.locator("#watch-oid").press("Enter")
    watched = page.locator("#walk-watch")
    expect(watched.locator("canvas")).to_have_count(1)
    expect(watched.locator("tbody")).to_contain_text("/s", timeout=15_000)
    page.locator("#watch-oid").fill("1.3.6.1.2.1.1.1.0")
    page.locator("#watch-oid").press("Enter")
    expect(watched.locator("tbody tr").nth(1)).to_contain_text("This is no number but OCTET STRING", timeout=15_000)
    page.locator("#watch-pause").click()
    assert_readable(page)
    page.reload()  # paused, with what was drawn
    expect(watched.locator("tbody tr")).to_have_count(2)
    expect(watched.locator("tbody")).to_contain_text("/s")
    expect(page.locator("#watch-pause")).to_have_text("Go on")
    with page.expect_download() as saved:
        watched.get_by_role("button", name="CSV").click()
    head, *rounds = Path(saved.value.path()).read_text().splitlines()
    assert head.startswith(f"time,127.0.0.1:{shared_port} IF-MIB::ifInOctets.1 /s")
    assert len(rounds) >= 2
    watched.get_by_role("button", name="Stop watching all").click()
    expect(watched).to_contain_text("Watch numbers as they move")


def test_a_set_is_done_whole_or_told_why_not(workbench: Workbench, shared_port: int) -> None:
    page = workbench.page
    workbench.go("walker")
    ask(page, shared_port, "public", SYS_NAME, "Get")
    cell(page, "sysName.0").click()
    page.locator("#walk-detail").get_by_role("button", name="Set").click()
    expect(page.locator("#walk-set-oid-1")).to_have_value("SNMPv2-MIB::sysName.0")
    page.locator("#walk-set-value-1").fill("set in the walker")
    page.locator("#walk-start").click()
    expect(page.get_by_text("The device has set it.")).to_be_visible(timeout=15_000)
    address = f"127.0.0.1:{shared_port}"
    assert "set in the walker" in net_snmp("snmpget", "-v2c", "-c", "public", "-Oqv", address, SYS_NAME)

    page.locator("#walk-set-oid-1").fill("ifAdminStatus.1")
    page.locator("select#walk-set-value-1").select_option("testing")
    page.locator("#walk-start").click()
    expect(page.locator("#walk-table")).to_contain_text("testing(3)", timeout=15_000)
    page.locator("#walk-set-oid-1").fill("sysName.0")
    page.locator("#walk-set").get_by_role("button", name="Add a variable").click()
    page.locator("#walk-set-oid-2").fill("sysDescr.0")
    page.locator("#walk-set-value-2").fill("another device")
    page.locator("input#walk-set-value-1").fill("not this time")
    page.locator("#walk-start").click()
    expect(page.get_by_text("nothing has changed there")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("notWritable")).to_be_visible()
    assert "set in the walker" in net_snmp("snmpget", "-v2c", "-c", "public", "-Oqv", address, SYS_NAME)


def keep(page: Page, port: int, oid: str, name: str) -> None:
    """Walks the default device, so that the server keeps it."""
    page.locator("#walk-form").get_by_text("Walk", exact=True).click()
    page.locator("#walk-keep").fill(name)
    ask(page, port, "public", oid)
    expect(page.locator("#walk-kept")).to_have_text(f"Kept as {name}", timeout=15_000)


def test_kept_walks_are_found_compared_tagged_and_deleted(workbench: Workbench, shared_port: int) -> None:
    page = workbench.page
    address = f"127.0.0.1:{shared_port}"
    workbench.go("walker")
    net_snmp("snmpset", "-v2c", "-c", "public", address, SYS_NAME, "s", "as it was")
    keep(page, shared_port, "1.3.6.1.2.1.1", "before the change")
    net_snmp("snmpset", "-v2c", "-c", "public", address, SYS_NAME, "s", "as it is")
    keep(page, shared_port, "1.3.6.1.2.1.1", "after the change")
    page.locator("#walk-kept").click()
    kept = page.locator("#kept-walk")
    expect(kept).to_contain_text("as it is", timeout=15_000)
    page.locator("#kept-compare").click()
    page.locator("#kept-other").click()
    page.get_by_role("option", name="before the change").click()
    page.locator("#kept-compare-start").click()
    differing = page.locator("#compare-table [role=row]").filter(has_text="sysName")
    expect(differing).to_contain_text("as it was", timeout=15_000)
    expect(differing).to_contain_text("as it is")
    expect(page.locator("#compare-summary")).to_contain_text("values are the same")
    assert_readable(page)
    page.reload()
    expect(differing).to_contain_text("as it was", timeout=15_000)

    page.keyboard.press("Escape")
    page.get_by_placeholder("Search kept walks").fill("before change")
    row = page.locator("#kept-table [role=row]").filter(has_text="before the change")
    expect(page.locator("#kept-table [role=row]")).to_have_count(2)
    row.click()
    page.locator("#kept-edit").click()
    page.locator("#kept-tags").fill("lab, old")
    page.locator("#kept-save").click()
    expect(row).to_contain_text("old")
    kept.get_by_role("tab", name="Findings").click()
    expect(kept).to_contain_text("rows")
    kept.get_by_role("tab", name="Missing MIBs").click()
    expect(kept).to_contain_text("Every row has a name", timeout=15_000)
    kept.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(row).to_have_count(0)
    page.locator("#kept-files").set_input_files({"name": "none.snmprec", "mimeType": "", "buffer": b"no walk"})
    expect(page.get_by_text("Nothing was kept")).to_be_visible()
    yesterday = b"1.3.6.1.2.1.1.5.0|4|as it was yesterday\n"
    page.locator("#kept-files").set_input_files({"name": "yesterday.snmprec", "mimeType": "", "buffer": yesterday})
    expect(kept).to_contain_text("as it was yesterday")


def test_a_saved_target_is_asked_by_name_and_by_a_job(workbench: Workbench, shared_port: int) -> None:
    page = workbench.page
    workbench.go("walker")
    page.locator("#walk-target").fill("127.0.0.1")
    page.locator("#walk-port").fill(str(shared_port))
    page.locator("#walk-targets").click()
    page.locator("#target-name").fill("the lab")
    page.locator("#target-save").click()
    targets = page.locator("#saved-targets")
    expect(targets).to_contain_text("Saved.")
    page.keyboard.press("Escape")
    page.locator("#walk-port").fill("9")
    page.locator("#walk-targets").click()
    targets.get_by_role("button", name="Use the lab").click()
    expect(page.locator("#walk-port")).to_have_value(str(shared_port))

    page.locator("#walk-tabs").get_by_text("Jobs", exact=True).click()
    page.locator("#job-add").click()
    page.locator("#job-name").fill("clock")
    page.locator("#job-target").click()
    page.get_by_role("option", name="the lab").click()
    page.locator("#job-form").get_by_text("Get", exact=True).click()
    page.locator("#job-oids").fill("sysUpTime.0, sysName.0")
    page.locator("#job-form").get_by_text("As cron says").click()
    page.locator("#job-cron").fill("every now and then")
    page.locator("#job-save").click()
    expect(page.locator("#job-form [class*=error]").first).to_be_visible()
    page.locator("#job-cron").fill("@yearly")
    page.locator("#job-save").click()
    detail = page.locator("#job-detail")
    expect(detail).to_contain_text("@yearly")
    page.locator("#job-run").click()
    expect(page.locator("#job-runs")).to_contain_text("2 rows", timeout=15_000)
    page.locator("#job-runs").get_by_role("link", name="Open").click()
    expect(page.locator("#kept-walk")).to_contain_text("sysUpTime", timeout=15_000)
