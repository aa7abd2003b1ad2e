"""Agents as a person makes, breaks and forgets them on the simulator's page, with net-snmp on the other side."""

from __future__ import annotations

import re
import subprocess

from playwright.sync_api import Locator, Page, expect

from tests.conftest import find_tool
from tests.contract.served import Server
from tests.e2e.pages import PHONE, Workbench

SYS_NAME = "1.3.6.1.2.1.1.5.0"


def get(port: int, community: str) -> str:
    command = [find_tool("snmpget"), "-v2c", "-c", community, "-t1", "-r0", "-Oqv", f"127.0.0.1:{port}", SYS_NAME]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    return (done.stdout or done.stderr).strip().strip('"')


def row_of(page: Page, name: str) -> Locator:
    return page.locator("#agent-table [role=row]").filter(has_text=name)


def test_an_agent_is_made_asked_broken_silenced_and_deleted(workbench: Workbench, server: Server) -> None:
    (server.data_dir / "recordings" / "core.snmprec").write_text(f"{SYS_NAME}|4|core switch\n")
    with server.client(server.login()) as client:
        port = client.post("/api/simulator/start").json()["port"]
    page = workbench.page
    workbench.go("simulator")
    expect(row_of(page, "core")).to_contain_text("not asked yet")

    page.locator("#agent-add").click()
    page.locator("#agent-name").fill("Lab copy")
    page.locator("#agent-form").get_by_text("Recording", exact=True).click()
    page.locator("#agent-recording").click()
    page.get_by_role("option", name="core.snmprec").click()
    page.locator("#agent-community").fill("public")
    page.locator("#agent-save").click()
    expect(page.locator("#agent-form")).to_contain_text("The default device answers to this community")
    page.locator("#agent-community").fill("")
    page.locator("#agent-save").click()
    detail = page.locator("#agent-detail")
    expect(detail).to_contain_text(f"snmpwalk -v 2c -c lab-copy 127.0.0.1:{port}")
    assert get(port, "lab-copy") == "core switch"
    expect(detail).to_contain_text("1 with 1 variable bindings", timeout=10_000)

    detail.get_by_role("tab", name="Faults").click()
    page.locator("#fault-add").click()
    page.locator("#fault-kind").click()
    page.get_by_role("option", name="Error status").click()
    page.locator("#fault-status").click()
    page.get_by_role("option", name="resourceUnavailable").click()
    page.locator("#fault-form").get_by_text("When it hits").click()
    page.locator("#fault-subtrees").fill("no such name")
    page.locator("#fault-save").click()
    expect(page.locator("#fault-form [class*=error]").first).to_be_visible()
    page.locator("#fault-subtrees").fill("1.3.6.1.2.1.1")
    page.locator("#fault-save").click()
    expect(page.locator("#agent-faults")).to_contain_text("resourceUnavailable")
    assert "resourceUnavailable" in get(port, "lab-copy")
    expect(page.locator("#agent-faults")).to_contain_text("has hit once", timeout=10_000)
    page.get_by_role("button", name="Take back: Error status").click()
    expect(page.locator("#agent-faults")).to_contain_text("healthy")
    assert get(port, "lab-copy") == "core switch"

    page.locator("#agent-switch").click()
    expect(row_of(page, "Lab copy")).to_contain_text("off")
    assert "Timeout" in get(port, "lab-copy")
    page.reload()
    expect(detail.get_by_role("tab", name="Faults")).to_have_attribute("aria-selected", "true")
    detail.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(row_of(page, "Lab copy")).to_have_count(0)
    expect(detail).to_have_count(0)


def test_objects_are_searched_set_in_place_and_overridden_as_a_document(workbench: Workbench, server: Server) -> None:
    with server.client(server.login()) as client:
        port = client.post("/api/simulator/start").json()["port"]
    page = workbench.page
    page.goto("/#simulator?agent=default&tab=objects")
    objects = page.locator("#agent-objects")
    expect(objects).to_contain_text("sysDescr.0")
    search = page.locator("#agent-detail").get_by_placeholder("Name or OID")
    search.fill("ifAdminStatus")
    expect(objects.locator("[role=row]").nth(1)).to_contain_text("ifAdminStatus.1")
    objects.get_by_text("ifAdminStatus.1", exact=True).click()
    page.locator("#object-value").select_option("testing")
    page.locator("#object-value").press("Enter")
    expect(objects.locator("[role=row]").nth(1)).to_contain_text("testing(3)")
    search.fill("sysName.0")
    objects.get_by_text("sysName.0", exact=True).click()
    page.locator("#object-value").fill("x" * 300)
    page.locator("#object-value").press("Enter")
    expect(page.locator("#agent-object")).to_contain_text("The value stays as it was")
    page.locator("#object-value").fill("named in place")
    page.locator("#object-value").press("Enter")
    expect(objects).to_contain_text("overridden")
    assert get(port, "public") == "named in place"

    search.fill("ifPhysAddress.1")
    objects.get_by_text("ifPhysAddress.1", exact=True).click()
    page.locator("#object-value").fill("001e.aa00.0001")
    expect(page.locator("#agent-object")).to_contain_text("00:1e:aa:00:00:01 · 6 octets")
    page.locator("#agent-object").get_by_role("button", name="Save").click()
    expect(objects).to_contain_text("0:1e:aa:0:0:1")

    page.locator("#agent-detail").get_by_role("tab", name="Overrides").click()
    editor = page.locator("#overrides-editor").get_by_role("textbox")
    expect(editor).to_contain_text("named in place")
    page.locator("#agent-overrides").get_by_text("Put in a value by its type").click()
    page.locator("#override-name").fill("ifOperStatus.2")
    page.locator("select#override-value").select_option("dormant")
    page.locator("#override-put").click()
    expect(editor).to_contain_text('"ifOperStatus.2": "dormant"')
    editor.fill('{\n  "overrides": {\n    "sysName.0": "by document",\n    "ifAdminStatus.2": "sideways"\n  }\n}')
    page.locator("#overrides-save").click()
    expect(page.locator("#agent-overrides")).to_contain_text("Line 4, ifAdminStatus.2")
    editor.fill('{"overrides": {"sysName.0": "by document"}, "hidden": ["ifXTable"]}')
    page.locator("#overrides-save").click()
    expect(page.locator("#agent-overrides")).to_contain_text("1 value is overridden.")
    assert get(port, "public") == "by document"


def test_recordings_arrive_as_files_and_from_a_live_device(workbench: Workbench, server: Server) -> None:
    with server.client(server.login()) as client:
        port = client.post("/api/simulator/start").json()["port"]
    page = workbench.page
    workbench.go("simulator")
    arrived = {"name": "dropped.snmprec", "mimeType": "text/plain", "buffer": f"{SYS_NAME}|4|dropped\n".encode()}
    page.locator("#agent-files").set_input_files([arrived])  # type: ignore[list-item]
    page.locator("#agent-arrivals").get_by_role("button", name="answers to dropped").click()
    detail = page.locator("#agent-detail")
    expect(detail).to_contain_text("snmpwalk -v 2c -c dropped")
    assert get(port, "dropped") == "dropped"
    page.locator("#agent-files").set_input_files([arrived])  # type: ignore[list-item]
    page.locator("#arrivals-replace").click()
    expect(page.locator("#agent-arrivals")).to_contain_text("1 recording is stored.")
    page.keyboard.press("Escape")

    page.locator("#agent-record").click()
    page.locator("#record-target").fill("127.0.0.1")
    page.locator("#record-port").fill(str(port))
    page.locator("#record-name").fill("twin")
    page.locator("#record-form").get_by_text("What and how").click()
    page.locator("#record-oids").fill("1.3.6.1.2.1.1")
    page.locator("#record-interval").fill("0")
    page.locator("#record-start").click()
    page.locator("#record-open").click()
    expect(detail).to_contain_text("snmpwalk -v 2c -c twin")
    assert get(port, "twin") == get(port, "public")

    page.locator("#agent-add").click()
    page.locator("#agent-name").fill("Live twin")
    form = page.locator("#agent-form")
    form.get_by_text("Live device", exact=True).click()
    page.locator("#agent-device-target").fill("127.0.0.1")
    page.locator("#agent-device-port").fill(str(port))
    form.get_by_text("What and how").click()
    page.locator("#agent-device-oids").fill("1.3.6.1.2.1.1")
    page.locator("#agent-device-interval").fill("0")
    page.locator("#agent-save").click()
    expect(detail).to_contain_text("snmpwalk -v 2c -c live-twin")
    expect(row_of(page, "Live twin")).to_contain_text("not asked yet")
    assert get(port, "live-twin") == get(port, "public")


def test_the_time_of_an_agent_is_moved_and_begun_again(workbench: Workbench, server: Server) -> None:
    with server.client(server.login()) as client:
        client.post("/api/simulator/start")
    page = workbench.page
    page.goto("/#simulator?agent=default&tab=clock")
    clock = page.locator("#agent-clock")
    page.get_by_role("button", name="Jump").click()
    expect(clock).to_contain_text(re.compile(r"Wraps in\d s"))
    page.locator("#clock-speed").fill("60")
    page.get_by_role("button", name="Set speed").click()
    expect(clock).to_contain_text("60 times as fast")
    page.locator("#clock-freeze").click()
    expect(clock).to_contain_text("frozen")
    page.locator("#clock-freeze").click()
    expect(clock).to_contain_text("60 times as fast")
    page.locator("#agent-reboot").click()
    expect(clock).to_contain_text("It has just started again.")


def test_who_sees_what_is_decided_in_tables(workbench: Workbench, server: Server) -> None:
    with server.client(server.login()) as client:
        port = client.post("/api/simulator/start").json()["port"]
    page = workbench.page
    page.goto("/#simulator?agent=default&tab=access")
    rows = (
        ("communities", {"Community": "public", "Security name": "reader"}),
        ("groups", {"Group": "readers", "Security name": "reader"}),
        ("access", {"Group": "readers", "Read view": "interfaces"}),
        ("views", {"View": "interfaces", "Subtree": "no such name"}),
    )
    for section, fields in rows:
        page.locator(f"#access-add-{section}").click()
        title = {"communities": "Communities", "groups": "Groups", "access": "Access", "views": "Views"}[section]
        for field, value in fields.items():
            page.get_by_label(f"{field}, {title} 1", exact=True).fill(value)
    page.locator("#access-save").click()
    expect(page.locator("#agent-access")).to_contain_text("Nothing was saved")
    page.get_by_role("tab", name="Overview").click()
    page.locator("#unsaved-question").get_by_role("button", name="Go on, keep it").click()
    page.get_by_role("tab", name="Access · not saved").click()
    page.get_by_label("Subtree, Views 1", exact=True).fill("1.3.6.1.2.1.2")
    page.locator("#access-save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert "No Such" in get(port, "public")


def test_a_journal_counts_what_a_manager_asked_and_leads_to_the_log(workbench: Workbench, server: Server) -> None:
    with server.client(server.login()) as client:
        port = client.post("/api/simulator/start").json()["port"]
        client.delete("/api/simulator/agents/default/journal")
    page = workbench.page
    page.goto("/#simulator?agent=default&tab=journal")
    journal = page.locator("#agent-journal")
    expect(journal).to_contain_text("It was not asked yet.")
    for _ in range(2):
        get(port, "public")
    expect(journal).to_contain_text("2 kept")
    page.locator("#journal-object").fill("sysName")
    page.locator("#journal-min").fill("3")
    page.locator("#journal-verify").click()
    expect(page.locator("#journal-verdict")).to_contain_text("2 of 2 requests, at least 3 were expected")
    get(port, "public")
    expect(journal).to_contain_text("3 kept")
    page.locator("#journal-verify").click()
    expect(page.locator("#journal-verdict")).to_contain_text("3 of 3 requests")
    journal.get_by_role("link", name="In the log").click()
    expect(page.locator("#sim-log-agent")).to_have_value(re.compile("switch", re.IGNORECASE))
    expect(page.locator("#sim-log [role=row]").nth(1)).to_contain_text("GetRequest")
    page.locator("#journal-reset").click()
    expect(journal).to_contain_text("It was not asked yet.")


def test_the_list_and_an_agents_tabs_need_no_mouse(workbench: Workbench, server: Server) -> None:
    with server.client(server.login()) as client:
        client.post("/api/simulator/start")
    page = workbench.page
    workbench.go("simulator")
    expect(page.locator("#agent-table [role=row]").nth(1)).to_be_visible()
    for key in ("/", "Enter", "Home", "Enter"):
        page.keyboard.press(key)
    overview = page.get_by_role("tab", name="Overview")
    expect(overview).to_be_visible()
    expect(page.locator("#agent-table")).to_be_focused()
    page.keyboard.press("Enter")
    expect(overview).to_be_focused()
    page.keyboard.press("ArrowLeft")  # round to the last one
    expect(page.get_by_role("tab", name="Access")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#agent-detail")).to_have_count(0)
    expect(page.locator("#agent-table")).to_be_focused()
    page.set_viewport_size(PHONE)
    page.keyboard.press("Enter")
    expect(overview).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#agent-table")).to_be_focused()
