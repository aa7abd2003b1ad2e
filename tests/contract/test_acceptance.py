"""T1-T5 and T7-T9 of contract §6, as far as a plain client can see them; the browser's half is in tests/e2e."""

from __future__ import annotations

import time

import httpx
import pytest
from websockets.sync.client import connect

from tests.contract.served import Server


def test_t1_after_login_the_socket_opens_and_begins_with_the_full_state(shared_server: Server) -> None:
    url = f"ws{shared_server.url.removeprefix('http')}/api/ws?token={shared_server.login()}"
    with connect(url, compression=None) as connection:
        assert connection.response is not None
        assert connection.response.status_code == 101
    with shared_server.socket(shared_server.login()) as socket:
        frame = socket.frame()
    assert frame["type"] == "full_state"
    assert {"simulator", "traps", "stats", "mibs"} <= set(frame)


def test_t2_health_and_meta_answer_what_the_badge_asks(shared_server: Server) -> None:
    with shared_server.client() as client:
        assert client.get("/api/health").json()["status"] == "ok"
        assert client.get("/api/meta").json()["name"] == "Trishul SNMP"


@pytest.mark.parametrize("service", ["simulator", "traps"])
def test_t3_t4_t5_start_and_stop_from_another_client_arrive_within_a_second(idle_server: Server, service: str) -> None:
    token, other = idle_server.login(), idle_server.login()
    with idle_server.socket(token) as socket, idle_server.client(other) as client:
        socket.frame_of("full_state")
        for verb, running in (("start", True), ("stop", False)):
            assert client.post(f"/api/{service}/{verb}").status_code == 200
            answered_at = time.monotonic()
            assert socket.frame_of("status")[service]["running"] is running
            assert time.monotonic() - answered_at < 1.0


def test_t7_after_logout_the_token_is_worth_nothing_and_a_second_socket_closes(shared_server: Server) -> None:
    token = shared_server.login()
    with shared_server.socket(token) as second_tab:
        second_tab.frame_of("full_state")
        with shared_server.socket(token) as first_tab, shared_server.client(token) as client:
            first_tab.frame_of("full_state")
            assert client.post("/api/settings/logout").status_code == 200
            first_tab.connection.close(1000)
        assert second_tab.close_code() == 4001
    with shared_server.client(token) as client:
        assert client.get("/api/settings/check").status_code == 401
    with shared_server.socket(token) as again:
        assert again.close_code() == 4001


def test_t8_after_a_kill_the_same_session_reconnects_and_sees_the_truth(idle_server: Server) -> None:
    token = idle_server.login()
    port = idle_server.port
    with idle_server.client(token) as client:
        client.post("/api/simulator/start")
    time.sleep(1)  # what a kill may lose at most
    with idle_server.socket(token) as socket:
        assert socket.frame()["simulator"]["running"] is True
        idle_server.end(9)
        assert socket.close_code() == 1006
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/api/health")
    idle_server.start(port=port)
    with idle_server.socket(token) as socket:
        frame = socket.frame()
    assert frame["simulator"]["running"] is False
    assert frame["stats"]["simulator"]["start_count"] == 1


def test_t9_a_wrong_token_is_closed_with_4001(shared_server: Server) -> None:
    with shared_server.socket("wrong") as socket:
        assert socket.close_code() == 4001
