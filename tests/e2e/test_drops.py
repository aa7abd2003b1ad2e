"""Drops as a person meets them: a trap does not arrive, the page says why while it is open, and shows the octet."""

from __future__ import annotations

import socket

from playwright.sync_api import expect

from tests.e2e.pages import Workbench

LYING_LENGTH = bytes.fromhex("3008020101040370")
SHORT_VERSION_3 = bytes.fromhex("3010020103300d020107")


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
