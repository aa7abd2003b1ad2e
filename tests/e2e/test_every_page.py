"""Every page with everything on it: read by axe, in both themes, on a desk and on a phone, a picture taken of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.contract.served import Server
from tests.e2e.axe import DIALOG, SCHEMES, Scheme, bring_axe, faults, faults_in, put_on, stand_still
from tests.e2e.conftest import Desk
from tests.e2e.controls import offered_by_the_palette, press_all
from tests.e2e.full_workbench import CISCO, fill
from tests.e2e.pages import DESK, PHONE, Workbench
from tests.e2e.pictures import WATCH_TASKS, Album
from tests.e2e.places import AREAS, CISCO_WALK, Place

NOT_FOR_VIEWERS = {
    *("palette", "shortcuts"),  # looked at in every theme above; nothing there asks the server
    *("users", "audit", "backup"),  # parts that only administrators are led to
    *("account", "sessions"),  # where one ends the session that looks around
    *("tokens",),  # of which this viewer has none
    *("rows", "tables", "tree", "text"),  # of a walk, which a viewer does not start
}
NEEDS_ROLE = re.compile("needs the role")
BACKGROUND = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"


@pytest.fixture(scope="module")
def facts(server: Server, shared_dir: Path) -> dict[str, str]:
    """What addresses name, of a server on which something stands on every page."""
    return fill(server, shared_dir / "recordings")


@pytest.fixture
def tab(facts: dict[str, str], workbench: Workbench) -> Page:
    """A tab whose long tasks are noted and into which axe was brought."""
    workbench.page.evaluate(WATCH_TASKS)
    bring_axe(workbench.page)
    return workbench.page


@pytest.fixture
def album(area: str) -> Iterator[Album]:
    """What is seen in one area."""
    album = Album(area)
    yield album
    album.close()


def look_at(page: Page, place: Place, album: Album, *, has_frame: bool) -> list[str]:
    """Notes and pictures of what is open; returns what is wrong with it.

    It begins in the theme that the place before ended in, and turns to the phone and back once: both draw all anew.
    """
    album.note_tasks(page, place.name)
    first, second = SCHEMES if is_light(page) else SCHEMES[::-1]
    put_on(page, first)
    wrong = [*look_on_desk(page, place, first, album, has_frame=has_frame)]
    page.set_viewport_size(PHONE)
    wrong += look_on_phone(page, place, first, album)
    put_on(page, second)
    wrong += look_on_phone(page, place, second, album)
    page.set_viewport_size(DESK)
    stand_still(page)
    wrong += look_on_desk(page, place, second, album, has_frame=has_frame)
    album.forget_tasks(page)
    return wrong


def is_light(page: Page) -> bool:
    return bool(sum(page.evaluate(BACKGROUND)) >= 384)


def look_on_desk(page: Page, place: Place, scheme: Scheme, album: Album, *, has_frame: bool) -> Iterator[str]:
    """Under a dialog lies what was read at the place before."""
    if is_light(page) != (scheme == "light"):
        yield f"its background is not {scheme}"
    yield from faults_in(page, scheme, inside=DIALOG if place.is_dialog else "html", has_frame=has_frame)
    album.picture(page, place.name, scheme)


def look_on_phone(page: Page, place: Place, scheme: Scheme, album: Album) -> Iterator[str]:
    if (width := page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
        yield f"it is {width} pixels wide on a phone of {PHONE['width']}"
    album.picture(page, place.name, scheme)


@pytest.mark.parametrize("area", AREAS)
def test_every_place_can_be_read_in_both_themes_and_on_a_phone(
    area: str, tab: Page, facts: dict[str, str], album: Album
) -> None:
    if area == "walker":
        fill_in_a_walk(tab, facts)
    wrong = {}
    for place in AREAS[area]:
        place.enter(tab, facts)
        wrong[place.name] = look_at(tab, place, album, has_frame=area == "frame")
        place.leave(tab)
    assert {place: found for place, found in wrong.items() if found} == {}


def fill_in_a_walk(page: Page, facts: dict[str, str]) -> None:
    page.goto("/#walker")
    page.locator("#walk-target").fill("127.0.0.1")
    page.locator("#walk-port").fill(facts["port"])
    page.locator("#walk-community").fill(CISCO)
    page.locator("#walk-oid").fill(CISCO_WALK)


@pytest.mark.parametrize("area", ["login"])
def test_the_login_can_be_read_in_both_themes_and_on_a_phone(page: Page, server: Server, album: Album) -> None:
    page.add_init_script(WATCH_TASKS)
    page.goto("/")
    bring_axe(page)
    expect(page.locator("#login-user")).to_be_visible()
    assert look_at(page, Place("form", "#login-user", ""), album, has_frame=True) == []


def test_questions_and_arrivals_can_be_read(tab: Page) -> None:
    page = tab
    page.goto("/#mibs?edit=IF-MIB")
    page.locator("#mib-text .cm-content").click()
    page.keyboard.type("x")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert faults(page) == [], "a question"
    page.locator("#unsaved-question").get_by_role("button", name="Discard").click()
    page.goto("/#simulator")
    arriving = {"name": "axe.snmprec", "mimeType": "text/plain", "buffer": b"1.3.6.1.2.1.1.5.0|4|axe\n"}
    page.locator("#agent-files").set_input_files([arriving])  # type: ignore[list-item]
    expect(page.locator("#agent-arrivals li, #agent-arrivals [role=alert]").first).to_be_visible()
    assert faults(page) == [], "arrivals"


@pytest.fixture(scope="module")
def viewers_desk(context: BrowserContext, server: Server, facts: dict[str, str]) -> Desk:
    """Of somebody who may look at everything and change nothing."""
    return Desk(context, server, "bert", "maplesyrup-9")


@pytest.fixture
def viewer(viewers_desk: Desk, request: pytest.FixtureRequest) -> Iterator[Page]:
    """His tab."""
    with viewers_desk.lent(request) as workbench:
        yield workbench.page


@pytest.mark.parametrize("area", AREAS)
def test_a_viewer_finds_nothing_to_press_that_would_be_refused(area: str, viewer: Page, facts: dict[str, str]) -> None:
    refused: list[str] = []
    viewer.on("response", lambda reply: refused.append(reply.url) if reply.status == 403 else None)
    pressed: list[str] = []
    for place in (place for place in AREAS[area] if place.name not in NOT_FOR_VIEWERS):
        if place.by:
            expect(viewer.locator(place.by).first).to_be_disabled()
            expect(viewer.locator(place.by).first).to_have_accessible_description(NEEDS_ROLE)
        else:
            place.enter(viewer, facts)
            pressed += press_all(viewer, pressed)
    viewer.wait_for_load_state("networkidle")
    assert refused == []
    assert pressed


def test_what_is_offered_follows_a_role_that_changes(viewer: Page, server: Server) -> None:
    viewer.goto("/#walker")
    with server.client(server.login()) as client:
        for role in ("operator", "viewer"):
            client.put("/api/settings/users/bert", json={"role": role}).raise_for_status()
            expect(viewer.locator("#walk-start")).to_be_enabled(enabled=role == "operator")
            assert ("Send a notification" in offered_by_the_palette(viewer)) is (role == "operator")
