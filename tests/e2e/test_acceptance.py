"""The acceptance checks of the contract in a real Chromium.

The same checks by a plain socket client are in tests/contract.
"""

from __future__ import annotations

import time

from playwright.sync_api import Browser, Page, expect

from tests.contract.mib_texts import files, mib
from tests.contract.served import Server
from tests.e2e.pages import Workbench

CLOSE_CODE = """() => {
  window.closeCode = new Promise((done) =>
    window.addEventListener("trishul:ws:close", (event) => done(event.detail.code), { once: true }));
}"""
"""With which code the next close comes; `evaluate` waits for it."""


def test_t1_one_socket_and_full_state_first(page: Page, server: Server) -> None:
    page.add_init_script(
        "window.seen = [];"
        "for (const type of ['full_state', 'status', 'stats', 'mibs'])"
        " window.addEventListener('trishul:ws:' + type, (event) => window.seen.push(event.detail));"
    )
    workbench = Workbench(page, server)
    statuses: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.webSocketHandshakeResponseReceived", lambda event: statuses.append(event["response"]["status"]))
    workbench.log_in()
    session.send("Network.disable")  # answered after everything that was told before
    assert statuses == [101]
    (url,) = workbench.sockets
    assert "/api/ws?token=" in url
    first = page.evaluate("window.seen[0]")
    assert first["type"] == "full_state"
    assert {"simulator", "traps", "stats", "mibs"} <= set(first)


def test_t2_the_dot_is_green_and_the_badge_says_online(workbench: Workbench) -> None:
    workbench.expect_dot("online")
    workbench.expect_text("#backend-status", "Online")
    expect(workbench.page.locator("#ws-status-dot")).to_have_attribute("title", "WS: Live")


def test_t3_t4_simulator_started_and_stopped_elsewhere_shows_within_a_second(workbench: Workbench) -> None:
    workbench.expect_text("#stat-simulator", "Offline")
    with workbench.server.client(workbench.server.login()) as client, workbench.no_rest_call():
        assert client.post("/api/simulator/start", json={}).json()["status"] == "started"
        workbench.expect_text("#stat-simulator", "Online")
        assert client.post("/api/simulator/stop").json()["status"] == "stopped"
        workbench.expect_text("#stat-simulator", "Offline")


def test_t5_receiver_started_and_stopped_elsewhere_shows_within_a_second(workbench: Workbench) -> None:
    workbench.expect_text("#stat-receiver", "Stopped")
    with workbench.server.client(workbench.server.login()) as client, workbench.no_rest_call():
        assert client.post("/api/traps/start", json={}).json()["status"] == "started"
        workbench.expect_text("#stat-receiver", "Running")
        assert client.post("/api/traps/stop").json()["status"] == "stopped"
        workbench.expect_text("#stat-receiver", "Stopped")


def test_t6_an_upload_elsewhere_shows_within_a_second(workbench: Workbench) -> None:
    with workbench.server.client(workbench.server.login()) as client:
        while client.get("/api/mibs/status").json()["building"]:
            time.sleep(0.05)
        status = client.get("/api/mibs/status").json()
        workbench.expect_text("#stat-mibs", str(status["loaded"]))
        workbench.expect_text("#stat-traps", str(status["traps_available"]))
        with workbench.no_rest_call():
            reply = client.post("/api/mibs/upload", files=files(("ACME-MIB.my", mib("ACME-MIB"))))
            assert reply.status_code == 200
            workbench.expect_text("#stat-mibs", str(status["loaded"] + 1))
            workbench.expect_text("#stat-traps", str(status["traps_available"] + 1))
            workbench.expect_text("#act-mibs-uploaded", "1")


def test_t7_logout_ends_the_session_everywhere(page: Page, server: Server) -> None:
    workbench = Workbench(page, server)
    workbench.resume(server.login())
    token = page.evaluate("sessionStorage.getItem('snmp_token')")
    second = Workbench(page.context.new_page(), workbench.server)
    second.resume(token)
    for tab in (page, second.page):
        tab.evaluate(CLOSE_CODE)
    page.locator("#nav-user-name").click()
    page.locator("#nav-logout").click()
    assert page.evaluate("() => window.closeCode") == 1000
    workbench.expect_dot("offline")
    assert second.page.evaluate("() => window.closeCode") == 4001
    second.expect_dot("unauthorized")
    second.page.close()
    with workbench.server.client(token) as client:
        assert client.get("/api/settings/check").status_code == 401
    expect(page.locator("#login-user")).to_be_visible()


def test_t8_a_killed_server_is_seen_and_found_again(workbench: Workbench) -> None:
    server = workbench.server
    port = server.port
    with server.client(server.login()) as client:
        client.post("/api/simulator/start", json={})
    workbench.expect_text("#stat-simulator", "Online")
    server.end(9)
    workbench.expect_dot("offline")
    workbench.expect_text("#backend-status", "Offline")
    server.start(port=port)
    workbench.expect_dot("online", timeout_s=35)
    workbench.expect_text("#backend-status", "Online", timeout_s=5)
    workbench.expect_text("#stat-simulator", "Offline", timeout_s=5)
    with server.client(server.login()) as client:
        client.post("/api/simulator/start", json={})
    workbench.expect_text("#stat-simulator", "Online")


def test_t9_a_wrong_token_is_refused_once_and_for_all(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.url)
    page = context.new_page()
    page.clock.install(time=time.time())
    page.add_init_script(
        "sessionStorage.setItem('snmp_token', 'wrong'); window.closes = [];"
        "window.addEventListener('trishul:ws:close', (event) => window.closes.push(event.detail.code));"
    )
    workbench = Workbench(page, server)
    page.goto("/")
    workbench.expect_dot("unauthorized")
    expect(page.locator("#ws-status-dot")).to_have_attribute("title", "WS: Unauthorized")
    assert page.evaluate("window.closes") == [4001]
    for _ in range(12):
        page.clock.run_for(5_000)
    assert len(workbench.sockets) == 1
    workbench.expect_dot("unauthorized")
    context.close()
