"""What a person does on a page while the server ends, again and again in three parts: until it ends, while it is away,
and once it is there again. Each part ends with a `yield`.

What is under way stays there because a simulated row answers late, a reply or a body crosses a slow network, a builder
stands still, or a peer is silent.
"""

from __future__ import annotations

import json
import os
import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx
from playwright.sync_api import Download, Locator, Page, expect

from tests.contract.mib_texts import mib
from tests.contract.served import PASSWORD, Server
from tests.e2e.pages import Workbench
from tests.faults.conftest import until

ROOT = "1.3.6.1.2.1.1"
SLOW_DEVICE = "".join(f"{ROOT}.9.1.3.{row}|4|row {row}\n" for row in range(1, 9)) + (
    f"{ROOT}.9.1.3.9|4:delay|value=late,wait=600000\n"
)
"""Eight rows at once, the ninth after ten minutes."""
BROKEN_OFF = re.compile("Check that trishul serve is running|The server stops, which broke this off")
"""What is said of a server that is away, and by one that ends in order."""
BYTES_PER_S = 2_000
"""So slow that what is asked for takes a minute."""
BUILT_WITHIN_MS = 60_000
"""Builders give way to everything else."""
_NO_LIMIT = -1
STORED = 200
"""Notifications there are when the journeys begin."""
BUILDER = b"trishul.library.builder"
_names = count(1)

Parts = Iterator[None]


@dataclass(frozen=True)
class Facts:
    """What the journeys know of the server besides its pages; `client` is a session of its own.

    Where the simulator and the receiver listen, and where somebody listens who never answers.
    """

    client: httpx.Client
    agent_port: int
    receiver_port: int
    silent_port: int


class Network:
    """How fast bodies and replies of one page cross the network."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")

    def slow_down(self, bytes_per_s: int = BYTES_PER_S) -> None:
        """From now on."""
        rates = {"downloadThroughput": bytes_per_s, "uploadThroughput": bytes_per_s}
        self._session.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, **rates})

    def go_freely(self) -> None:
        """As fast as it can."""
        self.slow_down(_NO_LIMIT)


def unreachable(place: Locator) -> None:
    """Here it is said that the server is away, and what to look at."""
    expect(place.filter(has_text=BROKEN_OFF).first).to_be_visible()


def a_log_in(tab: Workbench, facts: Facts) -> Parts:
    page = tab.page
    while True:
        page.locator("#login-user").fill("admin")
        page.locator("#login-pass").fill(PASSWORD)
        yield
        page.locator("#login-btn").click()
        unreachable(page.locator("#login-error"))
        yield
        page.locator("#login-btn").click()
        tab.wait_until_live()
        page.locator("#nav-user-name").click()
        page.locator("#nav-logout").click()
        expect(page.locator("#login-user")).to_be_visible()
        yield


def a_log_out(tab: Workbench, facts: Facts) -> Parts:
    page = tab.page
    while True:
        token = page.evaluate("sessionStorage.getItem('snmp_token')")
        page.locator("#nav-user-name").click()
        yield
        page.locator("#nav-logout").click()
        expect(page.locator("#login-user")).to_be_visible()
        yield
        with tab.server.client(token) as client:
            until(lambda: client.get("/api/settings/check").status_code == httpx.codes.UNAUTHORIZED)
        page.locator("#login-user").fill("admin")
        page.locator("#login-pass").fill(PASSWORD)
        page.locator("#login-btn").click()
        tab.wait_until_live()
        yield


def a_refused_token(tab: Workbench, facts: Facts) -> Parts:
    """It is not tried again with a server that came back either."""
    while True:
        tab.expect_dot("unauthorized")
        assert len(tab.sockets) == 1
        yield


def services_switched(tab: Workbench, facts: Facts) -> Parts:
    """By another client, again and again, until the server is away."""
    while True:
        tab.expect_text("#stat-simulator", "Online", timeout_s=15)
        switching = threading.Thread(target=_switch, args=(facts.client,))
        switching.start()
        yield
        switching.join()
        expect(tab.page.locator("#backend-status")).to_have_text("Offline")
        yield
        tab.expect_text("#backend-status", "Online", timeout_s=15)
        tab.expect_text("#stat-simulator", "Online", timeout_s=15)
        tab.expect_text("#stat-receiver", "Running", timeout_s=15)
        tab.expect_text("#stat-mibs", str(facts.client.get("/api/mibs/status").json()["loaded"]), timeout_s=15)
        yield


def _switch(client: httpx.Client) -> None:
    with suppress(httpx.HTTPError):
        while client.post("/api/traps/stop").is_success:
            client.post("/api/traps/start")


def a_walk(tab: Workbench, facts: Facts) -> Parts:
    page = tab.page
    page.locator("#walk-target").fill("127.0.0.1")
    page.locator("#walk-port").fill(str(facts.agent_port))
    page.locator("#walk-community").fill("slow")
    page.locator("#walk-oid").fill(ROOT)
    page.get_by_text("Timeouts and limits").click()
    page.get_by_label("Timeout (s)").fill("60")
    page.get_by_label("Max-repetitions").fill("1")
    page.get_by_label("Time limit (s)").fill("600")
    while True:
        page.locator("#walk-start").click()
        expect(page.locator("#walk-table")).to_contain_text("row 1")
        yield
        notice = page.locator("#walk-result [role=alert]")
        unreachable(notice)
        expect(notice).to_contain_text("rows received before are kept.")
        expect(page.locator("#walk-table")).to_contain_text("row 1")
        yield
        page.locator("#walk-start").click()
        expect(notice).to_have_count(0)
        expect(page.locator("#walk-table")).to_contain_text("row 1")
        page.locator("#walk-cancel").click()
        yield


def a_recording(tab: Workbench, facts: Facts) -> Parts:
    """It waits for its second look at the device."""
    page = tab.page
    page.locator("#agent-record").click()
    form, progress = page.locator("#record-form"), page.locator("#record-progress")
    while True:
        page.locator("#record-target").fill("127.0.0.1")
        page.locator("#record-port").fill(str(facts.agent_port))
        page.locator("#record-name").fill(f"copy {next(_names)}")
        if not page.locator("#record-oids").is_visible():
            form.get_by_text("What and how").click()
        page.locator("#record-oids").fill(ROOT)
        page.locator("#record-interval").fill("600")
        page.locator("#record-start").click()
        expect(progress.locator("progress")).to_be_visible()
        yield
        page.locator("#record-keep").click()
        unreachable(progress)
        yield
        expect(progress.get_by_text("The server was started anew")).to_be_visible()
        expect(progress.locator("progress")).to_have_count(0)
        progress.get_by_role("button", name="Record another").click()
        yield


def an_upload(tab: Workbench, facts: Facts) -> Parts:
    """Its body is half on the way."""
    page, network = tab.page, Network(tab.page)
    while True:
        name = _choose_module(page, padding=100_000)
        network.slow_down()
        page.locator("#mib-upload").click()
        expect(page.locator("#mib-batch-state")).to_contain_text("Sending")
        yield
        network.go_freely()
        unreachable(page.get_by_role("alert"))
        yield
        _upload_again(tab, facts, name)
        yield


def a_compile(tab: Workbench, facts: Facts) -> Parts:
    """Its files are in their places, the index is not made."""
    page = tab.page
    while True:
        name = _choose_module(page)
        builder = StoppedBuilder(tab.server)
        page.locator("#mib-upload").click()
        builder.wait()
        yield
        builder.go_on()
        unreachable(page.get_by_role("alert"))
        expect(page.get_by_text("Nothing was stored")).to_have_count(0)
        yield
        _upload_again(tab, facts, name)
        yield


def _choose_module(page: Page, padding: int = 0) -> str:
    """A module of a new name, checked."""
    number = next(_names)
    name = f"BROKEN{number}-MIB"
    text = mib(name, 70_000 + number, extra="-- " + "x" * padding)
    page.locator("#mib-files").set_input_files([{"name": name, "mimeType": "text/plain", "buffer": text}])
    expect(page.locator("#mib-upload")).to_be_enabled(timeout=BUILT_WITHIN_MS)
    return name


def _upload_again(tab: Workbench, facts: Facts, name: str) -> None:
    """Once the page has seen what became of the files."""
    page = tab.page
    expect(page.get_by_text("The files were looked at again")).to_be_visible(timeout=BUILT_WITHIN_MS)
    expect(page.locator("#mib-upload")).to_be_enabled(timeout=BUILT_WITHIN_MS)
    page.locator("#mib-upload").click()
    expect(page.locator("#mib-batch-state")).to_have_text("1 file stored", timeout=BUILT_WITHIN_MS)
    assert name in facts.client.get("/api/mibs/list").json()["mibs"]
    page.locator("#mib-batch-close").click()


class StoppedBuilder:
    """The next builder that a server starts, stopped while it still imports."""

    def __init__(self, server: Server) -> None:
        assert server.process is not None
        self._server_pid = server.process.pid
        self._pid = 0
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def wait(self) -> None:
        """Until it is stopped."""
        self._thread.join()
        assert self._pid

    def go_on(self) -> None:
        """It may find that nobody waits for it; its server may have ended it."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGCONT)

    def _run(self) -> None:
        until(self._stop)

    def _stop(self) -> bool:
        for task in Path(f"/proc/{self._server_pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                with suppress(OSError):
                    if BUILDER in Path(f"/proc/{child}/cmdline").read_bytes():
                        os.kill(int(child), signal.SIGSTOP)
                        self._pid = int(child)
        return bool(self._pid)


def an_export(tab: Workbench, facts: Facts) -> Parts:
    """A file is handed over whole, or it is said that it could not be made."""
    page, network = tab.page, Network(tab.page)
    save, failed = page.get_by_role("button", name="Save as a file"), page.get_by_role("alert")
    saved: list[Download] = []
    page.on("download", lambda file: saved.append(file))  # noqa: PLW0108 -- Playwright takes no built-in
    while True:
        saved.clear()
        network.slow_down()
        save.click()
        with page.expect_response("**/api/traps/export*"):
            page.get_by_role("menuitem", name="JSON").click()
        yield
        network.go_freely()
        expect(save).to_have_attribute("aria-busy", "false")
        if saved:
            assert_whole(saved)
        else:
            unreachable(failed)
        yield
        if not saved:
            page.get_by_role("button", name="Try again").click()
        expect(failed).to_have_count(0)
        with page.expect_download():
            save.click()
            page.get_by_role("menuitem", name="JSON").click()
        assert_whole(saved)
        yield


def assert_whole(saved: list[Download]) -> None:
    """All that was stored when the journeys began is in the newest file."""
    assert len(json.loads(saved[-1].path().read_text())) >= STORED


def an_inform(tab: Workbench, facts: Facts) -> Parts:
    """Its addressee is silent."""
    page = tab.page
    send = page.locator("#trap-send")
    newest = page.get_by_role("region", name="What was sent").locator("li", has_text="Inform coldStart").first
    page.locator("#trap-target").fill("127.0.0.1")
    page.locator("#trap-oid").fill("1.3.6.1.6.3.1.1.5.1")
    page.locator("#trap-form").get_by_text("Inform", exact=True).click()
    page.locator("#trap-form").get_by_text("More", exact=True).click()
    page.get_by_label("Timeout (s)").fill("60")
    while True:
        page.locator("#trap-port").fill(str(facts.silent_port))
        send.click()
        expect(send).to_have_attribute("data-loading", "true")
        yield
        unreachable(newest)
        yield
        page.locator("#trap-port").fill(str(facts.receiver_port))
        send.click()
        expect(newest).to_contain_text("Acknowledged")
        yield


def a_comparison(tab: Workbench, facts: Facts) -> Parts:
    page, network = tab.page, Network(tab.page)
    search = page.locator("#kept-comparison input")
    while True:
        network.slow_down(50)
        with page.expect_request("**/compare*"):
            search.fill(f"row {next(_names)}")
        yield
        network.go_freely()
        search.fill(f"row {next(_names)}")
        unreachable(page.get_by_role("alert"))
        yield
        expect(page.get_by_role("alert")).to_have_count(0)
        search.fill("")
        expect(page.locator("#compare-table [role=row]").filter(has_text="sysDescr")).to_be_visible()
        yield


def a_rule(tab: Workbench, facts: Facts) -> Parts:
    page = tab.page
    while True:
        page.locator("#rule-add").click()
        page.locator("#rule-name").fill(name := f"Rule {next(_names)}")
        page.locator("#rule-query").fill("trap:coldStart")
        yield
        page.locator("#rule-save").click()
        unreachable(page.locator("#rule-editor [role=alert]"))
        yield
        expect(page.locator("#rule-name")).to_have_value(name)
        page.locator("#rule-save").click()
        expect(page.locator("#rule-editor h2")).to_have_text(name)
        assert name in {each["name"] for each in facts.client.get("/api/traps/rules").json()["rules"]}
        yield


def settings_edited(tab: Workbench, facts: Facts) -> Parts:
    page = tab.page
    field = page.get_by_label("Session length (s)")
    while True:
        field.fill(str(length := 3_600 + next(_names)))
        yield
        page.get_by_role("button", name="Save settings").click()
        unreachable(page.get_by_role("alert"))
        yield
        expect(field).to_have_value(str(length))
        page.get_by_role("button", name="Save settings").click()
        expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
        assert facts.client.get("/api/settings/app").json()["session_timeout"] == length
        yield


@dataclass(frozen=True)
class Journey:
    """Where it begins, and as whom: with a session of its own (None), or with this token; an empty one is none."""

    go: Callable[[Workbench, Facts], Parts]
    address: str
    token: str | None = None


JOURNEYS = (
    Journey(a_log_in, "", token=""),
    Journey(a_refused_token, "", token="wrong"),
    Journey(a_log_out, "dashboard"),
    Journey(a_walk, "walker"),
    Journey(a_recording, "simulator"),
    Journey(an_upload, "mibs"),
    Journey(a_compile, "mibs"),
    Journey(an_export, "traps"),
    Journey(an_inform, "traps?tab=send"),
    Journey(a_comparison, "walker?tab=kept&kept=1&against=2"),
    Journey(a_rule, "traps?tab=rules"),
    Journey(settings_edited, "settings?tab=behaviour"),
    Journey(services_switched, "dashboard"),
)
"""The last one switches services until the server ends, and counts what the others have made."""
