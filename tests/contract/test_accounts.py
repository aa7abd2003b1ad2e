"""Roles, tokens and sessions against the running server, once by TLS and once in clear."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator

import pytest

from tests.contract.served import Server

EVE = {"username": "eve", "role": "viewer", "password": "a long password"}


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server by TLS that believes a proxy on this host."""
    folder = tmp_path_factory.mktemp("tls")
    words = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 2 -nodes -subj /CN=localhost"
    files = ["-keyout", "key.pem", "-out", "certificate.pem"]
    subprocess.run([*words.split(), *files], cwd=folder, check=True, capture_output=True, timeout=60)
    settings = {"tls_certificate": str(folder / "certificate.pem"), "tls_key": str(folder / "key.pem")}
    with Server(folder / "data", trusted_proxies="127.0.0.1", **settings) as server:
        yield server


def trusting() -> ssl.SSLContext:
    """A client that takes any certificate.

    Of TLS 1.2: it reads and writes in two threads, which Python does not guard, and a ticket of 1.3 that comes while
    it writes its first request broke one connection in some hundreds.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def test_pages_calls_and_sockets_travel_by_tls(encrypted: Server) -> None:
    assert encrypted.url.startswith("https://")
    token = encrypted.login()
    with encrypted.socket(token, ssl=trusting()) as socket:
        assert socket.frame()["type"] == "full_state"


def test_the_client_behind_a_trusted_proxy_is_who_logged_in(encrypted: Server) -> None:
    token = encrypted.login()
    with encrypted.client(token) as client:
        headers = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
        body = {"username": "admin", "password": "wrong"}
        assert client.post("/api/settings/login", json=body, headers=headers).status_code == 401
        noted = client.get("/api/settings/audit", params={"q": "login_refused"}).json()["data"]
    assert [(each["address"], each["username"]) for each in noted] == [("198.51.100.7", "admin")]


def test_a_viewer_looks_and_changes_nothing(encrypted: Server) -> None:
    with encrypted.client(encrypted.login()) as admin:
        assert admin.post("/api/settings/users", json=EVE).status_code == 201
        with encrypted.client(encrypted.login("eve", EVE["password"])) as eve:
            assert eve.get("/api/simulator/status").status_code == 200
            refused = eve.post("/api/simulator/start")
            assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
            admin.put("/api/settings/users/eve", json={"role": "operator"})
            assert eve.post("/api/simulator/stop").status_code == 200
            admin.delete("/api/settings/users/eve")
            assert eve.get("/api/simulator/status").status_code == 401


def test_sockets_end_with_the_session_or_token_that_opened_them(encrypted: Server) -> None:
    with encrypted.client(encrypted.login()) as client:
        other = encrypted.login()
        made = client.post("/api/settings/tokens", json={"name": "watch", "role": "viewer"}).json()
        with (
            encrypted.socket(other, ssl=trusting()) as person,
            encrypted.socket(made["token"], ssl=trusting()) as program,
        ):
            assert person.frame()["type"] == program.frame()["type"] == "full_state"
            assert client.post("/api/settings/sessions/end-others").json()["count"] >= 1
            assert person.close_code() == 4001
            assert client.delete(f"/api/settings/tokens/{made['id']}").status_code == 200
            assert program.close_code() == 4001
    assert made["token"] not in encrypted.log


def test_tokens_and_their_roles_survive_a_kill_and_are_stored_hashed(encrypted: Server) -> None:
    with encrypted.client(encrypted.login()) as client:
        made = client.post("/api/settings/tokens", json={"name": "stays", "role": "viewer"}).json()
    encrypted.end(9)
    encrypted.start()
    with encrypted.client(made["token"]) as program:
        assert program.get("/api/settings/me").json()["role"] == "viewer"
        assert program.get("/api/settings/audit").status_code == 403
    stored = b"".join(path.read_bytes() for path in encrypted.data_dir.rglob("*") if path.is_file())
    assert made["token"].encode() not in stored
