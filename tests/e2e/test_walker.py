"""Devices as a person reads, watches, sets and copies them on the walker's page, with net-snmp on the other side."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.contract.served import Server
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


def test_the_tree_of_a_walk_opens_to_its_instances(workbench: Workbench, shared_port: int) -> None:
    page = workbench.page
    page.goto("/#walker?view=tree")
    ask(page, shared_port, CISCO, "1.3.6.1.2.1.2")
    expect(cell(page, "ifDescr")).to_be_visible(timeout=15_000)
    cell(page, "ifDescr").click()
    expect(cell(page, "ifDescr.2")).to_be_visible()
    cell(page, "ifDescr.2").click()
    expect(page.locator("#walk-detail")).to_contain_text("Internal-Data0/0")
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

    page.locator("#walk-set").get_by_role("button", name="Add a variable").click()
    page.locator("#walk-set-oid-2").fill("sysDescr.0")
    page.locator("#walk-set-value-2").fill("another device")
    page.locator("#walk-set-value-1").fill("not this time")
    page.locator("#walk-start").click()
    expect(page.get_by_text("nothing has changed there")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("notWritable")).to_be_visible()
    assert "set in the walker" in net_snmp("snmpget", "-v2c", "-c", "public", "-Oqv", address, SYS_NAME)
