"""SNMP over TCP through the running server: both services on one port with UDP, and what status and metrics say."""

from __future__ import annotations

import httpx


def test_a_walk_and_an_inform_go_over_tcp_and_are_counted(client: httpx.Client) -> None:
    for service in ("simulator", "traps"):
        client.post(f"/api/{service}/start")
    simulator, traps = (client.get(f"/api/{service}/status").json() for service in ("simulator", "traps"))
    assert (simulator["transports"], simulator["tcp_error"]) == (["udp", "tcp"], None)
    assert (traps["transports"], traps["tcp_error"]) == (["udp", "tcp"], None)
    asked = {"target": "127.0.0.1", "transport": "tcp"}
    walk = client.post("/api/walk/execute", json=asked | {"port": simulator["port"], "oid": "1.3.6.1.2.1.1"})
    assert walk.json()["count"] > 5
    inform = {"port": traps["port"], "oid": "1.3.6.1.6.3.1.1.5.3", "kind": "inform"}
    assert client.post("/api/traps/send", json=asked | inform).json()["status"] == "acknowledged"
    metrics = client.get("/metrics").text
    assert 'trishul_tcp_connections{service="simulator"}' in metrics
    assert 'trishul_tcp_connections_accepted_total{service="traps"}' in metrics


def test_a_tcp_port_where_nobody_listens_is_told_in_words(client: httpx.Client) -> None:
    reply = client.post("/api/walk/execute", json={"target": "127.0.0.1", "port": 9, "transport": "tcp"})
    assert (reply.status_code, reply.json()["code"]) == (502, "unreachable")
    assert "connection refused" in reply.json()["detail"]


def test_an_unknown_transport_is_refused(client: httpx.Client) -> None:
    reply = client.post("/api/walk/execute", json={"target": "127.0.0.1", "transport": "sctp"})
    assert reply.status_code == 422
