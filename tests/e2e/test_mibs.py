"""The MIB manager as a person uses it: a faulty file dropped, mended, uploaded, read, deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.contract.mib_texts import mib
from tests.contract.served import Server
from tests.e2e.pages import Workbench
from tests.e2e.test_journeys import library_ready

FAULTY = mib("ACME-MIB").replace(b"::= { acme 1 }", b":= { acme 1 }").decode()
USING = mib("USER-MIB", 5, imports="acmeValue FROM ACME-MIB").decode()
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  const target = document.querySelector('#mib-add');
  for (const type of ['dragover', 'drop'])
    target.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const content = document.querySelector('#mib-text').shadowRoot.querySelector('.cm-content');
  content.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(autouse=True)
def _nothing_uploaded(server: Server) -> Iterator[None]:
    """Each test begins with the standard modules alone."""
    yield
    with server.client(server.login()) as client:
        for name in client.get("/api/mibs/list").json()["mibs"]:
            client.delete(f"/api/mibs/{name}").raise_for_status()


def open_mibs(workbench: Workbench) -> Page:
    library_ready(workbench.server)
    workbench.go("mibs")
    expect(workbench.page.locator("#mib-table")).to_contain_text("BGP4-MIB", timeout=20_000)
    return workbench.page


def stored(server: Server) -> list[str]:
    with server.client(server.login()) as client:
        return list(client.get("/api/mibs/list").json()["mibs"])


def test_a_faulty_mib_is_dropped_mended_uploaded_and_deleted(workbench: Workbench) -> None:
    page = open_mibs(workbench)
    page.evaluate(DROP, ["ACME-MIB", FAULTY])
    file = page.locator("#mib-file")
    expect(file).to_contain_text(":= { acme 1 }", timeout=20_000)
    expect(file).to_contain_text(re.compile(r"\n\s*\^\^"))
    expect(file).to_contain_text("in the library")
    assert stored(workbench.server) == []
    page.locator("#mib-fix-all").click()
    expect(page.locator("#mib-batch")).to_contain_text("can be used", timeout=20_000)
    page.locator("#mib-files").set_input_files({"name": "USER-MIB", "mimeType": "text/plain", "buffer": USING.encode()})
    expect(page.locator("#mib-batch")).to_contain_text("USER-MIB", timeout=20_000)
    page.locator("#mib-batch").get_by_text("USER-MIB").first.click()
    expect(file).to_contain_text("in this batch", timeout=20_000)
    page.locator("#mib-upload").click()
    expect(page.locator("#mib-batch-state")).to_have_text("2 files stored", timeout=30_000)
    assert stored(workbench.server) == ["ACME-MIB", "USER-MIB"]
    page.locator("#mib-batch-close").click()

    page.get_by_placeholder("Filter loaded rows").fill("ACME-MIB")
    page.locator("#mib-table").get_by_text("ACME-MIB").first.click()
    expect(page.locator("#mib-detail")).to_contain_text("USER-MIB", timeout=10_000)
    page.locator("#mib-delete").click()
    expect(page.locator("#mib-dependents")).to_have_text("USER-MIB", timeout=10_000)
    page.locator("#mib-delete-confirm").click()
    expect(page.get_by_text("No loaded row matches")).to_be_visible(timeout=60_000)
    page.get_by_placeholder("Filter loaded rows").fill("USER-MIB")
    expect(page.locator("#mib-table")).to_contain_text("incomplete", timeout=10_000)


def test_what_another_client_uploads_appears_and_its_notification_can_be_sent(workbench: Workbench) -> None:
    page = open_mibs(workbench)
    with workbench.server.client(workbench.server.login()) as other:
        assert other.post("/api/mibs/upload", files=[("files", ("ACME-MIB", mib("ACME-MIB")))]).is_success
    page.get_by_placeholder("Filter loaded rows").fill("ACME-MIB")
    expect(page.locator("#mib-table")).to_contain_text("ACME-MIB", timeout=10_000)
    page.get_by_text("Notifications", exact=True).click()
    page.get_by_placeholder("Filter loaded rows").fill("acmeTrap1")
    page.locator("#mib-notifications").get_by_text("acmeTrap1").first.click()
    page.locator("#mib-send").click()
    expect(page).to_have_url(re.compile("#traps.tab=send&oid=ACME-MIB::acmeTrap1$"))
    expect(page.locator("#trap-oid")).to_have_value("ACME-MIB::acmeTrap1")


def test_a_file_that_is_no_mib_stops_the_upload_in_plain_words(workbench: Workbench) -> None:
    page = open_mibs(workbench)
    page.locator("#mib-files").set_input_files(
        {"name": "page.txt", "mimeType": "text/plain", "buffer": b"<html></html>"}
    )
    expect(page.locator("#mib-file")).to_contain_text("This is a web page, not a MIB", timeout=20_000)
    expect(page.locator("#mib-upload")).to_be_disabled()
    page.locator("#mib-batch-close").click()
    expect(page.locator("#mib-table")).to_be_visible()


def test_a_text_is_edited_mended_saved_as_a_revision_and_taken_back(workbench: Workbench) -> None:
    stated = mib("ACME-MIB")
    with workbench.server.client(workbench.server.login()) as client:
        assert client.post("/api/mibs/upload", files=[("files", ("ACME-MIB", stated))]).is_success
    page = open_mibs(workbench)
    page.goto("/#mibs?edit=ACME-MIB")
    text = page.locator("#mib-text .cm-content")
    expect(text).to_contain_text("ACME-MIB DEFINITIONS", timeout=20_000)
    expect(page.locator("#mib-save")).to_be_disabled()
    text.click()
    page.keyboard.press("Control+a")
    page.evaluate(PASTE, FAULTY.replace("acmeValue", "acmeSpeed"))
    verdict = page.locator("#mib-verdict")
    expect(verdict).to_contain_text("error", timeout=20_000)
    expect(page.locator("#mib-text .cm-lintRange-error").first).to_be_visible()
    page.locator("#mib-fix-all").click()
    expect(verdict).not_to_contain_text("error", timeout=20_000)

    page.locator('a[href="#dashboard"]').first.click()
    page.locator("#unsaved-question").get_by_role("button", name="Go on, keep it").click()
    workbench.go("mibs")
    page.get_by_role("link", name="Go on with ACME-MIB").click()
    expect(text).to_contain_text("acmeSpeed")
    text.click()
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Stored as new revision: loaded")).to_be_visible(timeout=30_000)
    expect(page.locator("#mib-save")).to_be_disabled()

    page.get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("tab", name="History").click()
    page.get_by_role("button", name="Open in the editor").click()
    expect(text).to_contain_text("acmeValue", timeout=10_000)
    page.get_by_role("button", name="Close", exact=True).click()
    page.locator("#unsaved-question").get_by_role("button", name="Discard").click()
    expect(page.locator("#mib-table")).to_be_visible()
    with workbench.server.client(workbench.server.login()) as client:
        assert "acmeSpeed" in client.get("/api/mibs/ACME-MIB/source").json()["text"]
