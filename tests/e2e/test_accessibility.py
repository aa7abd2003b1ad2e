"""Pages read by axe, which finds what a screen reader or a keyboard would miss, and colours too close to each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.contract.served import Server
from tests.e2e.pages import Workbench
from tests.e2e.test_journeys import library_ready

AXE = Path(__file__).resolve().parents[2] / "ui/node_modules/axe-core/axe.min.js"
BAD = frozenset({"serious", "critical"})
PLACES = {
    "browser?node=IF-MIB::ifAdminStatus": "#mib-node h2",
    "browser?node=IF-MIB::ifAdminStatus&tab=source&view=module": "#mib-source .cm-marked",
    "browser?query=link&kind=notification": "#mib-hits [role=option]",
    "mibs": "#mib-table",
    "mibs?edit=IF-MIB": "#mib-text .cm-content",
}
SIMULATOR_PLACES = {
    "simulator": "#agent-table [role=row]",
    "simulator?agent=default": "#agent-detail dl",
    "simulator?agent=default&tab=objects": "#agent-objects [role=row]",
    "simulator?agent=default&tab=overrides": "#overrides-editor .cm-content",
    "simulator?agent=default&tab=faults": "#fault-add",
    "simulator?agent=default&tab=clock": "#clock-freeze",
    "simulator?agent=default&tab=journal&log=default": "#journal-verify",
    "simulator?agent=default&tab=access": "#access-save",
}
TRAP_PLACES = {
    "traps?q=trap:linkDown": "#trap-table [role=row]",
    "traps?tab=rules&rule=1": "#rule-preview-table",
    "traps?tab=forwarding&destination=nobody": "#destinations li",
    "traps?tab=inboxes": "#inboxes li",
    "traps?tab=receiver": "#traps-drops",
}
SIMULATOR_DIALOGS = {"#agent-add": "#agent-form", "#agent-record": "#record-form", "#fault-add": "#fault-form"}


@pytest.fixture
def readable(workbench: Workbench) -> Page:
    """A tab into which axe was brought; it stays until the tab is reloaded."""
    if not AXE.is_file():
        pytest.skip("the interface's packages are not installed: make ui/node_modules/.package-lock.json")
    workbench.page.evaluate(AXE.read_text())
    return workbench.page


STAND_STILL = """(async () => {
    for (let quiet = 0, turn = 0; quiet < 3 && turn < 100; turn++) {
        const moving = document.getAnimations().filter((one) =>
            one.playState === "running" && one.effect?.getComputedTiming().endTime !== Infinity);
        moving.forEach((one) => one.finish());
        quiet = moving.length ? 0 : quiet + 1;
        await new Promise((done) => setTimeout(done, 20));
    }
})()"""
"""Brings what fades in to its end, so that colours are those that one reads; a blinking caret goes on for ever."""


ALL_RULES = "{ resultTypes: ['violations'] }"
COLOURS = "{ resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block'] }"


def faults(page: Page) -> list[str]:
    """What axe finds that is serious or critical once the page stands still: its rule and the element.

    In light and in dark; the page is the same then, but for its colours.
    """
    found = []
    for scheme, rules in (("light", ALL_RULES), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a literal that the loop forgets
        page.evaluate(STAND_STILL)
        found += [
            f"{rule['id']} in {scheme}: {node['target']} {node.get('failureSummary', '')}"
            for rule in page.evaluate(f"axe.run(document, {rules})")["violations"]
            if rule["impact"] in BAD
            for node in rule["nodes"]
        ]
    return found


def test_nothing_serious_is_found_on_the_pages_of_mibs(readable: Page, server: Server) -> None:
    library_ready(server)
    page = readable
    for place, sign in PLACES.items():
        page.goto(f"/#{place}")
        expect(page.locator(sign).first).to_be_visible(timeout=20_000)
        assert faults(page) == [], place
    page.locator("#mib-text .cm-content").click()
    page.keyboard.type("x")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert faults(page) == [], "a question"


def test_nothing_serious_is_found_on_the_page_of_the_simulator(readable: Page, server: Server) -> None:
    with server.client(server.login()) as client:
        client.post("/api/simulator/start")
    page = readable
    arriving = {"name": "axe.snmprec", "mimeType": "text/plain", "buffer": b"1.3.6.1.2.1.1.5.0|4|axe\n"}
    for place, sign in SIMULATOR_PLACES.items():
        page.goto(f"/#{place}")
        expect(page.locator(sign).first).to_be_visible()
        assert faults(page) == [], place
    page.goto("/#simulator?agent=default&tab=faults")
    for opener, form in SIMULATOR_DIALOGS.items():
        page.locator(opener).click()
        expect(page.locator(form)).to_be_visible()
        assert faults(page) == [], form
        page.keyboard.press("Escape")
        expect(page.locator(form)).to_have_count(0)
    page.locator("#agent-files").set_input_files([arriving])  # type: ignore[list-item]
    expect(page.locator("#agent-arrivals li, #agent-arrivals [role=alert]").first).to_be_visible()
    assert faults(page) == [], "arrivals"


def test_nothing_serious_is_found_on_the_page_of_notifications(readable: Page, server: Server) -> None:
    with server.client(server.login()) as client:
        nobody = {"kind": "webhook", "name": "nobody", "url": "https://example.invalid/", "enabled": False}
        client.post("/api/traps/destinations", json=nobody)
        ports = {"name": "Ports", "query": "trap:linkDown", "severity": "error", "cleared_by": "trap:linkUp"}
        client.post("/api/traps/rules", json=ports | {"forward": ["nobody"]})
        client.post("/api/traps/start")
        client.post("/api/traps/inboxes", json={"name": "axe", "tag": "axe"})
    page = readable
    for place, sign in TRAP_PLACES.items():
        page.goto(f"/#{place}")
        expect(page.locator(sign).first).to_be_visible()
        assert faults(page) == [], place
    page.goto("/#traps?tab=forwarding")
    page.locator("#destination-add").click()
    expect(page.locator("#destination-form")).to_be_visible()
    assert faults(page) == [], "a destination"
