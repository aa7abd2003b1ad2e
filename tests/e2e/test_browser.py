"""Reading MIBs as a person does: by search, by tree, by link and by keys alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.contract.mib_texts import files, mib
from tests.contract.served import Server
from tests.e2e.pages import PHONE, Workbench
from tests.e2e.test_journeys import library_ready


@pytest.fixture
def browsing(workbench: Workbench) -> Page:
    """The MIB browser, with the standard modules loaded; its tree is open as far as the test before left it."""
    library_ready(workbench.server)
    workbench.go("browser")
    expect(workbench.page.get_by_role("treeitem").first).to_be_visible()
    return workbench.page


def upload(server: Server, module: str) -> None:
    with server.client(server.login()) as client:
        client.post("/api/mibs/upload", files=files((f"{module}.mib", mib(module)))).raise_for_status()


def title(page: Page) -> str:
    return page.locator("#mib-node h2").inner_text()


def test_a_hit_opens_with_all_its_clauses_and_unfolds_the_tree(browsing: Page) -> None:
    page = browsing
    page.keyboard.press("/")
    page.keyboard.type("ifAdminStatus")
    hits = page.locator("#mib-hits")
    expect(hits.get_by_role("option").first).to_contain_text("ifAdminStatus", timeout=5_000)
    expect(hits.get_by_role("option").first).to_contain_text("ifEntry")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    node = page.locator("#mib-node")
    expect(node).to_contain_text("IF-MIB::ifAdminStatus")
    for part in ("1.3.6.1.2.1.2.2.1.7", "read-write", "The desired state of the interface", "testing", "linkDown"):
        expect(node).to_contain_text(part)
    item = page.get_by_role("treeitem", name="ifAdminStatus")
    expect(item).to_be_visible()
    expect(item).to_have_attribute("aria-selected", "true")
    expect(item).to_have_attribute("aria-level", "10")
    node.get_by_role("link", name="ifIndex").first.click()
    expect(node).to_contain_text("IF-MIB::ifIndex")
    expect(node).to_contain_text("InterfaceIndex")
    page.go_back()
    expect(node).to_contain_text("IF-MIB::ifAdminStatus")
    page.go_back()
    expect(page.locator("#mib-search")).to_have_value("ifAdminStatus")
    expect(hits).to_be_visible()


def test_an_address_leads_to_the_same_place_after_a_reload(browsing: Page) -> None:
    page = browsing
    page.goto("/#browser?node=IF-MIB::ifXEntry&view=module")
    expect(page.locator("#mib-node")).to_contain_text("IF-MIB::ifXEntry", timeout=5_000)
    page.reload()
    expect(page.locator("#mib-node")).to_contain_text("Augments", timeout=10_000)
    expect(page.get_by_role("treeitem", name="ifXEntry")).to_be_visible(timeout=10_000)
    page.goto("/#browser?query=link&kind=notification&module=IF-MIB")
    expect(page.locator("#mib-hits").get_by_role("option")).to_have_count(2, timeout=5_000)
    page.goto("/#browser?node=1.3.6.1.2.1.2.2.1.2.7")
    expect(page.locator("#mib-node h2")).to_have_text("IF-MIB::ifDescr.7", timeout=5_000)
    page.goto("/#browser?node=noSuchThing")
    expect(page.locator("#mib-node")).to_contain_text("Nothing can be shown here", timeout=5_000)


def test_a_definition_is_seen_in_its_text(browsing: Page) -> None:
    page = browsing
    page.goto("/#browser?node=IF-MIB::ifAdminStatus&tab=source")
    first = page.locator("#mib-source .cm-marked").first
    expect(first).to_contain_text("ifAdminStatus OBJECT-TYPE", timeout=10_000)
    expect(first).to_be_in_viewport()
    first.click()
    page.keyboard.type("/")
    expect(page.locator("#mib-search")).not_to_be_focused()
    expect(page.locator("#mib-source .cm-content")).not_to_contain_text("/ifAdminStatus")
    page.get_by_role("tab", name="Details").click()
    expect(page.locator("#mib-node")).to_contain_text("The desired state of the interface")
    page.go_back()
    expect(first).to_be_visible()


def test_the_tree_is_walked_by_keys_alone(browsing: Page) -> None:
    page = browsing
    page.reload()  # open as it is at first
    expect(page.get_by_role("treeitem", name="interfaces")).to_be_visible()
    tree = page.get_by_role("tree")
    page.keyboard.press("ArrowDown")
    expect(tree).to_be_focused()
    page.keyboard.type("inter")
    active = page.locator("[role=treeitem][data-active]")
    expect(active).to_contain_text("internet")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("interf")
    expect(active).to_contain_text("interfaces")
    page.keyboard.press("ArrowRight")
    expect(active).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowRight")
    expect(active).to_contain_text("ifNumber")
    page.keyboard.press("Enter")
    expect(page.locator("#mib-node h2")).to_have_text("IF-MIB::ifNumber")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#mib-node h2")).to_have_text("IF-MIB::ifTable")
    page.keyboard.press("ArrowLeft")
    expect(active).to_contain_text("interfaces")
    page.keyboard.press("ArrowLeft")
    expect(active).to_have_attribute("aria-expanded", "false")


def test_everything_unfolds_and_folds_again(browsing: Page) -> None:
    page = browsing
    page.locator("#mib-expand-all").click()
    expect(page.get_by_text("38,", exact=False).first).to_be_visible(timeout=60_000)
    page.get_by_role("tree").focus()
    page.keyboard.press("End")
    expect(page.locator("[role=treeitem][data-active]")).to_be_visible()
    assert page.locator("[role=treeitem]").count() < 100
    page.locator("#mib-collapse-all").click()
    expect(page.get_by_role("treeitem")).to_have_count(2)


def test_a_mib_uploaded_elsewhere_appears_in_search_and_tree(browsing: Page, server: Server) -> None:
    page = browsing
    page.locator("#mib-search").fill("acmeValue")
    expect(page.get_by_text("Nothing found")).to_be_visible(timeout=5_000)
    upload(server, "ACME-MIB")
    hit = page.get_by_role("option").first
    expect(hit).to_contain_text("ACME-MIB", timeout=5_000)
    hit.click()
    expect(page.locator("#mib-node h2")).to_contain_text("acmeValue")
    expect(page.get_by_role("treeitem", name="acmeValue")).to_be_visible(timeout=5_000)


def test_from_a_node_one_walks_it_and_from_a_notification_one_sends_it(browsing: Page) -> None:
    page = browsing
    page.goto("/#browser?node=IF-MIB::ifTable")
    page.locator("#browse-walk").click()
    expect(page.locator("#walk-oid")).to_have_value("IF-MIB::ifTable")
    page.go_back()
    page.goto("/#browser?node=IF-MIB::linkDown")
    page.locator("#browse-send").click()
    expect(page.locator("#trap-oid")).to_have_value("IF-MIB::linkDown")
    expect(page.get_by_role("combobox", name="OID or name 3")).to_have_value("IF-MIB::ifOperStatus.1")


def test_what_is_seen_is_saved_as_a_file(browsing: Page) -> None:
    page = browsing
    page.goto("/#browser?query=link&kind=notification&module=IF-MIB")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="CSV").click()
    lines = download.value.path().read_text().splitlines()
    assert lines[0].startswith("oid,name,module,kind")
    names = {line.split(",")[1] for line in lines if line.startswith("1.3.6.1.6.3.1.1.5.")}
    assert names == {"linkDown", "linkUp"}


def test_details_stand_in_front_of_the_tree_on_a_phone(browsing: Page) -> None:
    page = browsing
    page.set_viewport_size(PHONE)
    expect(page.get_by_role("tree")).to_be_visible()
    page.goto("/#browser?node=IF-MIB::ifAdminStatus")
    expect(page.locator("#mib-node")).to_contain_text("The desired state")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("tree")).to_be_visible()
