"""The server ends in the middle of all journeys at once, by SIGTERM and by `kill -9`, and starts again where it was."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.contract.served import Server
from tests.e2e.broken_journeys import JOURNEYS, ROOT, SLOW_DEVICE, STORED, Facts, Journey
from tests.e2e.pages import Workbench
from tests.faults.conftest import until
from tests.ports import free_port


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Its ports are told, so that a new start is found where it was; so is what starts with it."""
    data_dir = tmp_path_factory.mktemp("restarts") / "data"
    server = Server(data_dir, trap_port=str(free_port()), snmp_port=str(free_port()))
    with ExitStack() as at_last:
        at_last.push(server)
        server.start(port=free_port())
        (data_dir / "recordings" / "slow.snmprec").write_text(SLOW_DEVICE)
        yield server
        assert "Traceback" not in server.log


@pytest.fixture(scope="module")
def facts(server: Server) -> Iterator[Facts]:
    """Notifications to save as a file, and two kept walks to compare."""
    with server.client(server.login()) as client, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        until(lambda: client.get("/api/mibs/status").json()["loaded"])
        started_with = {"auto_start_simulator": True, "auto_start_trap_receiver": True}
        assert client.post("/api/settings/app", json=started_with).is_success
        agent, receiver = (client.post(f"/api/{area}/start").json()["port"] for area in ("simulator", "traps"))
        for oid in (ROOT, f"{ROOT}.5"):
            walk = {"target": "127.0.0.1", "port": agent, "community": "public", "oid": oid, "keep": oid}
            assert client.post("/api/walk/stream", json=walk).is_success
        trap = {"target": "127.0.0.1", "port": receiver, "community": "public", "oid": "1.3.6.1.6.3.1.1.5.1"}
        pace = {"per_s": 1000, "count": STORED}
        assert client.post("/api/traps/runs", json={**trap, "pace": pace}).is_success
        until(lambda: client.get("/api/traps/", params={"limit": 1}).json()["total"] == STORED)
        yield Facts(client, agent, receiver, silent.getsockname()[1])


def open_tab(context: BrowserContext, server: Server, journey: Journey) -> Workbench:
    """The page where a journey begins."""
    tab = Workbench(context.new_page(), server)
    if journey.token is None:
        tab.resume(server.login(), journey.address)
    else:
        tab.page.add_init_script(f"sessionStorage.snmp_token ||= '{journey.token}'" if journey.token else "")
        tab.page.goto("/")
    return tab


@pytest.mark.timeout(400)
def test_each_journey_says_what_broke_off_when_the_server_ends_in_its_middle_and_goes_on_afterwards(
    context: BrowserContext, server: Server, facts: Facts
) -> None:
    contexts = [context, *(context.browser.new_context(base_url=server.url, reduced_motion="reduce") for _ in range(2))]
    tabs = [open_tab(contexts[n % 3], server, journey) for n, journey in enumerate(JOURNEYS)]
    journeys = [journey.go(tab, facts) for journey, tab in zip(JOURNEYS, tabs, strict=True)]
    live = [tab for journey, tab in zip(JOURNEYS, tabs, strict=True) if journey.token is None]
    for ending in (signal.SIGTERM, signal.SIGKILL):
        for journey in journeys:
            next(journey)
        server.end(ending)
        for journey in journeys:
            next(journey)
        for tab in live:
            if not tab.page.locator("#login-user").count():
                expect(tab.page.get_by_text("No live connection since")).to_be_visible()
        server.start(port=server.port)
        for journey in journeys:
            next(journey)
        for tab in live:
            tab.expect_dot("online")
            expect(tab.page.get_by_text("No live connection since")).to_have_count(0)
            expect(tab.page.get_by_text("Loading")).to_have_count(0)
