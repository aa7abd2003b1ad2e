"""What a hostile page, client or file can try (issue 'Hardening'), against the running server."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from pathlib import Path

import httpx
import pytest

from tests.contract.served import PASSWORD, Server


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "192.0.2.1"])
def test_another_name_in_the_host_header_is_refused(shared_server: Server, host: str) -> None:
    with shared_server.client() as client:
        for path in ("/api/health", "/", "/metrics"):
            reply = client.get(path, headers={"Host": host})
            assert (reply.status_code, reply.json()["code"]) == (421, "host_not_allowed")


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_unsafe_requests_of_other_pages_are_refused(shared_server: Server, headers: dict[str, str]) -> None:
    body = {"username": "admin", "password": PASSWORD}
    with shared_server.client() as client:
        reply = client.post("/api/settings/login", json=body, headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (403, "origin_not_allowed")


def test_other_origins_can_be_allowed(tmp_path: Path) -> None:
    server = Server(tmp_path / "data", allowed_origins="https://board.example").start()
    try:
        preflight = {"Origin": "https://board.example", "Access-Control-Request-Method": "POST"}
        body = {"username": "admin", "password": PASSWORD}
        with server.client() as client:
            allowed = client.options("/api/settings/login", headers=preflight)
            assert allowed.headers["access-control-allow-origin"] == "https://board.example"
            reply = client.post("/api/settings/login", json=body, headers={"Origin": "https://board.example"})
            assert reply.status_code == 200
            assert (
                client.post("/api/settings/login", json=body, headers={"Origin": "https://x.example"}).status_code
                == 403
            )
        with server.socket(server.login(), origin="https://board.example") as socket:
            assert socket.frame()["type"] == "full_state"
    finally:
        server.end()


def test_pages_may_run_our_own_scripts_only(shared_server: Server) -> None:
    with shared_server.client() as client:
        for path in ("/", "/docs", "/api/health"):
            policy = client.get(path).headers["content-security-policy"]
            assert "script-src 'self';" in policy
            assert "default-src 'none'" in policy


def test_the_reference_page_loads_everything_from_here(shared_server: Server) -> None:
    with shared_server.client() as client:
        page = client.get("/docs")
        assert page.headers["content-type"].startswith("text/html")
        assert "http://" not in page.text
        assert "https://" not in page.text
        for path in ("/docs/reference.js", "/docs/reference.css", "/openapi.json"):
            assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/../pyproject.toml", "/%2e%2e/etc/passwd", "/assets/..%2f..%2fapp.py", "/docs/../app.py", "/%00", "//etc/passwd"],
)
def test_no_path_reaches_a_file_that_was_not_shipped(shared_server: Server, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", shared_server.port, timeout=10)
    connection.request("GET", path)
    reply = connection.getresponse()
    body = reply.read()
    assert reply.status in (307, 404)
    assert b"root:" not in body
    connection.close()


def test_metrics_need_a_token_when_they_come_through_a_proxy(shared_server: Server) -> None:
    with shared_server.client() as client:
        assert "trishul_simulator_snmp_requests_served_total" in client.get("/metrics").text
        assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 401
        headers = {"X-Forwarded-For": "192.0.2.1", "Authorization": f"Bearer {shared_server.login()}"}
        assert client.get("/metrics", headers=headers).status_code == 200


def test_the_server_stays_quick_while_logins_are_tried(shared_server: Server) -> None:
    """Passwords are hashed off the event loop."""

    def try_logins() -> None:
        with shared_server.client() as client:
            for number in range(4):
                client.post("/api/settings/login", json={"username": f"user{number}", "password": "guess"})

    trying = threading.Thread(target=try_logins)
    trying.start()
    slowest_s = 0.0
    with shared_server.client() as client:
        while trying.is_alive():
            slowest_s = max(slowest_s, client.get("/api/health").elapsed.total_seconds())
    trying.join()
    assert slowest_s < 0.5
    shared_server.login()


def test_pipelined_and_broken_http_does_no_harm(shared_server: Server) -> None:
    for bytes_sent in (b"\x16\x03\x01\x02\x00", b"GET / HTTP/1.1\r\n\r\n", b"GET " + b"/" * 100_000, b"\r\n" * 1000):
        with socket.create_connection(("127.0.0.1", shared_server.port), timeout=5) as connection:
            connection.sendall(bytes_sent)
            connection.settimeout(1)
            with contextlib.suppress(TimeoutError, ConnectionResetError):
                connection.recv(1000)
    assert httpx.get(shared_server.url + "/api/health").status_code == 200
