"""SNMPv3 engines and what managers set, seen on the pages and taken back there."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from playwright.sync_api import expect

from tests.conftest import find_tool
from tests.contract.served import Server
from tests.e2e.pages import Workbench

SYS_NAME = "1.3.6.1.2.1.1.5.0"
LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
SENDER_ENGINE = "80001f8804656467652d37"
PASSWORD = "maplesyrup-9"
ENGINE_OF_OURS = "enterprise 32473"


def run(folder: Path, tool: str, *arguments: str) -> None:
    own = {"SNMP_PERSISTENT_DIR": str(folder), "SNMPCONFPATH": str(folder), "MIBS": "", "LC_ALL": "C"}
    done = subprocess.run([find_tool(tool), *arguments], env=os.environ | own, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_values_that_managers_set_are_shown_kept_when_wanted_and_forgotten(
    workbench: Workbench, server: Server, tmp_path: Path
) -> None:
    with server.client(server.login()) as client:
        client.post("/api/credentials", json=user("bert", for_simulator=True)).raise_for_status()
        port = client.post("/api/simulator/start").json()["port"]
    page = workbench.page
    workbench.go("settings")
    workbench.go("settings?tab=behaviour")
    expect(page.get_by_text("until the simulator restarts")).to_be_visible()
    page.locator("#settings-keep-values").get_by_text("Kept", exact=True).click()
    expect(page.get_by_text("for good")).to_be_visible()
    page.get_by_role("button", name="Save settings").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    run(tmp_path, "snmpset", "-v2c", "-cpublic", f"127.0.0.1:{port}", SYS_NAME, "s", "renamed")
    workbench.go("simulator")
    panel = page.locator("#sim-engine")
    expect(panel).to_contain_text(ENGINE_OF_OURS)
    expect(panel).to_contain_text("Users1")
    expect(page.get_by_text("1 value set by managers")).to_be_visible(timeout=10_000)
    page.locator("#sim-restart").click()
    expect(panel).to_contain_text("Boots2", timeout=15_000)
    expect(page.get_by_text("1 value set by managers")).to_be_visible()
    page.locator("#sim-set-values").get_by_role("button").click()
    page.get_by_role("dialog").get_by_role("button", name="Forget").click()
    expect(page.locator("#sim-set-values")).to_have_count(0)


def test_the_receiver_shows_its_engine_and_forgets_a_replaced_devices_clock(
    workbench: Workbench, server: Server, tmp_path: Path
) -> None:
    with server.client(server.login()) as client:
        client.post("/api/credentials", json=user("edge", for_receiver=True)).raise_for_status()
        port = client.post("/api/traps/start").json()["port"]
    as_edge = ["-v3", "-uedge", "-lauthNoPriv", "-aSHA-256", f"-A{PASSWORD}", f"-e0x{SENDER_ENGINE}"]
    page = workbench.page
    workbench.go("traps")
    run(tmp_path, "snmptrap", *as_edge, "-Z9,500", f"127.0.0.1:{port}", "42", LINK_DOWN)
    expect(page.get_by_text("linkDown").first).to_be_visible(timeout=10_000)
    run(tmp_path, "snmptrap", *as_edge, "-Z1,5", f"127.0.0.1:{port}", "42", LINK_DOWN)
    page.locator("#trap-tabs").get_by_text("Receiver", exact=True).click()
    expect(page.locator("#trap-engine")).to_contain_text(ENGINE_OF_OURS)
    expect(page.locator("#trap-engine")).to_contain_text("Users1")
    for typed, outcome in (
        ("80:00:1f:88:04:00", "No clock of such an engine"),
        (SENDER_ENGINE, "Forgot the clock of 1"),
    ):
        page.locator("#trap-forget button").click()
        page.locator("#trap-forget-engine").fill(typed)
        page.keyboard.press("Enter")
        expect(page.locator("#trap-engine")).to_contain_text(outcome)
    run(tmp_path, "snmptrap", *as_edge, "-Z1,5", f"127.0.0.1:{port}", "42", LINK_DOWN)
    page.get_by_text("Received", exact=True).first.click()
    expect(page.get_by_text("linkDown")).to_have_count(2, timeout=10_000)


def user(name: str, **allowed: bool) -> dict[str, object]:
    secrets = {"auth_protocol": "SHA-256", "auth_password": PASSWORD}
    return {"name": name, "kind": "user", "user": name, **secrets, **allowed}
