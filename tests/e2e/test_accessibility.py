"""Pages read by axe, which finds what a screen reader or a keyboard would miss, and colours too close to each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

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


STANDS = "document.getAnimations().every((one) => one.effect?.getComputedTiming().endTime === Infinity)"
"""Nothing is fading in any more: colours are those that one reads. A blinking caret goes on for ever."""


def faults(page: Page) -> list[str]:
    """What axe finds that is serious or critical once the page stands still: its rule and the element."""
    page.wait_for_function(STANDS)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found["violations"]
        if rule["impact"] in BAD
        for node in rule["nodes"]
    ]


def test_nothing_serious_is_found_on_the_pages_of_mibs(workbench: Workbench) -> None:
    if not AXE.is_file():
        pytest.skip("the interface's packages are not installed: make ui/node_modules/.package-lock.json")
    library_ready(workbench.server)
    page = workbench.page
    page.evaluate(AXE.read_text())
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for place, sign in PLACES.items():
            page.goto(f"/#{place}")
            expect(page.locator(sign).first).to_be_visible(timeout=20_000)
            assert faults(page) == [], f"{place}, {scheme}"
        page.locator("#mib-text .cm-content").click()
        page.keyboard.type("x")
        page.get_by_role("button", name="Close", exact=True).click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        assert faults(page) == [], f"a question, {scheme}"
        dialog.get_by_role("button", name="Discard the edits").click()
        expect(page.locator("#mib-table")).to_be_visible()
