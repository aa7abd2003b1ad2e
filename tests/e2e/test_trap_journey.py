"""Notifications in one sitting: why one does not arrive, and of every kind caught, found, named, sent on and saved.

net-snmp and tshark stand beside it.
"""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.contract.mib_texts import files, mib
from tests.e2e.pages import Workbench
from tests.e2e.test_journeys import library_ready, net_snmp, start
from tests.interop.conftest import SNMPTRAPD_CONFIGURATION, FindTool, Peer, TrapLog, free_port, running, wait_until

LINK_DOWN, LINK_UP = "1.3.6.1.6.3.1.1.5.3", "1.3.6.1.6.3.1.1.5.4"
IF_INDEX, IF_DESCR = "1.3.6.1.2.1.2.2.1.1", "1.3.6.1.2.1.2.2.1.2"
ACME = "1.3.6.1.4.1.99999"
SECRET = "maplesyrup"
OPS = ("-v3", "-u", "ops", "-l", "authPriv", "-a", "SHA", "-A", SECRET, "-x", "AES", "-X", SECRET)
LYING_LENGTH = bytes.fromhex("3008020101040370")
SHORT_VERSION_3 = bytes.fromhex("3010020103300d020107")

FOUND = {
    "trap:linkDown": 2,
    "src:127.0.0.0/8": 5,
    "ver:1": 1,
    "user:ops": 2,
    "kind:inform": 2,
    "var:ifIndex=3": 2,
    'var:ifDescr~"Gi0"': 1,
    "-trap:linkDown (ver:1 or ver:3)": 2,
    "trap:linkUp after:-1h": 1,
    '"uplink of floor"': 1,
}
"""Ten questions and how many of the five each finds."""


@pytest.fixture
def snmptrapd(tool: FindTool, tmp_path: Path) -> Iterator[TrapLog]:
    """snmptrapd, which has acknowledged an inform."""
    configuration = tmp_path / "snmptrapd.conf"
    configuration.write_text(SNMPTRAPD_CONFIGURATION)
    peer = Peer("127.0.0.1", free_port())
    log = TrapLog(peer, peer, tmp_path / "traps.log")
    command = [tool("snmptrapd"), "-f", "-C", "-c", str(configuration), "-On", "-Lf", str(log.path), str(peer)]
    ready = ("snmpinform", "-v2c", "-cready", "-r0", "-t2", str(peer), "0", "1.3.6.1.6.3.1.1.5.1")
    with running(subprocess.Popen(command, stderr=subprocess.DEVNULL)) as process:
        wait_until(
            lambda: subprocess.run(ready, capture_output=True, check=False).returncode == 0, process, "snmptrapd"
        )
        yield log


def send_five(address: str) -> None:
    """A trap of each version, and an inform of the two that have them."""
    acme = (f"{ACME}.1.0", "i", "2")
    v2c, patient = ("-v2c", "-c", "public"), ("-t", "10")
    net_snmp("snmptrap", "-v1", "-c", "public", address, ACME, "192.0.2.41", "6", "1", "4200", *acme)
    net_snmp("snmptrap", *v2c, address, "", LINK_DOWN, f"{IF_INDEX}.3", "i", "3", f"{IF_DESCR}.3", "s", "Gi0/3")
    net_snmp("snmpinform", *v2c, *patient, address, "", LINK_UP, f"{IF_DESCR}.3", "s", "uplink of floor 3")
    net_snmp("snmptrap", *OPS, "-e", "80001f880a0b0c0d0e", address, "", LINK_DOWN, f"{IF_INDEX}.3", "i", "3")
    net_snmp("snmpinform", *OPS, *patient, address, "", f"{ACME}.0.1", *acme)


def search(page: Page, query: str, found: int) -> None:
    page.locator("#trap-search").fill(query)
    expect(page.locator("#trap-count")).to_contain_text(f"{found} found")
    expect(page.locator("#trap-table")).to_have_attribute("aria-rowcount", str(found + 1))


def test_a_trap_that_does_not_arrive_is_explained_while_one_looks(workbench: Workbench) -> None:
    page = workbench.page
    with workbench.server.client(workbench.server.login()) as client:
        port = client.post("/api/traps/start", json={}).json()["port"]
    workbench.go("traps")
    page.locator("#trap-tabs").get_by_text("Receiver", exact=True).click()
    drops = page.locator("#traps-drops")
    expect(drops).to_contain_text("Nothing was dropped")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(LYING_LENGTH, ("127.0.0.1", port))
        source = f"127.0.0.1:{sender.getsockname()[1]}"
        reason = drops.get_by_role("button", name="Bad BER")
        expect(reason).to_contain_text(f"last from {source}")
        expect(reason).to_contain_text("at byte 1")
        reason.click()
        dialog = page.get_by_role("dialog", name="Bad BER")
        expect(dialog.locator("[data-fault]").first).to_have_text("08")
        expect(dialog.get_by_role("list", name="Kept datagrams").get_by_role("button")).to_have_count(1)
        sender.sendto(SHORT_VERSION_3, ("127.0.0.1", port))
        kept = dialog.get_by_role("list", name="Kept datagrams").get_by_role("button")
        expect(kept).to_have_count(2)
        expect(kept.nth(1)).to_have_attribute("aria-pressed", "true")
    kept.nth(0).click()
    expect(dialog.get_by_role("tree")).to_contain_text("msgGlobalData")
    dialog.get_by_role("button", name="Forget them").click()
    expect(dialog).to_contain_text("No datagram is kept of this reason")
    page.keyboard.press("Escape")
    expect(drops.get_by_role("button", name="Bad BER")).to_contain_text("2")


def test_notifications_are_caught_found_named_replayed_and_read_by_tshark(
    workbench: Workbench, snmptrapd: TrapLog, tool: FindTool, tmp_path: Path
) -> None:
    library_ready(workbench.server)
    with workbench.server.client(workbench.server.login()) as client:
        user = {"user": "ops", "auth_protocol": "SHA", "auth_password": SECRET}
        user |= {"priv_protocol": "AES", "priv_password": SECRET, "name": "ops", "kind": "user", "for_receiver": True}
        assert client.post("/api/credentials", json=user).status_code == 201
    address = start(workbench.server, "traps")
    workbench.go("traps")
    page = workbench.page
    send_five(address)
    expect(page.locator("#trap-table")).to_have_attribute("aria-rowcount", "6")
    for query, found in FOUND.items():
        search(page, query, found)

    search(page, f"trap:{ACME}.0.1", 2)
    row = page.locator("#trap-table").get_by_text(f"{ACME}.0.1").first
    row.click()
    expect(page.locator("#trap-detail")).to_contain_text("No loaded module defines")
    with workbench.server.client(workbench.server.login()) as client:
        client.post("/api/mibs/upload", files=files(("acme.mib", mib("ACME-MIB"))))
    expect(page.locator("#trap-detail")).to_contain_text("ACME-MIB::acmeValue.0")
    page.keyboard.press("Escape")
    search(page, "trap:acmeTrap1 var:acmeValue=high", 2)

    rows = page.locator("#trap-table").get_by_text("acmeTrap1")
    rows.nth(0).click(modifiers=["Control"])
    rows.nth(1).click(modifiers=["Control"])
    page.locator("#trap-chosen").get_by_role("button", name="Replay").click()
    replay = page.locator("#replay-form")
    replay.locator("#trap-target").fill(snmptrapd.peer.host)
    replay.locator("#trap-port").fill(str(snmptrapd.peer.port))
    replay.locator("#replay-speed").fill("1000")
    replay.locator("#replay-start").click()
    expect(page.locator("#trap-runs")).to_contain_text("2 of 2")
    snmptrapd.wait_for(f".{ACME}.0.1", f".{ACME}.1.0")
    page.keyboard.press("Escape")

    search(page, "kind:trap", 3)
    page.get_by_role("button", name="Save as a file").click()
    with page.expect_download() as saved:
        page.get_by_role("menuitem", name="pcap").click()
    capture = tmp_path / "notifications.pcap"
    saved.value.save_as(capture)
    port = address.rpartition(":")[2]
    command = [tool("tshark"), "-r", str(capture), "-d", f"udp.port=={port},snmp", "-T", "fields"]
    command += [word for field in ("snmp.version", "snmp.community", "snmp.msgUserName") for word in ("-e", field)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    printed = sorted(line.split("\t") for line in told.splitlines())
    assert printed == [["", "", "ops"], ["0", "******", ""], ["1", "******", ""]]
