"""Credentials as a person makes and uses them, and the SNMPv3 engines that know them.

They are saved in the settings, tried out, and chosen by name for a walk of snmpd.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import find_tool
from tests.contract.served import Server
from tests.e2e.pages import PHONE, Workbench

AUTH_PASSWORD, PRIV_PASSWORD = "maplesyrup-9", "pancakes-42"
READY_WITHIN_S = 20.0
SYS_NAME = "1.3.6.1.2.1.1.5.0"
LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
SENDER_ENGINE = "80001f8804656467652d37"
ENGINE_OF_OURS = "enterprise 32473"


@pytest.fixture(autouse=True)
def _nothing_saved(server: Server) -> Iterator[None]:
    """Each test begins without credentials."""
    yield
    with server.client(server.login()) as client:
        for saved in client.get("/api/credentials").json()["data"]:
            client.delete(f"/api/credentials/{quote(saved['name'])}", params={"force": True}).raise_for_status()


@pytest.fixture
def snmpd(tmp_path: Path, free_udp_port: int) -> Iterator[int]:
    """The port of a net-snmp daemon with a user of SHA-256 and AES."""
    folder = tmp_path / "snmpd"
    folder.mkdir()
    configuration = folder / "snmpd.conf"
    configuration.write_text(
        f"createUser bert SHA-256 {AUTH_PASSWORD} AES {PRIV_PASSWORD}\nrouser bert priv\nsysname behind-v3\n"
    )
    own = {"SNMP_PERSISTENT_DIR": str(folder), "SNMPCONFPATH": str(folder), "MIBS": "", "LC_ALL": "C"}
    address = f"udp:127.0.0.1:{free_udp_port}"
    command = [find_tool("snmpd"), "-f", "-LE", "3", "-C", "-c", str(configuration), "-r", address]
    who = ["-v3", "-ubert", "-lauthPriv", "-aSHA-256", f"-A{AUTH_PASSWORD}", "-xAES", f"-X{PRIV_PASSWORD}"]
    ask = [find_tool("snmpget"), *who, "-t1", "-r0", address, "1.3.6.1.2.1.1.5.0"]
    process = subprocess.Popen(command, env=os.environ | own)
    try:
        deadline = time.monotonic() + READY_WITHIN_S
        while subprocess.run(ask, env=os.environ | own, capture_output=True, check=False).returncode:
            assert process.poll() is None
            assert time.monotonic() < deadline
        yield free_udp_port
    finally:
        process.terminate()
        process.wait(timeout=5)


def add_user(page: Page, name: str, auth_password: str = AUTH_PASSWORD) -> None:
    """Through the dialog; protocols are those it offers first, SHA-256 and AES."""
    page.locator("#credential-add").click()
    page.locator("#credential-name").fill(name)
    page.locator("#credential-user").fill("bert")
    page.locator("#credential-auth-secret").fill(auth_password)
    page.locator("#credential-priv-secret").fill(PRIV_PASSWORD)
    expect(page.locator("#credential-level")).to_contain_text("authPriv")
    page.keyboard.press("Enter")
    expect(page.locator("#credentials")).to_contain_text(name)


def choose(page: Page, form: str, credential: str) -> None:
    """In the picker of a form."""
    page.locator(f"#{form}-credential").click()
    page.get_by_role("option", name=credential, exact=True).click()


def octets_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def run(folder: Path, tool: str, *arguments: str) -> None:
    own = {"SNMP_PERSISTENT_DIR": str(folder), "SNMPCONFPATH": str(folder), "MIBS": "", "LC_ALL": "C"}
    done = subprocess.run([find_tool(tool), *arguments], env=os.environ | own, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def user(name: str, **allowed: bool) -> dict[str, object]:
    secrets = {"auth_protocol": "SHA-256", "auth_password": AUTH_PASSWORD}
    return {"name": name, "kind": "user", "user": name, **secrets, **allowed}


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
    as_edge = ["-v3", "-uedge", "-lauthNoPriv", "-aSHA-256", f"-A{AUTH_PASSWORD}", f"-e0x{SENDER_ENGINE}"]
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


def test_a_saved_user_walks_a_device_by_name_and_a_wrong_password_is_told(
    workbench: Workbench, snmpd: int, server: Server
) -> None:
    page = workbench.page
    workbench.go("settings")
    workbench.go("settings?tab=credentials")
    expect(page.get_by_text("No credentials saved yet")).to_be_visible()
    add_user(page, "core routers")
    add_user(page, "mistyped", "maplesyrup-8")

    page.get_by_role("button", name="Test core routers").click()
    page.locator("#test-target").fill("127.0.0.1")
    page.locator("#test-port").fill(str(snmpd))
    page.locator("#test-run").click()
    expect(page.locator("#test-result")).to_contain_text("It has been up for", timeout=10_000)
    page.keyboard.press("Escape")

    workbench.go("walker")
    page.locator("#walk-target").fill("127.0.0.1")
    page.locator("#walk-port").fill(str(snmpd))
    page.locator("#walk-oid").fill("1.3.6.1.2.1.1")
    choose(page, "walk", "core routers")
    page.locator("#walk-start").click()
    expect(page.locator("#walk-table")).to_contain_text("behind-v3", timeout=15_000)
    choose(page, "walk", "mistyped")
    page.locator("#walk-start").click()
    refusal = "refused the message: the authentication password, key or protocol is wrong"
    expect(page.get_by_text(refusal)).to_be_visible(timeout=10_000)

    kept = str(page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])"))
    stored = octets_below(server.data_dir)
    for secret in (AUTH_PASSWORD, PRIV_PASSWORD, "maplesyrup-8"):
        assert secret not in kept + page.content()
        assert secret.encode() not in stored


def test_a_user_typed_into_the_form_is_asked_as_and_forgotten_by_a_reload(workbench: Workbench, snmpd: int) -> None:
    page = workbench.page
    workbench.go("walker")
    page.locator("#walk-target").fill("127.0.0.1")
    page.locator("#walk-port").fill(str(snmpd))
    page.locator("#walk-oid").fill("1.3.6.1.2.1.1")
    choose(page, "walk", "SNMPv3 user, typed here")
    page.locator("#walk-start").click()
    expect(page.get_by_text("Enter the user's name.")).to_be_visible()
    page.locator("#walk-user").fill("bert")
    page.locator("#walk-auth-password").fill(AUTH_PASSWORD)
    page.locator("#walk-priv-password").fill(PRIV_PASSWORD)
    page.locator("#walk-start").click()
    expect(page.locator("#walk-table")).to_contain_text("behind-v3", timeout=15_000)
    page.reload()
    expect(page.locator("#walk-user")).to_have_value("bert")
    expect(page.locator("#walk-auth-password")).to_have_value("")


def test_a_notification_is_sent_as_a_saved_user_and_received(workbench: Workbench, server: Server) -> None:
    with server.client(server.login()) as client:
        user = {"user": "bert", "auth_protocol": "SHA-256", "auth_password": AUTH_PASSWORD}
        reply = client.post("/api/credentials", json={"name": "edge", "kind": "user", "for_receiver": True, **user})
        assert reply.status_code == 201, reply.text
        port = client.post("/api/traps/start").json()["port"]
    page = workbench.page
    workbench.go("traps")
    page.get_by_text("Send", exact=True).click()
    page.locator("#trap-target").fill("127.0.0.1")
    page.locator("#trap-port").fill(str(port))
    choose(page, "trap", "edge")
    page.get_by_text("Inform", exact=True).click()
    page.locator("#trap-send").click()
    expect(page.get_by_text("Acknowledged in")).to_be_visible(timeout=10_000)


def test_a_credential_is_renamed_without_its_secrets_and_deleted_after_a_question(workbench: Workbench) -> None:
    page = workbench.page
    workbench.go("settings")
    workbench.go("settings?tab=credentials")
    add_user(page, "core routers")
    page.get_by_role("button", name="Edit core routers").click()
    expect(page.locator("#credential-auth-secret")).to_have_attribute("placeholder", "Leave empty to keep")
    page.locator("#credential-name").fill("edge routers")
    page.locator("#credential-save").click()
    expect(page.locator("#credentials")).to_contain_text("edge routers")
    expect(page.locator("#credentials")).to_contain_text(re.compile("authPriv.*SHA-256, AES"))
    page.get_by_role("button", name="Delete edge routers").click()
    page.locator("#credential-remove").click()
    expect(page.get_by_text("No credentials saved yet")).to_be_visible()


def test_what_is_wrong_stands_under_its_field(workbench: Workbench) -> None:
    page = workbench.page
    workbench.go("settings")
    workbench.go("settings?tab=credentials")
    add_user(page, "core routers")
    page.locator("#credential-add").click()
    page.locator("#credential-save").click()
    expect(page.get_by_text("Enter a name.")).to_be_visible()
    page.locator("#credential-name").fill("core routers")
    page.locator("#credential-user").fill("bert")
    page.locator("#credential-auth-secret").fill("short")
    page.locator("#credential-priv-secret").fill(PRIV_PASSWORD)
    page.locator("#credential-save").click()
    expect(page.get_by_text("A password has at least 8 characters")).to_be_visible()
    page.locator("#credential-auth-secret").fill(AUTH_PASSWORD)
    page.locator("#credential-save").click()
    expect(page.get_by_text("A credential is already saved as 'core routers'")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#unsaved-question").get_by_role("button", name="Discard").click()


def test_table_and_dialog_fit_a_phone_with_the_longest_name(workbench: Workbench) -> None:
    page = workbench.page
    workbench.go("settings")
    workbench.go("settings?tab=credentials")
    add_user(page, "x" * 64)
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name=f"Edit {'x' * 64}").click()
    expect(page.locator("#credential-form")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator("#credential-save").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390
