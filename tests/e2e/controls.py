"""Every control of a page pressed once, to see what the server says of it."""

from __future__ import annotations

from playwright.sync_api import Page

_PRESS_ALL = """async ({ known }) => {
    const layers = "[role=dialog], [role=menu]", home = location.hash, pressed = [];
    const soon = () => new Promise((done) => setTimeout(done, 30));
    const nameOf = (one) => (one.getAttribute("aria-label") || one.textContent || one.id).trim()
        .replace(/[0-9]+/g, "#").replace(/Copied$/, "");
    const isOn = (one) => one.getClientRects().length > 0 && !one.matches(":disabled, [aria-disabled=true]")
        && !one.closest("[role=columnheader], [role=tablist]");
    const next = (root) => [...root.querySelectorAll("button, [role=menuitem], [role=switch], [type=checkbox]")]
        .find((one) => isOn(one) && !known.includes(nameOf(one)));
    const escape = () => (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
    const press = async (root) => {
        for (let control; root.isConnected && (control = next(root)); ) {
            known.push(nameOf(control));
            pressed.push(nameOf(control));
            const before = new Set(document.querySelectorAll(layers));
            control.click();
            await soon();
            for (const layer of document.querySelectorAll(layers)) if (!before.has(layer)) {
                await press(layer);
                escape();
                await soon();
            }
            if (location.hash !== home) { location.hash = home; await soon(); }
        }
    };
    await press(document.getElementById("page"));
    return pressed;
}"""
"""Menus and dialogs that one opens are gone through, too, and left by Escape; where one leads elsewhere, it goes back.
Heads of columns and tabs only change what is seen."""


def press_all(page: Page, known: list[str]) -> list[str]:
    """Presses what is on and was not pressed on another page; returns the names of it."""
    pressed: list[str] = page.evaluate(_PRESS_ALL, {"known": known})
    return pressed


def offered_by_the_palette(page: Page) -> str:
    """What can be done from anywhere."""
    page.keyboard.press("Control+k")
    offered = page.locator("[role=dialog] [role=listbox]").inner_text()
    page.keyboard.press("Escape")
    return offered
