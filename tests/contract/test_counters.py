"""Contract §3: counters."""

from __future__ import annotations

import subprocess
import time
from typing import Any

import httpx
import pytest

from tests.contract.served import PATIENCE_S, Server

NAMES = {
    "simulator": {
        "start_count",
        "stop_count",
        "restart_count",
        "oids_loaded",
        "total_oids_simulated",
        "snmp_requests_served",
        "simulator_run_seconds",
        "last_request_at",
    },
    "traps": {
        "receiver_start_count",
        "receiver_stop_count",
        "traps_received_total",
        "traps_sent_total",
        "traps_cleared_count",
        "receiver_run_seconds",
    },
    "walker": {"walks_executed", "walks_failed", "oids_returned"},
    "mibs": {"reload_count", "upload_count", "delete_count"},
}
ADDED = {
    "simulator": {"running", "pid", "port", "community"},
    "traps": {"running", "pid"},
    "walker": set(),
    "mibs": {"loaded_mibs", "failed_mibs", "total_mibs"},
}


def counted(client: httpx.Client, module: str) -> dict[str, Any]:
    """The saved counters of one module, without what is added at read time."""
    values = client.get(f"/api/stats/{module}").json()
    return {name: values[name] for name in NAMES[module]}


def eventually(client: httpx.Client, module: str, name: str, expected: float) -> None:
    """Workers report a few times a second, so a counter of theirs needs a moment."""
    deadline = time.monotonic() + PATIENCE_S
    while (found := counted(client, module)[name]) != expected:
        assert time.monotonic() < deadline, (name, found, expected)
        time.sleep(0.05)


@pytest.fixture
def own(idle_server: Server) -> Any:
    with idle_server.client(idle_server.login()) as client:
        yield client


@pytest.mark.parametrize("module", NAMES)
def test_all_start_at_zero(client: httpx.Client, module: str) -> None:
    assert set(counted(client, module).values()) == {0}
    assert client.get("/api/stats/").json()[module].keys() == client.get(f"/api/stats/{module}").json().keys()


def test_the_names_are_those_of_the_contract(own: httpx.Client) -> None:
    found = own.get("/api/stats/").json()
    assert {module: set(values) for module, values in found.items()} == {
        module: NAMES[module] | ADDED[module] for module in NAMES
    }


@pytest.mark.fault("Counters were stale or counted twice")
def test_life_cycle_counts_each_event_exactly_once(own: httpx.Client) -> None:
    for verb in ("start", "start", "restart", "restart", "stop", "stop"):
        assert own.post(f"/api/simulator/{verb}").status_code == 200
    for verb in ("start", "start", "stop", "stop"):
        assert own.post(f"/api/traps/{verb}").status_code == 200
    simulator, traps = counted(own, "simulator"), counted(own, "traps")
    assert (simulator["start_count"], simulator["stop_count"], simulator["restart_count"]) == (1, 1, 2)
    assert (traps["receiver_start_count"], traps["receiver_stop_count"]) == (1, 1)


@pytest.mark.fault("Counters were stale or counted twice")
def test_requests_and_variable_bindings_are_counted_exactly(own: httpx.Client) -> None:
    status = own.post("/api/simulator/start").json()
    loaded = counted(own, "simulator")["oids_loaded"]
    assert loaded > 100
    walk = {"target": "127.0.0.1", "port": status["port"], "community": status["community"], "oid": "1.3.6.1.2.1"}
    rows = own.post("/api/walk/execute", json=walk).json()["count"]
    assert counted(own, "walker") == {"walks_executed": 1, "walks_failed": 0, "oids_returned": rows}
    get = ["snmpget", "-v2c", "-c", status["community"], f"127.0.0.1:{status['port']}", "1.3.6.1.2.1.1.3.0"]
    time.sleep(0.5)
    before = counted(own, "simulator")["snmp_requests_served"]
    for expected in range(before + 1, before + 4):  # one by one: a sum may be right on its way to a wrong one
        subprocess.run(get, check=True, timeout=10, capture_output=True)
        eventually(own, "simulator", "snmp_requests_served", expected)
    assert abs(counted(own, "simulator")["last_request_at"] - time.time()) < 10


def test_a_failed_walk_counts_as_failed_only(own: httpx.Client) -> None:
    walk = {"target": "127.0.0.1", "port": 9, "timeout_s": 0.2, "retries": 0}
    assert own.post("/api/walk/execute", json=walk).status_code in (502, 504)
    assert counted(own, "walker") == {"walks_executed": 0, "walks_failed": 1, "oids_returned": 0}


def test_notifications_are_counted_when_sent_received_and_cleared(own: httpx.Client) -> None:
    port = own.post("/api/traps/start").json()["port"]
    trap = {"target": "127.0.0.1", "port": port, "oid": "1.3.6.1.6.3.1.1.5.1", "varbinds": []}
    for _ in range(3):
        assert own.post("/api/traps/send", json=trap).json()["status"] == "sent"
    assert own.post("/api/traps/send", json=trap | {"kind": "inform"}).json()["status"] == "acknowledged"
    eventually(own, "traps", "traps_received_total", 4)
    assert own.delete("/api/traps/").json()["status"] == "cleared"
    traps = counted(own, "traps")
    assert (traps["traps_sent_total"], traps["traps_received_total"], traps["traps_cleared_count"]) == (4, 4, 1)


def test_run_seconds_include_the_current_run_and_survive_a_kill(idle_server: Server) -> None:
    token = idle_server.login()
    with idle_server.client(token) as client:
        client.post("/api/simulator/start")
        client.post("/api/traps/start")
        time.sleep(2.2)
        assert counted(client, "simulator")["simulator_run_seconds"] >= 2.0
        before = counted(client, "traps")["receiver_run_seconds"]
    idle_server.end(9)
    idle_server.start()
    with idle_server.client(token) as client:
        after = counted(client, "traps")["receiver_run_seconds"]
        assert before - 1.0 <= after <= before + 1.0
        assert counted(client, "simulator")["start_count"] == 1


def test_a_kill_loses_at_most_one_second_of_increments(idle_server: Server) -> None:
    token = idle_server.login()
    with idle_server.client(token) as client:
        port = client.post("/api/traps/start").json()["port"]
        trap = {"target": "127.0.0.1", "port": port, "oid": "1.3.6.1.6.3.1.1.5.1", "varbinds": []}
        for _ in range(10):
            client.post("/api/traps/send", json=trap)
        eventually(client, "traps", "traps_received_total", 10)
        time.sleep(1.0)
    idle_server.end(9)
    idle_server.start()
    with idle_server.client(token) as client:
        traps = counted(client, "traps")
        assert (traps["traps_sent_total"], traps["traps_received_total"]) == (10, 10)


def test_reset_sets_all_to_zero(own: httpx.Client) -> None:
    own.post("/api/simulator/start")
    own.post("/api/simulator/stop")
    assert own.delete("/api/stats/").status_code == 200
    for module in NAMES:
        assert set(counted(own, module).values()) == {0}
