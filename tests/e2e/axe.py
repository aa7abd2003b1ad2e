"""A page as axe reads it, which finds what a screen reader or a keyboard would miss, and colours too alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

AXE = Path(__file__).resolve().parents[2] / "ui/node_modules/axe-core/axe.min.js"
BAD = frozenset({"serious", "critical"})

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

_OFF = {"enabled": False}
_NEVER_BAD = ("focus-order-semantics", "hidden-content", "region")
"""Rules that take long and whose findings axe itself calls minor or moderate."""
_RULES = {
    "light": f"{{ preload: false, resultTypes: ['violations'], rules: {json.dumps(dict.fromkeys(_NEVER_BAD, _OFF))} }}",
    "dark": "{ preload: false, resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block'] }",
}
"""In dark the page is the same, but for its colours. Nothing is loaded for rules that axe itself calls experimental."""

_REPEATED = ("[role=row]:nth-child(n+13)", "[role=treeitem]:nth-child(n+13)")
"""Of a long table or tree a dozen rows are read: half of axe's time went to what the others repeat."""
_FRAME = ("nav:has(~ #page)", "header:has(~ #page)")
"""What every page stands in is read once, at the first one."""
DIALOG = "[role=dialog]"

_STAND_STILL = """(async () => {
    for (let quiet = 0, turn = 0; quiet < 3 && turn < 100; turn++) {
        const moving = document.getAnimations().filter((one) =>
            one.playState === "running" && one.effect?.getComputedTiming().endTime !== Infinity);
        moving.forEach((one) => one.finish());
        quiet = moving.length ? 0 : quiet + 1;
        await new Promise((done) => setTimeout(done, 20));
    }
})()"""
"""Brings what fades in to its end, so that colours are those that one reads; a blinking caret goes on for ever."""


def bring_axe(page: Page) -> None:
    """Into the page's script, where it stays until a reload."""
    if page.evaluate("'axe' in window"):
        return
    if not AXE.is_file():
        pytest.skip("the interface's packages are not installed: make ui/node_modules/.package-lock.json")
    page.evaluate(AXE.read_text())


def put_on(page: Page, scheme: Scheme) -> None:
    """A theme, with everything that moves at its end."""
    page.emulate_media(color_scheme=scheme)
    expect(page.locator(f"html[data-mantine-color-scheme={scheme}]")).to_be_attached()  # a busy page hears of it later
    stand_still(page)


def stand_still(page: Page) -> None:
    """Everything that moves comes to its end."""
    page.evaluate(_STAND_STILL)


def faults_in(page: Page, scheme: Scheme, *, inside: str = "html", has_frame: bool = True) -> Iterator[str]:
    """What is serious or critical in the theme that is on: the rule, and the element."""
    read = {"include": [inside], "exclude": [*_REPEATED, *(() if has_frame else _FRAME)]}
    for rule in page.evaluate(f"axe.run({json.dumps(read)}, {_RULES[scheme]})")["violations"]:
        if rule["impact"] in BAD:
            for node in rule["nodes"]:
                yield f"{rule['id']} in {scheme}: {node['target']} {node.get('failureSummary', '')}"


def faults(page: Page) -> list[str]:
    """What is serious or critical in light and in dark."""
    found: list[str] = []
    for scheme in SCHEMES:
        put_on(page, scheme)
        found += faults_in(page, scheme)
    return found
